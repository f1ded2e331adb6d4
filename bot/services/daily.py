"""Figures of a community that are counted once a day: asking again does not show who just came."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from typing import Generic, TypeVar

from bot.model import CommunityId
from bot.storage.adoption import Tally

FEWEST = 5
_MOST_KEPT = 500
T = TypeVar("T")


def coarsen(tally: Tally, total: int) -> int | None:
    """Return ``total`` rounded down to fives, or None where fewer than five members are behind it.

    Exact figures of two days, or of two groups that differ by one person, would tell their
    difference: what that one person did.
    """
    return None if tally.members < FEWEST else total // FEWEST * FEWEST


class Daily(Generic[T]):
    """What was counted today, by community; whoever was counted longest ago goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[CommunityId, tuple[date, T]] = OrderedDict()

    def recall(self, community_id: CommunityId, day: date) -> T | None:
        """Return what was counted on a day, or None."""
        counted_on, found = self._kept.get(community_id, (None, None))
        return found if counted_on == day else None

    def keep(self, community_id: CommunityId, day: date, figures: T) -> T:
        """Keep what was counted on a day, in place of an earlier one's; return it."""
        self._kept[community_id] = (day, figures)
        self._kept.move_to_end(community_id)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return figures
