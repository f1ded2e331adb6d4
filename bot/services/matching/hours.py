"""Weekly hours in somebody's own zone, and when two people are both free.

A week of minutes is one integer: bit n is its nth minute. Two weeks meet in one ``&``, a zone turns
a week by its offset. No zone has had seconds in its offset since 1972 (tz database, Africa/Monrovia
was the last), so minutes are exact.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from bot.schedule.recurrence import day_start, find_zone

_MINUTE = timedelta(minutes=1)
_DAY = 24 * 60
_WEEK = 7 * _DAY
_WHOLE_WEEK = (1 << _WEEK) - 1


@dataclass(frozen=True, order=True)
class Span:
    """Hold a stretch of wall time that comes back every week, of at most a day.

    ``weekday`` counts from Monday = 0 and is that of ``start``. ``end`` is excluded: 00:00 is the
    midnight after, and an end before the start lies on the next weekday.

    Raises
    ------
    ValueError
        There is no such weekday, a time has seconds or a zone of its own, or nothing lies between.
    """

    weekday: int
    start: time
    end: time

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise ValueError(f"no weekday has the number {self.weekday}")
        for at in (self.start, self.end):
            if at.second or at.microsecond or at.tzinfo:
                raise ValueError(f"{at} is not a whole minute of a wall clock")
        if self.start == self.end != time():
            raise ValueError(f"nothing lies between {self.start} and {self.end}")

    @property
    def minutes(self) -> int:
        """Return how long it is on a wall clock: 1 to 1,440."""
        return (_minute(self.end) - _minute(self.start)) % _DAY or _DAY


@dataclass(frozen=True)
class Hours:
    """Hold when somebody is free each week; ``zone`` is an IANA name, spans may overlap.

    Raises
    ------
    UnknownZoneError
        The installed time zone data does not hold the zone.
    """

    zone: str
    spans: tuple[Span, ...]
    _latest: tuple[date, int] | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _ = self._rules

    def free(self, week: date) -> int:
        """Return the free minutes of a week in UTC: bit n is the nth minute after its Monday 00:00.

        The answer for the latest week is kept with the value: a round compares it with everybody.

        Raises
        ------
        ValueError
            ``week`` is not a Monday.
        """
        if self._latest and self._latest[0] == week:
            return self._latest[1]
        found = self.within(datetime.combine(_monday(week), time(), UTC), _WEEK)
        object.__setattr__(self, "_latest", (week, found))
        return found

    def within(self, start: datetime, minutes: int) -> int:
        """Return which of the ``minutes`` (two weeks at most) after ``start`` (aware UTC) are free.

        Bit n is the nth of them. A minute is free if the wall clock in ``zone`` then shows a time
        within a span: what a clock change skips is not there, what it repeats is there twice.
        """
        free = 0
        for begin, end, offset in _pieces(self._rules, start, minutes):
            turned = _turned(self._wall, _minute_of_week(start) + offset)
            free |= (turned | turned << _WEEK) & _stretch(begin, end)
        return free

    @cached_property
    def _rules(self) -> ZoneInfo:
        return find_zone(self.zone)

    @cached_property
    def _wall(self) -> int:
        """Return the free minutes of a week on the wall, from Monday 00:00."""
        wall = 0
        for span in self.spans:
            wall |= _stretch(0, span.minutes) << (span.weekday * _DAY + _minute(span.start))
        return _wrapped(wall)


def shared_minutes(one: Hours, other: Hours, week: date) -> int:
    """Return how many minutes both are free in the UTC week that begins on the Monday ``week``.

    Hours come back in the weeks of their own zone: where Monday begins earlier, Monday's hours are
    still met. The result is 0 to 10,080.

    Raises
    ------
    ValueError
        ``week`` is not a Monday.
    """
    return (one.free(week) & other.free(week)).bit_count()


def list_shared(one: Hours, other: Hours, week: date, in_zone: str) -> tuple[Span, ...]:
    """Return when both are free in the week from the Monday ``week`` on, as ``in_zone`` counts it.

    Spans are in order, none touches another on its day, none crosses midnight. A wall time that
    comes twice that week is listed once.

    Raises
    ------
    UnknownZoneError
        The installed time zone data does not hold ``in_zone``.
    ValueError
        ``week`` is not a Monday.
    """
    return _list(
        week,
        in_zone,
        lambda start, minutes: one.within(start, minutes) & other.within(start, minutes),
    )


def list_beyond(one: Hours, other: Hours, week: date, in_zone: str) -> tuple[Span, ...]:
    """Return when only the first of two is free; otherwise as ``list_shared``."""
    return _list(
        week,
        in_zone,
        lambda start, minutes: one.within(start, minutes) & ~other.within(start, minutes),
    )


def _list(week: date, in_zone: str, find: Callable[[datetime, int], int]) -> tuple[Span, ...]:
    start = day_start(_monday(week), in_zone)
    length = (day_start(week + timedelta(days=7), in_zone) - start) // _MINUTE
    found = find(start, length)
    wall = 0
    for begin, end, offset in _pieces(find_zone(in_zone), start, length):
        at = (_minute_of_week(start) + offset) % _WEEK
        wall |= (found & _stretch(begin, end)) << at
    wall = _wrapped(wall)
    return tuple(
        Span(weekday, _time(begin), _time(end))
        for weekday in range(7)
        for begin, end in _runs(wall >> weekday * _DAY & _stretch(0, _DAY))
    )


# As many as there are zone names: everybody's hours of a week are read together.
@lru_cache(maxsize=600)
def _pieces(rules: ZoneInfo, start: datetime, minutes: int) -> tuple[tuple[int, int, int], ...]:
    """Return the stretches between clock changes: first minute, the one after the last, offset.

    A zone that changes its clocks twice within a day, back and forth, would be missed; none has.
    """

    def offset(minute: int) -> int:
        moment = (start + minute * _MINUTE).astimezone(rules)
        return (moment.utcoffset() or timedelta()) // _MINUTE

    found: list[tuple[int, int, int]] = []
    begin, now = 0, offset(0)
    for day in range(0, minutes, _DAY):
        end = min(day + _DAY, minutes - 1)
        if offset(end) == now:
            continue
        change = bisect_left(range(day, end), True, key=lambda at: offset(at) != now) + day
        found.append((begin, change, now))
        begin, now = change, offset(end)
    return (*found, (begin, minutes, now))


def _monday(week: date) -> date:
    if week.weekday():
        raise ValueError(f"{week} is not a Monday")
    return week


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minute: int) -> time:
    return time(*divmod(minute % _DAY, 60))


def _minute_of_week(at: datetime) -> int:
    return at.weekday() * _DAY + _minute(at.time())


def _stretch(begin: int, end: int) -> int:
    return (1 << end) - (1 << begin)


def _wrapped(minutes: int) -> int:
    """Move what lies beyond Sunday to the Monday before."""
    return (minutes | minutes >> _WEEK) & _WHOLE_WEEK


def _turned(week: int, by: int) -> int:
    """Turn a week so that its minute ``by`` becomes the first."""
    by %= _WEEK
    return (week >> by | week << (_WEEK - by)) & _WHOLE_WEEK


def _runs(minutes: int) -> Iterator[tuple[int, int]]:
    """Yield where the runs of set bits begin and end, the end excluded."""
    while minutes:
        begin = (minutes & -minutes).bit_length() - 1
        end = begin + (~(minutes >> begin) & (minutes >> begin) + 1).bit_length() - 1
        yield begin, end
        minutes &= ~_stretch(begin, end)
