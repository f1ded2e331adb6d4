"""When a recurrence is due: our own rule, proof against clock changes.

Cron triggers fire twice when clocks go back and skip a midnight that does not exist. The rule here:
an hour that happens twice counts once (the first), an hour that does not exist moves forward by
the gap, or back if forward would leave the day; every occurrence is strictly after the one before,
one per local date. A month without the wanted day uses its last. Weeks begin on Mondays.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, dropwhile, takewhile
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import UnknownZoneError
from bot.model import Frequency, Recurrence

_DAY = timedelta(days=1)
_COUNTDOWN = (7 * _DAY, _DAY, timedelta(0))
_SATURDAY = 5


def occurrences(recurrence: Recurrence, after: datetime) -> Iterator[datetime]:
    """Yield every occurrence strictly after ``after``, as aware UTC, in order.

    Raises
    ------
    UnknownZoneError
        The zone left the time zone data after it was stored.
    """
    zone = find_zone(recurrence.zone)
    # A day earlier than ``after`` there: a day that does not exist moves into the next.
    first = after.astimezone(zone).date() - _DAY
    latest = after
    for day in _days(recurrence, first):
        due_at = moment(day, recurrence.at, zone)
        if due_at > latest:
            latest = due_at
            yield due_at


def next_after(recurrence: Recurrence, after: datetime) -> datetime | None:
    """Return the first occurrence strictly after ``after`` as aware UTC; None when it has ended.

    Raises
    ------
    UnknownZoneError
        The zone left the time zone data after it was stored.
    """
    return next(occurrences(recurrence, after), None)


def is_occurrence(recurrence: Recurrence, moment: datetime) -> bool:
    """Tell whether ``moment`` (aware UTC) is one of the occurrences; raises UnknownZoneError."""
    return next_after(recurrence, moment - timedelta(microseconds=1)) == moment


def next_in_new_week(
    recurrence: Recurrence, after: datetime, last: datetime | None
) -> datetime | None:
    """Return the first occurrence after ``after`` (aware UTC) in another local week than ``last``.

    A weekly one that was due this week is not due again in it, whatever is changed in it. Weeks are
    those of ISO 8601; what does not recur once a week has none.
    """
    is_weekly = recurrence.frequency is Frequency.WEEKLY and not recurrence.also
    return _next_beyond(recurrence, after, last if is_weekly else None, _week)


def next_on_new_day(
    recurrence: Recurrence, after: datetime, last: datetime | None
) -> datetime | None:
    """Return the first occurrence after ``after`` (aware UTC) on a local day after ``last``."""
    return _next_beyond(recurrence, after, last, date.toordinal)


def _next_beyond(
    recurrence: Recurrence,
    after: datetime,
    last: datetime | None,
    period: Callable[[date], Any],
) -> datetime | None:
    if last is None:
        return next_after(recurrence, after)
    zone = find_zone(recurrence.zone)
    over = period(last.astimezone(zone).date())
    later = (
        due_at
        for due_at in occurrences(recurrence, after)
        if period(due_at.astimezone(zone).date()) > over
    )
    return next(later, None)


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def once_after(now: datetime, by: timedelta, zone: str) -> Recurrence:
    """Return the moment ``by`` after ``now``: hours elapse, whole days keep the time of day."""
    if by % _DAY:
        return once_at(now + by, zone)
    local = _whole_minute(now).astimezone(find_zone(zone)) + by
    return Recurrence(Frequency.ONCE, local.time(), zone, on=local.date())


def once_at(at: datetime, zone: str) -> Recurrence:
    """Return a moment (aware UTC) in full minutes, never earlier, as a wall time of a zone.

    An hour that happens twice has no wall time of its own the second time: it is kept in UTC.
    """
    due = _whole_minute(at)
    local = due.astimezone(find_zone(zone))
    if moment(local.date(), local.time(), find_zone(zone)) != due:
        local, zone = due, "UTC"
    return Recurrence(Frequency.ONCE, local.time(), zone, on=local.date())


def _whole_minute(at: datetime) -> datetime:
    late = at.second or at.microsecond
    return at.replace(second=0, microsecond=0) + timedelta(minutes=bool(late))


def find_zone(name: str) -> ZoneInfo:
    """Return a zone by its IANA name.

    Raises
    ------
    UnknownZoneError
        The installed time zone data does not hold it.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZoneError(name) from error


def is_known(zone: str) -> bool:
    """Tell whether the installed time zone data holds a zone."""
    try:
        find_zone(zone)
    except UnknownZoneError:
        return False
    return True


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return a wall time of a zone as aware UTC, by the rule of this module."""
    forward = datetime.combine(day, at, zone).astimezone(UTC)
    if forward.astimezone(zone).date() == day:
        return forward
    # ``fold=1`` reads a missing hour with the offset after the gap: earlier by the gap.
    back = datetime.combine(day, at.replace(fold=1), zone).astimezone(UTC)
    return back if back.astimezone(zone).date() == day else forward


def day_start(day: date, zone: str) -> datetime:
    """Return when a local day begins, as aware UTC.

    Raises
    ------
    UnknownZoneError
        The zone left the time zone data after it was stored.
    """
    return moment(day, time(), find_zone(zone))


def _days(recurrence: Recurrence, first: date) -> Iterator[date]:
    """Yield the local dates from ``first`` on, within the recurrence's own first and last day."""
    start, end = recurrence.on, recurrence.until or date.max
    if recurrence.frequency is Frequency.ONCE:
        days = iter([start] if start else [])
    elif recurrence.frequency is Frequency.COUNTDOWN:
        days = (start - ahead for ahead in _COUNTDOWN) if start else iter(())
    else:
        days = _recurring(recurrence, max(first, start or first))
    return takewhile(lambda day: day <= end, dropwhile(lambda day: day < first, days))


def _recurring(recurrence: Recurrence, first: date) -> Iterator[date]:
    if recurrence.frequency is Frequency.MONTHLY:
        return _monthly(recurrence, first)
    if recurrence.frequency is Frequency.WEEKLY:
        return _weekly(recurrence, first)
    if recurrence.frequency is Frequency.WEEKDAYS:
        return (day for day in _each(first, 1) if day.weekday() < _SATURDAY)
    return _each(_step_to(recurrence.on or first, first, recurrence.every), recurrence.every)


def _each(first: date, days: int) -> Iterator[date]:
    return (first + _DAY * number for number in range(0, (date.max - first).days, days))


def _step_to(anchor: date, first: date, days: int) -> date:
    """Return the first day of a series from ``anchor`` on that is not before ``first``."""
    return anchor + _DAY * days * max(0, -((anchor - first).days // days))


def _weekly(recurrence: Recurrence, first: date) -> Iterator[date]:
    weekdays = sorted({recurrence.weekday or 0, *recurrence.also})
    anchor = recurrence.on or first
    start = min(anchor + _DAY * ((weekday - anchor.weekday()) % 7) for weekday in weekdays)
    # Weeks are counted by their Mondays, from the one in which the series starts.
    monday = start - _DAY * start.weekday()
    length = 7 * recurrence.every
    passed = max(0, (first - monday).days // length)
    for number in count(passed):
        try:
            week = [monday + _DAY * (length * number + weekday) for weekday in weekdays]
        except OverflowError:
            return
        yield from (day for day in week if day >= start)


def _monthly(recurrence: Recurrence, first: date) -> Iterator[date]:
    anchor = recurrence.on or first
    months = range(first.year * 12 + first.month - 1, date.max.year * 12)
    since = anchor.year * 12 + anchor.month - 1
    for year, month in (divmod(one, 12) for one in months if not (one - since) % recurrence.every):
        day = _day_of_month(recurrence, year, month + 1, anchor.day)
        if day >= first:
            yield day


def _day_of_month(recurrence: Recurrence, year: int, month: int, number: int) -> date:
    first_weekday, length = monthrange(year, month)
    if recurrence.nth is None:
        return date(year, month, min(number, length))
    if recurrence.weekday is None:
        return date(year, month, length)
    found = 1 + (recurrence.weekday - first_weekday) % 7
    last = found + 7 * ((length - found) // 7)
    return date(year, month, last if recurrence.nth < 0 else found + 7 * (recurrence.nth - 1))
