"""The workspace's channels and user groups, as Slack last told them: asked at once, kept current.

Whether the bot may post somewhere has to be known at once, so it is known before.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import structlog

from bot.model import ChannelId, CommunityId, RoleId
from bot.platforms.slack.identity import channel_id, community_id, name_on_slack, role_id
from bot.platforms.slack.refusals import FAILURES, error_of
from bot.platforms.slack.web import Web
from bot.ports import ChannelAccess
from bot.words import N_

log = structlog.get_logger(__name__)

Json = Mapping[str, Any]
_PAGE = 200
_DIRECT = "D"
INVITATION = N_("an invitation (/invite and the bot's name)")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that the bot can see."""

    name: str
    is_member: bool
    is_private: bool
    is_archived: bool


class SlackPlaces:
    """Tell what the workspace consists of; before it was asked, nothing is known."""

    def __init__(self, web: Web) -> None:
        self.team = ""
        self._web = web
        self._channels: dict[str, Channel] | None = None
        self._groups: dict[str, str] | None = None

    async def load(self) -> None:
        """Ask Slack for everything; what it does not tell stays as it was."""
        try:
            found = {str(one["id"]): _read(one) async for one in self._list_channels()}
        except FAILURES as error:
            log.warning("slack.channels_unknown", reason=error_of(error) or type(error).__name__)
        else:
            self._channels = found
        try:
            answer = await self._web.usergroups_list()
        except FAILURES as error:
            # Workspaces that pay nothing have no user groups.
            log.info("slack.groups_unknown", reason=error_of(error) or type(error).__name__)
        else:
            groups = cast(list[Json], answer["usergroups"])
            self._groups = {str(one["id"]): str(one["handle"]) for one in groups}

    def access(self, channel: ChannelId, community: CommunityId | None = None) -> ChannelAccess:
        """Return what the bot may do in a channel; a public one it joins when it posts there."""
        name = name_on_slack(channel)
        is_elsewhere = not channel.startswith(f"{community_id(self.team)}/")
        if self.team and (is_elsewhere or community not in (None, community_id(self.team))):
            return ChannelAccess(exists=False)
        if name.startswith(_DIRECT):
            return ChannelAccess(exists=True)
        if self._channels is None:
            return ChannelAccess(exists=True, is_known=False)
        found = self._channels.get(name)
        if found is not None and found.is_archived:
            return ChannelAccess(exists=False)
        # Slack lists no private channel that the bot is not in.
        is_closed = found is None or (found.is_private and not found.is_member)
        return ChannelAccess(exists=True, missing=(INVITATION,) if is_closed else ())

    def must_join(self, channel: str) -> bool:
        """Tell whether the bot has to join a channel before it can post there."""
        found = (self._channels or {}).get(channel)
        return found is not None and not found.is_member and not found.is_private

    def find(self, named: str) -> ChannelId | None:
        """Return a channel by Slack's id or its name."""
        for own_id, channel in (self._channels or {}).items():
            if named in (own_id, channel.name) and not channel.is_archived:
                return channel_id(self.team, own_id)
        return None

    def name(self, own_id: str) -> str:
        """Return what a channel or group is called, or "" where that is not known."""
        name = name_on_slack(own_id)
        if (channel := (self._channels or {}).get(name)) is not None:
            return f"#{channel.name}"
        handle = (self._groups or {}).get(name)
        return f"@{handle}" if handle else ""

    # bot.ports.Places

    def is_in(self, community: CommunityId, /) -> bool:
        """Tell whether the bot is in a workspace; True while nobody can say."""
        return not self.team or community == community_id(self.team)

    def has_role(self, community: CommunityId, role: RoleId, /) -> bool:
        """Tell whether the workspace has a user group; True while nobody can say."""
        return self._groups is None or name_on_slack(role) in self._groups

    def list_channels(self, community: CommunityId, /) -> list[ChannelId]:
        """Return the channels that posts can appear in."""
        open_ones = ((name, one) for name, one in (self._channels or {}).items())
        return [
            channel_id(self.team, name)
            for name, one in open_ones
            if not one.is_archived and (one.is_member or not one.is_private)
        ]

    def list_roles(self, community: CommunityId, /) -> list[RoleId]:
        """Return the user groups."""
        return [role_id(self.team, name) for name in self._groups or {}]

    async def _list_channels(self) -> AsyncIterator[Json]:
        cursor = ""
        while True:
            answer = await self._web.conversations_list(
                types="public_channel,private_channel",
                exclude_archived=False,
                limit=_PAGE,
                cursor=cursor,
            )
            for one in cast(list[Json], answer["channels"]):
                yield one
            told = cast(Json, answer.get("response_metadata") or {})
            cursor = str(told.get("next_cursor") or "")
            if not cursor:
                return


def _read(channel: Json) -> Channel:
    return Channel(
        name=str(channel["name"]),
        is_member=bool(channel.get("is_member")),
        is_private=bool(channel.get("is_private")),
        is_archived=bool(channel.get("is_archived")),
    )
