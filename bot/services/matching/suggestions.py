"""Whom a learner could ask right now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from heapq import nsmallest

from bot.services.matching.score import Fit, Obstacle, find_rare, rate, weigh
from bot.services.matching.wishes import Learner, Mentor


def suggest(
    learner: Learner,
    mentors: Sequence[Mentor],
    week: date,
    open_offers: Mapping[str, int],
    limit: int,
) -> list[Fit]:
    """Return the ``limit`` mentors who fit best, the best first, equals by their ids.

    ``open_offers`` holds how many offers a mentor (by id) has not answered: they take up room, so
    that nobody is suggested to more learners than they could take. ``week`` is a Monday, else
    ValueError is raised.
    """
    rare = find_rare(mentors)
    rated = (
        (mentor, rate(mentor, learner, week, rare, open_offers.get(mentor.id, 0)))
        for mentor in mentors
    )
    fitting = (
        (-sum(points), mentor.id, mentor)
        for mentor, points in rated
        if not isinstance(points, Obstacle)
    )
    best = nsmallest(limit, fitting, key=lambda one: one[:2])
    fits = (weigh(mentor, learner, week, rare) for _, _, mentor in best)
    return [fit for fit in fits if fit]
