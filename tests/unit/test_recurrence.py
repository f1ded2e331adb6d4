"""Local times over clock changes: one occurrence per local date, never two, never none."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise, takewhile
from pathlib import Path
from typing import Any
from zoneinfo import TZPATH, ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Frequency, Recurrence, weekly
from bot.schedule.recurrence import next_after, occurrences

ZONES = sorted(available_timezones())


def rules(zone: str) -> bytes:
    """Return a zone's compiled rules: many names mean the same ones (RFC 9636)."""
    for folder in TZPATH:
        if (path := Path(folder) / zone).is_file():
            return path.read_bytes()
    return files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()


FIRST, LAST = date(2011, 1, 1), date(2020, 12, 31)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# No zone changed its clocks and back again within so many days.
SEEN_DAYS = 5
MOMENTS = st.integers(0, 20 * 366 * 24 * 60).map(
    lambda minutes: datetime(2015, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
SIX = time(6)


def changes(zone: ZoneInfo) -> Iterator[tuple[datetime, timedelta | None]]:
    """Yield the offset with which ten years begin and each change of it, to the minute."""
    start, end = (datetime.combine(day, time(), UTC) for day in (FIRST - DAY, LAST + 2 * DAY))
    steps = range(0, (end - start).days * 24 * 60, SEEN_DAYS * 24 * 60)
    offset = None
    for minute in steps:
        now = (start + minute * MINUTE).astimezone(zone).utcoffset()
        if now != offset:
            between = range(minute - steps.step + 1, minute + 1) if minute else range(1)
            at = bisect_left(
                between,
                True,
                key=lambda one: (start + one * MINUTE).astimezone(zone).utcoffset() == now,
            )
            yield start + between[at] * MINUTE, (offset := now)


@cache
def different() -> list[str]:
    """Return a zone for each way in which clocks were changed in ten years."""
    found = {rules(zone): zone for zone in reversed(ZONES)}.values()
    return sorted(
        {tuple(changes(ZoneInfo(zone))): zone for zone in sorted(found, reverse=True)}.values()
    )


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def told(rule: Recurrence, after: str, count: int) -> list[str]:
    found = islice(occurrences(rule, utc(after)), count)
    return [due.replace(tzinfo=None).isoformat(timespec="minutes") for due in found]


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
        # Nuuk: Saturday 28 March 2026 ends at 23:00; forward would leave the day.
        ("America/Nuuk", 5, "23:30", "2026-03-23", ["2026-03-29T00:30", "2026-04-05T00:30"]),
    ],
)
def test_clock_changes(zone: str, weekday: int, at: str, after: str, expected: list[str]):
    assert told(weekly(weekday, time.fromisoformat(at), zone), after, len(expected)) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Recurrence(Frequency.ONCE, SIX, "UTC", on=date(2026, 3, 5)), ["2026-03-05T06:00"]),
        (Recurrence(Frequency.ONCE, SIX, "UTC", on=date(2026, 2, 5)), []),
        (
            Recurrence(Frequency.DAILY, SIX, "UTC", until=date(2026, 3, 3)),
            ["2026-03-02T06:00", "2026-03-03T06:00"],
        ),
        (
            Recurrence(Frequency.WEEKDAYS, SIX, "UTC", on=date(2026, 3, 6)),
            ["2026-03-06T06:00", "2026-03-09T06:00", "2026-03-10T06:00"],
        ),
        (
            Recurrence(Frequency.MONTHLY, SIX, "UTC", on=date(2026, 1, 31)),
            ["2026-03-31T06:00", "2026-04-30T06:00", "2026-05-31T06:00"],
        ),
        (
            Recurrence(Frequency.WEEKLY, SIX, "UTC", weekday=0, on=date(2026, 2, 23), every=2),
            ["2026-03-09T06:00", "2026-03-23T06:00", "2026-04-06T06:00"],
        ),
        (
            Recurrence(Frequency.COUNTDOWN, SIX, "UTC", on=date(2026, 3, 8)),
            ["2026-03-07T06:00", "2026-03-08T06:00"],
        ),
    ],
)
def test_every_frequency(rule: Recurrence, expected: list[str]):
    assert told(rule, "2026-03-01T12:00", 3) == expected


def monday(day: date) -> date:
    return day - DAY * day.weekday()


def is_in_month(rule: Recurrence, day: date, wanted: int) -> bool:
    is_last = (day + DAY).day == 1
    if rule.nth is None:
        return day.day == wanted or (day.day < wanted and is_last)
    if rule.weekday is None:
        return is_last
    if rule.nth < 0:
        return day.weekday() == rule.weekday and (day + 7 * DAY).month != day.month
    return day.weekday() == rule.weekday and (day.day - 1) // 7 + 1 == rule.nth


TEN_YEARS = [FIRST + number * DAY for number in range((LAST - FIRST).days)]


def intended(rule: Recurrence) -> Iterator[date]:
    """Yield the days a recurrence means in ten years, by a rule of its own."""
    start = rule.on or FIRST
    is_due: Callable[[date], bool] = {
        Frequency.ONCE: lambda day: day == start,
        Frequency.DAILY: lambda day: (day - start).days % rule.every == 0,
        Frequency.WEEKDAYS: lambda day: day.isoweekday() <= 5,
        Frequency.WEEKLY: lambda day: (
            day.weekday() in (rule.weekday, *rule.also)
            and (monday(day) - monday(start)).days // 7 % rule.every == 0
        ),
        Frequency.MONTHLY: lambda day: (
            (12 * (day.year - start.year) + day.month - start.month) % rule.every == 0
            and is_in_month(rule, day, start.day)
        ),
        Frequency.COUNTDOWN: lambda day: (start - day).days in (0, 1, 7),
    }[rule.frequency]
    for day in TEN_YEARS:
        is_early = day < start and rule.frequency is not Frequency.COUNTDOWN
        if not is_early and is_due(day):
            yield day


def exists(day: date, zone: ZoneInfo) -> bool:
    """Tell whether a zone had that date at all: Apia left out 30 December 2011."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    return noon.astimezone(UTC).astimezone(zone).date() == day


def shape(frequency: Frequency, chance: random.Random) -> dict[str, Any]:
    """Return the rest of a rule: its first day, how often, on which days."""
    on = FIRST + chance.randrange(28) * DAY
    every = chance.choice((1, 1, 2, 3, 12))
    match frequency:
        case Frequency.DAILY:
            return chance.choice(({}, {"on": on, "every": every}))
        case Frequency.WEEKLY:
            weekday, *also = chance.sample(range(7), chance.choice((1, 1, 2, 3)))
            # A first day that is not one of the weekdays leaves open which week counts as first.
            on += DAY * ((weekday - on.weekday()) % 7) if every > 1 else timedelta()
            return {"on": on, "every": every, "weekday": weekday, "also": tuple(also)}
        case Frequency.MONTHLY:
            nth = chance.choice((None, None, 1, 2, 3, 4, -1))
            weekday = None if nth is None else chance.randrange(7)
            weekday = chance.choice((None, weekday)) if nth == -1 else weekday
            return {"on": on, "every": every, "weekday": weekday, "nth": nth}
        case _:
            return {"on": on}


@pytest.mark.timeout(240)
@pytest.mark.parametrize("frequency", list(Frequency))
def test_in_every_zone_ten_years_long_each_date_once(frequency: Frequency):
    chance = random.Random(frequency.value)
    for name in different():
        zone = ZoneInfo(name)
        # Clock changes are near midnight and in the small hours.
        at = time(chance.choice((0, 0, 1, 2, 3, 9, 23, 23)), chance.choice((0, 15, 30, 45)))
        rule = Recurrence(frequency, at, name, **shape(frequency, chance))
        start = datetime.combine(FIRST, time(), zone).astimezone(UTC) - timedelta(seconds=1)
        end = datetime.combine(LAST, time(), zone).astimezone(UTC)
        found = list(takewhile(lambda due, end=end: due < end, occurrences(rule, start)))
        assert all(early < late for early, late in pairwise(found)), name
        days = [due.astimezone(zone).date() for due in found]
        assert len(set(days)) == len(days), name
        wanted = list(intended(rule))
        if days != wanted and (real := [day for day in wanted if exists(day, zone)]) != wanted:
            # A date that never was may be told on the next; no other date is touched.
            wanted, kept = real, set(real)
            days = [day for day in days if day in kept]
        assert days == wanted, name


@given(zone=st.sampled_from(ZONES), start=MOMENTS, frequency=st.sampled_from(Frequency))
def test_next_is_strictly_after(zone: str, start: datetime, frequency: Frequency):
    rule = Recurrence(frequency, time(9), zone, weekday=0, on=date(2014, 6, 15))
    first = next_after(rule, start)
    if frequency in (Frequency.ONCE, Frequency.COUNTDOWN):
        assert first is None
        return
    assert first is not None
    assert first > start
    second = next_after(rule, first)
    assert second is not None
    assert second > first
