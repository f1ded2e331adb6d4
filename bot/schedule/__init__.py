"""Scheduled messages: when they recur, what is due, and how each arrives exactly once."""

from __future__ import annotations

from collections.abc import Mapping

from bot.catalogue import Catalogue
from bot.model import PostKind
from bot.ports import Clock
from bot.schedule.check_in import CheckInKind
from bot.schedule.goal_deadline import GoalDeadlineKind
from bot.schedule.kinds import Kind
from bot.schedule.mentoring import MentoringKind, compose_offer, compose_pair, compose_request
from bot.schedule.reminder import ReminderKind
from bot.schedule.trend_tip import trend_tip
from bot.schedule.weekly_nudge import weekly_nudge


def build_kinds(catalogue: Catalogue, clock: Clock) -> Mapping[PostKind, Kind]:
    """Return every kind of message; a new kind is a new module and its line here."""
    kinds: tuple[Kind, ...] = (
        weekly_nudge(catalogue),
        trend_tip(catalogue),
        ReminderKind(),
        GoalDeadlineKind(clock),
        CheckInKind(catalogue),
        MentoringKind(PostKind.MENTOR_OFFER, compose_offer),
        MentoringKind(PostKind.MENTOR_REQUEST, compose_request),
        MentoringKind(PostKind.MENTORSHIP, compose_pair),
    )
    return {kind.kind: kind for kind in kinds}
