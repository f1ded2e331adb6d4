"""The rules of the grammar that name days: each turns what it found into a piece."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeAlias, cast

from lark import (
    Token,
    Transformer,
    v_args,  # pyright: ignore[reportUnknownVariableType]
)
from lark.tree import Meta

from bot.replies.refusals import moments as refusals
from bot.services.reading.pieces import (
    Clock,
    Date,
    DayWord,
    EndOf,
    Hour,
    Month,
    MonthDay,
    MonthOnly,
    NextUnit,
    NthDay,
    Weekdays,
    Where,
)
from bot.services.reading.spoken import (
    is_a,
    meaning,
    month_in,
    month_said,
    number_said,
    plurals,
    unit_said,
    weekday_said,
    where_of,
    year_said,
)
from bot.services.reading.text import Typed
from bot.services.reading.vocabulary import Unit

_LONGEST_MONTH = 31
_CENTURY = 2000
_MONTHS = 12
_EVENING = 18
_MOST_NTH = 4
Readings: TypeAlias = tuple[tuple[int | None, int, int], ...]


class DayRules(Transformer[Token, Any]):
    """Turns what names a day into its piece; refuses what no calendar has."""

    def __init__(self, typed: Typed) -> None:
        super().__init__()
        self.typed = typed

    def quote(self, where: Where) -> str:
        """Return the words of a piece as they were typed."""
        return self.typed.quote(*where)

    @v_args(meta=True)
    def day_word(self, meta: Meta, children: list[Token]) -> DayWord:
        return DayWord(int(meaning(children[0])), where_of(meta))

    def weekday_list(self, children: list[Token]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(weekday_said(one) for one in children if is_a(one, "WEEKDAY")))

    every_list = weekday_list

    def plural_list(self, children: list[Token]) -> tuple[int, ...]:
        return tuple(plurals()[str(one)] for one in children)

    @v_args(meta=True)
    def weekdays(self, meta: Meta, children: list[Any]) -> Weekdays:
        return Weekdays(children[0], where=where_of(meta))

    @v_args(meta=True)
    def weekday_next_week(self, meta: Meta, children: list[Token]) -> Weekdays:
        weekday = next(weekday_said(one) for one in children if is_a(one, "WEEKDAY"))
        return Weekdays((weekday,), is_of_next_week=True, where=where_of(meta))

    @v_args(meta=True)
    def next(self, meta: Meta, children: list[Token]) -> Weekdays | NextUnit:
        (said,) = [one for one in children if one.type != "NEXT"]
        if said.type == "WEEKDAY":
            return Weekdays((weekday_said(said),), is_next=True, where=where_of(meta))
        unit = cast(Unit, unit_said(said)) if said.type == "UNIT" else None
        return NextUnit(unit, where=where_of(meta))

    @v_args(meta=True)
    def weekend(self, meta: Meta, children: list[Token]) -> NextUnit:
        return NextUnit(None, is_next=False, where=where_of(meta))

    @v_args(meta=True)
    def date_piece(self, meta: Meta, children: list[Any]) -> Date | MonthOnly:
        found, where = children[-1], where_of(meta)
        weekday = weekday_said(children[0]) if len(children) > 1 else None
        if isinstance(found, Month):
            if weekday is not None:
                raise refusals.unknown_word(self.quote(where), "")
            return MonthOnly(found, where)
        return Date(found, weekday, where)

    def iso(self, children: list[Token]) -> Readings:
        year, month, day = re.split(r"[-/.]", children[0].rstrip("t"))
        return ((int(year), int(month), int(day)),)

    def numeric(self, children: list[Token]) -> Readings:
        first, second, *rest = (int(one) for one in re.split(r"[-/.]", children[0]))
        year = None if not rest else rest[0] if rest[0] > 99 else _CENTURY + rest[0]
        readings = dict.fromkeys(((year, second, first), (year, first, second)))
        possible = tuple(one for one in readings if 1 <= one[1] <= _MONTHS and one[2] >= 1)
        return possible or tuple(readings)

    def day_month(self, children: list[Token]) -> Readings:
        return ((year_said(children), month_said(children), number_said(children)),)

    def month_only(self, children: list[Token]) -> Month:
        return Month(month_said(children), year_said(children))

    named_month = month_only

    def this_month(self, children: list[Token]) -> Month:
        return Month()

    def next_month(self, children: list[Token]) -> Month:
        return Month(ahead=1)

    def every_month(self, children: list[Token]) -> Month:
        return Month(is_every=True)

    @v_args(meta=True)
    def month_day(self, meta: Meta, children: list[Any]) -> MonthDay | NthDay:
        if any(is_a(one, "ORDINAL") and number_said([one]) < 0 for one in children):
            return NthDay(-1, None, month_in(children), where_of(meta))
        weekday = next((weekday_said(one) for one in children if is_a(one, "WEEKDAY")), None)
        of = next((one for one in children if isinstance(one, Month)), None)
        is_stressed = any(is_a(one, "THE") for one in children)
        return MonthDay(self.day_number(children, meta), of, weekday, is_stressed, where_of(meta))

    def day_number(self, children: Sequence[Any], meta: Meta) -> int:
        number = number_said(children)
        if not 1 <= number <= _LONGEST_MONTH:
            raise refusals.no_such_day(self.quote(where_of(meta)))
        return number

    @v_args(meta=True)
    def nth_day(self, meta: Meta, children: list[Any]) -> NthDay:
        weekday = next(weekday_said(one) for one in children if is_a(one, "WEEKDAY"))
        return NthDay(self.nth_said(children, meta), weekday, month_in(children), where_of(meta))

    @v_args(meta=True)
    def nth_of_month(self, meta: Meta, children: list[Any]) -> NthDay | MonthDay:
        number = self.nth_said(children, meta)
        if number > 0:
            return MonthDay(number, month_in(children), where=where_of(meta))
        return NthDay(number, None, month_in(children), where_of(meta))

    def nth_said(self, children: Sequence[Any], meta: Meta) -> int:
        said = next(one for one in children if is_a(one, "ORDINAL", "ORDINAL_NUMBER"))
        number = int(meaning(said)) if said.type == "ORDINAL" else number_said((said,))
        if number > _MOST_NTH or not number:
            raise refusals.no_such_nth(self.quote(where_of(meta)))
        return number

    @v_args(meta=True)
    def end(self, meta: Meta, children: list[Any]) -> EndOf | Clock:
        of = children[0]
        if not isinstance(of, Month) and unit_said(of) == "day":
            return Clock((Hour(_EVENING),), where_of(meta))
        return EndOf(of if isinstance(of, Month) else cast(Unit, unit_said(of)), where_of(meta))
