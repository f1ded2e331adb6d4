"""A phrase in its pieces, each to be used once or refused by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeVar

from bot.replies.refusals import moments as refusals
from bot.services.reading.pieces import (
    Beginning,
    Date,
    DayWord,
    EndOf,
    MonthDay,
    MonthOnly,
    NextUnit,
    NthDay,
    Offset,
    Piece,
    Times,
    Until,
    Weekdays,
    Where,
)
from bot.services.reading.text import MAX_TYPED, Typed, make_plain
from bot.services.reading.vocabulary import NOW_WORDS

DAYS: Final = (DayWord, Weekdays, NextUnit, Date, MonthOnly, MonthDay, NthDay, EndOf, Offset)
"""The pieces that name a day."""
ENDS: Final = (Until, Times, Beginning)
"""The pieces that only something repeated can have."""
T = TypeVar("T", bound=Piece)


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase in its pieces."""

    typed: Typed
    pieces: tuple[Piece, ...]

    def quote(self, where: Where) -> str:
        """Return the words of a piece as they were typed."""
        return self.typed.quote(*where)

    def find(self, kind: type[T] | tuple[type[T], ...]) -> T | None:
        """Return the only piece of a kind; refuse a second one, which would have to be dropped."""
        found = [one for one in self.pieces if isinstance(one, kind)]
        if len(found) > 1:
            first, second = (self.quote(one.where) for one in found[:2])
            raise refusals.said_twice(first, second)
        return found[0] if found else None


def hear(text: str) -> Said:
    """Split what was typed into its pieces; raises InvalidInputError."""
    typed = make_plain(text)
    if not typed.plain:
        raise refusals.empty()
    if len(typed.said) > MAX_TYPED:
        raise refusals.too_long(MAX_TYPED)
    if typed.plain in NOW_WORDS:
        raise refusals.now()
    # The parser is loaded with the first phrase that somebody types, not at start.
    from bot.services.reading.grammar import split

    return Said(typed, _joined(split(typed)))


def _joined(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Put a weekday and the date it belongs to together, in whatever order they were said."""
    weekday = next(
        (one for one in pieces if isinstance(one, Weekdays) and len(one.days) == 1), None
    )
    dated = next((one for one in pieces if isinstance(one, Date | MonthDay)), None)
    if weekday is None or dated is None or dated.weekday is not None:
        return pieces
    both = replace(dated, weekday=weekday.days[0])
    return tuple(both if one is dated else one for one in pieces if one is not weekday)
