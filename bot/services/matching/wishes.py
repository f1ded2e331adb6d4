"""What mentors offer and learners wish, as far as it decides who fits whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.services.matching.hours import Hours


@dataclass(frozen=True)
class Mentor:
    """Hold what a mentor offers.

    ``topics``, ``certifications`` and ``role`` are ids of the catalogue, ``languages`` their codes
    ("en"). ``room`` is how many more learners they take now: none while away. ``answer_hours`` is
    how long their last answers took, None while unknown; it is shown and weighs nothing.
    """

    id: str
    topics: frozenset[str]
    certifications: frozenset[str]
    role: str | None
    languages: frozenset[str]
    hours: Hours
    room: int
    answer_hours: float | None


@dataclass(frozen=True)
class Learner:
    """Hold what a learner wishes, in the same ids and codes as ``Mentor``.

    ``waited_rounds`` counts the rounds that found nobody, ``waiting_since`` is aware. ``not_with``
    holds the ids of the mentors that are out of the question: blocked by either, paired within 12
    months, passed within 90 days, or asked right now.
    """

    id: str
    topics: frozenset[str]
    certification: str | None
    role: str | None
    languages: frozenset[str]
    hours: Hours
    waited_rounds: int
    waiting_since: datetime
    not_with: frozenset[str]

    @property
    def turn(self) -> tuple[datetime, str]:
        """Return what decides between equals: the longest waiting, then the id."""
        return self.waiting_since, self.id
