"""The weekly learning nudge: one small thing to do this week."""

from __future__ import annotations

from datetime import timedelta

from bot.catalogue import Catalogue
from bot.catalogue.topics import topics_of
from bot.model import EntryKind, PostKind
from bot.replies import posts
from bot.schedule.kinds import CatalogueKind, LatePolicy


def weekly_nudge(catalogue: Catalogue) -> CatalogueKind:
    """Return the kind that posts the catalogue's nudges in their suggested order."""
    return CatalogueKind(
        PostKind.WEEKLY_NUDGE,
        # A nudge is for this week: a day late it still helps, later it only nags.
        LatePolicy(send_within=timedelta(hours=24)),
        topics_of(catalogue, PostKind.WEEKLY_NUDGE),
        lambda entry_id, is_late: posts.weekly_nudge(catalogue.nudges[entry_id], is_late),
        EntryKind.NUDGE,
        posts.own_nudge,
    )
