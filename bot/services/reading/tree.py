"""Turns the tree that the grammar finds in a phrase into its pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from lark import (
    Token,
    Tree,
    v_args,  # pyright: ignore[reportUnknownVariableType]
)
from lark.exceptions import VisitError
from lark.tree import Meta

from bot.replies.refusals import moments as refusals
from bot.services.reading.day_rules import DayRules
from bot.services.reading.pieces import (
    Beginning,
    Clock,
    Day,
    Hour,
    Offset,
    PartOfDay,
    Piece,
    Repetition,
    Span,
    Stamp,
    Times,
    Until,
    Weekdays,
    Where,
    Zone,
)
from bot.services.reading.spoken import (
    clock_hour,
    halved,
    idiom,
    is_a,
    meaning,
    month_in,
    span_of,
    unit_said,
    weekday_said,
    where_of,
)
from bot.services.reading.text import Typed
from bot.services.reading.vocabulary import Part, Unit

_LAST_HOUR, _LAST_MINUTE = 24, 59
_SECOND = 2
_MOST_EVERY, _MOST_TIMES = 100, 1000


def read_tree(tree: Tree[Token], typed: Typed) -> tuple[Piece, ...]:
    """Return the pieces of a tree, in the order in which they stand in the text.

    Raises
    ------
    InvalidInputError
        No clock or calendar has what was said.
    """
    try:
        return cast(tuple[Piece, ...], _Reader(typed).transform(tree))
    except VisitError as error:
        raise error.orig_exc from None


class _Reader(DayRules):
    """Turns the tree of a phrase into pieces; refuses by name what no clock or calendar has."""

    def phrase(self, children: list[Piece]) -> tuple[Piece, ...]:
        return tuple(children)

    # ---- Lengths

    def quantity(self, children: list[Token]) -> float:
        (token,) = children
        if token.type == "A":
            return 1
        if token.type == "OTHER":
            return 2
        if token.type == "NUMBER_WORD":
            return int(meaning(token))
        return float(token.replace(",", "."))

    def amount(self, children: list[Any]) -> Span:
        return span_of(children[0], unit_said(children[1]))

    def half(self, children: list[Any]) -> Span:
        return span_of(0.5, unit_said(children[-1]))

    def and_half(self, children: list[Any]) -> Span:
        return span_of(children[0] + 0.5, unit_said(children[-1]))

    def hours_minutes(self, children: list[Token]) -> Span:
        hours, minutes = children[0].split("h")
        return Span(minutes=int(hours) * 60 + int(minutes))

    def amounts(self, children: list[Span]) -> Span:
        return Span(
            sum(one.months for one in children),
            sum(one.days for one in children),
            sum(one.minutes for one in children),
            is_exact=all(one.is_exact for one in children),
        )

    @v_args(meta=True)
    def span(self, meta: Meta, children: list[Span]) -> Span:
        return self._checked(children[0], where_of(meta))

    @v_args(meta=True)
    def bare_span(self, meta: Meta, children: list[Span]) -> Span:
        where, span = where_of(meta), children[0]
        said = re.fullmatch(r"(\d{1,2}) ?h(\d{2})?", self.typed.plain[slice(*where)])
        clock = None if said is None else clock_hour(int(said[1]), int(said[2] or 0))
        return replace(self._checked(span, where), clock=clock)

    @v_args(meta=True)
    def ago(self, meta: Meta, children: list[Span]) -> Span:
        return replace(self._checked(children[0], where_of(meta)), is_ago=True)

    def _checked(self, span: Span, where: Where) -> Span:
        if not span.is_exact or not (span.months or span.days or span.minutes):
            raise refusals.no_length(self.quote(where))
        return replace(span, where=where)

    @v_args(meta=True)
    def offset(self, meta: Meta, children: list[Any]) -> Offset:
        where = where_of(meta)
        return Offset(self._checked(children[0], where), children[-1], where)

    @v_args(meta=True)
    def week_later(self, meta: Meta, children: list[Any]) -> Offset:
        return Offset(Span(days=7), children[0], where_of(meta))

    @v_args(meta=True)
    def weekday_later(self, meta: Meta, children: list[Token]) -> Offset:
        return Offset(Span(days=7), Weekdays((weekday_said(children[0]),)), where_of(meta))

    @v_args(meta=True)
    def stamp(self, meta: Meta, children: list[Token]) -> Stamp:
        return Stamp(int(children[0].strip("<>").split(":")[1]), where_of(meta))

    # ---- Times of day

    @v_args(meta=True)
    def clock(self, meta: Meta, children: list[list[Hour]]) -> Clock:
        where = where_of(meta)
        for one in children[0]:
            is_over = one.hour == _LAST_HOUR and one.minute
            if one.hour > _LAST_HOUR or not 0 <= one.minute <= _LAST_MINUTE or is_over:
                raise refusals.no_such_time(self.quote(where))
        return Clock(tuple(children[0]), where)

    def hours(self, children: list[Hour]) -> list[Hour]:
        return children

    def hour(self, children: list[Token]) -> int:
        (token,) = children
        return int(meaning(token)) if token.type == "NUMBER_WORD" else int(token)

    def hour_minute(self, children: list[Token]) -> Hour:
        hour, minute, *_ = (int(one) for one in re.findall(r"\d+", children[0]))
        is_said_whole = children[0].startswith("0")
        return halved(clock_hour(hour, minute, is_said_whole=is_said_whole), children[1:])

    def digits(self, children: list[Token]) -> Hour:
        return Hour(int(children[0][:2]), int(children[0][2:]))

    def meridiem(self, children: list[Any]) -> Hour:
        return halved(clock_hour(children[0], 0), children[1:])

    def o_clock(self, children: list[int]) -> Hour:
        return clock_hour(children[0], 0)

    def bare_hour(self, children: list[Token]) -> Hour:
        return clock_hour(int(children[0]), 0)

    def hour_word(self, children: list[Token]) -> Hour:
        return clock_hour(int(meaning(children[0])), 0)

    def time_word(self, children: list[Token]) -> Hour:
        hour = int(meaning(children[0])[:2])
        return Hour(hour, is_midnight=hour == _LAST_HOUR)

    def fraction_first(self, children: list[Any]) -> Hour:
        return idiom(children[1], int(meaning(children[0])), children[2:])

    def fraction_last(self, children: list[Any]) -> Hour:
        return idiom(children[0], int(meaning(children[1])), ())

    @v_args(meta=True)
    def part(self, meta: Meta, children: list[Token]) -> PartOfDay:
        return PartOfDay(cast(Part, meaning(children[0])), where=where_of(meta))

    @v_args(meta=True)
    def today_part(self, meta: Meta, children: list[Token]) -> PartOfDay:
        return PartOfDay(cast(Part, meaning(children[0])), is_today=True, where=where_of(meta))

    # ---- Repetitions

    @v_args(meta=True)
    def every_unit(self, meta: Meta, children: list[Any]) -> Repetition:
        return self._repetition(meta, unit_said(children[-1]), children)

    @v_args(meta=True)
    def every_month_on(self, meta: Meta, children: list[Any]) -> Repetition:
        found = self._repetition(meta, "month", children)
        return replace(found, month_day=self.day_number(children[-1:], meta))

    @v_args(meta=True)
    def every_weekday(self, meta: Meta, children: list[Any]) -> Repetition:
        return self._repetition(meta, "week", children)

    def _repetition(self, meta: Meta, unit: str, children: Sequence[Any]) -> Repetition:
        where = where_of(meta)
        every = next((one for one in children if isinstance(one, float | int)), 1)
        named = (cast(tuple[int, ...], one) for one in children if isinstance(one, tuple))
        days = next(named, ())
        if unit == "fortnight":
            unit, every = "week", 2 * every
        if every != int(every) or not 1 <= every <= _MOST_EVERY or unit in ("minute", "hour"):
            raise refusals.no_repetition(self.quote(where))
        weekdays = tuple(sorted(days))
        return Repetition(cast(Unit, unit), int(every), weekdays, where=where)

    @v_args(meta=True)
    def workdays(self, meta: Meta, children: list[Token]) -> Repetition:
        return Repetition("day", is_workdays=True, where=where_of(meta))

    @v_args(meta=True)
    def weekends(self, meta: Meta, children: list[Token]) -> Repetition:
        return Repetition("week", weekdays=(5, 6), where=where_of(meta))

    @v_args(meta=True)
    def period(self, meta: Meta, children: list[Token]) -> Repetition:
        return Repetition(cast(Unit, meaning(children[0])), where=where_of(meta))

    @v_args(meta=True)
    def every_nth(self, meta: Meta, children: list[Any]) -> Repetition:
        weekday = next(weekday_said(one) for one in children if is_a(one, "WEEKDAY"))
        self._require_any_month(children, meta)
        nth, where = self.nth_said(children, meta), where_of(meta)
        is_second = nth == _SECOND and month_in(children) is None
        return Repetition("month", weekdays=(weekday,), nth=nth, is_second=is_second, where=where)

    @v_args(meta=True)
    def every_nth_day(self, meta: Meta, children: list[Any]) -> Repetition:
        self._require_any_month(children, meta)
        number = self.nth_said(children, meta)
        if number > 0:
            return Repetition("month", month_day=number, where=where_of(meta))
        return Repetition("month", nth=number, where=where_of(meta))

    @v_args(meta=True)
    def every_month_day(self, meta: Meta, children: list[Any]) -> Repetition:
        self._require_any_month(children, meta)
        if month_in(children) is None and not is_a(children[1], "ORDINAL_NUMBER"):
            raise refusals.no_repetition(self.quote(where_of(meta)))
        return Repetition("month", month_day=self.day_number(children, meta), where=where_of(meta))

    def _require_any_month(self, children: Sequence[Any], meta: Meta) -> None:
        of = month_in(children)
        if of is not None and (of.number is not None or of.ahead):
            raise refusals.no_repetition(self.quote(where_of(meta)))

    @v_args(meta=True)
    def every_part(self, meta: Meta, children: list[Token]) -> Repetition:
        part = cast(Part, meaning(children[-1]))
        return Repetition("day", part=part, where=where_of(meta))

    @v_args(meta=True)
    def until(self, meta: Meta, children: list[Day]) -> Until:
        return Until(children[0], where_of(meta))

    @v_args(meta=True)
    def times(self, meta: Meta, children: list[float]) -> Times:
        count = children[0]
        if count != int(count) or not 1 <= count <= _MOST_TIMES:
            raise refusals.no_repetition(self.quote(where_of(meta)))
        return Times(int(count), where_of(meta))

    @v_args(meta=True)
    def beginning(self, meta: Meta, children: list[Day]) -> Beginning:
        return Beginning(children[0], where_of(meta))

    @v_args(meta=True)
    def zone(self, meta: Meta, children: list[Token]) -> Zone:
        return Zone(str(children[0]).removeprefix("in ").removesuffix(" time"), where_of(meta))
