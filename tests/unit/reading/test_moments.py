"""What people type for a moment is used or refused by name; two meanings are both offered."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.errors import InvalidInputError
from bot.model import Frequency, Reading
from bot.replies.times import rule_words, zone_words
from bot.schedule.recurrence import occurrences
from bot.services.reading import answers, vocabulary
from bot.services.reading.moments import read_moment
from bot.services.reading.phrase import hear
from bot.words import languages, speak

from .rules import rules

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "moments.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
READ = [row for row in ROWS if not row[3].startswith("refused")]
# A Tuesday, 13:00 in Rome.
NOW = datetime(2026, 12, 8, 12, tzinfo=UTC)
ROME = "Europe/Rome"


def told(reading: Reading, zone: str) -> str:
    first = f"{reading.first_at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    rule = reading.recurrence
    if rule.frequency is Frequency.ONCE:
        return first
    elsewhere = "" if rule.zone == zone else f" in {zone_words(rule.zone)}"
    return f"{rule_words(rule, is_begun=False)}{elsewhere}, first {first}"


@pytest.mark.parametrize(("now", "zone", "typed", "meant"), ROWS)
def test_a_phrase_means_what_people_mean(now: str, zone: str, typed: str, meant: str):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    try:
        found = " | ".join(told(one, zone) for one in read_moment(hear(typed), moment, zone))
    except InvalidInputError as error:
        assert error.hint
        found = f"refused: {error.message}"
    assert found == meant


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("now", "zone", "typed", "meant"), READ[::7])
def test_a_phrase_is_read_whatever_the_language_of_the_client(
    now: str, zone: str, typed: str, meant: str, language: str
):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    with speak(language):
        found = read_moment(hear(typed), moment, zone)
    assert " | ".join(told(one, zone) for one in found) == meant


@pytest.mark.parametrize("language", languages())
@settings(deadline=None, max_examples=60)
@given(rule=rules(), now=st.integers(0, 3 * 366 * 24 * 60))
def test_what_is_said_back_is_read_as_the_same(rule, now: int, language: str):
    moment = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=now)
    ahead = list(islice(occurrences(rule, moment), 5))
    if rule.frequency is Frequency.MONTHLY and rule.nth is None and rule.every in (1, 12):
        # The day says which it is; that such a series begins later is told beside it.
        assume(rule.on is not None and rule.on <= moment.date())
    if not ahead or ahead[0] - moment > timedelta(days=5 * 365):
        return
    with speak(language):
        said = rule_words(rule, is_begun=False)
        found = read_moment(hear(said), moment, rule.zone)
    if rule.frequency is Frequency.ONCE:
        assert [one.first_at for one in found] == ahead, said
    else:
        assert list(islice(occurrences(found[0].recurrence, moment), 5)) == ahead, said


@pytest.mark.parametrize("row", READ[::5], ids=lambda row: row[2])
@pytest.mark.parametrize("stranger", ["xyzzy", "🎉", "not"])
def test_a_word_that_is_not_understood_is_named_wherever_it_stands(row: list[str], stranger: str):
    words = row[2].split()
    for place in range(len(words) + 1):
        with pytest.raises(InvalidInputError) as refused:
            read_moment(hear(" ".join((*words[:place], stranger, *words[place:]))), NOW, ROME)
        # Within "and a half" the sentence breaks where those words begin.
        named = (stranger, "and")
        assert any(f"“{one}”" in refused.value.message for one in named)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("\u200f\u200e", "missing"),
        ("x" * 161, "too long"),
        ("soon", "“soon”"),
        ("'; DROP TABLE reminder; --", "“'”"),
        ("the 32nd", "no day “the 32nd”"),
        ("2020-01-01", "in the past"),
        ("in 20 years", "5 years"),
        ("tomorrow 9am Mars/Olympus", "“Mars/Olympus”"),
        ("9:00+05:00 CET", "cannot both be meant"),
        ("in 2 hours EST", "cannot both be meant"),
        ("in 2 hours in 3 hours", "cannot both be meant"),
        ("domani at 25", "“at 25”"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(typed: str, said: str):
    with pytest.raises(InvalidInputError) as refused:
        read_moment(hear(typed), NOW, ROME)
    assert said in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize(
    "typed", ["in 2 hours", "90 min", "<t:1798801200>", "5pm EST", "in 3 days"]
)
def test_what_needs_no_zone_is_read_without_one(typed: str):
    assert len(read_moment(hear(typed), NOW, None)) == 1


@pytest.mark.parametrize("typed", ["9am", "tomorrow", "every day"])
def test_a_time_of_day_without_a_zone_asks_for_one(typed: str):
    with pytest.raises(InvalidInputError, match="time zone"):
        read_moment(hear(typed), NOW, None)


def test_seconds_never_make_it_early():
    (found,) = read_moment(hear("in 10 minutes"), NOW + timedelta(seconds=30), ROME)
    assert found.first_at == NOW + timedelta(minutes=11)


WORDS = sorted(
    {
        *(one for words in vocabulary.SMALL.values() for one in words),
        *vocabulary.months(),
        *vocabulary.weekdays(),
        *vocabulary.units(),
        *(one for words in vocabulary.DAY_WORDS.values() for one in words),
        *("9", "9am", "18:30", "31", "5th", "2026-12-31", "31/12", "1.5", "1830", "2h", "10m"),
        *("EST", "berlin", "0", "99", "3/4/27", "25:00", "9:99", "-5", "+02:00", "🎉", "٣"),
    }
)
SOUP = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
MOMENTS = st.integers(0, 5 * 366 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@settings(deadline=None, max_examples=150)
@given(typed=st.text(max_size=60) | SOUP, now=MOMENTS, zone=st.sampled_from((ROME, "Asia/Tokyo")))
def test_no_text_plans_what_has_passed(typed: str, now: datetime, zone: str):
    try:
        found = read_moment(hear(typed), now, zone)
    except InvalidInputError:
        return
    assert found
    assert all(one.first_at > now for one in found)


async def test_reading_does_not_hold_the_loop():
    """The loop goes round while a phrase is understood, even the first, which loads the grammar."""
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    turning = asyncio.create_task(turn())
    await answers.hear("every other friday at 18:30")
    turning.cancel()
    assert turns > 0
