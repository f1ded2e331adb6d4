"""The best mentors for one learner, of those who have room."""

from __future__ import annotations

import random

from bot.services.matching.score import find_rare, weigh
from bot.services.matching.suggestions import suggest
from tests.unit.matching.people import WEEK, draw, hours, learner, mentor


def test_the_best_come_first_and_equals_by_their_ids() -> None:
    mentors = [
        mentor("d", ("agile",)),
        mentor("c", ("agile", "risks")),
        mentor("b", ("agile",)),
        mentor("a"),
        mentor("full", ("agile", "risks"), room=0),
    ]
    leo = learner(topics=("agile", "risks"))
    found = suggest(leo, mentors, WEEK, {}, 3)
    assert [fit.mentor_id for fit in found] == ["c", "b", "d"]
    assert found[0].rare == {"risks"}
    assert found[0].points.topics == 12 + 16
    assert suggest(leo, mentors, WEEK, {}, 0) == []
    assert suggest(leo, [], WEEK, {}, 3) == []


def test_whoever_has_as_many_open_offers_as_room_is_not_suggested() -> None:
    mentors = [mentor("a", ("agile",), room=2), mentor("b")]
    leo = learner(topics=("agile",))
    assert [fit.mentor_id for fit in suggest(leo, mentors, WEEK, {"a": 1}, 5)] == ["a", "b"]
    assert [fit.mentor_id for fit in suggest(leo, mentors, WEEK, {"a": 2}, 5)] == ["b"]


def test_nobody_is_suggested_who_fails_a_hard_rule() -> None:
    mentors = [
        mentor("blocked"),
        mentor("strange", languages=("it",)),
        mentor("asleep", free=hours(6, 1, 4)),
        mentor("leo"),
        mentor("fine"),
    ]
    found = suggest(learner(not_with=("blocked",)), mentors, WEEK, {}, 5)
    assert [fit.mentor_id for fit in found] == ["fine"]


def test_suggestions_are_the_first_of_all_that_fit_in_order() -> None:
    dice = random.Random(21)
    seen = 0
    for _ in range(50):
        learners, mentors = draw(dice, 3, 20)
        rare = find_rare(mentors)
        for leo in learners:
            fits = [fit for one in mentors if (fit := weigh(one, leo, WEEK, rare))]
            fits.sort(key=lambda fit: (-fit.score, fit.mentor_id))
            assert suggest(leo, mentors, WEEK, {}, 3) == fits[:3]
            seen += len(fits)
    assert seen > 200
