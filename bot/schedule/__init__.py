"""Scheduled posts: when they recur, what is due, and how it reaches the channel exactly once."""

from __future__ import annotations

from collections.abc import Mapping

from bot.catalogue import Catalogue
from bot.model import PostKind
from bot.schedule.kinds import Kind
from bot.schedule.trend_tip import TrendTip
from bot.schedule.weekly_nudge import WeeklyNudge


def build_kinds(catalogue: Catalogue) -> Mapping[PostKind, Kind]:
    """Return every kind of post; a new kind is a new module and its line here."""
    kinds: tuple[Kind, ...] = (WeeklyNudge(catalogue), TrendTip(catalogue))
    return {kind.kind: kind for kind in kinds}
