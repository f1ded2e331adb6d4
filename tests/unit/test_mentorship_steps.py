"""What the bot does next about a mentorship, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.model import CommunityId
from bot.model_mentoring import Mentorship, MentorshipEvent, MentorshipId, MentorshipState
from bot.model_mentoring import MentorshipEventKind as Kind
from bot.services.mentorship_steps import end_of, next_step

ID = MentorshipId("abcd2345")
START = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
PAIR = Mentorship(
    ID,
    CommunityId("discord:1"),
    None,
    MentorshipState.ACTIVE,
    START,
    START,
    date(2026, 6, 1),
)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ASKED_LAST = NOON - timedelta(days=7)


def happened(kind: Kind, at: datetime) -> MentorshipEvent:
    return MentorshipEvent(ID, kind, at)


def walk(pair: Mentorship, alive_every: timedelta | None = None) -> list[tuple[datetime, Kind]]:
    """Return all that happens by itself until the end."""
    events: list[MentorshipEvent] = []
    done: list[tuple[datetime, Kind]] = []
    while not done or done[-1][1] is not Kind.ENDED:
        due = next_step(pair, events, START)
        assert due is not None
        assert not done or due[0] >= done[-1][0]
        done.append(due)
        events.append(happened(due[1], due[0]))
        if alive_every and due[0] - pair.active_at >= alive_every:
            pair = replace(pair, active_at=due[0])
        if due[1] is Kind.RESUMED:
            pair = replace(pair, state=MentorshipState.ACTIVE, paused_until=None, active_at=due[0])
    return done


def test_a_pair_that_meets_is_asked_every_four_weeks_and_a_week_before_it_ends():
    steps = walk(PAIR, timedelta(days=7))
    assert [kind for _at, kind in steps] == [
        Kind.ASKED,
        Kind.ASKED,
        Kind.ASKED,
        Kind.ENDING,
        Kind.ENDED,
    ]
    assert [at for at, _kind in steps] == [
        START + timedelta(days=7),
        START + timedelta(days=35),
        START + timedelta(days=63),
        ASKED_LAST,
        NOON,
    ]


def test_a_silent_pair_ends_after_six_weeks():
    assert walk(PAIR) == [
        (START + timedelta(days=7), Kind.ASKED),
        (START + timedelta(days=35), Kind.WARNED),
        (START + timedelta(days=42), Kind.ENDED),
    ]


def test_who_says_that_it_is_still_on_is_not_asked_at_once_whether_they_met():
    asked = happened(Kind.ASKED, START + timedelta(days=7))
    warned = happened(Kind.WARNED, START + timedelta(days=35))
    alive = replace(PAIR, active_at=START + timedelta(days=36))
    assert next_step(alive, [asked, warned], START) == (START + timedelta(days=63), Kind.ASKED)


def test_who_tells_something_while_a_question_is_left_out_is_not_asked_at_once():
    asked = happened(Kind.ASKED, START + timedelta(days=7))
    quiet = replace(PAIR, active_at=START + timedelta(days=5))
    assert next_step(quiet, [asked], START) == (START + timedelta(days=40), Kind.WARNED)
    told = replace(PAIR, active_at=START + timedelta(days=38))
    assert next_step(told, [asked], START) == (START + timedelta(days=45), Kind.ASKED)


@pytest.mark.parametrize(
    ("days", "kind"), [(8, Kind.ASKED), (29, None), (60, Kind.WARNED), (86, Kind.ENDING)]
)
def test_after_an_outage_only_the_weightiest_question_is_asked(days: int, kind: Kind | None):
    events, back = list[MentorshipEvent](), START + timedelta(days=days)
    asked: list[Kind] = []
    while (due := next_step(PAIR, events, back)) is not None and due[0] <= back:
        asked.append(due[1])
        events.append(happened(due[1], back))
    assert asked == ([kind] if kind else [])


@pytest.mark.parametrize("alive_for", range(85))
def test_no_two_questions_come_within_a_week(alive_for: int):
    """Somebody agrees on the first day, tells something on another, then nobody says anything."""
    events: list[MentorshipEvent] = []
    pair, told_at = PAIR, START + timedelta(days=alive_for, hours=3)
    asked: list[datetime] = []
    while (due := next_step(pair, events, START)) is not None and due[1] is not Kind.ENDED:
        if due[0] > told_at > pair.active_at:
            pair = replace(pair, active_at=told_at)
            continue
        asked.append(due[0])
        events.append(happened(due[1], due[0]))
    week = timedelta(days=7)
    assert all(after - before >= week for before, after in pairwise(asked))
    assert len(asked) > 1


def test_nothing_is_asked_in_a_pause_and_a_week_passes_after_it():
    back = START + timedelta(days=30)
    paused = replace(PAIR, state=MentorshipState.PAUSED, paused_until=back)
    assert next_step(paused, [happened(Kind.ASKED, START + timedelta(days=7))], START) == (
        back,
        Kind.RESUMED,
    )
    steps = walk(paused, timedelta(days=7))
    assert steps[:2] == [(back, Kind.RESUMED), (back + timedelta(days=7), Kind.ASKED)]


def test_who_is_asked_late_has_a_day_to_answer():
    late = NOON + timedelta(days=3)
    alive = replace(PAIR, active_at=late - timedelta(days=1))
    events = [happened(Kind.ASKED, ASKED_LAST - timedelta(days=1))]
    assert next_step(alive, events, START) == (ASKED_LAST, Kind.ENDING)
    asked = [*events, happened(Kind.ENDING, late)]
    assert next_step(alive, asked, START) == (late + timedelta(days=1), Kind.ENDED)


def test_a_renewed_pair_is_asked_again_before_the_new_end():
    asked = [happened(Kind.ENDING, ASKED_LAST), happened(Kind.RENEWED, NOON)]
    renewed = replace(PAIR, ends_on=date(2026, 7, 1), active_at=NOON)
    [*_others, before, last] = walk(renewed, timedelta(days=7))
    assert before == (end_of(renewed) - timedelta(days=7), Kind.ENDING)
    assert last == (end_of(renewed), Kind.ENDED)
    due = next_step(renewed, [*asked, happened(Kind.ASKED, NOON)], START)
    assert due == (end_of(renewed) - timedelta(days=7), Kind.ENDING)


def test_what_has_ended_is_asked_nothing():
    assert next_step(replace(PAIR, state=MentorshipState.ENDED), [], START) is None
