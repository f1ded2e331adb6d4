"""The kept order finds what the plain scoring of everybody finds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from bot.services.matching.pool import Pool
from bot.services.matching.suggestions import suggest
from tests.unit.matching.people import WEEK, draw, hours, learner, mentor

INSTANCES = 150


def test_it_yields_whom_the_plain_scoring_finds_in_the_same_order() -> None:
    dice = random.Random(5)
    seen = 0
    for _ in range(INSTANCES):
        learners, mentors = draw(dice, 4, 30)
        free = [one for one in mentors if one.room]
        pool = Pool([replace(one, certifications=frozenset()) for one in free], WEEK)
        for leo in learners:
            leo = replace(leo, not_with=frozenset())
            holders = [one.id for one in free if leo.certification in one.certifications]
            found = list(pool.rank(leo, holders))
            held = [
                replace(one, certifications=one.certifications & {leo.certification or ""})
                for one in free
            ]
            assert found == suggest(leo, held, WEEK, {}, len(free))
            # What was kept for one is not spoilt by another.
            assert found == list(pool.rank(leo, holders))
            seen += len(found)
    assert seen > 5 * INSTANCES


def test_it_weighs_no_more_than_are_asked_for() -> None:
    pool = Pool([mentor(f"m{number}") for number in range(9)], WEEK)
    ranked = pool.rank(learner())
    assert [next(ranked).mentor_id for _ in range(2)] == ["m0", "m1"]


def test_it_knows_its_mentors_and_their_room() -> None:
    pool = Pool([mentor("mia", room=3)], WEEK)
    assert ("mia" in pool, "leo" in pool, pool.room_of("mia")) == (True, False, 3)
    assert list(pool.rank(learner(free=hours(6, 1, 4)))) == []


def test_it_is_for_weeks_that_begin_on_mondays() -> None:
    with pytest.raises(ValueError, match="not a Monday"):
        Pool([mentor()], date(2026, 6, 2))
