"""Who somebody is on Slack: where they live, what they read, and whether they may configure.

It is asked of Slack and kept in memory only.
"""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast
from zoneinfo import available_timezones

import structlog

from bot.model import CommunityId, MemberId
from bot.platforms.slack.identity import name_on_slack
from bot.platforms.slack.refusals import FAILURES, error_of
from bot.platforms.slack.web import Web

log = structlog.get_logger(__name__)

MOST_PEOPLE = 10_000
# What Slack lets an app ask in ten minutes (Tier 4).
_MOST_ASKED = 1_000
# More than anybody mentions in one message.
_MOST_NAMED = 20
# docs.slack.dev, messaging/formatting-message-text, "Mentioning users"
_UNNAMED = re.compile(r"<@([A-Z0-9]{1,30})>")
_DAY_SECONDS = 86_400.0
_MINUTE_SECONDS = 60.0
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """What Slack tells about somebody; ``zone`` and ``locale`` are None where it does not.

    ``is_admin``: they run the workspace. ``is_here``: they belong to it.
    """

    zone: str | None = None
    locale: str | None = None
    name: str = ""
    is_admin: bool = False
    is_here: bool = True


class Directory:
    """Ask Slack about people when they ask something of the bot; at most once a day each.

    Whether they may configure is asked again after a minute.
    """

    def __init__(self, web: Web, clock: Callable[[], float] | None = None) -> None:
        self.team = ""
        self._web = web
        self._now = clock or (lambda: asyncio.get_running_loop().time())
        self._known: dict[str, tuple[float, Person]] = {}

    async def find(self, user: str, *, is_fresh: bool = False) -> Person:
        """Return who somebody is; with ``is_fresh``, as of at most a minute ago.

        Where Slack does not answer, nothing is known of them: least of all that they are admins.
        """
        longest = _MINUTE_SECONDS if is_fresh else _DAY_SECONDS
        known = self._known.get(user)
        if known is not None and self._now() - known[0] < longest:
            return known[1]
        try:
            answer = await self._web.users_info(user=user, include_locale=True)
        except FAILURES as error:
            log.warning("slack.person_unknown", reason=error_of(error) or type(error).__name__)
            return Person()
        found = _read(cast(Json, answer["user"]), self.team)
        self._known.pop(user, None)
        self._known[user] = (self._now(), found)
        while len(self._known) > MOST_PEOPLE:
            self._known.pop(next(iter(self._known)))
        return found

    def forget(self, user: str) -> None:
        """Ask Slack again the next time: something about them has changed."""
        self._known.pop(user, None)

    async def name_people(self, text: str) -> str:
        """Return text that Slack escaped, with a name in each mention: ``<@U012|ana>``.

        Slack names nobody whom somebody mentions.
        """
        for user in list(dict.fromkeys(_UNNAMED.findall(text)))[:_MOST_NAMED]:
            if name := (await self.find(user)).name:
                text = text.replace(f"<@{user}>", f"<@{user}|{html.escape(name)}>")
        return text

    def name(self, user: str) -> str:
        """Return what somebody is called, or "" where it was not asked yet."""
        known = self._known.get(user)
        return known[1].name if known else ""


class SlackRoster:
    """Tell who of some people belongs to the workspace, by asking about each."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def find_members(
        self, community_id: CommunityId, people: Collection[MemberId]
    ) -> set[MemberId]:
        """Return who of ``people`` is in the workspace."""
        own = [one for one in people if one.startswith(f"{community_id}/")]
        found = {one: await self._directory.find(name_on_slack(one)) for one in own[:_MOST_ASKED]}
        return {one for one, person in found.items() if person.is_here}


def _read(user: Json, team: str) -> Person:
    profile = cast(Json, user.get("profile") or {})
    zone, locale = user.get("tz"), user.get("locale")
    grid = cast(Json, user.get("enterprise_user") or {})
    rights = ("is_admin", "is_owner", "is_primary_owner")
    is_guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted"))
    is_here = user.get("team_id") in (None, team) or team in grid.get("teams", ())
    runs_it = any(user.get(right) for right in rights) or bool(grid.get("is_admin"))
    return Person(
        zone=str(zone) if zone in available_timezones() else None,
        locale=str(locale) if locale else None,
        name=str(profile.get("display_name") or user.get("real_name") or user.get("name") or ""),
        is_admin=runs_it and not is_guest and is_here,
        is_here=is_here and not user.get("deleted"),
    )
