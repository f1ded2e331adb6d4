"""How well a mentor and a learner fit: hard rules, then points, both as data.

What people share in experience, aims and values counts for how they judge mentoring; how they look
on the surface hardly does (Eby et al. 2013, 173 samples). So nothing else is weighed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.services.matching.hours import shared_minutes
from bot.services.matching.wishes import Learner, Mentor

LEAST_MINUTES = 120
PER_TOPIC = 12
PER_RARE_TOPIC = 16
FOR_CERTIFICATION = 8
FOR_ROLE = 6
MOST_HOURS = 8
FOR_SECOND_LANGUAGE = 4
PER_ROUND = 30
# A topic is rare if one mentor in so many offers it, or a single one does.
_RARE = 10


class Obstacle(StrEnum):
    """Name the hard rule that a pair fails.

    Mentors who are out of the question are not free like those who have no room: nobody can learn
    from it who blocked or passed whom.
    """

    NOT_FREE = "not-free"
    LANGUAGE = "language"
    HOURS = "hours"


class Points(NamedTuple):
    """Hold what each part of a score is worth; the score is their sum, at least 2."""

    topics: int
    certification: int
    role: int
    hours: int
    languages: int
    waiting: int


@dataclass(frozen=True)
class Fit:
    """Hold why a mentor and a learner fit.

    ``topics`` are those they share, ``rare`` those of them that few mentors offer;
    ``certification`` and ``role`` are what was wished and is there, else None. ``languages`` are
    common to both, ``minutes`` are those of the week in which both are free.
    """

    mentor_id: str
    learner_id: str
    points: Points
    topics: frozenset[str]
    rare: frozenset[str]
    certification: str | None
    role: str | None
    languages: frozenset[str]
    minutes: int

    @property
    def score(self) -> int:
        """Return the sum of the points."""
        return sum(self.points)


def weigh(mentor: Mentor, learner: Learner, week: date, rare: frozenset[str]) -> Fit | None:
    """Return how the two fit in the week from the Monday ``week`` on; None if a hard rule fails.

    ``rare`` holds the topics that count more, see ``find_rare``. Raises ValueError if ``week`` is
    not a Monday.
    """
    points = rate(mentor, learner, week, rare)
    if isinstance(points, Obstacle):
        return None
    topics = mentor.topics & learner.topics
    return Fit(
        mentor_id=mentor.id,
        learner_id=learner.id,
        points=points,
        topics=topics,
        rare=topics & rare,
        certification=learner.certification if points.certification else None,
        role=learner.role if points.role else None,
        languages=mentor.languages & learner.languages,
        minutes=shared_minutes(mentor.hours, learner.hours, week),
    )


def rate(
    mentor: Mentor, learner: Learner, week: date, rare: frozenset[str], offers: int = 0
) -> Points | Obstacle:
    """Return the points of a pair, or the first hard rule that it fails.

    ``offers`` of the mentor's are open and take up room. Raises ValueError if ``week`` is not a
    Monday.
    """
    if mentor.room <= offers or mentor.id in learner.not_with or mentor.id == learner.id:
        return Obstacle.NOT_FREE
    languages = len(mentor.languages & learner.languages)
    if not languages:
        return Obstacle.LANGUAGE
    minutes = shared_minutes(mentor.hours, learner.hours, week)
    if minutes < LEAST_MINUTES:
        return Obstacle.HOURS
    topics = mentor.topics & learner.topics
    return Points(
        topics=PER_TOPIC * len(topics) + (PER_RARE_TOPIC - PER_TOPIC) * len(topics & rare),
        certification=FOR_CERTIFICATION * (learner.certification in mentor.certifications),
        role=FOR_ROLE * (mentor.role is not None and mentor.role == learner.role),
        hours=min(minutes // 60, MOST_HOURS),
        languages=FOR_SECOND_LANGUAGE * (languages > 1),
        waiting=PER_ROUND * learner.waited_rounds,
    )


def find_rare(mentors: Iterable[Mentor]) -> frozenset[str]:
    """Return the topics that one mentor offers, or at most one in ten of those with room."""
    free = [mentor for mentor in mentors if mentor.room > 0]
    offered = Counter(topic for mentor in free for topic in mentor.topics)
    most = max(1, len(free) // _RARE)
    return frozenset(topic for topic, mentors_of_it in offered.items() if mentors_of_it <= most)
