"""The mentors of a community in one week, in an order in which the best for a learner come soon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from heapq import merge
from typing import NamedTuple

from bot.services.matching.hours import Hours
from bot.services.matching.score import (
    FOR_CERTIFICATION,
    FOR_ROLE,
    FOR_SECOND_LANGUAGE,
    LEAST_MINUTES,
    MOST_HOURS,
    PER_RARE_TOPIC,
    PER_TOPIC,
    Fit,
    find_rare,
    weigh,
)
from bot.services.matching.wishes import Learner, Mentor

_NOBODY: frozenset[str] = frozenset()
# Who only looks around is free all week and understands everybody: their zone says all of it.
_MOST_ORDERS = 16


class _Order(NamedTuple):
    """What time and languages are worth by number, and all whom they allow, the best first."""

    points: dict[int, int]
    first: tuple[tuple[int, int], ...]


class Pool:
    """Hold mentors with room, by id, for the week from a Monday on; raises ValueError for others.

    Which certification they hold is told with the question.
    """

    def __init__(self, mentors: Sequence[Mentor], week: date) -> None:
        self.mentors = tuple(sorted(mentors, key=lambda one: one.id))
        self.week = week
        self._rare = find_rare(self.mentors)
        self._numbers = {one.id: number for number, one in enumerate(self.mentors)}
        self._by_topic = _index(one.topics for one in self.mentors)
        self._by_role = _index([one.role] if one.role else [] for one in self.mentors)
        self._free = tuple(one.hours.free(week) for one in self.mentors)
        self._order = lru_cache(maxsize=_MOST_ORDERS)(self._sort)

    def __contains__(self, own_id: object) -> bool:
        return own_id in self._numbers

    def room_of(self, mentor_id: str) -> int:
        """Return how many learners one of the mentors takes."""
        return self.mentors[self._numbers[mentor_id]].room

    def rank(self, learner: Learner, holders: Collection[str] = _NOBODY) -> Iterator[Fit]:
        """Yield whom a learner fits, the best first and equals by their ids, as ``suggest`` would.

        Who is out of the question or has no room is not looked at: it is for the caller, of as few
        as it takes. ``holders`` are the ids of those who hold the wished certification.
        """
        points, first = self._order(learner.hours, learner.languages)
        more: Counter[int] = Counter()
        for topic in learner.topics:
            worth = PER_RARE_TOPIC if topic in self._rare else PER_TOPIC
            for number in self._by_topic.get(topic, ()):
                more[number] += worth
        for holder in holders:
            if (number := self._numbers.get(holder)) is not None:
                more[number] += FOR_CERTIFICATION
        for number in self._by_role.get(learner.role or "", ()):
            more[number] += FOR_ROLE
        wished = sorted(
            (-points[number] - worth, number) for number, worth in more.items() if number in points
        )
        others = (one for one in first if one[1] not in more)
        certified = frozenset({learner.certification or ""})
        for _points, number in merge(wished, others):
            mentor = self.mentors[number]
            if mentor.id in holders:
                mentor = replace(mentor, certifications=certified)
            if (fit := weigh(mentor, learner, self.week, self._rare)) is not None:
                yield fit

    def _sort(self, hours: Hours, languages: frozenset[str]) -> _Order:
        own, points = hours.free(self.week), dict[int, int]()
        for number, (mentor, free) in enumerate(zip(self.mentors, self._free, strict=True)):
            minutes = (own & free).bit_count()
            spoken = len(mentor.languages & languages)
            if spoken and minutes >= LEAST_MINUTES:
                second = FOR_SECOND_LANGUAGE * (spoken > 1)
                points[number] = min(minutes // 60, MOST_HOURS) + second
        first = sorted((-worth, number) for number, worth in points.items())
        return _Order(points, tuple(first))


def _index(words: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Return the numbers of those who have each word."""
    found: dict[str, list[int]] = {}
    for number, own in enumerate(words):
        for word in own:
            found.setdefault(word, []).append(number)
    return found
