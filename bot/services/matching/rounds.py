"""Rounds: the best pairs for everybody who waits, not for whoever comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from munkres import DISALLOWED, solve

from bot.services.matching.hindrances import Hindrance, why_not
from bot.services.matching.score import Fit, Obstacle, find_rare, rate, weigh
from bot.services.matching.wishes import Learner, Mentor


@dataclass(frozen=True)
class Round:
    """Hold what a round found, both in the order of waiting, the longest first."""

    pairs: tuple[Fit, ...]
    unmatched: tuple[Hindrance, ...]

    @property
    def score(self) -> int:
        """Return the sum of the pairs' scores: no other choice of pairs has a higher one."""
        return sum(fit.score for fit in self.pairs)


def match(learners: Sequence[Learner], mentors: Sequence[Mentor], week: date) -> Round:
    """Return the pairs with the highest sum of scores in the week from a Monday on.

    A mentor is given ``room`` learners at most, which the caller lessens by open offers. Of equally
    good rounds it is the one that takes those who wait longest, then the smaller ids, then the
    mentors with the smaller ids; the order of the arguments does not matter. It computes for long
    (0.4 s for 400 learners and 130 mentors): call it in a thread. Raises ValueError if ``week`` is
    not a Monday.
    """
    waiting = sorted(learners, key=lambda learner: learner.turn)
    free = sorted(mentors, key=lambda mentor: mentor.id)
    rare = find_rare(free)
    scores = [[_score(mentor, learner, week, rare) for mentor in free] for learner in waiting]
    chosen = {
        waiting[row].id: weigh(free[column], waiting[row], week, rare)
        for row, column in _assign(scores, [mentor.room for mentor in free])
    }
    return Round(
        tuple(fit for learner in waiting if (fit := chosen.get(learner.id))),
        tuple(why_not(one, free, week) for one in waiting if one.id not in chosen),
    )


def _score(mentor: Mentor, learner: Learner, week: date, rare: frozenset[str]) -> int:
    points = rate(mentor, learner, week, rare)
    return 0 if isinstance(points, Obstacle) else sum(points)


def _assign(scores: Sequence[Sequence[int]], room: Sequence[int]) -> list[tuple[int, int]]:
    """Return the rows and columns of the highest sum; 0 is no pair, a column has ``room`` places.

    Ties go to the first rows, then to the first columns: each decides in digits below the score,
    too few to add up to the next. Preferring rows by their rank takes the same ones as giving way
    to the first, then the second and so on, because sets of rows that optimal assignments cover
    form a matroid once they are largest (valuated matroids: Murota, Discrete Convex Analysis).
    """
    rows, columns = len(scores), len(room)
    places = [
        column
        for column, most in enumerate(room)
        for _ in range(min(most, sum(1 for row in scores if row[column])))
    ]
    if not places:
        return []
    per_row = rows * columns + 1
    per_point = per_row * (rows * (rows + 1) // 2 + 1)
    costs = [
        [
            -(row[column] * per_point + (rows - number) * per_row + columns - column)
            if row[column]
            else DISALLOWED
            for column in places
        ]
        for number, row in enumerate(scores)
    ]
    return [(row, places[place]) for row, place in solve(costs, max_cost=0).pairs]
