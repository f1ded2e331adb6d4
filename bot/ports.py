"""The protocols at our edges: what the core asks of the platform and of the clock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.cards import Card
from bot.model import ChannelId, CommunityId, MemberId, MessageId, RoleId


class Clock(Protocol):
    """Tell the time that schedules follow."""

    def now(self) -> datetime:
        """Return the current moment as aware UTC; schedules and due dates use this."""
        ...

    def real(self) -> datetime:
        """Return real time as aware UTC; nonce windows and message ages use this."""
        ...


class Cause(StrEnum):
    """Why a post was refused, in few enough classes to count."""

    NO_ACCESS = "no-access"
    CHANNEL_GONE = "channel-gone"
    DM_CLOSED = "dm-closed"
    FILTERED = "filtered"
    RATE_LIMITED = "rate-limited"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"
    OTHER = "other"


class SendError(Exception):
    """Say why a post did not go out.

    ``permanent`` is True when trying again cannot help until somebody changes something
    (403, 404, 50007, 10003): the schedule is paused with ``reason``. ``retry_after`` is in seconds,
    for this channel, or with ``is_global`` for all of the bot's posts. ``is_invalid_request``: it
    counts towards the platform's ban.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        is_global: bool = False,
        is_invalid_request: bool = False,
        cause: Cause = Cause.OTHER,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cause = cause
        self.permanent = permanent
        self.retry_after = retry_after
        self.is_global = is_global
        self.is_invalid_request = is_invalid_request


class HistoryUnreadableError(Exception):
    """Say that our own messages in a channel cannot be read back."""


@dataclass(frozen=True, slots=True)
class ChannelAccess:
    """What the bot may do in a channel; ``missing`` uses the platform's permission names.

    ``is_known`` is False while the platform does not tell, such as during an outage: then
    nothing can be said about the channel, least of all that it is gone. ``locale`` is the language
    (BCP 47) of the community it belongs to, if it belongs to one.
    ``optional`` are those of ``missing`` without which a post is accepted all the same.
    ``silenced_until`` (real time, aware UTC) is the end of a time-out of the bot. ``invitation``
    is the address that invites it, where it is no member at all.
    """

    exists: bool
    missing: tuple[str, ...] = ()
    is_known: bool = True
    locale: str | None = None
    optional: tuple[str, ...] = ()
    silenced_until: datetime | None = None
    invitation: str | None = field(default=None, compare=False)

    @property
    def is_postable(self) -> bool:
        """Tell whether a post would surely be accepted, and found again after a crash."""
        return self.is_known and self.exists and not self.missing

    @property
    def refused(self) -> tuple[str, ...]:
        """Return those of ``missing`` for which the platform refuses a post."""
        return tuple(name for name in self.missing if name not in self.optional)


class Messenger(Protocol):
    """Post cards, look for them again, and open direct messages."""

    async def post(
        self,
        channel_id: ChannelId,
        card: Card,
        nonce: str,
        since: datetime | None = None,
        page: int = 1,
    ) -> MessageId:
        """Post ``card`` once; a repeated nonce within minutes returns the first message.

        A card with a pager is posted as one ``page``, any other as a whole. ``since`` (real time,
        UTC) is given when an earlier attempt may have posted a part of it: then it goes on after
        what is there.

        Raises
        ------
        SendError
            The platform refused or could not be reached.
        """
        ...

    async def open_dm(self, member_id: MemberId) -> ChannelId:
        """Return the channel of direct messages with a member; only for a member who asks now.

        Raises
        ------
        SendError
            It cannot be opened; ``retry_after`` says for how long none should be opened at all.
        """
        ...

    async def find_marks(
        self,
        channel_id: ChannelId,
        marks: Collection[str],
        since: datetime,
        until: datetime | None,
    ) -> dict[str, MessageId]:
        """Return which of ``marks`` our messages carry, and where.

        Read are those written from ``since`` to ``until`` (None: the end), in the platform's time
        (aware UTC).

        Raises
        ------
        HistoryUnreadableError
            The channel's history cannot be read.
        SendError
            The platform could not be reached.
        """
        ...

    def nonce_window(self, channel_id: ChannelId) -> timedelta:
        """Return for how long a repeated nonce surely returns the first message in a channel."""
        ...

    async def tell_time(self, own_id: str) -> datetime:
        """Return a platform's own time as aware UTC, within some seconds.

        ``own_id`` is of anything there.

        Raises
        ------
        SendError
            The platform could not be reached to tell.
        """
        ...

    def access(
        self, channel_id: ChannelId, community_id: CommunityId | None = None
    ) -> ChannelAccess:
        """Return what the bot may do in a channel, as the gateway has told it.

        For a community, a channel of another one does not exist.
        """
        ...


class Roster(Protocol):
    """Tell who belongs to a community; nothing of it is kept."""

    async def find_members(
        self, community_id: CommunityId, people: Collection[MemberId]
    ) -> set[MemberId]:
        """Return who of ``people`` is a member of the community.

        The platform may be asked about the first of very many only.

        Raises
        ------
        PlatformUnavailableError
            The platform does not answer.
        """
        ...


class Places(Protocol):
    """Tell what a community consists of, as far as the platform says so just now."""

    def is_in(self, community: CommunityId, /) -> bool:
        """Tell whether the bot is in a community, also when it is not served just now."""
        ...

    def has_role(self, community: CommunityId, role: RoleId, /) -> bool:
        """Tell whether a community has a role; True while nobody can say."""
        ...

    def list_channels(self, community: CommunityId, /) -> list[ChannelId]:
        """Return the channels that posts can appear in."""
        ...

    def list_roles(self, community: CommunityId, /) -> list[RoleId]:
        """Return the roles that people are given."""
        ...


class Platform(Protocol):
    """Connect to one platform; what comes from there is answered until it is closed."""

    @property
    def name(self) -> str:
        """Return what its ids begin with."""
        ...

    @property
    def is_connected(self) -> bool:
        """Tell whether the platform can bring anything."""
        ...

    async def stay_connected(self) -> None:
        """Stay connected until closed or cancelled.

        Raises
        ------
        StartupError
            The platform refuses the bot for good, or cannot be reached at the start.
        """
        ...

    async def resume_everywhere(self) -> None:
        """Resume posts whose channel can be posted in again: what no event told."""
        ...

    async def close(self) -> None:
        """Disconnect; closing twice is closing once."""
        ...
