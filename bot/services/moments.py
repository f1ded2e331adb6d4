"""Moments as people type them: "tomorrow 9am", "in 2 hours", "every friday at 18:30".

dateparser reads the words; the rules around it are ours, because some of its guesses would be
wrong by days: a bare hour means an hour, a day without a time means 09:00, a date such as 05/06
is asked back.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.model import Frequency
from bot.replies.refusals import moments as refusals

MAX_PHRASE = 100
_MORNING = time(9)
_FARTHEST = timedelta(days=5 * 366)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_NAME = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
_EVERY = re.compile(
    rf"^(?:every|each)\s+(?P<what>day|weekday|workday|week|month|{_DAY_NAME})s?\b(?:\s+on\b)?"
    r"(?P<rest>.*)$"
)
_BARE_HOUR = re.compile(
    rf"\b(at|today|tomorrow|{_DAY_NAME})\s+(\d{{1,2}})(?![\d:./-]|\s*(?:am|pm|st|nd|rd|th)\b)"
)
_ORDINAL = re.compile(r"\b(?:on\s+)?the\s+(\d{1,2})(?:st|nd|rd|th)\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?\b(?!:)")
_SPAN = re.compile(r"\b(?:in|after)\b.*\b(?:sec|min|hour|hr|h|day|week|month|year)")
_CLOCK = re.compile(
    r"\d{1,2}:\d{2}|\d\s*(?:am|pm)\b|\b(?:noon|midnight|tonight|morning|afternoon|evening)\b"
)
_REPEATS = {
    "day": Frequency.DAILY,
    "weekday": Frequency.WEEKDAYS,
    "workday": Frequency.WEEKDAYS,
    "week": Frequency.WEEKLY,
    "month": Frequency.MONTHLY,
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A local wall time (to the minute), and the repeat that its words ask for, if any."""

    at: datetime
    repeat: Frequency | None = None


async def read_phrase(text: str, now: datetime) -> Phrase:
    """Read a phrase; ``now`` is the local wall time, naive.

    Raises
    ------
    InvalidInputError
        It cannot be read, could mean two days, or lies in the past or too far ahead.
    """
    words = " ".join(text.casefold().split())
    if not words or len(words) > MAX_PHRASE:
        raise refusals.unreadable()
    repeat, rest = _split(words)
    _refuse_ambiguous(rest, now.date())
    plain = _ORDINAL.sub(lambda found: _next_day(int(found[1]), now.date()), rest)
    plain = f"at {plain}" if plain.isdecimal() else plain
    plain = _BARE_HOUR.sub(r"\1 \2:00", plain)
    # Its first call reads tables for a quarter of a second; nothing may hold the loop that long.
    parsed = await asyncio.to_thread(_parse, plain or "today", now)
    if parsed is None:
        raise refusals.unreadable()
    return Phrase(_settle(plain, parsed, now, repeats=repeat is not None), repeat)


def _parse(words: str, now: datetime) -> datetime | None:
    import dateparser

    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": now}
    return dateparser.parse(words, languages=["en"], settings=settings)


def _split(words: str) -> tuple[Frequency | None, str]:
    found = _EVERY.match(words)
    if found is None:
        return None, words
    what, rest = found["what"], found["rest"].strip()
    if what in _REPEATS:
        return _REPEATS[what], rest
    day = next(name for name in _WEEKDAYS if name.startswith(what[:3]))
    return Frequency.WEEKLY, f"{day} {rest}".strip()


def _refuse_ambiguous(words: str, today: date) -> None:
    found = _NUMERIC.search(words)
    if found is None or re.search(r"\b\d{4}-\d{2}-\d{2}\b", words):
        return
    year = int(found[3] or today.year)
    year += 2000 if year < 100 else 0
    first, second = int(found[1]), int(found[2])
    meant = [
        f"{year:04}-{month:02}-{day:02}"
        for day, month in dict.fromkeys(((first, second), (second, first)))
        if 1 <= month <= 12 and 1 <= day <= 31
    ]
    raise refusals.ambiguous(found[0], meant)


def _next_day(number: int, today: date) -> str:
    """Return the next date that is the given day of a month, as ISO text."""
    for ahead in range(1, 366):
        day = today + timedelta(days=ahead)
        if day.day == number:
            return day.isoformat()
    raise refusals.no_such_day(number)


def _settle(words: str, parsed: datetime, now: datetime, *, repeats: bool) -> datetime:
    at = parsed.replace(tzinfo=None)
    if _SPAN.search(words):
        at += timedelta(minutes=1) if at.second or at.microsecond else timedelta(0)
    elif not _CLOCK.search(words):
        at = datetime.combine(at.date(), _MORNING)
        if at <= now and (repeats or words in ("", "today")):
            at += timedelta(days=1)
    at = at.replace(second=0, microsecond=0)
    if at <= now:
        raise refusals.past()
    if at - now > _FARTHEST:
        raise refusals.too_far()
    return at
