"""Moments and repetitions in a person's own words: "tomorrow 9am", "every friday at 18:30".

What was said is used or refused by name. Two plausible readings are both handed back. The hour that
is shown is the hour that was typed; hours and minutes elapse, days and longer keep the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.model import Frequency, Reading, Recurrence
from bot.replies.refusals import moments as refusals
from bot.schedule.recurrence import find_zone, moment, next_after, once_at
from bot.services.reading import repetitions
from bot.services.reading.clocks import MORNING, Wall, read_wall
from bot.services.reading.days import Candidate, add, find_days
from bot.services.reading.phrase import DAYS, ENDS, Said
from bot.services.reading.pieces import (
    Clock,
    DayWord,
    NthDay,
    PartOfDay,
    Span,
    Stamp,
    Zone,
)
from bot.services.reading.zones import find_zones

MOST_YEARS = 5
_FARTHEST = timedelta(days=MOST_YEARS * 366)
_MOST_READINGS = 5
_DAY = timedelta(days=1)
_NIGHT = (time(22), time(7))
_TODAY_TIMES = (time(18), time(21))


def read_moment(said: Said, now: datetime, zone: str | None) -> tuple[Reading, ...]:
    """Return the ways to read a phrase, the likeliest first: one, unless it can mean several.

    ``now`` is aware UTC. ``zone`` is the reader's own IANA zone; with None only what needs none is
    read: a length of time, Discord's time stamp, a time with its zone.

    Raises
    ------
    InvalidInputError
        A part is missing or contradicts another, or the time lies in the past or more than five
        years ahead.
    """
    found = [one for own in _zones(said, zone) for one in _read(said, now, own)]
    ahead = [one for one in _distinct(found) if one.first_at > now]
    if not ahead:
        raise refusals.past(said.typed.said)
    if min(one.first_at for one in ahead) - now > _FARTHEST:
        raise refusals.too_far(MOST_YEARS)
    if len(ahead) > _MOST_READINGS:
        raise refusals.many_zones(said.typed.said)
    return tuple(one for one in ahead if one.first_at - now <= _FARTHEST)


def _zones(said: Said, own: str | None) -> tuple[str | None, ...]:
    """Return the zones that count: the one that was typed, in each way it can be meant."""
    named = [one for one in said.pieces if isinstance(one, Zone)]
    if not named:
        return (own,)
    found = [find_zones(one.name) for one in named]
    for piece, zones in zip(named, found, strict=True):
        if not zones:
            raise refusals.unknown_zone(said.quote(piece.where), ())
    if len(named) > 1:
        raise refusals.said_twice(*(said.quote(one.where) for one in named[:2]))
    (zones,) = found
    return (own,) if own in zones else zones


def _read(said: Said, now: datetime, zone: str | None) -> Iterator[Reading]:
    stamp = said.find(Stamp)
    if stamp is not None:
        yield _stamped(said, stamp, zone)
        return
    span = said.find(Span)
    if span is not None and span.is_ago:
        raise refusals.past(said.quote(span.where))
    if repetitions.is_repeated(said.pieces):
        if zone is None:
            raise refusals.zone_needed()
        for rule in repetitions.read_rules(said, now, zone):
            first = next_after(rule, now)
            if first is not None:
                yield Reading(rule, first)
        return
    ends = [one for one in said.pieces if isinstance(one, ENDS)]
    if ends:
        raise refusals.only_repeated(said.quote(ends[0].where))
    if span is not None and not (said.find(DAYS) and span.clock):
        yield from _elapsed(said, span, now, zone)
        return
    if zone is None:
        raise refusals.zone_needed()
    yield from _dated(said, span, now, zone)


def _stamped(said: Said, stamp: Stamp, zone: str | None) -> Reading:
    others = [one for one in said.pieces if one is not stamp]
    if others:
        raise refusals.said_twice(said.quote(stamp.where), said.quote(others[0].where))
    try:
        at = datetime.fromtimestamp(stamp.seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise refusals.no_such_day(said.quote(stamp.where)) from None
    return _once(at, zone)


def _once(at: datetime, zone: str | None) -> Reading:
    rule = once_at(at, zone or "UTC")
    first = next_after(rule, at - timedelta(minutes=1))
    return Reading(rule, first or at, is_elapsed=True)


def _elapsed(said: Said, span: Span, now: datetime, zone: str | None) -> Iterator[Reading]:
    """Yield what lies a length of time ahead."""
    wall = read_wall(said.find(Clock), said.find(PartOfDay), said.quote)
    day = said.find(DAYS)
    named = [one for one in said.pieces if isinstance(one, Zone)]
    if day is not None:
        raise refusals.said_twice(said.quote(span.where), said.quote(day.where))
    is_whole = bool(span.days or span.months)
    if not is_whole:
        if wall is not None or named:
            other = next(one for one in said.pieces if one is not span)
            raise refusals.said_twice(said.quote(span.where), said.quote(other.where))
        if span.clock is not None and span.minutes % 60:
            yield from _dated(said, span, now, zone) if zone else ()
            if span.clock.hour > 12:
                return
        yield _once(now + timedelta(minutes=span.minutes), zone)
        return
    zone = zone or "UTC"
    local = now.astimezone(find_zone(zone))
    target = add(local.date(), span)
    if wall is not None:
        yield _on(target + _DAY * wall.days, wall.at, zone)
        return
    at = local.time().replace(second=0, microsecond=0)
    start = moment(target, at, find_zone(zone))
    seconds = timedelta(seconds=now.second, microseconds=now.microsecond)
    if span.minutes:
        yield _once(start + seconds + timedelta(minutes=span.minutes), zone)
        return
    if not _NIGHT[1] <= at < _NIGHT[0]:
        # Asked for at night, in the morning of that day may be meant.
        yield _on(target, MORNING, zone)
    yield _once(start + seconds, zone)


def _on(day: date, at: time, zone: str) -> Reading:
    return Reading(Recurrence(Frequency.ONCE, at, zone, on=day), moment(day, at, find_zone(zone)))


def _dated(said: Said, span: Span | None, now: datetime, zone: str) -> Iterator[Reading]:
    """Yield what a day and a time of day, or one of them, may mean."""
    clock, part = said.find(Clock), said.find(PartOfDay)
    if span is not None and span.clock is not None:
        if clock is not None:
            raise refusals.said_twice(said.quote(clock.where), said.quote(span.where))
        clock = Clock((span.clock,), span.where)
    wall = read_wall(clock, part, said.quote)
    piece = said.find(DAYS)
    if part is not None and part.is_today:
        if piece is not None and piece != DayWord(0, piece.where):
            raise refusals.said_twice(said.quote(piece.where), said.quote(part.where))
        piece = DayWord(0, part.where)
    today = now.astimezone(find_zone(zone)).date()
    is_today = isinstance(piece, DayWord) and not piece.ahead
    if piece is None:
        days: tuple[Candidate, ...] = (Candidate(today, today + _DAY),)
    else:
        days = find_days(piece, today, said.quote)
    if wall is None and is_today:
        yield from _later_today(now, zone)
        return
    wall = wall or Wall(MORNING)
    for day in days:
        yield from _at(day, wall, now, zone, is_named=piece is not None, is_today=is_today)
    if isinstance(piece, NthDay) and repetitions.may_repeat(piece):
        rule = repetitions.of_each_month(piece, wall.at, zone)
        if (first := next_after(rule, now)) is not None:
            yield Reading(rule, first)


def _later_today(now: datetime, zone: str) -> Iterator[Reading]:
    """Yield times for today: a day that was named is kept, its time is asked for."""
    soon = _once(now + timedelta(hours=1), zone)
    local = now.astimezone(find_zone(zone))
    later = [_on(local.date(), at, zone) for at in _TODAY_TIMES]
    today = [one for one in (soon, *later) if one.first_at > now]
    yield from (one for one in today if one.recurrence.on == local.date())


def _at(
    day: Candidate, wall: Wall, now: datetime, zone: str, *, is_named: bool, is_today: bool
) -> Iterator[Reading]:
    if wall.is_midnight and is_named and not is_today:
        # The midnight with which a day begins, and the one with which it ends.
        yield _on(day.day, wall.at, zone)
        yield _on(day.day + _DAY, wall.at, zone)
        return
    readings = [_ahead(day, wall.at, wall.days, now, zone)]
    if wall.other_half is not None:
        other = _ahead(day, wall.other_half, 0, now, zone)
        if wall.is_other_half_as_likely:
            readings = sorted((*readings, other), key=lambda one: one.first_at)
        elif is_today and readings[0].first_at <= now:
            readings = [other]
    yield from readings


def _ahead(day: Candidate, at: time, days: int, now: datetime, zone: str) -> Reading:
    """Return the moment on a day, or, where that has passed, on the later one that it may be."""
    found = _on(day.day + _DAY * days, at, zone)
    if found.first_at > now or day.later is None:
        return found
    return _on(day.later + _DAY * days, at, zone)


def _distinct(found: Iterable[Reading]) -> Iterator[Reading]:
    """Yield one of the readings that come at the same moments: zones often agree."""
    seen: set[tuple[object, ...]] = set()
    for one in found:
        half_a_year = one.first_at + timedelta(days=182)
        rule = one.recurrence
        key = (one.first_at, next_after(rule, half_a_year), rule.until)
        if key not in seen:
            seen.add(key)
            yield one
