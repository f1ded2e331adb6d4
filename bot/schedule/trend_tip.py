"""The weekly trend tip: what changes in the field and what to try."""

from __future__ import annotations

from bot.cards import Card
from bot.catalogue import Catalogue
from bot.model import PostKind
from bot.replies import posts
from bot.schedule.kinds import LatePolicy


class TrendTip:
    """Post the catalogue's trend tips in the order of the file."""

    kind = PostKind.TREND_TIP
    # A tip does not age in days: however many were missed, one is sent.
    late = LatePolicy(send_within=None)

    def __init__(self, catalogue: Catalogue) -> None:
        self._tips = catalogue.trends
        self.entry_ids = tuple(catalogue.trends)

    def compose(self, entry_id: str, is_late: bool) -> Card:
        """Return the post about a tip."""
        return posts.trend_tip(self._tips[entry_id], is_late)
