"""Weekly local times over clock changes: one occurrence per local week, never two, never none."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Recurrence
from bot.schedule.recurrence import next_after, occurrences

ZONES = sorted(available_timezones())
MOMENTS = st.integers(0, 20 * 366 * 24 * 60).map(
    lambda minutes: datetime(2015, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "weekday", "at", "after", "expected"),
    [
        # Rome: forward on Sunday 29 March 2026 at 02:00, back on 25 October at 03:00.
        ("Europe/Rome", 6, "02:30", "2026-03-23", ["2026-03-29T01:30", "2026-04-05T00:30"]),
        ("Europe/Rome", 6, "02:30", "2026-10-19", ["2026-10-25T00:30", "2026-11-01T01:30"]),
        ("Europe/Rome", 0, "09:00", "2026-03-20", ["2026-03-23T08:00", "2026-03-30T07:00"]),
        # New York: forward on 8 March 2026, back on 1 November.
        ("America/New_York", 6, "02:30", "2026-03-02", ["2026-03-08T07:30", "2026-03-15T06:30"]),
        ("America/New_York", 6, "01:30", "2026-10-26", ["2026-11-01T05:30", "2026-11-08T06:30"]),
        # Cairo: there is no Friday 00:00 on 24 April 2026.
        ("Africa/Cairo", 4, "00:00", "2026-04-20", ["2026-04-23T22:00", "2026-04-30T21:00"]),
        # Paris: 02:30 happens twice on 25 October 2026.
        ("Europe/Paris", 6, "02:30", "2026-10-25T00:30", ["2026-11-01T01:30"]),
    ],
)
def test_clock_changes(zone: str, weekday: int, at: str, after: str, expected: list[str]):
    rule = Recurrence(weekday, time.fromisoformat(at), zone)
    found = islice(occurrences(rule, utc(after)), len(expected))
    assert [due.replace(tzinfo=None).isoformat(timespec="minutes") for due in found] == expected


@given(
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    start=MOMENTS,
)
def test_once_per_local_week_in_every_zone(zone: str, weekday: int, at: time, start: datetime):
    rule = Recurrence(weekday, at, zone)
    found = list(islice(occurrences(rule, start), 30))
    assert all(early < late for early, late in pairwise(found))
    for early, late in pairwise(found):
        assert timedelta(days=6) < late - early < timedelta(days=8)
    weeks = [_intended_day(due, zone) for due in found]
    assert len(set(weeks)) == len(weeks)


def _intended_day(due: datetime, zone: str) -> date:
    return due.astimezone(ZoneInfo(zone)).date()


@given(zone=st.sampled_from(ZONES), start=MOMENTS)
def test_next_is_strictly_after(zone: str, start: datetime):
    rule = Recurrence(0, time(9), zone)
    first = next_after(rule, start)
    assert first > start
    assert next_after(rule, first) > first
