"""Why a learner has no mentor, and what would help."""

from __future__ import annotations

from datetime import time

from bot.model_mentoring import Lack
from bot.services.matching.hindrances import Help, Hindrance, why_not
from bot.services.matching.hours import Span
from bot.services.matching.score import Points, rate
from tests.unit.matching.people import WEEK, hours, learner, mentor


def test_with_nobody_free_more_mentors_would_help_and_nothing_tells_who_blocked() -> None:
    nobody = Hindrance("leo", Lack.NOBODY_FREE)
    assert nobody.help is Help.MORE_MENTORS
    assert why_not(learner(), [], WEEK) == nobody
    assert why_not(learner(), [mentor(room=0)], WEEK) == nobody
    assert why_not(learner(), [mentor(room=2)], WEEK, {"mia": 2}) == nobody
    assert why_not(learner(not_with=("mia",)), [mentor()], WEEK) == nobody


def test_where_hours_are_missing_it_says_how_many_are_shared_and_which_would_help() -> None:
    leo = learner(free=hours(1, 18, 20, "Europe/Rome"))
    mentors = [
        mentor("far", free=hours(5, 1, 4)),
        mentor("near", free=hours(1, 17, 20)),
        mentor("near-too", free=hours(1, 17, 20)),
        mentor("strange", languages=("it",), free=hours(1, 10, 20)),
    ]
    found = why_not(leo, mentors, WEEK)
    # 17 to 20 in UTC is 19 to 22 in Rome in June.
    more = (Span(1, time(20), time(22)),)
    assert found == Hindrance("leo", Lack.HOURS, 3, minutes=60, hours=more)
    assert found.help is Help.MORE_HOURS
    helped = learner(free=type(leo.hours)("Europe/Rome", leo.hours.spans + found.hours))
    assert isinstance(rate(mentors[1], helped, WEEK, frozenset()), Points)


def test_where_no_language_is_common_it_says_which_would_help_most() -> None:
    mentors = [
        mentor("a", languages=("it", "hi")),
        mentor("b", languages=("hi",)),
        mentor("asleep", languages=("de",), free=hours(6, 1, 4)),
        mentor("full", room=0),
    ]
    found = why_not(learner(), mentors, WEEK)
    assert found == Hindrance("leo", Lack.LANGUAGE, 2, languages=("hi", "it"))
    assert found.help is Help.ANOTHER_LANGUAGE
    only = why_not(learner(), mentors[2:], WEEK)
    assert only == Hindrance("leo", Lack.LANGUAGE, 0, languages=("de",))


def test_where_mentors_fit_the_next_round_helps() -> None:
    found = why_not(learner(), [mentor("a"), mentor("b"), mentor("c", room=0)], WEEK)
    assert found == Hindrance("leo", Lack.OTHERS_FIRST, 2)
    assert found.help is Help.NEXT_ROUND
