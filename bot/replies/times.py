"""Times in words: when something recurs."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model import Frequency, Recurrence
from bot.replies.forms import MONTHS, WEEKDAYS


def recurrence_words(recurrence: Recurrence) -> str:
    """Say a recurrence with its zone, such as ``Mondays at 09:00 (Europe/Rome)``."""
    until = f", until {recurrence.until.isoformat()}" if recurrence.until else ""
    at = recurrence.at.strftime("%H:%M")
    return f"{_days(recurrence)} at {at} ({recurrence.zone}){until}"


def local_words(at: datetime, zone: str) -> str:
    """Say a moment in a zone's own time, such as ``Monday 30 March, 09:00 (Europe/Rome)``."""
    local = at.astimezone(ZoneInfo(zone))
    day = f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}"
    return f"{day}, {local:%H:%M} ({zone})"


def _days(recurrence: Recurrence) -> str:
    weekday = WEEKDAYS[recurrence.weekday or 0]
    day = recurrence.on.isoformat() if recurrence.on else "its day"
    match recurrence.frequency:
        case Frequency.ONCE:
            return f"Once, on {day},"
        case Frequency.DAILY:
            return "Every day"
        case Frequency.WEEKDAYS:
            return "Monday to Friday"
        case Frequency.WEEKLY if recurrence.every == 1:
            return f"{weekday}s"
        case Frequency.WEEKLY:
            return f"Every {recurrence.every} weeks on {weekday}"
        case Frequency.MONTHLY:
            return f"Every month on day {recurrence.on.day if recurrence.on else 1} (or its last)"
        case Frequency.COUNTDOWN:
            return f"7 days before, 1 day before and on {day}"
