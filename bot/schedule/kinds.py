"""What every kind of scheduled message has to say about itself; one module each implements it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from bot.cards import Card
from bot.catalogue.topics import TopicsByEntry, fitting
from bot.model import (
    CommunityId,
    Delivery,
    EntryKind,
    MemberId,
    OwnEntry,
    PostKind,
    Recurrence,
    weekly,
)
from bot.storage import community_entries, deliveries, post_topics
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """What to do with a message that could not go out in time.

    ``send_within`` is how late the newest missed occurrence may still be sent (None: any time);
    all older ones are told as skipped, never sent in a flood. ``is_exact``: asked for to the
    minute, so a member's weekly cap does not hold it back.
    """

    send_within: timedelta | None
    is_exact: bool = False


class Kind(Protocol):
    """A kind of message: its policy and its words."""

    @property
    def kind(self) -> PostKind:
        """Return which kind this is."""
        ...

    @property
    def late(self) -> LatePolicy:
        """Return the policy for late work."""
        ...

    async def choose(self, tx: Transaction, delivery: Delivery) -> str:
        """Return what a delivery is about, in the transaction that claims it.

        It is stored with the claim, so that a second attempt says the same as the first.
        """
        ...

    async def compose(self, tx: Transaction, delivery: Delivery, is_late: bool) -> Card | None:
        """Return the message, or None when there is nothing left to say."""
        ...


_NEVER = datetime.min.replace(tzinfo=UTC)

DEFAULTS: Mapping[PostKind, Recurrence] = {
    PostKind.WEEKLY_NUDGE: weekly(0, time(9, 0), "UTC"),
    PostKind.TREND_TIP: weekly(3, time(9, 0), "UTC"),
}


class Owned(Protocol):
    """A schedule or one of its deliveries: it belongs to a community or to a member."""

    @property
    def kind(self) -> PostKind:
        """Return the kind of message."""
        ...

    @property
    def community_id(self) -> CommunityId | None:
        """Return the community it is for, if any."""
        ...

    @property
    def member_id(self) -> MemberId | None:
        """Return the member it is for, if any."""
        ...


@dataclass(frozen=True, slots=True)
class CatalogueKind:
    """A kind whose messages are entries of the catalogue and a community's own, each used once."""

    kind: PostKind
    late: LatePolicy
    topics: TopicsByEntry
    draw: Callable[[str, bool], Card]
    own_kind: EntryKind
    draw_own: Callable[[OwnEntry, bool], Card]

    @property
    def entry_ids(self) -> tuple[str, ...]:
        """Return the entries of the catalogue, in their order."""
        return tuple(self.topics)

    async def choose(self, tx: Transaction, delivery: Delivery) -> str:
        """Return the entry of an earlier attempt, or the owner's next one."""
        if delivery.entry_id in self.topics or await self._own(tx, delivery, delivery.entry_id):
            return delivery.entry_id or ""
        return await self._next_entry(tx, delivery)

    async def compose(self, tx: Transaction, delivery: Delivery, is_late: bool) -> Card | None:
        """Return the message about the chosen entry; None when its community removed it."""
        return await self._draw(tx, delivery, delivery.entry_id or "", is_late)

    async def preview(self, tx: Transaction, owner: Owned) -> Card | None:
        """Return the owner's next message without using it up."""
        return await self._draw(tx, owner, await self._next_entry(tx, owner), False)

    async def _next_entry(self, tx: Transaction, owner: Owned) -> str:
        used = await deliveries.list_last_uses(tx, owner.community_id or owner.member_id, self.kind)
        if owner.community_id is None:
            return choose_entry(self.entry_ids, used)
        own = await community_entries.list_entries(tx, owner.community_id, self.own_kind)
        chosen = await post_topics.list_topics(tx, owner.community_id, self.kind)
        # A catalogue that lost the chosen topics since must not silence the post.
        shared = fitting(self.topics, chosen) or self.entry_ids
        return choose_in_turn(([entry.id for entry in own], shared), used)

    async def _draw(
        self, tx: Transaction, owner: Owned, entry_id: str, is_late: bool
    ) -> Card | None:
        if entry_id in self.topics:
            return self.draw(entry_id, is_late)
        own = await self._own(tx, owner, entry_id)
        return None if own is None else self.draw_own(own, is_late)

    async def _own(self, tx: Transaction, owner: Owned, entry_id: str | None) -> OwnEntry | None:
        if owner.community_id is None or not entry_id:
            return None
        return await community_entries.load_entry(tx, owner.community_id, entry_id)


def choose_entry(entry_ids: Sequence[str], last_used: Mapping[str, datetime]) -> str:
    """Return the entry to use next: none repeats before all were used.

    The first entry that was never used wins, then the one used longest ago. Counting uses instead
    would post an entry that is added later again and again until it has caught up.
    """
    return min(entry_ids, key=lambda entry_id: last_used.get(entry_id, _NEVER))


def choose_in_turn(pools: Sequence[Sequence[str]], last_used: Mapping[str, datetime]) -> str:
    """Return the entry to use next of several pools; none repeats before all of all were used.

    While there are entries that were never used, the pool whose turn was longest ago gives its
    first one; the earlier pool begins.
    """
    fresh = [pool for pool in pools if not last_used.keys() >= set(pool)]
    if not fresh:
        return choose_entry([entry_id for pool in pools for entry_id in pool], last_used)

    def last_turn(pool: Sequence[str]) -> datetime:
        return max(last_used.get(entry_id, _NEVER) for entry_id in pool)

    return choose_entry(min(fresh, key=last_turn), last_used)
