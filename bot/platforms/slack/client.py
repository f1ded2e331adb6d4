"""Our Slack app: what comes over the link, answered by the same dialogues as everywhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.dialogues.dispatch import Dialogues
from bot.dialogues.seam import Ask
from bot.errors import StartupError
from bot.model import ChannelId, CommunityId
from bot.platforms.slack import home
from bot.platforms.slack.commands import Table, nouns
from bot.platforms.slack.deeds import Deeds
from bot.platforms.slack.directory import Directory, SlackRoster
from bot.platforms.slack.identity import (
    PLATFORM,
    channel_id,
    community_id,
    is_own_id,
    member_id,
    name_on_slack,
)
from bot.platforms.slack.interaction import Interaction, Origin
from bot.platforms.slack.link import Link
from bot.platforms.slack.manifest import SCOPES
from bot.platforms.slack.messenger import SlackMessenger
from bot.platforms.slack.places import SlackPlaces
from bot.platforms.slack.reading import Readers
from bot.platforms.slack.refusals import FAILURES, explain_bot_token, missing_scopes
from bot.platforms.slack.web import make_web
from bot.replies import reasons
from bot.services.composition import Services
from bot.words import use_language

log = structlog.get_logger(__name__)

_REQUEST_SECONDS = 30.0
# Slack does not tell since when an app is in a workspace: long enough for no hello.
_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
PLACES_CHANGED: frozenset[str] = frozenset(
    {
        "channel_archive",
        "channel_created",
        "channel_deleted",
        "channel_left",
        "channel_rename",
        "channel_unarchive",
        "group_archive",
        "group_left",
        "group_unarchive",
        "member_joined_channel",
    }
)


class SlackClient:
    """The bot as Slack sees it; everything it decides is in ``services``."""

    name = PLATFORM
    services: Services
    dialogues: Dialogues

    def __init__(self, app_token: str, bot_token: str, api_url: str | None = None) -> None:
        self.session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=_REQUEST_SECONDS), raise_for_status=False
        )
        self.web = make_web(bot_token, api_url, self.session)
        self.directory = Directory(self.web)
        self.roster = SlackRoster(self.directory)
        self.places = SlackPlaces(self.web)
        self.readers = Readers(self.directory, self.places)
        self.messenger = SlackMessenger(self.web, self.places, self.readers)
        self.table = Table([])
        self.on_connected: Callable[[], Awaitable[None]] = _nothing
        self._deeds = Deeds(self)
        self._link = Link(self.session, self.web, app_token, self._deeds.handle, self._connected)

    def serve(self, services: Services) -> None:
        """Answer with these services, by every noun there is."""
        self.services = services
        services.memory.add(self._forget)
        self.dialogues = Dialogues(services, is_own_id)
        known = nouns()
        for noun in known:
            self.dialogues.add(noun)
        self.table = Table(known)

    @property
    def is_connected(self) -> bool:
        """Tell whether Slack can bring anything."""
        return self._link.is_connected

    async def stay_connected(self) -> None:
        """Stay connected until cancelled.

        Raises
        ------
        StartupError
            Slack refuses the app for good, or cannot be reached at the start.
        """
        try:
            told = await self.web.auth_test()
        except SlackApiError as error:
            known = explain_bot_token(error) or f"Slack refused the bot's start: {error}"
            raise StartupError(known) from error
        except FAILURES as error:
            raise StartupError(f"Slack cannot be reached: {error}. Check the network.") from error
        granted = cast(Mapping[str, str], told.headers).get("x-oauth-scopes")
        if granted is not None and (lacking := SCOPES - set(granted.split(","))):
            raise StartupError(missing_scopes(lacking))
        self.places.team = self.directory.team = str(told["team_id"])
        self.messenger.bot_id = str(told["bot_id"])
        await self._link.run()

    async def close(self) -> None:
        """Let what is being answered finish, then disconnect."""
        await self._link.close()
        await self.session.close()

    async def resume_everywhere(self) -> None:
        """Resume posts whose channel can be posted in again: what no event told us."""
        if not self.places.team:
            return
        await self.places.load()
        resumed = await self.services.communities.resume_accessible(
            PLATFORM, self._is_accepted, self._reason_now
        )
        log.info("communities.checked", platform=PLATFORM, resumed=resumed)

    async def begin(self, origin: Origin, key: str, *, is_fresh: bool = False) -> Interaction:
        """Return who asks and where, and speak their language from here on."""
        person = await self.directory.find(origin.user, is_fresh=is_fresh)
        use_language(person.locale)
        team = self.places.team
        ask = Ask(
            member=member_id(team, origin.user),
            services=self.services,
            community=community_id(team),
            channel=channel_id(team, origin.channel) if origin.channel else None,
            may_configure=person.is_admin,
            key=key,
            zone=person.zone,
        )
        return Interaction(self, ask, origin)

    async def notice(self, event: Mapping[str, Any]) -> None:
        """Keep up with what happens in the workspace."""
        kind = event.get("type")
        if kind == "user_change":
            self.directory.forget(str(cast(Mapping[str, Any], event["user"])["id"]))
        elif kind in PLACES_CHANGED:
            await self.resume_everywhere()
        elif kind == "app_home_opened" and event.get("tab") == "home":
            await home.publish(self, str(event["user"]))
        elif kind == "app_uninstalled":
            await self.services.communities.remove(community_id(self.places.team))

    def _forget(self, owner: str) -> None:
        """Forget what Slack told of a member who deletes their data."""
        if owner.startswith(f"{community_id(self.places.team)}/"):
            self.directory.forget(name_on_slack(owner))

    async def _connected(self) -> None:
        community = community_id(self.places.team)
        for known in await self.services.arrivals.catch_up(PLATFORM, {community: _SINCE}):
            await self.services.arrivals.arrive(known, _SINCE, None)
        await self.on_connected()
        await self.resume_everywhere()
        log.info("slack.ready", team=self.places.team)

    def _is_accepted(self, place: ChannelId) -> bool:
        access = self.places.access(place)
        return access.is_known and reasons.refusal(access) is None

    def _reason_now(self, place: ChannelId, community: CommunityId) -> str | None:
        access = self.places.access(place, community)
        return reasons.refusal(access) if access.is_known else None


async def _nothing() -> None:
    """Do nothing, unless the composition root says otherwise."""
