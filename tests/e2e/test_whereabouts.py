"""Hours told by somebody whose time zone nobody told: it is asked for in place, nothing is lost."""

from __future__ import annotations

import pytest

from playground.component_limits import walk
from playground.person import Person
from playground.reply import Reply
from tests.e2e.stage import Stage, offered
from tests.e2e.test_mentoring import EVENING, GOAL, HOW_MANY, LANGUAGES, SLOTS, TOPICS, WANTED
from tests.e2e.test_presses import presses

ZONE = "In which time zone?"
STARTS = "Start in my time zone…"
ASKED = "Which time zone are you in?"
NEW_YORK, ROME = "America/New_York", "Europe/Rome"


async def live_in(person: Person, asked: Reply, zone: str) -> Reply:
    """Choose a zone by its city, on a button or in the select of the others."""
    city = zone.rpartition("/")[2].replace("_", " ")
    for label in asked.buttons:
        if label.startswith(f"{city} ("):
            return await person.click(asked, label)
    names = [part.get("placeholder") for part in walk(asked.message["components"])]
    select = STARTS if STARTS in names else "Another time zone"
    return await person.choose(asked, select, offered(asked, f"{city} ("))


async def zone_of(person: Person) -> str:
    return (await person.slash("me settings")).text


@pytest.mark.parametrize("zone", [NEW_YORK, ROME])
async def test_a_first_reminder_takes_two_presses_also_where_no_zone_is_known(
    stage: Stage, zone: str
):
    ana, before = stage.ana, presses(stage)
    asked = await ana.slash("remind me", text="Read the guide", when="every friday at 9am")
    assert ASKED in asked.text
    assert "Read the guide" in asked.text
    assert "every friday at 9am" in asked.text
    saved = await live_in(ana, asked, zone)
    assert presses(stage) - before == 2
    assert "Fridays at 09:00" in saved.plain_text
    assert zone in saved.plain_text.replace("\\", "")
    assert "by direct message" in saved.text
    assert zone in (await zone_of(ana)).replace("\\", "")
    # It is known now, and not asked for again.
    assert ASKED not in (await ana.slash("remind me", text="Again", when="friday 10am")).text


async def test_any_other_place_is_typed_in_the_same_form(stage: Stage):
    ana = stage.ana
    asked = await ana.slash("remind me", text="Read the guide", when="tomorrow at 9am")
    form = await ana.click(asked, "Type a place")
    shown = await ana.submit(form, **{ZONE: "Lisbon"})
    assert "Read the guide" in shown.text
    assert "Europe/Lisbon" in (await ana.click(shown, "Save")).plain_text


async def test_words_that_mean_several_times_are_asked_about_in_the_zone(stage: Stage):
    ana = stage.ana
    asked = await ana.slash("remind me", text="Read", when="tomorrow at midnight")
    assert ASKED in asked.text
    shown = await live_in(ana, asked, ROME)
    assert "Which one do you mean?" in shown.text
    saved = await ana.click(shown, "Save this")
    assert ROME in saved.plain_text


async def test_the_likely_zones_are_those_of_the_language_that_somebody_chose(stage: Stage):
    for locale, city in (("it", "Roma"), ("pt-BR", "Sao Paulo"), ("en-GB", "London")):
        stage.server.world.locales[stage.ana.id] = locale
        asked = await stage.ana.slash("remind me", text="Read", when="9:00")
        assert asked.buttons[0].startswith(f"{city} (")
        # Brazil has four zones; its people's is the first.
        assert asked.buttons[1] == ("Scrivi un luogo" if locale == "it" else "Type a place")


async def test_a_check_in_is_on_after_two_presses_in_the_zone_that_is_chosen(stage: Stage):
    ana, before = stage.ana, presses(stage)
    off = await ana.slash("nudge settings")
    assert "(UTC)" not in off.text
    on = await live_in(ana, off, ROME)
    assert presses(stage) - before == 2
    assert "Mondays at 09:00 (Europe/Rome)" in on.plain_text
    assert "I send it by direct message." in on.text
    assert ROME in await zone_of(ana)


async def test_a_check_in_at_an_hour_asks_for_the_zone_and_keeps_the_hour(stage: Stage):
    asked = await stage.ana.slash("nudge settings", day=3, time="7:30pm")
    assert ASKED in asked.text
    on = await live_in(stage.ana, asked, ROME)
    assert "Thursdays at 19:30 (Europe/Rome)" in on.plain_text


async def test_what_a_mentor_offers_is_kept_while_the_zone_is_asked_for(stage: Stage):
    ben = stage.ben
    card = await ben.slash("mentees availability")
    form = {LANGUAGES: ["en"], SLOTS: EVENING, HOW_MANY: "2", TOPICS: ["agile"]}
    asked = await ben.submit(await ben.click(card, "Choose what I offer"), **form)
    assert ASKED in asked.text
    saved = await live_in(ben, asked, ROME)
    assert "agile" in saved.text.casefold()
    assert ROME in saved.text
    # What is asked for is sent by direct message: nobody is asked where to.
    assert "by direct message" in saved.text
    assert "By direct message" not in saved.buttons


async def test_a_mentor_whose_direct_messages_are_refused_is_told_where_else(stage: Stage):
    ben = stage.ben
    stage.server.faults.close_dms("ben")
    await ben.slash("me settings", timezone="Rome")
    card = await ben.slash("mentees availability")
    form = {LANGUAGES: ["en"], SLOTS: EVENING, HOW_MANY: "2", TOPICS: ["agile"]}
    saved = await ben.submit(await ben.click(card, "Choose what I offer"), **form)
    assert "Direct messages don't reach you" in saved.text
    assert "In this channel" in saved.buttons


async def test_what_a_learner_wrote_is_kept_and_a_place_is_typed(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await ben.slash("me settings", timezone="Rome")
    offered = {LANGUAGES: ["en"], SLOTS: EVENING, HOW_MANY: "2", TOPICS: ["agile"]}
    card = await ben.slash("mentees availability")
    await ben.submit(await ben.click(card, "Choose what I offer"), **offered)
    found = await ana.slash("mentor find", topic="agile")
    wish = {GOAL: WANTED, LANGUAGES: ["en"], SLOTS: EVENING}
    asked = await ana.submit(await ana.click(found, "Ask"), **wish)
    assert ASKED in asked.text
    unknown = await ana.submit(await ana.click(asked, "Type a place"), **{ZONE: "Atlantis"})
    assert "Atlantis" in unknown.text
    shown = await ana.submit(await ana.click(asked, "Type a place"), **{ZONE: "Lisbon"})
    assert WANTED in shown.text
    assert "This is what the mentor will read" in shown.text
    sent = await ana.click(shown, "Send")
    assert "by direct message" in sent.text
