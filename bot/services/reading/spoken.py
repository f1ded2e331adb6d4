"""What the words of a phrase mean, by the kind that the grammar found them to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from lark import Token
from lark.tree import Meta

from bot.services.reading import vocabulary
from bot.services.reading.pieces import Hour, Month, Span, Where

_HALF_DAY, _LAST_HOUR = 12, 24


@cache
def plurals() -> dict[str, int]:
    """Return the weekday of each plural, such as "mondays"."""
    return {f"{name}s": day for name, day in vocabulary.weekdays().items()}


def where_of(meta: Meta) -> Where:
    """Return where a rule stands in the plain text."""
    return (meta.start_pos, meta.end_pos)


def is_a(one: Any, *kinds: str) -> bool:
    """Tell whether one of a rule's children is a word of one of these kinds."""
    return isinstance(one, Token) and one.type in kinds


@cache
def meanings() -> dict[str, dict[str, str]]:
    """Return what each spelling of each kind of word means."""
    return {
        "DAY_WORD": vocabulary.values(vocabulary.DAY_WORDS),
        "PART": vocabulary.values(vocabulary.PARTS),
        "TODAY_PART": vocabulary.values(vocabulary.TODAY_PARTS),
        "NUMBER_WORD": vocabulary.values(vocabulary.NUMBERS),
        "ORDINAL": vocabulary.values(vocabulary.ORDINALS),
        "PERIOD": vocabulary.values(vocabulary.PERIODS),
        "TIME_WORD": vocabulary.values(vocabulary.TIME_WORDS),
        "FRACTION": vocabulary.values(vocabulary.FRACTIONS),
        "FRACTION_AFTER": vocabulary.values(vocabulary.FRACTIONS_AFTER),
    }


def meaning(token: Token) -> str:
    """Return what a word means."""
    return meanings()[token.type][str(token)]


def weekday_said(token: Token) -> int:
    """Return the weekday that a word names; 0 is Monday."""
    return vocabulary.weekdays()[str(token)]


def unit_said(token: Token) -> str:
    """Return the unit that a word names."""
    return vocabulary.units()[str(token)]


def month_in(children: Sequence[Any]) -> Month | None:
    """Return the month that belongs to a rule, if any."""
    return next((one for one in children if isinstance(one, Month)), None)


def month_said(children: Sequence[Token]) -> int:
    """Return the month that was named, 1 to 12."""
    return next(vocabulary.months()[str(one)] for one in children if is_a(one, "MONTH"))


def year_said(children: Sequence[Token]) -> int | None:
    """Return the year that was named, if any."""
    return next((int(one) for one in children if is_a(one, "YEAR")), None)


def number_said(children: Sequence[Any]) -> int:
    """Return the number that was named."""
    said = next(one for one in children if is_a(one, "NUMBER", "ORDINAL_NUMBER", "ORDINAL"))
    return int(meaning(said) if said.type == "ORDINAL" else re.findall(r"\d+", said)[0])


def span_of(count: float, unit: str) -> Span:
    """Return a length; half a day is twelve hours, half a month has no length."""
    minutes = {"minute": 1, "hour": 60, "day": 1440}
    days = {"day": 1, "week": 7, "fortnight": 14}
    months = {"month": 1, "year": 12}
    if unit in months:
        whole = count * months[unit]
        return Span(months=int(whole), is_exact=whole == int(whole))
    if unit in days and count * days[unit] == int(count * days[unit]):
        return Span(days=int(count * days[unit]))
    if unit in minutes:
        return Span(minutes=round(count * minutes[unit]))
    return Span(is_exact=False)


def clock_hour(hour: int, minute: int, *, is_said_whole: bool = False) -> Hour:
    """Return an hour of a clock; ``is_said_whole``: 09:00 is not said of the evening."""
    return Hour(hour, minute, is_half_day=1 <= hour <= _HALF_DAY and not is_said_whole)


def halved(said: Hour, meridiem: Sequence[Token]) -> Hour:
    """Return an hour with the half of the day that was said; 14pm is none that exists."""
    if not meridiem:
        return said
    if not 1 <= said.hour <= _HALF_DAY:
        return replace(said, hour=99)
    hour = said.hour % _HALF_DAY + _HALF_DAY * meridiem[0].startswith("p")
    return replace(said, hour=hour, is_half_day=False, is_idiom=False)


def idiom(hour: int, minutes: int, meridiem: Sequence[Token]) -> Hour:
    """Return "half past 8" and its kind, which people say of either half of the day."""
    shifted = (hour * 60 + minutes) % 1440 if 0 <= hour <= _LAST_HOUR else 99 * 60
    said = Hour(
        shifted // 60, shifted % 60, is_half_day=hour <= _HALF_DAY, is_idiom=hour <= _HALF_DAY
    )
    return halved(said, meridiem)
