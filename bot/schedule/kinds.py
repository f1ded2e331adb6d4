"""What every kind of scheduled post has to say about itself; one module each implements it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from bot.cards import Card
from bot.model import PostKind, Recurrence


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """What to do with a post that could not go out in time.

    ``send_within`` is how late the newest missed occurrence may still be sent (None: any time);
    all older ones are told as skipped, never sent in a flood.
    """

    send_within: timedelta | None


class Kind(Protocol):
    """A kind of post: its policy, its entries in order, and its words."""

    @property
    def kind(self) -> PostKind:
        """Return which kind this is."""
        ...

    @property
    def late(self) -> LatePolicy:
        """Return the policy for late work."""
        ...

    @property
    def entry_ids(self) -> tuple[str, ...]:
        """Return the catalogue entries in the order in which they are used."""
        ...

    def compose(self, entry_id: str, is_late: bool) -> Card:
        """Return the post about an entry."""
        ...


_NEVER = datetime.min.replace(tzinfo=UTC)

DEFAULTS: Mapping[PostKind, Recurrence] = {
    PostKind.WEEKLY_NUDGE: Recurrence(weekday=0, at=time(9, 0), zone="UTC"),
    PostKind.TREND_TIP: Recurrence(weekday=3, at=time(9, 0), zone="UTC"),
}


def choose_entry(kind: Kind, last_used: Mapping[str, datetime]) -> str:
    """Return the entry to post next: none repeats before all were used.

    The first entry that was never used wins, then the one used longest ago. Counting uses instead
    would post an entry that is added later again and again until it has caught up.
    """
    return min(kind.entry_ids, key=lambda entry_id: last_used.get(entry_id, _NEVER))
