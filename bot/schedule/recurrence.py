"""When a weekly recurrence is due: our own rule, proof against clock changes.

Cron triggers fire twice when clocks go back and skip a midnight that does not exist. The rule here:
the local wall time is read with ``fold=0``, so an hour that happens twice counts once (the first)
and an hour that does not exist moves forward by the gap; every occurrence is strictly after the one
before, at most one per local date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model import Recurrence

_DAY = timedelta(days=1)
_DAYS_A_WEEK = 7


def occurrences(recurrence: Recurrence, after: datetime) -> Iterator[datetime]:
    """Yield every occurrence strictly after ``after``, as aware UTC, without end."""
    zone = ZoneInfo(recurrence.zone)
    # A day earlier than ``after`` there: an occurrence in a gap can move past local midnight.
    day = after.astimezone(zone).date() - _DAY
    day += _DAY * ((recurrence.weekday - day.weekday()) % _DAYS_A_WEEK)
    while True:
        due_at = datetime.combine(day, recurrence.at, zone).astimezone(UTC)
        if due_at > after:
            yield due_at
        day += _DAY * _DAYS_A_WEEK


def next_after(recurrence: Recurrence, after: datetime) -> datetime:
    """Return the first occurrence strictly after ``after``, as aware UTC."""
    return next(occurrences(recurrence, after))
