"""Which time of day was said: an hour, with the part of the day that makes 8 into 20."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.replies.refusals import moments as refusals
from bot.services.reading.days import Quote
from bot.services.reading.pieces import Clock, Hour, PartOfDay
from bot.services.reading.vocabulary import Part

MORNING = time(9)
PART_TIMES: dict[Part, time] = {
    "morning": MORNING,
    "afternoon": time(15),
    "evening": time(20),
    "night": time(20),
}
_NOON, _DAY_LENGTH = 12, 24
_NIGHT_IS_OVER, _EVENING_BEGINS, _NIGHT_BEGINS = 6, 16, 18


@dataclass(frozen=True, slots=True)
class Wall:
    """A time of day, ``days`` after the day that was named.

    ``other_half`` is the same in the other half of the day, where the words leave that open;
    ``is_other_half_as_likely``: people say it of either.
    """

    at: time
    days: int = 0
    other_half: time | None = None
    is_other_half_as_likely: bool = False
    is_midnight: bool = False


def read_wall(clock: Clock | None, part: PartOfDay | None, quote: Quote) -> Wall | None:
    """Return the time of day that a phrase names; None where it names none.

    Raises
    ------
    InvalidInputError
        There are two, or hour and part of the day contradict each other.
    """
    if clock is None:
        return None if part is None else Wall(PART_TIMES[part.part])
    hour, *others = clock.hours
    if others:
        raise refusals.two_times(quote(clock.where))
    if part is None:
        return _alone(hour)
    placed = _within(hour, part.part)
    if placed is None:
        raise refusals.said_twice(quote(clock.where), quote(part.where))
    return Wall(time(placed % _DAY_LENGTH, hour.minute), placed // _DAY_LENGTH)


def _alone(hour: Hour) -> Wall:
    at = time(hour.hour % _DAY_LENGTH, hour.minute)
    if not hour.is_half_day:
        return Wall(at, hour.hour // _DAY_LENGTH, is_midnight=hour.is_midnight)
    other = time((hour.hour + _NOON) % _DAY_LENGTH, hour.minute)
    return Wall(at, other_half=other, is_other_half_as_likely=hour.is_idiom)


def _within(hour: Hour, part: Part) -> int | None:
    """Return the hour within a part of the day, 24 and more on the day after; None if outside."""
    said = hour.hour
    early = said % _NOON if hour.is_half_day else said
    if part == "morning":
        return early if early < _NOON else None
    if not hour.is_half_day:
        if part == "night" and said < _NIGHT_IS_OVER:
            return said + _DAY_LENGTH
        begins = {"afternoon": _NOON, "evening": _EVENING_BEGINS, "night": _NIGHT_BEGINS}[part]
        return said if said >= begins else None
    if part == "afternoon":
        return early + _NOON
    if said == _NOON:
        return _DAY_LENGTH
    if part == "night" and early < _NIGHT_IS_OVER:
        return early + _DAY_LENGTH
    return early + _NOON


def times_of(wall: Wall) -> Sequence[time]:
    """Return the times of day that a time may mean where no day is asked."""
    both = wall.other_half is not None and wall.is_other_half_as_likely
    return (wall.at, wall.other_half) if both and wall.other_half else (wall.at,)
