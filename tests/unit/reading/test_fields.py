"""What people type where a day, a time of day or a zone is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import InvalidInputError
from bot.replies.times import day_words, zone_words
from bot.services.reading import answers
from bot.services.reading.answers import read_days, read_past_days, read_times
from bot.services.reading.phrase import hear
from bot.services.reading.zones import find_zones, nearest_zones, suggest_zones
from bot.words import languages, speak

FULL_WIDTH = {ord("0") + one: 0xFF10 + one for one in range(10)}
# A Tuesday.
TODAY = date(2026, 12, 8)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("in 2 weeks", "2026-12-22"),
        ("31/12/2026", "2026-12-31"),
        ("tomorrow", "2026-12-09"),
        ("today", "2026-12-08"),
        ("2026/12/31", "2026-12-31"),
        ("Dec 31", "2026-12-31"),
        ("end of march", "2027-03-31"),
        ("fine marzo", "2027-03-31"),
        ("2026-12-31".translate(FULL_WIDTH), "2026-12-31"),
        ("friday", "2026-12-11"),
        ("5 march", "2027-03-05"),
        ("tra tre mesi", "2027-03-08"),
        ("next friday", "2026-12-11 2026-12-18"),
        ("03/04/2027", "2027-04-03 2027-03-04"),
        ("friday 12 december", "2026-12-12 2026-12-11"),
    ],
)
def test_a_day_ahead(typed: str, days: str):
    assert " ".join(map(str, read_days(hear(typed), TODAY))) == days


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9999-12-31", "10 years"),
        ("in 11 years", "10 years"),
        ("yesterday", "in the past"),
        ("2 weeks ago", "in the past"),
        ("march 2027", "Which day"),
        ("friday 9am", "without “9am”"),
        ("in 2 hours", "without “in 2 hours”"),
        ("every day", "without “every day”"),
        ("friday CET", "without “CET”"),
        ("31 june", "no day “31 june”"),
        ("in 99999999 days", "“99999999”"),
    ],
)
def test_a_day_ahead_that_is_none(typed: str, said: str):
    with pytest.raises(InvalidInputError) as refused:
        read_days(hear(typed), TODAY)
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("yesterday", "2026-12-07"),
        ("2 weeks ago", "2026-11-24"),
        ("5 march", "2026-03-05"),
        ("5 march 2019", "2019-03-05"),
        ("31/12/2025", "2025-12-31"),
        ("last friday", "2026-12-04"),
        ("friday", "2026-12-04"),
        ("ieri", "2026-12-07"),
        ("end of march", "2026-03-31"),
    ],
)
def test_a_day_of_ones_life(typed: str, days: str):
    assert " ".join(map(str, read_past_days(hear(typed), TODAY))) == days


@pytest.mark.parametrize(
    ("typed", "said"), [("tomorrow", "in the future"), ("1 may 1930", "80 years")]
)
def test_a_day_of_ones_life_that_is_none(typed: str, said: str):
    with pytest.raises(InvalidInputError, match=said):
        read_past_days(hear(typed), TODAY)


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("9am", "09:00"),
        ("9:00 pm", "21:00"),
        ("9", "09:00"),
        ("0900", "09:00"),
        ("9.30", "09:30"),
        ("9h", "09:00"),
        ("9h30", "09:30"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("9 in the evening", "21:00"),
        ("alle 18", "18:00"),
        ("mezzogiorno", "12:00"),
        ("6:30 p.m.", "18:30"),
        ("half past 8", "08:30 20:30"),
    ],
)
def test_a_time_of_day(typed: str, times: str):
    assert " ".join(f"{one:%H:%M}" for one in read_times(hear(typed))) == times


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("24:00", "next day"),
        ("25:00", "“25:00”"),
        ("9:99", "“9:99”"),
        ("8 and 20", "two times"),
        ("tomorrow 9am", "without “tomorrow”"),
        ("9am EST", "without “EST”"),
        ("in 2 hours", "without “in 2 hours”"),
    ],
)
def test_a_time_of_day_that_is_none(typed: str, said: str):
    with pytest.raises(InvalidInputError) as refused:
        read_times(hear(typed))
    assert said in refused.value.message


ZONES = {
    "Berlin": "Europe/Berlin",
    "new york": "America/New_York",
    "sao paulo": "America/Sao_Paulo",
    "são paulo": "America/Sao_Paulo",
    "US/Eastern": "America/New_York",
    "Kyiv": "Europe/Kyiv",
    "Europe/Kiev": "Europe/Kyiv",
    "India": "Asia/Kolkata",
    "Mumbai": "Asia/Kolkata",
    " europe/rome ": "Europe/Rome",
    "Roma": "Europe/Rome",
    "Italia": "Europe/Rome",
    "Londra": "Europe/London",
    "Buenos Aires": "America/Argentina/Buenos_Aires",
    "GMT": "UTC",
    "UTC+2": "Etc/GMT-2",
    "GMT-3": "Etc/GMT+3",
    "+05:30": "Asia/Kolkata",
    "ET": "America/New_York",
    "Paris time": "Europe/Paris",
    "Rome, Italy": "Europe/Rome",
    "Roma, Italia": "Europe/Rome",
}


@pytest.mark.parametrize(("typed", "zone"), ZONES.items())
def test_a_zone(typed: str, zone: str):
    assert find_zones(typed) == (zone,)


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("EST", ("America/New_York", "Etc/GMT+5")),
        ("CET", ("Europe/Paris", "Europe/Berlin", "Europe/Rome")),
        ("IST", ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem")),
        ("BST", ("Europe/London",)),
        ("United States", ("America/New_York", "America/Chicago")),
    ],
)
def test_a_name_of_several_zones_offers_them(typed: str, zones: tuple[str, ...]):
    assert find_zones(typed)[: len(zones)] == zones
    assert len(find_zones(typed)) > 1


def test_the_readers_own_country_is_offered_first():
    with speak("it"):
        assert find_zones("CET")[0] == "Europe/Rome"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("tokio", "Asia/Tokyo"), ("berln", "Europe/Berlin"), ("ro", "Europe/Rome")],
)
def test_what_is_typed_so_far_offers_its_zone(typed: str, zone: str):
    assert (zone, zone) in suggest_zones(typed)


@pytest.mark.parametrize("typed", ["qqqq", "Mars/Olympus", "🙂", "x" * 200, "Rome, Nowhere"])
def test_a_senseless_zone_suggests_nothing(typed: str):
    assert find_zones(typed) == nearest_zones(typed) == ()
    assert suggest_zones(typed) == []


def test_nothing_typed_offers_common_zones():
    offered = [zone for _, zone in suggest_zones("")]
    assert offered[:2] == ["UTC", "Europe/London"]
    assert len(offered) <= 25


def test_a_fixed_offset_is_said_as_people_write_it_and_read_back():
    assert zone_words("Etc/GMT-2") == "UTC+02:00"
    assert find_zones("UTC+02:00") == ("Etc/GMT-2",)


@pytest.mark.parametrize(
    ("typed", "said", "hint"),
    [
        ("berln", "“berln”", "Europe/Berlin"),
        ("EST", "America/New_York or UTC-05:00", ""),
        ("qqqq", "“qqqq”", "Berlin"),
    ],
)
async def test_a_setting_takes_one_zone_or_says_which(typed: str, said: str, hint: str):
    with pytest.raises(InvalidInputError) as refused:
        await answers.hear_zone(typed)
    assert said in refused.value.message
    assert hint in refused.value.hint


@pytest.mark.parametrize("language", languages())
@settings(deadline=None, max_examples=60)
@given(ahead=st.integers(0, 3000))
def test_a_day_that_is_said_back_is_read_as_the_same(language: str, ahead: int):
    day = TODAY + timedelta(days=ahead)
    with speak(language):
        assert read_days(hear(day_words(day)), TODAY) == (day,)
