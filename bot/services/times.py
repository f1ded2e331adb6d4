"""Times as people type them, and what is wrong with those that cannot be used."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.catalogue.search import CatalogueSearch
from bot.errors import InvalidInputError
from bot.replies.times import day_is_past
from bot.schedule.recurrence import find_zone
from bot.words import _

_FARTHEST = timedelta(days=5 * 365)
_LIFETIME = timedelta(days=80 * 365)


def require_zone(search: CatalogueSearch, zone: str) -> str:
    """Return the IANA zone of a name in any case; raises InvalidInputError with the nearest."""
    if (known := search.find_zone(zone)) is not None:
        return known
    nearest = ", ".join(value for _, value in search.suggest_zones(zone)[:3])
    raise InvalidInputError(
        _("That time zone is not known."),
        _("Pick one from the list while typing, such as {zone}.", zone=nearest or "Europe/Rome"),
    )


def is_cleared(text: str) -> bool:
    """Tell whether what was typed asks to forget a setting: nothing, or "off"."""
    return text.strip().casefold() in ("", "off", "none")


def parse_time(text: str) -> time:
    """Return a local time written as HH:MM; raises InvalidInputError."""
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - a wall time
    except ValueError:
        raise InvalidInputError(
            _("That time cannot be read."),
            _("Write it on the 24-hour clock, such as 09:00 or 18:30."),
        ) from None


def parse_day(text: str, today: date) -> date:
    """Return a day written as YYYY-MM-DD, within five years; raises InvalidInputError."""
    example = (today + timedelta(days=14)).isoformat()
    day = _read_day(text, example)
    if abs(day - today) > _FARTHEST:
        raise InvalidInputError(
            _("That day is too far away."),
            _("Choose a day such as {example}, or leave it empty.", example=example),
        )
    return day


def parse_past(text: str, today: date) -> date:
    """Return a day of one's life, written as YYYY-MM-DD; raises InvalidInputError."""
    day = _read_day(text, (today - timedelta(days=365)).isoformat())
    if day > today:
        raise InvalidInputError(_("That day is in the future."), _("Give the day it happened."))
    if today - day > _LIFETIME:
        raise InvalidInputError(_("That day is too long ago."), _("Give the day it happened."))
    return day


def _read_day(text: str, example: str) -> date:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a date
    except ValueError:
        raise InvalidInputError(
            _("That day cannot be read."),
            _("Write it as YYYY-MM-DD, such as {example}.", example=example),
        ) from None


def parse_end(text: str, zone: str, now: datetime) -> datetime:
    """Return when a pause until a local day ends (its start, aware UTC).

    Raises
    ------
    InvalidInputError
        The day cannot be read, is too far away, in the past or has begun.
    """
    today = now.astimezone(find_zone(zone)).date()
    if _read_day(text, (today + timedelta(days=14)).isoformat()) < today:
        raise day_is_past()
    day = parse_day(text, now.date())
    end = datetime.combine(day, time(), find_zone(zone)).astimezone(UTC)
    if end <= now:
        raise InvalidInputError(
            _("That day has already begun."), _("Choose a later day, or leave it empty.")
        )
    return end
