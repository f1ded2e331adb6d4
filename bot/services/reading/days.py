"""Which days of the calendar a phrase may mean, seen from one day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import assert_never

from bot.errors import InvalidInputError
from bot.replies.refusals import moments as refusals
from bot.services.reading.pieces import (
    AnyDay,
    Date,
    DayWord,
    EndOf,
    Month,
    MonthDay,
    MonthOnly,
    NextUnit,
    NthDay,
    Offset,
    Span,
    Weekdays,
    Where,
)

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_SATURDAY, _FRIDAY = 5, 4
_LEAP_CYCLE = 8
Quote = Callable[[Where], str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day that may be meant, and the one that is meant if the time on it has passed."""

    day: date
    later: date | None = None


def find_days(
    piece: AnyDay, today: date, quote: Quote, *, is_past: bool = False
) -> tuple[Candidate, ...]:
    """Return the days that a piece may mean, the likeliest first.

    What was not said (a year, a month) is that of the next such day, or with ``is_past`` the last.

    Raises
    ------
    InvalidInputError
        There is no such day, or too little was said.
    """
    try:
        return tuple(dict.fromkeys(_find(piece, today, quote, is_past=is_past)))
    except (OverflowError, ValueError) as error:
        if isinstance(error, InvalidInputError):
            raise
        raise refusals.no_such_day(quote(piece.where)) from None


def _find(piece: AnyDay, today: date, quote: Quote, *, is_past: bool) -> Iterator[Candidate]:
    match piece:
        case DayWord():
            yield Candidate(today + _DAY * piece.ahead)
        case Weekdays():
            yield from _weekday(piece, today, quote, is_past=is_past)
        case NextUnit():
            yield from _next(piece, today, quote)
        case Date():
            for reading in piece.readings:
                yield from _dated(piece, reading, today, quote, is_past=is_past)
        case MonthOnly():
            raise refusals.no_day(quote(piece.where))
        case MonthDay():
            yield from _month_day(piece, today, quote, is_past=is_past)
        case NthDay():
            yield from _nth(piece, today, is_past=is_past)
        case EndOf():
            yield from _end(piece, today, is_past=is_past)
        case Offset():
            if piece.span.minutes:
                raise refusals.no_length(quote(piece.where))
            for start in _find(piece.start, today, quote, is_past=is_past):
                yield Candidate(add(start.day, piece.span))
        case _:
            assert_never(piece)


def add(day: date, span: Span) -> date:
    """Return a day later by the months and days of a span; a month's 31st becomes its last day."""
    months = day.year * 12 + day.month - 1 + span.months
    year, month = divmod(months, 12)
    length = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length)) + _DAY * span.days


def next_weekday(day: date, weekday: int) -> date:
    """Return the first day with a weekday (0 is Monday) that is not before ``day``."""
    return day + _DAY * ((weekday - day.weekday()) % 7)


def month_of(piece: Month, today: date, *, is_past: bool = False) -> tuple[int, int]:
    """Return the year and the month (1 to 12) that are meant."""
    if piece.number is None:
        first = add(today.replace(day=1), Span(months=piece.ahead))
        return first.year, first.month
    if piece.year is not None:
        return piece.year, piece.number
    if is_past:
        return today.year - (piece.number > today.month), piece.number
    return today.year + (piece.number < today.month), piece.number


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """Return the Nth weekday of a month (1 to 4; -1: the last)."""
    if nth < 0:
        return next_weekday(last_day(year, month) - 6 * _DAY, weekday)
    return next_weekday(date(year, month, 1), weekday) + (nth - 1) * _WEEK


def _weekday(piece: Weekdays, today: date, quote: Quote, *, is_past: bool) -> Iterator[Candidate]:
    weekday, *others = piece.days
    if others:
        raise refusals.two_days(quote(piece.where))
    if piece.is_of_next_week:
        yield Candidate(next_weekday(next_weekday(today + _DAY, 0), weekday))
        return
    if is_past:
        yield Candidate(next_weekday(today - 6 * _DAY, weekday))
    elif not piece.is_next:
        coming = next_weekday(today, weekday)
        yield Candidate(coming, coming + _WEEK)
    else:
        # Some mean the coming one, some the one of the week that begins next Monday.
        yield Candidate(next_weekday(today + _DAY, weekday))
        yield Candidate(next_weekday(next_weekday(today + _DAY, 0), weekday))


def _next(piece: NextUnit, today: date, quote: Quote) -> Iterator[Candidate]:
    monday = next_weekday(today + _DAY, 0)
    match piece.unit:
        case None:
            saturday = next_weekday(today, _SATURDAY)
            yield Candidate(saturday, saturday + _WEEK)
            if piece.is_next:
                yield Candidate(saturday + _WEEK)
        case "day":
            yield Candidate(today + _DAY)
        case "week":
            yield Candidate(monday)
            yield Candidate(today + _WEEK)
        case "month":
            yield Candidate(add(today.replace(day=1), Span(months=1)))
            yield Candidate(add(today, Span(months=1)))
        case _:
            raise refusals.no_day(quote(piece.where))


def _dated(
    piece: Date,
    reading: tuple[int | None, int, int],
    today: date,
    quote: Quote,
    *,
    is_past: bool,
) -> Iterator[Candidate]:
    year, month, number = reading
    if year is not None:
        try:
            found = Candidate(date(year, month, number))
        except ValueError:
            raise refusals.no_such_day(quote(piece.where)) from None
    else:
        step = -1 if is_past else 1
        there = _days_of_years(month, number, today.year, step)
        fitting = [day for day in there if (day <= today if is_past else day >= today)]
        if not fitting:
            raise refusals.no_such_day(quote(piece.where))
        found = Candidate(fitting[0])
    yield found
    if piece.weekday is not None and found.day.weekday() != piece.weekday:
        # A weekday that was named is never dropped: the nearest such day is the other reading.
        yield Candidate(next_weekday(found.day - 3 * _DAY, piece.weekday))


def _days_of_years(month: int, number: int, year: int, step: int) -> list[date]:
    found: list[date] = []
    for ahead in range(_LEAP_CYCLE + 1):
        try:
            found.append(date(year + ahead * step, month, number))
        except ValueError:
            continue
    return found


def _month_day(piece: MonthDay, today: date, quote: Quote, *, is_past: bool) -> Iterator[Candidate]:
    if piece.of is not None:
        year, month = month_of(piece.of, today, is_past=is_past)
        try:
            found = Candidate(date(year, month, piece.number))
        except ValueError:
            raise refusals.no_such_day(quote(piece.where)) from None
    else:
        days = list(_days_of_months(piece.number, today, -1 if is_past else 1))
        found = Candidate(days[0], None if is_past else days[1])
    yield found
    if piece.weekday is not None and found.day.weekday() != piece.weekday:
        ahead = _days_of_months(piece.number, found.day, 1)
        fitting = (day for day in ahead if day.weekday() == piece.weekday)
        yield from (Candidate(day) for day in islice(fitting, 1))


def _days_of_months(number: int, today: date, step: int) -> Iterator[date]:
    """Yield the days of months that bear a number, from ``today`` on, for three years."""
    for months in range(36):
        first = add(today.replace(day=1), Span(months=months * step))
        if number <= monthrange(first.year, first.month)[1]:
            day = first.replace(day=number)
            if (day >= today) if step > 0 else (day <= today):
                yield day


def _nth(piece: NthDay, today: date, *, is_past: bool) -> Iterator[Candidate]:
    def on(year: int, month: int) -> date:
        if piece.weekday is None:
            return last_day(year, month)
        return nth_weekday(year, month, piece.number, piece.weekday)

    if piece.of is None and piece.weekday is not None and piece.number < 0:
        # "last friday" without its month is the one that has passed.
        yield Candidate(next_weekday(today - _WEEK, piece.weekday))
        return
    year, month = month_of(piece.of or Month(), today, is_past=is_past)
    found = on(year, month)
    following = on(year + month // 12, month % 12 + 1)
    is_open = piece.of is None or (piece.of.number is None and not piece.of.ahead)
    if found < today and is_open and not is_past:
        yield Candidate(following)
    else:
        yield Candidate(found, following if is_open else None)


def _end(piece: EndOf, today: date, *, is_past: bool) -> Iterator[Candidate]:
    if isinstance(piece.of, Month):
        yield Candidate(last_day(*month_of(piece.of, today, is_past=is_past)))
    elif piece.of == "week":
        # The working week ends on Friday, the calendar's on Sunday.
        yield Candidate(next_weekday(today, _FRIDAY))
        yield Candidate(next_weekday(today, 6))
    elif piece.of == "month":
        yield Candidate(last_day(today.year, today.month))
    else:
        yield Candidate(date(today.year, 12, 31))
