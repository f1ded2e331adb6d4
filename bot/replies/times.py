"""Times in words: when something recurs."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.model import Frequency, Recurrence
from bot.replies.forms import MONTHS, WEEKDAYS
from bot.words import N_, _

_EVERY = (
    N_("Mondays"),
    N_("Tuesdays"),
    N_("Wednesdays"),
    N_("Thursdays"),
    N_("Fridays"),
    N_("Saturdays"),
    N_("Sundays"),
)


def recurrence_words(recurrence: Recurrence) -> str:
    """Say a recurrence with its zone, such as ``Mondays at 09:00 (Europe/Rome)``."""
    sentence = _("{days} at {time} ({zone})")
    if recurrence.until:
        sentence = _("{days} at {time} ({zone}), until {day}")
    return sentence.format(
        days=_days(recurrence),
        time=f"{recurrence.at:%H:%M}",
        zone=recurrence.zone,
        day=recurrence.until,
    )


def local_words(at: datetime, zone: str) -> str:
    """Say a moment in a zone's own time, such as ``Monday 30 March, 09:00 (Europe/Rome)``."""
    local = at.astimezone(ZoneInfo(zone))
    return _(
        "{weekday} {day} {month}, {time} ({zone})",
        weekday=_(WEEKDAYS[local.weekday()]),
        day=local.day,
        month=_(MONTHS[local.month - 1]),
        time=f"{local:%H:%M}",
        zone=zone,
    )


def day_words(day: date) -> str:
    """Say a day, such as ``Sunday 20 December 2026``."""
    return _(
        "{weekday} {day} {month} {year}",
        weekday=_(WEEKDAYS[day.weekday()]),
        day=day.day,
        month=_(MONTHS[day.month - 1]),
        year=day.year,
    )


def local_day(at: datetime, zone: str | None) -> date:
    """Return the local date of a moment in a zone; in UTC when none, or no known one, is given."""
    try:
        return at.astimezone(ZoneInfo(zone or "UTC")).date()
    except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return at.date()


def _days(recurrence: Recurrence) -> str:
    weekday = _(WEEKDAYS[recurrence.weekday or 0])
    day = recurrence.on.isoformat() if recurrence.on else _("its day")
    match recurrence.frequency:
        case Frequency.ONCE:
            return _("Once, on {day},", day=day)
        case Frequency.DAILY:
            return _("Every day")
        case Frequency.WEEKDAYS:
            return _("Monday to Friday")
        case Frequency.WEEKLY if recurrence.every == 1:
            return _(_EVERY[recurrence.weekday or 0])
        case Frequency.WEEKLY:
            return _("Every {n} weeks on {weekday}", n=recurrence.every, weekday=weekday)
        case Frequency.MONTHLY:
            number = recurrence.on.day if recurrence.on else 1
            return _("Every month on day {number} (or its last)", number=number)
        case Frequency.COUNTDOWN:
            return _("7 days before, 1 day before and on {day}", day=day)
