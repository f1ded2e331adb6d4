"""Times in words: when something recurs."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale

from bot.model import Frequency, Recurrence
from bot.replies.forms import MONTHS, WEEKDAYS
from bot.words import N_, _, current_language

_EVERY = (
    N_("Mondays"),
    N_("Tuesdays"),
    N_("Wednesdays"),
    N_("Thursdays"),
    N_("Fridays"),
    N_("Saturdays"),
    N_("Sundays"),
)
_NTH = {1: N_("first"), 2: N_("second"), 3: N_("third"), 4: N_("fourth"), -1: N_("last")}
# Languages with genders say Sunday's differently.
_NTH_SUNDAY = {
    1: N_("first Sunday"),
    2: N_("second Sunday"),
    3: N_("third Sunday"),
    4: N_("fourth Sunday"),
    -1: N_("last Sunday"),
}
_SUNDAY = 6
_YEAR = 12
_FIXED = re.compile(r"Etc/GMT([+-])(\d+)")


def recurrence_words(recurrence: Recurrence, *, is_begun: bool = True) -> str:
    """Say a recurrence with its zone, such as ``Mondays at 09:00 (Europe/Rome)``."""
    return f"{rule_words(recurrence, is_begun=is_begun)} ({zone_words(recurrence.zone)})"


def rule_words(recurrence: Recurrence, *, is_begun: bool = True) -> str:
    """Say a recurrence without its zone, in words that are read back as the same.

    The first day is said where it is yet to come, or where the others are counted from it.
    """
    said = _("{days} at {time}", days=_days(recurrence), time=f"{recurrence.at:%H:%M}")
    if recurrence.on and (_is_counted(recurrence) or not (is_begun or _is_its_day(recurrence))):
        said = _("{when}, starting {day}", when=said, day=day_words(recurrence.on))
    if recurrence.until:
        said = _("{when}, until {day}", when=said, day=day_words(recurrence.until))
    return said


def _is_its_day(recurrence: Recurrence) -> bool:
    """Tell whether the rule itself says the first day, or the day of the month of it."""
    if recurrence.frequency is Frequency.MONTHLY:
        return recurrence.nth is None
    return recurrence.frequency in (Frequency.ONCE, Frequency.COUNTDOWN)


def _is_counted(recurrence: Recurrence) -> bool:
    """Tell whether the days are counted from the first one."""
    is_every_year = _is_its_day(recurrence) and recurrence.every == _YEAR
    return recurrence.every > 1 and not is_every_year


def zone_words(zone: str) -> str:
    """Say a zone by its name, one that never changes its clocks as ``UTC+02:00``."""
    fixed = _FIXED.fullmatch(zone)
    if fixed is None:
        return zone
    # The database's names of this kind count the other way (POSIX).
    return f"UTC{'-' if fixed[1] == '+' else '+'}{int(fixed[2]):02}:00"


def city_words(zone: str) -> str:
    """Say a zone as its people do, by its city: ``New York``."""
    zones: Any = Locale.parse(current_language()).time_zones
    named: dict[str, str] = zones.get(zone, {})
    return named.get("city") or zone_words(zone).rpartition("/")[2].replace("_", " ")


def local_words(at: datetime, zone: str) -> str:
    """Say a moment in a zone's own time, such as ``Monday 30 March, 09:00 (Europe/Rome)``."""
    local = at.astimezone(ZoneInfo(zone))
    return _(
        "{weekday} {day} {month}, {time} ({zone})",
        weekday=_(WEEKDAYS[local.weekday()]),
        day=local.day,
        month=_(MONTHS[local.month - 1]),
        time=f"{local:%H:%M}",
        zone=zone_words(zone),
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
    every, on = recurrence.every, recurrence.on
    day = day_words(on) if on else _("its day")
    match recurrence.frequency:
        case Frequency.ONCE:
            return day
        case Frequency.DAILY if every == 1:
            return _("Every day")
        case Frequency.DAILY:
            return _("Every {n} days", n=every)
        case Frequency.WEEKDAYS:
            return _("Monday to Friday")
        case Frequency.WEEKLY:
            weekdays = (recurrence.weekday or 0, *recurrence.also)
            if every == 1:
                return _(" and ").join(_(_EVERY[one]) for one in weekdays)
            named = _(" and ").join(_(WEEKDAYS[one]) for one in weekdays)
            return _("Every {n} weeks on {weekday}", n=every, weekday=named)
        case Frequency.MONTHLY if every == _YEAR and recurrence.nth is None and on:
            return _("Every year on {day} {month}", day=on.day, month=_(MONTHS[on.month - 1]))
        case Frequency.MONTHLY:
            return _of_months(recurrence)
        case Frequency.COUNTDOWN:
            return _("7 days before, 1 day before and on {day}", day=day)


def _of_months(recurrence: Recurrence) -> str:
    every, nth = recurrence.every, recurrence.nth
    if nth is None:
        number = recurrence.on.day if recurrence.on else 1
        if every == 1:
            return _("Every month on day {number}", number=number)
        return _("Every {n} months on day {number}", n=every, number=number)
    if recurrence.weekday is None:
        if every == 1:
            return _("Every month on the last day")
        return _("Every {n} months on the last day", n=every)
    if recurrence.weekday == _SUNDAY:
        day = _(_NTH_SUNDAY[nth])
    else:
        day = _("{nth} {weekday}", nth=_(_NTH[nth]), weekday=_(WEEKDAYS[recurrence.weekday]))
    if every == 1:
        return _("Every month on the {day}", day=day)
    return _("Every {n} months on the {day}", n=every, day=day)
