"""Repetitions in a person's own words: how often, on which days, from when and to when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from bot.model import Frequency, Recurrence
from bot.replies.refusals import moments as refusals
from bot.replies.times import day_words
from bot.schedule.recurrence import find_zone, occurrences, once_at
from bot.services.reading.clocks import MORNING, Wall, read_wall, times_of
from bot.services.reading.days import add, find_days, last_day, month_of
from bot.services.reading.phrase import DAYS, Said
from bot.services.reading.pieces import (
    AnyDay,
    Beginning,
    Clock,
    Date,
    DayWord,
    EndOf,
    MonthDay,
    MonthOnly,
    NthDay,
    Offset,
    PartOfDay,
    Piece,
    Repetition,
    Span,
    Times,
    Until,
    Weekdays,
)

_DAY = timedelta(days=1)
_MONTHS_OF_A_YEAR = 12


def is_repeated(pieces: Sequence[Piece]) -> bool:
    """Tell whether a phrase says that something repeats."""
    return any(isinstance(one, Repetition) or _is_of_every_month(one) for one in pieces)


def may_repeat(piece: NthDay) -> bool:
    """Tell whether "the last day of the month" may mean that of every month."""
    return piece.of is not None and piece.of.number is None and not piece.of.ahead


def of_each_month(piece: NthDay, at: time, zone: str) -> Recurrence:
    """Return the monthly rule of a day that was named by its place in the month."""
    return Recurrence(Frequency.MONTHLY, at, zone, weekday=piece.weekday, nth=piece.number)


def _is_of_every_month(piece: Piece) -> bool:
    of = piece.of if isinstance(piece, MonthDay | NthDay) else None
    return of is not None and of.is_every


def read_rules(said: Said, now: datetime, zone: str) -> Iterator[Recurrence]:
    """Yield the recurrences that a phrase may mean, the likeliest first.

    Raises
    ------
    InvalidInputError
        Something cannot repeat so, or a day in it is not there.
    """
    repetition = said.find(Repetition)
    part = said.find(PartOfDay)
    if repetition is not None and repetition.part is not None:
        if part is not None:
            raise refusals.said_twice(said.quote(repetition.where), said.quote(part.where))
        part = PartOfDay(repetition.part, where=repetition.where)
    wall = read_wall(said.find(Clock), part, said.quote)
    today = now.astimezone(find_zone(zone)).date()
    start = _start(said, today)
    first = _first_ahead(said, now, zone)
    if first is not None:
        start, wall = first.date(), wall or Wall(first.time())
    wall = wall or Wall(MORNING)
    for at in times_of(wall):
        plain = Recurrence(Frequency.DAILY, at, zone)
        for rule in _rules(said, repetition, plain, start, today):
            for moved in _over_midnight(rule, wall, said):
                anchored = _anchored(moved, start, now)
                yield from (_ended(one, said, now) for one in _until(anchored, said, today))


def _first_ahead(said: Said, now: datetime, zone: str) -> datetime | None:
    """Return the local moment of "in 2 hours, every day", which is the first one."""
    span = said.find(Span)
    if span is None:
        return None
    kinds = (Beginning, *DAYS, *((Clock, PartOfDay) if span.minutes else ()))
    other = next((one for one in said.pieces if isinstance(one, kinds)), None)
    if other is not None or span.is_ago:
        raise refusals.said_twice(said.quote(span.where), said.quote((other or span).where))
    local = now.astimezone(find_zone(zone))
    day = datetime.combine(add(local.date(), span), local.time(), local.tzinfo)
    due = once_at(day.astimezone(UTC) + timedelta(minutes=span.minutes), zone)
    return datetime.combine(due.on or local.date(), due.at)


def _start(said: Said, today: date) -> date | None:
    """Return the first day if one was named."""
    beginning = said.find(Beginning)
    if beginning is None:
        return None
    first, *others = find_days(beginning.day, today, said.quote)
    if others:
        raise refusals.several([day_words(one.day) for one in (first, *others)])
    return first.day


def _rules(
    said: Said, repetition: Repetition | None, plain: Recurrence, start: date | None, today: date
) -> Iterator[Recurrence]:
    day = said.find(DAYS)
    if repetition is None:
        yield from _monthly(said, day, plain, start, today)
        return
    rule = replace(plain, every=repetition.every)
    match repetition.unit:
        case "week":
            yield from _weekly(said, repetition, day, rule, start, today)
        case "month" if repetition.is_second:
            weekday = repetition.weekdays[0]
            yield replace(rule, frequency=Frequency.WEEKLY, weekday=weekday, every=2)
            yield _nth(rule, NthDay(2, weekday))
        case "month" if repetition.nth is not None:
            _refuse(said, repetition, day)
            weekday = repetition.weekdays[0] if repetition.weekdays else None
            yield _nth(rule, NthDay(repetition.nth, weekday))
        case "month" if repetition.month_day is not None:
            _refuse(said, repetition, day)
            yield _on_day(rule, repetition.month_day, today)
        case "month":
            yield from _monthly(said, day, rule, start, today)
        case "year":
            yield from _yearly(said, repetition, day, rule, today)
        case _:
            frequency = Frequency.WEEKDAYS if repetition.is_workdays else Frequency.DAILY
            daily = replace(rule, frequency=frequency)
            if day is None:
                yield daily
            else:
                _refuse_unless_dated(said, repetition, day)
                yield from (replace(daily, on=one.day) for one in find_days(day, today, said.quote))


def _refuse(said: Said, repetition: Repetition, day: AnyDay | None) -> None:
    if day is not None:
        raise refusals.said_twice(said.quote(repetition.where), said.quote(day.where))


def _refuse_unless_dated(said: Said, repetition: Repetition, day: AnyDay) -> None:
    if not isinstance(day, DayWord | Date | Offset):
        _refuse(said, repetition, day)


def _weekly(
    said: Said,
    repetition: Repetition,
    day: AnyDay | None,
    rule: Recurrence,
    start: date | None,
    today: date,
) -> Iterator[Recurrence]:
    weekly = replace(rule, frequency=Frequency.WEEKLY)
    if not repetition.weekdays:
        if isinstance(day, Weekdays) and not day.is_next:
            yield _on_weekdays(weekly, day.days)
        elif day is None:
            # On which day was not said: that of the first time or of today, or the week's first.
            likely = (today.weekday(), 0) if start is None else (start.weekday(),)
            for weekday in dict.fromkeys(likely):
                yield _on_weekdays(weekly, (weekday,))
        else:
            _refuse_unless_dated(said, repetition, day)
            for one in find_days(day, today, said.quote):
                yield replace(_on_weekdays(weekly, (one.day.weekday(),)), on=one.day)
        return
    weekly = _on_weekdays(weekly, repetition.weekdays)
    if isinstance(day, MonthDay) and day.of is None and not day.is_stressed:
        first = find_days(day, today, said.quote)[0].day
        if first.weekday() in repetition.weekdays and first - today < 7 * _DAY:
            yield weekly
            yield _on_day(replace(rule, every=1), day.number, today)
            return
    if day is not None and not isinstance(day, DayWord | Date | Offset):
        raise refusals.no_repetition(f"{said.quote(repetition.where)} {said.quote(day.where)}")
    if day is None:
        yield weekly
    else:
        yield from (replace(weekly, on=one.day) for one in find_days(day, today, said.quote))


def _on_weekdays(rule: Recurrence, weekdays: Sequence[int]) -> Recurrence:
    first, *also = sorted(set(weekdays))
    return replace(rule, weekday=first, also=tuple(also))


def _monthly(
    said: Said, day: AnyDay | None, rule: Recurrence, start: date | None, today: date
) -> Iterator[Recurrence]:
    match day:
        case NthDay():
            yield _nth(rule, day)
        case MonthDay() if day.weekday is None:
            yield _on_day(rule, day.number, today)
        case None:
            # On which day was not said: that of the first time or of today, or the month's first.
            for number in dict.fromkeys((today.day, 1) if start is None else (start.day,)):
                yield _on_day(rule, number, today)
        case DayWord() | Date() | Offset():
            for one in find_days(day, today, said.quote):
                yield replace(rule, frequency=Frequency.MONTHLY, on=one.day)
        case EndOf():
            yield _nth(rule, NthDay(-1, None))
        case _:
            raise refusals.no_repetition(said.typed.said)


def _yearly(
    said: Said, repetition: Repetition, day: AnyDay | None, rule: Recurrence, today: date
) -> Iterator[Recurrence]:
    if not isinstance(day, DayWord | Date | Offset):
        raise refusals.no_day(said.quote(repetition.where))
    for one in find_days(day, today, said.quote):
        every = _MONTHS_OF_A_YEAR * repetition.every
        yield replace(rule, frequency=Frequency.MONTHLY, on=one.day, every=every)


def _nth(rule: Recurrence, day: NthDay) -> Recurrence:
    return replace(rule, frequency=Frequency.MONTHLY, weekday=day.weekday, nth=day.number)


def _on_day(rule: Recurrence, number: int, today: date) -> Recurrence:
    """Return the rule of a day of the month, which is that of a month that has it."""
    there = MonthDay(number)
    is_past = rule.every == 1
    found = find_days(there, today, str, is_past=is_past)[0].day
    return replace(rule, frequency=Frequency.MONTHLY, on=found)


def _over_midnight(rule: Recurrence, wall: Wall, said: Said) -> Iterator[Recurrence]:
    """Yield a rule whose time is after the midnight that ends its day, on the day it falls on."""
    if not wall.days or rule.frequency is Frequency.DAILY:
        yield rule
        return
    if rule.frequency is not Frequency.WEEKLY:
        raise refusals.no_repetition(said.typed.said)
    if wall.is_midnight:
        yield rule
    weekdays = [((rule.weekday or 0) + 1) % 7, *((one + 1) % 7 for one in rule.also)]
    yield _on_weekdays(rule, weekdays)


def _anchored(rule: Recurrence, start: date | None, now: datetime) -> Recurrence:
    """Let a rule begin on the day that was named, or count from its first day ahead."""
    is_on_day = rule.frequency is Frequency.MONTHLY and rule.nth is None
    if start is not None:
        if is_on_day and rule.on is not None:
            return replace(rule, on=find_days(MonthDay(rule.on.day), start, str)[0].day)
        return replace(rule, on=start)
    if rule.every > 1 and not is_on_day:
        return _counted(rule, now)
    return rule


def _counted(rule: Recurrence, now: datetime) -> Recurrence:
    zone = find_zone(rule.zone)
    first = next(occurrences(replace(rule, every=1), now), None)
    return rule if first is None else replace(rule, on=first.astimezone(zone).date())


def _until(rule: Recurrence, said: Said, today: date) -> Iterator[Recurrence]:
    until = said.find(Until)
    if until is None:
        yield rule
    elif isinstance(until.day, MonthOnly):
        # Until the month begins, or until it is over.
        year, month = month_of(until.day.month, today)
        for day in (date(year, month, 1) - _DAY, last_day(year, month)):
            yield replace(rule, until=day)
    else:
        for one in find_days(until.day, today, said.quote):
            yield replace(rule, until=one.day)


def _ended(rule: Recurrence, said: Said, now: datetime) -> Recurrence:
    """Return a rule with the end that was said, once it is sure that it comes at all."""
    times, until = said.find(Times), said.find(Until)
    if times is not None:
        if until is not None:
            raise refusals.said_twice(said.quote(times.where), said.quote(until.where))
        found = list(islice(occurrences(rule, now), times.count))
        if found:
            rule = replace(rule, until=found[-1].astimezone(find_zone(rule.zone)).date())
    elif until is not None and next(occurrences(rule, now), None) is None:
        raise refusals.ends_before(said.quote(until.where))
    return rule
