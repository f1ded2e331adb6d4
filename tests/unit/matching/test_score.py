"""What a pair is worth, part by part, and which hard rule it fails."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.services.matching.hours import Hours, Span
from bot.services.matching.score import Obstacle, Points, find_rare, rate, weigh
from bot.services.matching.wishes import Learner, Mentor
from tests.unit.matching.people import WEEK, hours, learner, mentor

NONE: frozenset[str] = frozenset()


def test_every_part_is_worth_its_points_and_tells_why() -> None:
    mia = mentor(
        topics=("agile", "risks", "budget"),
        certifications=("pmp", "capm"),
        role="tpm",
        languages=("en", "it", "hi"),
        free=hours(1, 18, 21, "Europe/Rome"),
    )
    leo = learner(
        topics=("agile", "risks", "jira"),
        certification="pmp",
        role="tpm",
        languages=("en", "it", "hi"),
        free=hours(1, 12, 15, "America/New_York"),
        waited=2,
    )
    fit = weigh(mia, leo, WEEK, frozenset({"risks", "jira"}))
    assert fit
    assert fit.points == Points(
        topics=12 + 16, certification=8, role=6, hours=3, languages=4, waiting=60
    )
    assert fit.score == 109
    assert (fit.mentor_id, fit.learner_id) == ("mia", "leo")
    assert (fit.topics, fit.rare) == ({"agile", "risks"}, {"risks"})
    assert (fit.certification, fit.role) == ("pmp", "tpm")
    assert (fit.languages, fit.minutes) == ({"en", "it", "hi"}, 180)


def test_a_pair_that_shares_only_a_language_and_two_hours_fits_a_little() -> None:
    mia = mentor(topics=("agile",), free=hours(1, 9, 12))
    leo = learner(topics=("risks",), certification="pmp", role="pm", free=hours(1, 10, 18))
    fit = weigh(mia, leo, WEEK, NONE)
    assert fit
    assert fit.points == Points(0, 0, 0, 2, 0, 0)
    assert (fit.topics, fit.rare, fit.certification, fit.role) == (NONE, NONE, None, None)


@pytest.mark.parametrize(
    ("minutes", "points"), [(120, 2), (179, 2), (180, 3), (8 * 60, 8), (8 * 60 + 59, 8)]
)
def test_full_hours_count_up_to_eight(minutes: int, points: int) -> None:
    until = time(*divmod(8 * 60 + minutes, 60))
    found = rate(
        mentor(free=Hours("UTC", (Span(0, time(8), until),))),
        learner(free=Hours("UTC", (Span(0, time(6), time(20)),))),
        WEEK,
        NONE,
    )
    assert isinstance(found, Points)
    assert found.hours == points


@pytest.mark.parametrize(
    ("mia", "leo", "obstacle"),
    [
        (mentor(room=0), learner(), Obstacle.NOT_FREE),
        (mentor(), learner(not_with=("mia",)), Obstacle.NOT_FREE),
        (mentor(), learner("mia"), Obstacle.NOT_FREE),
        (mentor(languages=("it",)), learner(languages=("en", "hi")), Obstacle.LANGUAGE),
        (mentor(languages=()), learner(), Obstacle.LANGUAGE),
        (mentor(free=hours(0, 9, 12)), learner(free=hours(1, 9, 12)), Obstacle.HOURS),
        (
            mentor(
                free=Hours("UTC", (Span(0, time(9), time(10, 59)), Span(1, time(9), time(9, 1))))
            ),
            learner(free=hours(0, 9, 12)),
            Obstacle.HOURS,
        ),
        # What a mentor is free for does not show through: who blocked is as busy as anybody.
        (mentor(languages=("it",), room=0), learner(not_with=("mia",)), Obstacle.NOT_FREE),
    ],
)
def test_a_pair_that_fails_a_hard_rule_is_never_a_fit(
    mia: Mentor, leo: Learner, obstacle: Obstacle
) -> None:
    assert rate(mia, leo, WEEK, NONE) is obstacle
    assert weigh(mia, leo, WEEK, NONE) is None


def test_open_offers_take_up_room() -> None:
    mia = mentor(room=2)
    assert isinstance(rate(mia, learner(), WEEK, NONE, 1), Points)
    assert rate(mia, learner(), WEEK, NONE, 2) is Obstacle.NOT_FREE
    assert rate(mia, learner(), WEEK, NONE, 3) is Obstacle.NOT_FREE


def test_two_hours_are_those_of_the_week_with_its_clock_change() -> None:
    mia = mentor(free=hours(1, 15, 18, "Europe/Rome"))
    leo = learner(free=hours(1, 9, 11, "America/New_York"))
    assert isinstance(rate(mia, leo, date(2026, 3, 2), NONE), Points)
    assert rate(mia, leo, date(2026, 3, 9), NONE) is Obstacle.HOURS


def test_a_topic_is_rare_that_one_mentor_or_one_in_ten_offers() -> None:
    few = [mentor("a", ("agile", "risks")), mentor("b", ("agile",)), mentor("c", ("jira",), room=0)]
    assert find_rare(few) == {"risks"}
    many = [mentor(str(number), ("agile",) if number < 3 else ("jira",)) for number in range(30)]
    assert find_rare(many) == {"agile"}
    assert find_rare(many[:29]) == NONE
    assert find_rare([]) == NONE
