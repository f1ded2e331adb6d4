"""What people type for a time, and what it means on a Wednesday morning."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.errors import InvalidInputError
from bot.model import Frequency
from bot.services.moments import read_phrase

# A Wednesday, 10:00 local.
NOW = datetime(2026, 3, 4, 10, 0)  # noqa: DTZ001 - a wall time

PHRASES = {
    "tomorrow": "2026-03-05 09:00",
    "tomorrow 9am": "2026-03-05 09:00",
    "tomorrow at 9": "2026-03-05 09:00",
    "Tomorrow   at 9:30": "2026-03-05 09:30",
    "tomorrow at 18": "2026-03-05 18:00",
    "tomorrow morning": "2026-03-05 09:00",
    "the day after tomorrow": "2026-03-06 09:00",
    "today at 18": "2026-03-04 18:00",
    "today 23:00": "2026-03-04 23:00",
    "tonight": "2026-03-04 20:00",
    "18:30": "2026-03-04 18:30",
    "at 18:30": "2026-03-04 18:30",
    "at 9": "2026-03-05 09:00",
    "9": "2026-03-05 09:00",
    "9am": "2026-03-05 09:00",
    "09:00": "2026-03-05 09:00",
    "11pm": "2026-03-04 23:00",
    "noon": "2026-03-04 12:00",
    "midnight": "2026-03-05 00:00",
    "in 2 hours": "2026-03-04 12:00",
    "in an hour": "2026-03-04 11:00",
    "in 90 minutes": "2026-03-04 11:30",
    "in 10 min": "2026-03-04 10:10",
    "in 1 minute": "2026-03-04 10:01",
    "in 3 days": "2026-03-07 10:00",
    "in a week": "2026-03-11 10:00",
    "in two weeks": "2026-03-18 10:00",
    "in 2 weeks": "2026-03-18 10:00",
    "in a month": "2026-04-04 10:00",
    "in 6 months": "2026-09-04 10:00",
    "in 1 year": "2027-03-04 10:00",
    "next week": "2026-03-11 09:00",
    "next month": "2026-04-04 09:00",
    "friday": "2026-03-06 09:00",
    "fri": "2026-03-06 09:00",
    "friday 18:30": "2026-03-06 18:30",
    "friday at 18:30": "2026-03-06 18:30",
    "friday 6pm": "2026-03-06 18:00",
    "sat 10:15": "2026-03-07 10:15",
    "sunday noon": "2026-03-08 12:00",
    "monday 9": "2026-03-09 09:00",
    "monday at 9": "2026-03-09 09:00",
    "next friday": "2026-03-06 09:00",
    "next monday at 9:00": "2026-03-09 09:00",
    "next tuesday 7pm": "2026-03-10 19:00",
    "wednesday": "2026-03-11 09:00",
    "2026-12-05": "2026-12-05 09:00",
    "2026-12-05 08:00": "2026-12-05 08:00",
    "2026-03-04 10:01": "2026-03-04 10:01",
    "5 december": "2026-12-05 09:00",
    "dec 5": "2026-12-05 09:00",
    "5 december 2026 8am": "2026-12-05 08:00",
    "december 5 at 3pm": "2026-12-05 15:00",
    "1 jan 2027 00:00": "2027-01-01 00:00",
    "the 5th": "2026-03-05 09:00",
    "on the 3rd": "2026-04-03 09:00",
    "the 31st": "2026-03-31 09:00",
    "on the 15th at 8:00": "2026-03-15 08:00",
}
REPEATING = {
    "every day at 8": (Frequency.DAILY, "2026-03-05 08:00"),
    "every day at 18:00": (Frequency.DAILY, "2026-03-04 18:00"),
    "every weekday at 9": (Frequency.WEEKDAYS, "2026-03-05 09:00"),
    "every monday at 9": (Frequency.WEEKLY, "2026-03-09 09:00"),
    "every friday 18:30": (Frequency.WEEKLY, "2026-03-06 18:30"),
    "every fri": (Frequency.WEEKLY, "2026-03-06 09:00"),
    "each sunday at noon": (Frequency.WEEKLY, "2026-03-08 12:00"),
    "every month on the 31st": (Frequency.MONTHLY, "2026-03-31 09:00"),
    "every week": (Frequency.WEEKLY, "2026-03-05 09:00"),
}


def text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(("typed", "meant"), PHRASES.items())
async def test_a_phrase(typed: str, meant: str):
    phrase = await read_phrase(typed, NOW)
    assert (text(phrase.at), phrase.repeat) == (meant, None)


@pytest.mark.parametrize(("typed", "meant"), REPEATING.items())
async def test_a_repeating_phrase(typed: str, meant: tuple[Frequency, str]):
    phrase = await read_phrase(typed, NOW)
    assert (phrase.repeat, text(phrase.at)) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "cannot be read"),
        ("soon", "cannot be read"),
        ("🙂🙂", "cannot be read"),
        ("'; DROP TABLE reminder; --", "cannot be read"),
        ("x" * 6000, "cannot be read"),
        ("31 feb", "cannot be read"),
        ("the 32nd", "No month has a day 32"),
        ("yesterday", "in the past"),
        ("2020-01-01", "in the past"),
        ("2026-03-04 09:00", "in the past"),
        ("2 hours ago", "in the past"),
        ("in 20 years", "five years"),
        ("05/06", "two ways"),
        ("05/06/2026 10:00", "two ways"),
        ("5.12.2026 9:00", "two ways"),
        ("25/12/2026", "two ways"),
    ],
)
async def test_what_cannot_be_meant_is_asked_back(typed: str, said: str):
    with pytest.raises(InvalidInputError, match=said) as refused:
        await read_phrase(typed, NOW)
    assert refused.value.hint


async def test_an_ambiguous_day_shows_both_readings():
    with pytest.raises(InvalidInputError) as refused:
        await read_phrase("05/06 at 9:00", NOW)
    assert "2026-06-05 or 2026-05-06" in refused.value.hint


async def test_seconds_never_make_it_early():
    later = NOW + timedelta(seconds=30)
    assert text((await read_phrase("in 10 minutes", later)).at) == "2026-03-04 10:11"


async def test_reading_does_not_hold_the_loop():
    """The loop goes round while a phrase is read, even the first, which loads tables."""
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    turning = asyncio.create_task(turn())
    await read_phrase("friday at 18:30", NOW)
    turning.cancel()
    assert turns > 0
