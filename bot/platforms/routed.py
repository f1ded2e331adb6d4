"""Several platforms as one: each id says by its prefix where it belongs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from bot.cards import Card
from bot.errors import PlatformUnavailableError
from bot.model import (
    ChannelId,
    CommunityId,
    MemberId,
    MessageId,
    RoleId,
    platform_of,
)
from bot.ports import ChannelAccess, Messenger, Places, Roster, SendError
from bot.replies.reasons import NOT_CONNECTED


class RoutedMessenger:
    """Send with the messenger of the platform that a channel or member is of.

    Of a platform that is not connected nothing is known, and whatever is due there waits.
    """

    def __init__(self, messengers: Mapping[str, Messenger]) -> None:
        self._of = messengers

    async def post(
        self,
        channel_id: ChannelId,
        card: Card,
        nonce: str,
        since: datetime | None = None,
        page: int = 1,
    ) -> MessageId:
        """Post a card once, as ``Messenger.post`` says."""
        return await self._for(channel_id).post(channel_id, card, nonce, since, page)

    async def open_dm(self, member_id: MemberId) -> ChannelId:
        """Return the channel of direct messages with a member."""
        return await self._for(member_id).open_dm(member_id)

    async def find_marks(
        self,
        channel_id: ChannelId,
        marks: Collection[str],
        since: datetime,
        until: datetime | None,
    ) -> dict[str, MessageId]:
        """Return which marks our messages in a channel carry, and where."""
        return await self._for(channel_id).find_marks(channel_id, marks, since, until)

    def nonce_window(self, channel_id: ChannelId) -> timedelta:
        """Return for how long a repeated nonce surely returns the first message."""
        return self._for(channel_id).nonce_window(channel_id)

    async def tell_time(self, own_id: str) -> datetime:
        """Return the own time of an id's platform."""
        return await self._for(own_id).tell_time(own_id)

    def access(
        self, channel_id: ChannelId, community_id: CommunityId | None = None
    ) -> ChannelAccess:
        """Return what the bot may do in a channel."""
        if platform_of(channel_id) not in self._of:
            return ChannelAccess(exists=True, is_known=False)
        return self._for(channel_id).access(channel_id, community_id)

    def _for(self, own_id: str) -> Messenger:
        platform = platform_of(own_id)
        if platform not in self._of:
            raise SendError(NOT_CONNECTED)
        return self._of[platform]


class RoutedPlaces:
    """Tell what a community of any platform consists of.

    Where a platform is not connected everything counts as being there: nothing is deleted for it.
    """

    def __init__(self, places: Mapping[str, Places]) -> None:
        self._of = places

    def is_in(self, community: CommunityId) -> bool:
        """Tell whether the bot is in a community."""
        there = self._of.get(platform_of(community))
        return there is None or there.is_in(community)

    def has_role(self, community: CommunityId, role: RoleId) -> bool:
        """Tell whether a community has a role."""
        there = self._of.get(platform_of(community))
        return there is None or there.has_role(community, role)

    def list_channels(self, community: CommunityId) -> list[ChannelId]:
        """Return the channels that posts can appear in."""
        there = self._of.get(platform_of(community))
        return [] if there is None else there.list_channels(community)

    def list_roles(self, community: CommunityId) -> list[RoleId]:
        """Return the roles that people are given."""
        there = self._of.get(platform_of(community))
        return [] if there is None else there.list_roles(community)


class RoutedRoster:
    """Tell who belongs to a community of any platform."""

    def __init__(self, rosters: Mapping[str, Roster]) -> None:
        self._of = rosters

    async def find_members(
        self, community_id: CommunityId, people: Collection[MemberId]
    ) -> set[MemberId]:
        """Return who of ``people`` is a member of the community.

        Raises
        ------
        PlatformUnavailableError
            Its platform is not connected, or does not answer.
        """
        there = self._of.get(platform_of(community_id))
        if there is None:
            raise PlatformUnavailableError
        return await there.find_members(community_id, people)
