"""Why a learner has no mentor, and what would help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.model_mentoring import Lack
from bot.services.matching.hours import Span, list_beyond, shared_minutes
from bot.services.matching.score import LEAST_MINUTES, Obstacle, rate
from bot.services.matching.wishes import Learner, Mentor


class Help(StrEnum):
    """Name what would help."""

    MORE_MENTORS = "more-mentors"
    ANOTHER_LANGUAGE = "another-language"
    MORE_HOURS = "more-hours"
    NEXT_ROUND = "next-round"


_HELP = {
    Lack.NOBODY_FREE: Help.MORE_MENTORS,
    Lack.LANGUAGE: Help.ANOTHER_LANGUAGE,
    Lack.HOURS: Help.MORE_HOURS,
    Lack.OTHERS_FIRST: Help.NEXT_ROUND,
}


@dataclass(frozen=True)
class Hindrance:
    """Hold why a learner has no mentor.

    ``mentors`` counts those who would do but for ``reason``: they have room and speak the language
    (HOURS), have room and two shared hours (LANGUAGE), or fit and were given to others
    (OTHERS_FIRST). For HOURS, ``minutes`` is the most that one of them shares in a week, out of
    120, and ``hours`` tells when that mentor is free and the learner is not, in the learner's zone.
    For LANGUAGE, ``languages`` are what they speak, the most spoken first; where ``mentors`` is 0
    it takes hours as well, and they are what all speak who have room.
    """

    learner_id: str
    reason: Lack
    mentors: int = 0
    minutes: int = 0
    hours: tuple[Span, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def help(self) -> Help:
        """Return what would help."""
        return _HELP[self.reason]


def why_not(
    learner: Learner,
    mentors: Sequence[Mentor],
    week: date,
    open_offers: Mapping[str, int] | None = None,
) -> Hindrance:
    """Return what keeps a learner from all of the mentors in the week from a Monday on.

    Of several reasons it is the one that takes least to remove. ``open_offers`` (by the mentor's
    id) take up room. Raises ValueError if ``week`` is not a Monday.
    """
    offers = open_offers or {}
    by_rule: dict[Obstacle | None, list[Mentor]] = {}
    for mentor in mentors:
        found = rate(mentor, learner, week, frozenset(), offers.get(mentor.id, 0))
        by_rule.setdefault(found if isinstance(found, Obstacle) else None, []).append(mentor)
    if fitting := by_rule.get(None):
        return Hindrance(learner.id, Lack.OTHERS_FIRST, len(fitting))
    if apart := by_rule.get(Obstacle.HOURS):
        return _lacking_hours(learner, apart, week)
    if strange := by_rule.get(Obstacle.LANGUAGE):
        return _lacking_language(learner, strange, week)
    return Hindrance(learner.id, Lack.NOBODY_FREE)


def _lacking_hours(learner: Learner, mentors: Sequence[Mentor], week: date) -> Hindrance:
    shared = {mentor.id: shared_minutes(mentor.hours, learner.hours, week) for mentor in mentors}
    nearest = min(mentors, key=lambda mentor: (-shared[mentor.id], mentor.id))
    return Hindrance(
        learner.id,
        Lack.HOURS,
        len(mentors),
        minutes=shared[nearest.id],
        hours=list_beyond(nearest.hours, learner.hours, week, learner.hours.zone),
    )


def _lacking_language(learner: Learner, mentors: Sequence[Mentor], week: date) -> Hindrance:
    able = [
        mentor
        for mentor in mentors
        if shared_minutes(mentor.hours, learner.hours, week) >= LEAST_MINUTES
    ]
    spoken = Counter(language for mentor in able or mentors for language in mentor.languages)
    languages = sorted(spoken, key=lambda language: (-spoken[language], language))
    return Hindrance(learner.id, Lack.LANGUAGE, len(able), languages=tuple(languages))
