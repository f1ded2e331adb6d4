"""What every kind of scheduled message has to say about itself; one module each implements it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from bot.cards import Card
from bot.model import CommunityId, Delivery, MemberId, PostKind, Recurrence, weekly
from bot.storage import deliveries
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
    """A kind whose messages are catalogue entries, each used once before any repeats."""

    kind: PostKind
    late: LatePolicy
    entry_ids: tuple[str, ...]
    draw: Callable[[str, bool], Card]

    async def choose(self, tx: Transaction, delivery: Delivery) -> str:
        """Return the entry of an earlier attempt, or the owner's next one."""
        if delivery.entry_id in self.entry_ids:
            return delivery.entry_id
        return await self.next_entry(tx, delivery)

    async def next_entry(self, tx: Transaction, owner: Owned) -> str:
        """Return what the owner gets next, without using it up."""
        last_used = await deliveries.list_last_uses(
            tx, owner.community_id or owner.member_id, self.kind
        )
        return choose_entry(self.entry_ids, last_used)

    async def compose(self, tx: Transaction, delivery: Delivery, is_late: bool) -> Card | None:
        """Return the message about the chosen entry."""
        return self.draw(delivery.entry_id or "", is_late)


def choose_entry(entry_ids: tuple[str, ...], last_used: Mapping[str, datetime]) -> str:
    """Return the entry to use next: none repeats before all were used.

    The first entry that was never used wins, then the one used longest ago. Counting uses instead
    would post an entry that is added later again and again until it has caught up.
    """
    return min(entry_ids, key=lambda entry_id: last_used.get(entry_id, _NEVER))
