"""Times as people type them, and what is wrong with those that cannot be used."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.catalogue.search import CatalogueSearch
from bot.replies.refusals import times as refusals
from bot.schedule.recurrence import day_start, find_zone

_FARTHEST = timedelta(days=5 * 365)
_LIFETIME = timedelta(days=80 * 365)


def require_zone(search: CatalogueSearch, zone: str) -> str:
    """Return the IANA zone of a name in any case; raises InvalidInputError with the nearest."""
    if (known := search.find_zone(zone)) is not None:
        return known
    nearest = ", ".join(value for _, value in search.suggest_zones(zone)[:3])
    raise refusals.unknown_zone(nearest)


def is_cleared(text: str) -> bool:
    """Tell whether what was typed asks to forget a setting: nothing, or "off"."""
    return text.strip().casefold() in ("", "off", "none")


def parse_time(text: str) -> time:
    """Return a local time written as HH:MM; raises InvalidInputError."""
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - a wall time
    except ValueError:
        raise refusals.unreadable_time() from None


def parse_day(text: str, today: date) -> date:
    """Return a day written as YYYY-MM-DD, within five years; raises InvalidInputError."""
    example = (today + timedelta(days=14)).isoformat()
    day = _read_day(text, example)
    if abs(day - today) > _FARTHEST:
        raise refusals.far_day(example)
    return day


def parse_past(text: str, today: date) -> date:
    """Return a day of one's life, written as YYYY-MM-DD; raises InvalidInputError."""
    day = _read_day(text, (today - timedelta(days=365)).isoformat())
    if day > today:
        raise refusals.future_day()
    if today - day > _LIFETIME:
        raise refusals.ancient_day()
    return day


def _read_day(text: str, example: str) -> date:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a date
    except ValueError:
        raise refusals.unreadable_day(example) from None


def parse_end(text: str, zone: str, now: datetime) -> date:
    """Return the local day on which a pause ends, with its start.

    Raises
    ------
    InvalidInputError
        The day cannot be read, is too far away, in the past or has begun.
    """
    today = now.astimezone(find_zone(zone)).date()
    if _read_day(text, (today + timedelta(days=14)).isoformat()) < today:
        raise refusals.past_day()
    day = parse_day(text, now.date())
    if day_start(day, zone) <= now:
        raise refusals.begun_day()
    return day
