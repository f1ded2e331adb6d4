"""The parts of which a phrase about time is made, as the grammar finds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.services.reading.vocabulary import Part, Unit

Where: TypeAlias = tuple[int, int]
"""From where to where a piece stands in the plain text."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time; ``minutes`` elapse, days and longer go by the calendar.

    ``clock`` is the time of day that it can be as well: "17h30".
    """

    months: int = 0
    days: int = 0
    minutes: int = 0
    is_ago: bool = False
    is_exact: bool = True
    clock: Hour | None = None
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class Month:
    """A month: of this year or one that is named, this one, the next, or every one."""

    number: int | None = None
    year: int | None = None
    ahead: int = 0
    is_every: bool = False


@dataclass(frozen=True, slots=True)
class DayWord:
    """Today, tomorrow: as many days ahead."""

    ahead: int
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class Weekdays:
    """One or several weekdays (0 is Monday); "next friday", and "friday of next week"."""

    days: tuple[int, ...]
    is_next: bool = False
    is_of_next_week: bool = False
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class NextUnit:
    """The next week, month or year, or (None) a weekend: a day in it was not said."""

    unit: Unit | None
    is_next: bool = True
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the calendar in each way it can be read, as (year or None, month, day)."""

    readings: tuple[tuple[int | None, int, int], ...]
    weekday: int | None = None
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class MonthOnly:
    """A month, of which the day was not said."""

    month: Month
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """The day of a month, such as "the 5th": of the next month that has it, or of ``of``."""

    number: int
    of: Month | None = None
    weekday: int | None = None
    is_stressed: bool = False
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class NthDay:
    """The Nth (-1: last) ``weekday`` of a month, or its last day."""

    number: int
    weekday: int | None
    of: Month | None = None
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class EndOf:
    """The end of a month, a week or a year."""

    of: Month | Unit
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class Offset:
    """A day counted from another one."""

    span: Span
    start: Day
    where: Where = (0, 0)


Day: TypeAlias = DayWord | Weekdays | NextUnit | Date | MonthOnly | MonthDay | NthDay | EndOf
AnyDay: TypeAlias = Day | Offset


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour as it was said: 0 to 24.

    ``is_half_day``: it did not say which half of the day; ``is_idiom``: people say it of both, as
    "half past 8".
    """

    hour: int
    minute: int = 0
    is_half_day: bool = False
    is_idiom: bool = False
    is_midnight: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """Times of day; more than one cannot be meant at once."""

    hours: tuple[Hour, ...]
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """The morning, the evening …; ``is_today`` names the day, too: "tonight"."""

    part: Part
    is_today: bool = False
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class Repetition:
    """How often: every so many units, on these weekdays, on the Nth of them, on workdays.

    ``is_second``: "every second monday" says every other one, or the second of the month.
    """

    unit: Unit
    every: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    month_day: int | None = None
    is_second: bool = False
    is_workdays: bool = False
    part: Part | None = None
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class Until:
    """The last day of a repetition."""

    day: Day
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class Times:
    """How many times something repeats."""

    count: int
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first day of a repetition."""

    day: Day
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone as it was typed."""

    name: str
    where: Where = (0, 0)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment in seconds since 1970, UTC, as Discord writes it."""

    seconds: int
    where: Where = (0, 0)


Piece: TypeAlias = (
    Span | Offset | Stamp | Day | Clock | PartOfDay | Repetition | Until | Times | Beginning | Zone
)
