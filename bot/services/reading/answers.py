"""What is asked in one field or option: a day, a time of day, a zone, as they were typed.

The words are understood in a thread (the grammar takes milliseconds, its first use more); what they
mean on a certain day is a matter of microseconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from bot.errors import InvalidInputError
from bot.replies import times as words
from bot.replies.refusals import moments as refusals
from bot.schedule.recurrence import day_start, find_zone
from bot.services.reading import phrase
from bot.services.reading.clocks import read_wall, times_of
from bot.services.reading.days import add, find_days
from bot.services.reading.phrase import DAYS, Said
from bot.services.reading.pieces import Clock, PartOfDay, Span
from bot.services.reading.zones import (
    common_zones,
    find_zones,
    likely_zones,
    nearest_zones,
    suggest_zones,
)

MOST_YEARS = 10
_LIFETIME = 80
_OFF = frozenset({"", "off", "none"})
T = TypeVar("T")


def is_cleared(text: str) -> bool:
    """Tell whether what was typed asks to forget a setting: nothing, or "off"."""
    return text.strip().casefold() in _OFF


async def hear(text: str) -> Said:
    """Split what was typed for a moment into its pieces.

    Raises
    ------
    InvalidInputError
        A word is not understood.
    """
    return await asyncio.to_thread(phrase.hear, text)


async def hear_day(text: str) -> Said:
    """Split what was typed for a day into its pieces; raises InvalidInputError like ``hear``."""
    try:
        return await hear(text)
    except InvalidInputError as error:
        raise refusals.of_day(error) from None


async def read_time(text: str) -> tuple[time, ...]:
    """Return the times of day that a text may mean, the likeliest first; 9 is 09:00.

    Raises
    ------
    InvalidInputError
        It is none.
    """
    try:
        said = await hear(text)
    except InvalidInputError as error:
        raise refusals.of_time(error) from None
    return read_times(said)


async def hear_zone(text: str) -> str:
    """Return the IANA zone that a text means.

    Raises
    ------
    InvalidInputError
        It means none, or several.
    """
    found, nearest = await name_zones(text)
    if not found:
        raise refusals.unknown_zone(text.strip(), [words.zone_words(one) for one in nearest])
    return _only(found, found[:3], words.zone_words)


async def name_zones(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the IANA zones that a text may mean, and the nearest ones if it means none."""
    return await asyncio.to_thread(_zones, text)


def _zones(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = find_zones(text)
    return found, () if found else nearest_zones(text)


async def suggest(text: str) -> list[tuple[str, str]]:
    """Return (label, IANA zone) of what a text may mean while it is typed, at most 25."""
    return await asyncio.to_thread(suggest_zones, text)


async def offer_zones(locale: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the zones in which whoever has a locale likely lives, and those of many people."""
    return await asyncio.to_thread(lambda: (likely_zones(locale), common_zones()))


async def hear_time(text: str) -> time:
    """Return the time of day that a text means; 9 is 09:00.

    Raises
    ------
    InvalidInputError
        It is none, or several.
    """
    found = await read_time(text)
    return _only(found, found, "{:%H:%M}".format)


def _only(found: Sequence[T], shown: Sequence[T], say: Callable[[T], str]) -> T:
    if len(found) > 1:
        raise refusals.several([say(one) for one in shown])
    return found[0]


def day_ahead(said: Said, today: date, *, earliest: date | None = None) -> date:
    """Return the day that is meant, today (or ``earliest``) or later.

    Raises
    ------
    InvalidInputError
        It is no day, more than a day, can mean several, is in the past or ten years ahead.
    """
    found = read_days(said, today, earliest=earliest)
    return _only(found, found, words.day_words)


def past_day(said: Said, today: date) -> date:
    """Return the day of one's life that is meant.

    Raises
    ------
    InvalidInputError
        It is no day, more than a day, can mean several, is in the future or a lifetime ago.
    """
    found = read_past_days(said, today)
    return _only(found, found, words.day_words)


def pause_end(said: Said, zone: str, now: datetime) -> date:
    """Return the local day on which a pause ends, with its start; ``now`` is aware UTC.

    Raises
    ------
    InvalidInputError
        It is no day, can mean several, is in the past, too far ahead, or has begun.
    """
    day = day_ahead(said, now.astimezone(find_zone(zone)).date())
    if day_start(day, zone) <= now:
        raise refusals.begun_day()
    return day


def read_days(said: Said, today: date, *, earliest: date | None = None) -> tuple[date, ...]:
    """Return the days ahead that a text may mean, the likeliest first.

    They are not before ``today``, or ``earliest`` where today is not sure.

    Raises
    ------
    InvalidInputError
        It is no day, more than a day, in the past, or more than ten years ahead.
    """
    days = _days(said, today, is_past=False)
    if not (ahead := tuple(day for day in days if day >= (earliest or today))):
        raise refusals.past(said.typed.said)
    last = today + timedelta(days=MOST_YEARS * 366)
    if not (near := tuple(day for day in ahead if day <= last)):
        raise refusals.too_far(MOST_YEARS)
    return near


def read_past_days(said: Said, today: date, *, latest: date | None = None) -> tuple[date, ...]:
    """Return the days of one's life that a text may mean, the likeliest first.

    They are not after ``today``, or ``latest`` where today is not sure.

    Raises
    ------
    InvalidInputError
        It is no day, more than a day, in the future, or more than eighty years ago.
    """
    days = _days(said, today, is_past=True)
    if not (gone := tuple(day for day in days if day <= (latest or today))):
        raise refusals.not_yet(said.typed.said)
    if not (near := tuple(day for day in gone if today.year - day.year <= _LIFETIME)):
        raise refusals.too_long_ago(_LIFETIME)
    return near


def _days(said: Said, today: date, *, is_past: bool) -> tuple[date, ...]:
    piece, span = said.find(DAYS), said.find(Span)
    for one in said.pieces:
        if one is not piece and (not isinstance(one, Span) or one.minutes or piece is not None):
            raise refusals.only_day(said.quote(one.where))
    if piece is not None:
        return tuple(one.day for one in find_days(piece, today, said.quote, is_past=is_past))
    if span is None:
        raise refusals.empty()
    sign = -1 if span.is_ago else 1
    try:
        return (add(today, Span(span.months * sign, span.days * sign)),)
    except (OverflowError, ValueError):
        raise refusals.too_far(MOST_YEARS) from None


def read_times(said: Said) -> tuple[time, ...]:
    """Return the times of day that a text may mean, the likeliest first.

    Raises
    ------
    InvalidInputError
        It is no time of day, more than one, or one of the next day.
    """
    clock, part, span = said.find(Clock), said.find(PartOfDay), said.find(Span)
    if span is not None and span.clock is not None and clock is None:
        clock = Clock((span.clock,), span.where)
    for one in said.pieces:
        if one is not part and (clock is None or one.where != clock.where):
            raise refusals.only_clock(said.quote(one.where))
    wall = read_wall(clock, part, said.quote)
    if wall is None:
        raise refusals.empty()
    if wall.days and not wall.is_midnight:
        raise refusals.next_day(said.typed.said)
    return tuple(times_of(wall))
