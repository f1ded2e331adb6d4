"""When a recurrence is due: our own rule, proof against clock changes.

Cron triggers fire twice when clocks go back and skip a midnight that does not exist. The rule here:
an hour that happens twice counts once (the first), an hour that does not exist moves forward by
the gap, or back if forward would leave the day; every occurrence is strictly after the one before,
one per local date. A month without the wanted day uses its last.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import dropwhile, takewhile
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import UnknownZoneError
from bot.model import Frequency, Recurrence

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
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
    those of ISO 8601; what does not recur weekly has none.
    """
    is_weekly = recurrence.frequency is Frequency.WEEKLY
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
    """Return the moment ``by`` after ``now``: hours elapse, whole days keep the time of day.

    It is in full minutes, never earlier. An hour that happens twice has no wall time of its own, so
    what elapses is kept in UTC.
    """
    kept_in = zone if by % timedelta(days=1) == timedelta(0) else "UTC"
    due = (now + timedelta(seconds=59)).astimezone(find_zone(kept_in)) + by
    at = due.time().replace(second=0, microsecond=0)
    return Recurrence(Frequency.ONCE, at, kept_in, on=due.date())


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
        return _monthly(first, (recurrence.on or first).day)
    if recurrence.frequency is Frequency.WEEKLY:
        return _weekly(recurrence, first)
    days = (first + _DAY * number for number in range((date.max - first).days))
    if recurrence.frequency is Frequency.WEEKDAYS:
        return (day for day in days if day.weekday() < _SATURDAY)
    return days


def _weekly(recurrence: Recurrence, first: date) -> Iterator[date]:
    weekday = recurrence.weekday or 0
    step = _WEEK * recurrence.every
    anchor = recurrence.on or first
    anchor += _DAY * ((weekday - anchor.weekday()) % _WEEK.days)
    # The first day of the series that is not before ``first``.
    day = anchor + step * max(0, -(-(first - anchor) // step))
    return (day + step * number for number in range((date.max - day) // step))


def _monthly(first: date, day: int) -> Iterator[date]:
    for number in range(12 * (date.max.year - first.year)):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        yield date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
