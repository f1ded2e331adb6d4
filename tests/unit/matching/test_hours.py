"""Hours that two people share, over clock changes and in odd zones, held to a count by minutes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UnknownZoneError
from bot.services.matching.hours import Hours, Span, list_beyond, list_shared, shared_minutes

DAY = 24 * 60
WEEK = 7 * DAY
# Half and quarter hours, half an hour of summer, a day that was left out, both ends of the date
# line, summer that begins at midnight, no summer.
ODD = (
    "America/Havana",
    "America/New_York",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Eucla",
    "Australia/Lord_Howe",
    "Europe/Rome",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "UTC",
)
ORDINARY = date(2026, 6, 1)
# Weeks in which clocks change: Apia's lost day, then Iran, America, Europe, Australia, Chatham.
CHANGING = (
    date(2011, 12, 26),
    date(2021, 3, 15),
    date(2021, 9, 20),
    date(2026, 3, 2),
    date(2026, 3, 23),
    date(2026, 3, 30),
    date(2026, 9, 21),
    date(2026, 9, 28),
    date(2026, 10, 19),
    date(2026, 10, 26),
)
ZONES = tuple(sorted(available_timezones()))
PAIRS = 100


def draw(dice: random.Random, zones: tuple[str, ...]) -> Hours:
    """Return hours at random: to the minute, over midnight, whole days, some on top of others."""

    def span() -> Span:
        start, length = dice.randrange(DAY), dice.randrange(1, DAY)
        end = 0 if dice.random() < 0.1 else (start + length) % DAY
        return Span(dice.randrange(7), *(time(*divmod(at, 60)) for at in (start, end)))

    return Hours(dice.choice(zones), tuple(span() for _ in range(dice.randrange(1, 6))))


def on_the_wall(span: Span) -> Iterator[int]:
    """Yield a span's minutes of the week, one by one."""
    begin = span.weekday * DAY + span.start.hour * 60 + span.start.minute
    length = ((span.end.hour - span.start.hour) * 60 + span.end.minute - span.start.minute) % DAY
    return (minute % WEEK for minute in range(begin, begin + (length or DAY)))


def minutes_of(hours: Hours) -> set[int]:
    return {minute for span in hours.spans for minute in on_the_wall(span)}


@lru_cache(maxsize=50)
def walls(zone: str, week: date) -> list[int]:
    """Return what a zone's clock shows, each minute of a UTC week and of a day before and after.

    It counts minutes from a Monday on: what is left of whole weeks are those of the week.
    """
    rules = ZoneInfo(zone)
    start = round(datetime.combine(week, time(), UTC).timestamp()) - DAY * 60
    moments = range(start, start + (WEEK + 2 * DAY) * 60, 60)
    clocks = (datetime.fromtimestamp(moment, rules) for moment in moments)
    return [((at.toordinal() - 1) * 24 + at.hour) * 60 + at.minute for at in clocks]


@lru_cache(maxsize=50)
def shown(zone: str, week: date) -> list[int]:
    """Return the minutes of the week that ``walls`` are."""
    return [minute % WEEK for minute in walls(zone, week)]


def free_on(week: date, hours: Hours) -> bytes:
    """Return 1 or 0 for each minute of ``walls``."""
    wanted = bytearray(WEEK)
    for minute in minutes_of(hours):
        wanted[minute] = 1
    return bytes(map(wanted.__getitem__, shown(hours.zone, week)))


def counted(one: Hours, other: Hours, week: date) -> int:
    mine, theirs = (int.from_bytes(free_on(week, of)[DAY:-DAY]) for of in (one, other))
    return (mine & theirs).bit_count()


@pytest.mark.parametrize("week", CHANGING)
def test_shared_minutes_are_those_that_a_minute_by_minute_count_finds(week: date) -> None:
    dice = random.Random(week.toordinal())
    some = 0
    for _ in range(PAIRS):
        one, other = draw(dice, ODD), draw(dice, ODD)
        found = shared_minutes(one, other, week)
        assert found == counted(one, other, week) == shared_minutes(other, one, week)
        some += found > 0
    assert some > PAIRS / 2


@given(st.randoms(use_true_random=False), st.integers(0, 52 * 30))
@settings(max_examples=30, deadline=None)
def test_shared_minutes_are_right_in_any_zone_and_week(dice: random.Random, weeks: int) -> None:
    week = date(2007, 1, 1) + timedelta(weeks=weeks)
    one, other = draw(dice, ZONES), draw(dice, ZONES)
    assert shared_minutes(one, other, week) == counted(one, other, week)


def test_a_day_that_was_left_out_is_shared_by_nobody() -> None:
    apia = Hours("Pacific/Apia", (Span(4, time(9), time(17)),))
    always = Hours("UTC", tuple(Span(day, time(), time()) for day in range(7)))
    assert shared_minutes(apia, always, date(2011, 12, 19)) == 8 * 60
    assert shared_minutes(apia, always, date(2011, 12, 26)) == 0
    assert list_shared(apia, always, date(2011, 12, 26), "Pacific/Apia") == ()


@pytest.mark.parametrize("week", CHANGING)
def test_shared_spans_are_the_wall_times_at_which_both_are_free(week: date) -> None:
    dice = random.Random(week.toordinal())
    monday = (week.toordinal() - 1) * DAY
    for _ in range(PAIRS // 5):
        one, other, zone = draw(dice, ODD), draw(dice, ODD), dice.choice(ODD)
        mine, theirs = (free_on(week, of) for of in (one, other))
        both: set[int] = set()
        only: set[int] = set()
        for here, there, wall in zip(mine, theirs, walls(zone, week), strict=True):
            if here and monday <= wall < monday + WEEK:
                (both if there else only).add(wall - monday)
        for found, wanted in (
            (list_shared(one, other, week, zone), both),
            (list_beyond(one, other, week, zone), only),
        ):
            assert {minute for span in found for minute in on_the_wall(span)} == wanted
            assert list(found) == sorted(found)
            for span, after in pairwise(found):
                assert span.weekday < after.weekday or span.end < after.start
            assert all(span.end == time() or span.start < span.end for span in found)


EVENING = (Span(1, time(18), time(21)),)


def test_evenings_on_both_sides_of_the_atlantic_do_not_meet() -> None:
    one, other = Hours("Europe/Rome", EVENING), Hours("America/New_York", EVENING)
    assert shared_minutes(one, other, ORDINARY) == 0
    assert list_shared(one, other, ORDINARY, "Europe/Rome") == ()


def test_a_clock_change_in_one_of_two_zones_moves_what_they_share() -> None:
    rome = Hours("Europe/Rome", (Span(1, time(15), time(18)),))
    york = Hours("America/New_York", (Span(1, time(9), time(11)),))
    # Six hours apart, but five from the second Sunday in March to the last.
    assert shared_minutes(rome, york, date(2026, 3, 2)) == 120
    assert shared_minutes(rome, york, date(2026, 3, 9)) == 60
    assert list_shared(rome, york, date(2026, 3, 2), "Europe/Rome") == (
        Span(1, time(15), time(17)),
    )
    assert list_shared(rome, york, date(2026, 3, 9), "Europe/Rome") == (
        Span(1, time(15), time(16)),
    )


def test_an_hour_that_is_skipped_is_not_shared_and_one_that_comes_twice_counts_twice() -> None:
    night = Hours("Europe/Rome", (Span(6, time(1), time(4)),))
    always = Hours("UTC", tuple(Span(day, time(), time()) for day in range(7)))
    assert shared_minutes(night, always, date(2026, 3, 23)) == 120
    assert shared_minutes(night, always, ORDINARY) == 180
    assert shared_minutes(night, always, date(2026, 10, 19)) == 240
    assert list_shared(night, always, date(2026, 10, 19), "Europe/Rome") == night.spans


def test_monday_in_kiritimati_meets_sunday_in_honolulu() -> None:
    one = Hours("Pacific/Kiritimati", (Span(0, time(), time(10)),))
    other = Hours("Pacific/Honolulu", (Span(6, time(), time(10)),))
    assert shared_minutes(one, other, ORDINARY) == 600
    assert list_shared(one, other, ORDINARY, "Pacific/Honolulu") == other.spans
    assert list_shared(one, other, ORDINARY, "Pacific/Kiritimati") == one.spans


def test_spans_may_cross_midnight_and_the_end_of_the_week_and_are_shown_by_day() -> None:
    late = Hours("UTC", (Span(6, time(22), time(2)), Span(0, time(1), time(3))))
    assert shared_minutes(late, late, ORDINARY) == 5 * 60
    shown = (Span(0, time(), time(3)), Span(6, time(22), time()))
    assert list_shared(late, late, ORDINARY, "UTC") == shown


def test_hours_are_equal_by_what_was_told_and_change_with_it() -> None:
    one = Hours("UTC", EVENING)
    assert one.free(ORDINARY).bit_count() == 180
    assert one == Hours("UTC", EVENING)
    assert hash(one) == hash(Hours("UTC", EVENING))
    moved = replace(one, zone="Asia/Kathmandu")
    assert moved.free(ORDINARY) == one.free(ORDINARY) >> 5 * 60 + 45


@pytest.mark.parametrize(
    ("weekday", "start", "end"),
    [
        (7, time(9), time(10)),
        (-1, time(9), time(10)),
        (0, time(9), time(9)),
        (0, time(9, 0, 30), time(10)),
        (0, time(9), time(10, tzinfo=UTC)),
    ],
)
def test_a_span_that_means_nothing_is_refused(weekday: int, start: time, end: time) -> None:
    with pytest.raises(ValueError, match=r"weekday|whole minute|nothing lies"):
        Span(weekday, start, end)


def test_a_zone_that_does_not_exist_and_a_week_that_begins_midweek_are_refused() -> None:
    with pytest.raises(UnknownZoneError):
        Hours("Europe/Atlantis", ())
    one = Hours("UTC", EVENING)
    with pytest.raises(ValueError, match="not a Monday"):
        shared_minutes(one, one, date(2026, 6, 2))
    with pytest.raises(UnknownZoneError):
        list_shared(one, one, ORDINARY, "Europe/Atlantis")
    with pytest.raises(ValueError, match="not a Monday"):
        list_shared(one, one, date(2026, 6, 2), "UTC")
