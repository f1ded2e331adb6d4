"""The weekly trend tip: what changes in the field and what to try."""

from __future__ import annotations

from bot.catalogue import Catalogue
from bot.catalogue.topics import topics_of
from bot.model import EntryKind, PostKind
from bot.replies import posts
from bot.schedule.kinds import CatalogueKind, LatePolicy


def trend_tip(catalogue: Catalogue) -> CatalogueKind:
    """Return the kind that posts the catalogue's trend tips in the order of the file."""
    return CatalogueKind(
        PostKind.TREND_TIP,
        # A tip does not age in days: however many were missed, one is sent.
        LatePolicy(send_within=None),
        topics_of(catalogue, PostKind.TREND_TIP),
        lambda entry_id, is_late: posts.trend_tip(catalogue.trends[entry_id], is_late),
        EntryKind.TIP,
        posts.own_tip,
    )
