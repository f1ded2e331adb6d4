"""Every kind of recurrence that a member can have, for property tests."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.model import Frequency, Recurrence

_ZONES = ("Europe/Rome", "America/New_York", "Asia/Kolkata")
_DAYS = st.integers(0, 5 * 366).map(lambda days: date(2025, 1, 1) + timedelta(days=days))


@st.composite
def rules(draw: st.DrawFn) -> Recurrence:
    """Draw a recurrence as a phrase can describe it."""
    frequency = draw(st.sampled_from([one for one in Frequency if one is not Frequency.COUNTDOWN]))
    at = time(draw(st.integers(0, 23)), draw(st.integers(0, 59)))
    plain: dict[str, Any] = {
        "frequency": frequency,
        "at": at,
        "zone": draw(st.sampled_from(_ZONES)),
    }
    on = draw(_DAYS)
    if frequency is Frequency.ONCE:
        return Recurrence(**plain, on=on)
    until = draw(st.none() | st.just(on + timedelta(days=draw(st.integers(60, 900)))))
    every = draw(st.sampled_from((1, 1, 2, 3, 12)))
    match frequency:
        case Frequency.DAILY:
            start = on if every > 1 else draw(st.none() | st.just(on))
            return Recurrence(**plain, until=until, every=every, on=start)
        case Frequency.WEEKLY:
            first, *also = sorted(draw(st.sets(st.integers(0, 6), min_size=1, max_size=3)))
            # A series of every other week counts from the week of its first day.
            on += timedelta(days=(first - on.weekday()) % 7)
            start = on if every > 1 else draw(st.none() | st.just(on))
            days: dict[str, Any] = {"weekday": first, "also": tuple(also)}
            return Recurrence(**plain, **days, until=until, every=every, on=start)
        case Frequency.MONTHLY:
            nth = draw(st.sampled_from((None, None, 1, 2, 3, 4, -1)))
            weekday = None if nth is None else draw(st.integers(0, 6))
            weekday = draw(st.sampled_from((None, weekday))) if nth == -1 else weekday
            start = on if nth is None or every > 1 else None
            return Recurrence(**plain, weekday=weekday, nth=nth, until=until, every=every, on=start)
        case _:
            return Recurrence(**plain, until=until, on=draw(st.none() | st.just(on)))
