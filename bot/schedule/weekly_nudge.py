"""The weekly learning nudge: one small thing to do this week."""

from __future__ import annotations

from datetime import timedelta

from bot.cards import Card
from bot.catalogue import Catalogue
from bot.model import PostKind
from bot.replies import posts
from bot.schedule.kinds import LatePolicy


class WeeklyNudge:
    """Post the catalogue's nudges in their suggested order."""

    kind = PostKind.WEEKLY_NUDGE
    # A nudge is for this week: a day late it still helps, later it only nags.
    late = LatePolicy(send_within=timedelta(hours=24))

    def __init__(self, catalogue: Catalogue) -> None:
        self._nudges = catalogue.nudges
        ordered = sorted(catalogue.nudges.values(), key=lambda nudge: nudge.week)
        self.entry_ids = tuple(nudge.id for nudge in ordered)

    def compose(self, entry_id: str, is_late: bool) -> Card:
        """Return the post about a nudge."""
        return posts.weekly_nudge(self._nudges[entry_id], is_late)
