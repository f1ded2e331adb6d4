"""What leaves the process, replaced: a clock that stands still and a channel that remembers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.cards import Button, Card, Items
from bot.model import ChannelId, CommunityId, MemberId, MessageId
from bot.ports import ChannelAccess, HistoryUnreadableError, SendError

NONCE_WINDOW = timedelta(minutes=3)


@dataclass
class StoppedClock:
    """A clock that moves only when told; scheduled and real time move together or apart."""

    at: datetime = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
    real_at: datetime = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def real(self) -> datetime:
        return self.real_at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)
        self.real_at += timedelta(**by)


class CrashError(BaseException):
    """The process dies here: no handler of the bot may catch it."""


@dataclass
class Posted:
    channel_id: ChannelId
    card: Card
    nonce: str
    at: datetime


def _pointed_to(card: Card) -> set[str]:
    """Return what the buttons of a card point to, wherever they stand in it."""
    lists = (block.items for block in card.blocks if isinstance(block, Items))
    items = (item.action for items in lists for item in items)
    buttons = (one for one in (*card.actions, *items) if isinstance(one, Button))
    own = {arg for button in buttons for arg in button.args}
    return own.union(*(_pointed_to(part.card) for part in card.parts))


@dataclass
class RecordingChannel:
    """Discord as the sender sees it: keeps posts, drops a repeated nonce for some minutes."""

    clock: StoppedClock
    posts: list[Posted] = field(default_factory=list)
    is_history_readable: bool = True
    before_post: Callable[[], None] = lambda: None
    after_post: Callable[[], None] = lambda: None
    errors: list[SendError] = field(default_factory=list)
    ahead: timedelta = timedelta(0)
    """How far its clock is ahead of the bot's."""

    async def post(
        self,
        channel_id: ChannelId,
        card: Card,
        nonce: str,
        since: datetime | None = None,
        page: int = 1,
    ) -> MessageId:
        self.before_post()
        if self.errors:
            raise self.errors.pop(0)
        for number, known in enumerate(self.posts):
            if known.nonce == nonce and await self.tell_time() - known.at < NONCE_WINDOW:
                return MessageId(f"discord:{number}")
        self.posts.append(Posted(channel_id, card, nonce, await self.tell_time()))
        self.after_post()
        return MessageId(f"discord:{len(self.posts) - 1}")

    async def open_dm(self, member_id: MemberId) -> ChannelId:
        if self.errors:
            raise self.errors.pop(0)
        return ChannelId(f"{member_id}0")

    async def find_marks(
        self,
        channel_id: ChannelId,
        marks: Collection[str],
        since: datetime,
        until: datetime | None,
    ) -> dict[str, MessageId]:
        if not self.is_history_readable:
            raise HistoryUnreadableError
        found: dict[str, MessageId] = {}
        for number, known in enumerate(self.posts):
            is_in = since <= known.at and (until is None or known.at <= until)
            if known.channel_id == channel_id and is_in:
                carried = {known.card.mark or "", *_pointed_to(known.card)}
                found |= {mark: MessageId(f"discord:{number}") for mark in carried & set(marks)}
        return found

    def nonce_window(self, channel_id: ChannelId) -> timedelta:
        return NONCE_WINDOW

    async def tell_time(self, own_id: str = "") -> datetime:
        return self.clock.real() + self.ahead

    def access(
        self, channel_id: ChannelId, community_id: CommunityId | None = None
    ) -> ChannelAccess:
        return ChannelAccess(exists=True)

    @property
    def entries(self) -> list[str]:
        return [replace(post.card, mark=None).summary for post in self.posts]
