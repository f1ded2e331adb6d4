"""A learner and a mentor, from looking for one to the end, and what neither is left without."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.e2e.platforms import Actor, Play, Told, on_both
from tests.e2e.test_reminders import later

pytestmark = on_both

GOAL, TRIED = "What would you like help with?", "What have you tried so far?"
TOPICS, LANGUAGES, SLOTS = "Topics", "Languages", "When are you usually free?"
HOW_MANY, ABOUT = "How many learners at once?", "About you"
WANTED = "I would like to lead my first migration"
EVENING = ["workday-evening"]


async def be_mentor(stage: Play, person: Actor, **told: Any) -> Told:
    """Let somebody offer to mentor, and be reached by direct message."""
    await person.slash("me settings", timezone="Rome")
    card = await person.slash("mentees availability")
    start = "Choose what I offer" if "Choose what I offer" in card.buttons else "Change"
    form = {LANGUAGES: ["en"], SLOTS: EVENING, HOW_MANY: "1", TOPICS: ["agile"], **told}
    return await person.submit(await person.click(card, start), **form)


async def write(person: Actor, whom: str = "Ask", **told: Any) -> Told:
    """Let somebody look for a mentor and write what they would be sent."""
    await person.slash("me settings", timezone="Rome")
    found = await person.slash("mentor find", topic="agile")
    form = {GOAL: WANTED, LANGUAGES: ["en"], SLOTS: EVENING, **told}
    return await person.submit(await person.click(found, whom), **form)


async def ask(person: Actor, whom: str = "Ask", **told: Any) -> Told:
    return await person.click(await write(person, whom, **told), "Send")


def told(person: Actor, words: str) -> list[Told]:
    """Return the direct messages to somebody that say something, the oldest first."""
    return [one for one in person.sees(dm=True) if words in one.plain_text]


async def test_from_looking_to_a_good_end(stage: Play):
    ana, ben = stage.ana, stage.ben
    saved = await be_mentor(stage, ben, **{ABOUT: "I led three migrations"})
    assert "I led three migrations" in saved.text
    shown = await write(ana)
    assert "This is what the mentor will read" in shown.text
    assert "3 days" in shown.text
    sent = await ana.click(shown, "Send")
    assert "number 1 of 1 in line" in sent.plain_text
    await later(stage, minutes=1)

    [asked] = told(ben, "Someone would like your help")
    assert WANTED in asked.text
    assert "agile" in asked.text
    started = await ben.click(asked, "Accept")
    assert "You have a new learner" in started.text
    assert ana.id in started.text
    await later(stage, minutes=1)
    [met] = told(ana, "You have a mentor")
    assert ben.id in met.text
    assert "You both agreed" not in (await ana.click(met, "Agreed")).text
    assert "You both agreed" in (await ben.click(started, "Agreed")).text

    await later(stage, days=7, minutes=1)
    for person in (ana, ben):
        [question] = told(person, "Did you meet?")
        assert "Noted" in (await person.click(question, "Yes")).text
    mine = await ana.slash("mentor status")
    ended = await ana.click(await ana.click(await ana.click(mine, "Open"), "End it"), "End it")
    assert "has ended" in ended.text
    assert told(ben, "has ended") == []
    await later(stage, minutes=11)
    [over] = told(ben, "has ended")
    assert ana.id not in over.text
    assert "No learners yet" in (await ben.slash("mentees list")).text


async def test_nobody_knows_who_asks_before_it_is_accepted(stage: Play):
    ana, ben = stage.ana, stage.ben
    await be_mentor(stage, ben)
    await ask(ana, **{TRIED: "Read two books"})
    await later(stage, hours=37)
    queue = await ben.slash("mentees queue")
    opened = await ben.click(queue, "Open")
    export = await ben.slash("privacy export")
    files = await stage.files(ben, export)
    seen = [*ben.sees(dm=True), queue, opened]
    assert len(told(ben, "still waiting for your answer")) == 1
    for one in seen:
        assert ana.id not in json.dumps(one.message)
        assert "Ana" not in one.text
    assert ana.id.encode() not in b"".join(files)


async def test_who_does_not_answer_is_followed_by_the_next_and_the_place_stays(stage: Play):
    ana, ben, mia = stage.ana, stage.ben, stage.mia
    await be_mentor(stage, ben)
    await be_mentor(stage, mia)
    await ask(ana)
    await later(stage, minutes=1)
    first, second = (ben, mia) if told(ben, WANTED) else (mia, ben)
    await later(stage, hours=72)
    assert len(told(first, "I've asked someone else this time")) == 1
    assert len(told(second, WANTED)) == 1
    [moved] = told(ana, "I've asked a mentor")
    assert "number 1 of 1 in line" in moved.plain_text
    late = await first.click(told(first, "Someone would like your help")[0], "Accept")
    assert "doesn't need your answer" in late.text
    passed = await second.click(told(second, WANTED)[0], "Pass")
    assert "ask someone else" in passed.text
    assert len(told(ana, "Still looking for your mentor")) == 0
    await later(stage, hours=2)
    assert len(told(ana, "Still looking for your mentor")) == 1


async def let_three_expire(stage: Play) -> Told:
    """Return what a mentor is told who answers none of three learners."""
    ben = stage.ben
    await be_mentor(stage, ben, **{HOW_MANY: "3"})
    for number, person in enumerate((stage.ana, stage.person("noor"), stage.mia)):
        await ask(person)
        await later(stage, hours=72, minutes=1)
        assert len(told(ben, "I've asked someone else this time")) == min(number + 1, 2)
    [rest] = told(ben, "I've paused new requests")
    return rest


async def test_a_mentor_who_lets_three_expire_rests_until_they_are_back(stage: Play):
    await let_three_expire(stage)
    found = await stage.ana.slash("mentor find")
    assert "No mentor is free" in found.text
    shown = await stage.ben.slash("mentees availability")
    assert "open to new learners" in (await stage.ben.click(shown, "I'm back")).text


async def test_who_is_back_says_so_in_the_community(stage: Play):
    rest = await let_three_expire(stage)
    assert "meet in a server" in (await stage.ben.click(rest, "I'm back")).text


async def test_who_waits_is_asked_for_as_soon_as_a_mentor_has_room(stage: Play):
    ana, ben = stage.ana, stage.ben
    nobody = await ana.slash("mentor find")
    assert "No mentor is free" in nobody.text
    sent = await ask(ana, "Join the waiting list")
    assert "No suitable mentor has room right now" in sent.text
    await be_mentor(stage, ben)
    await later(stage, minutes=1)
    assert len(told(ben, WANTED)) == 1
    assert len(told(ana, "I've asked a mentor")) == 1


async def test_a_second_learner_waits_until_the_only_place_is_free(stage: Play):
    ana, ben, noor = stage.ana, stage.ben, stage.person("noor")
    await be_mentor(stage, ben)
    await ask(ana)
    await ask(noor, "Join the waiting list")
    await later(stage, minutes=1)
    [asked] = told(ben, WANTED)
    started = await ben.click(asked, "Accept")
    again = await ben.click(asked, "Accept")
    assert "doesn't need your answer" in again.text
    await ben.click(await ben.click(started, "End it"), "End it")
    await later(stage, minutes=9)
    assert told(ben, "Someone would like your help") == []
    await later(stage, minutes=2)
    # The first question has become the card of what it led to.
    [next_asked] = told(ben, "Someone would like your help")
    assert "Accept" in next_asked.buttons


async def test_a_withdrawn_request_is_nobodys_question_and_comes_back_with_its_place(stage: Play):
    ana, ben = stage.ana, stage.ben
    await be_mentor(stage, ben)
    sent = await ask(ana)
    await later(stage, minutes=1)
    [asked] = told(ben, WANTED)
    gone = await ana.click(sent, "Withdraw")
    assert "doesn't need your answer" in (await ben.click(asked, "Accept")).text
    back = await ana.click(gone, "Undo")
    assert "number 1 of 1 in line" in back.plain_text
    await later(stage, minutes=11)
    gone = await ana.click(back, "Withdraw")
    await later(stage, minutes=11)
    assert "can't be undone" in (await ana.click(gone, "Undo")).text


@pytest.mark.parametrize(
    ("goal", "why"),
    [
        ("See https://example.org", "a link or a mention"),
        ("Write to <@1234567890>", "a link or a mention"),
        ("\u200b\u2800", "is empty"),
    ],
)
async def test_what_leads_elsewhere_is_refused_and_kept(stage: Play, goal: str, why: str):
    await be_mentor(stage, stage.ben)
    refused = await write(stage.ana, **{GOAL: goal})
    assert why in refused.text
    assert WANTED not in refused.text
    assert await stage.correct(stage.ana, refused)


async def test_who_blocks_is_never_found_again_and_nobody_can_tell(stage: Play):
    ana, ben = stage.ana, stage.ben
    await be_mentor(stage, ben)
    await ask(ana)
    await later(stage, minutes=1)
    [asked] = told(ben, WANTED)
    await ben.click(asked, "Don't match us again")
    await later(stage, days=100)
    found = await ana.slash("mentor find")
    assert "No mentor is free" in found.text
    assert told(ana, "block") == []
    assert [cell for cell in stage.cells_with(ana.id) if cell[0] == "block"] == []
    asked = await ben.click(await ben.slash("mentor status"), "Unblock everyone…")
    assert "You've blocked 1 person" in asked.text
    lifted = await ben.click(asked, "Unblock everyone")
    assert "Nobody is blocked any more" in lifted.text


async def test_who_deletes_everything_leaves_nobody_hanging(stage: Play):
    ana, ben = stage.ana, stage.ben
    await be_mentor(stage, ben)
    await ask(ana)
    await later(stage, minutes=1)
    await ben.click(told(ben, WANTED)[0], "Accept")
    await ana.click(await ana.slash("privacy delete"), "Delete it all")
    await later(stage, minutes=1)
    assert len(told(ben, "has ended")) == 1
    assert stage.cells_with(ana.id) == []
    assert stage.cells_with(WANTED) == []


async def test_nobody_mentors_themselves(stage: Play):
    ben = stage.ben
    await be_mentor(stage, ben)
    assert "No mentor is free" in (await ben.slash("mentor find")).text


async def test_a_silent_pair_is_asked_once_and_ends_by_itself(stage: Play):
    ana, ben = stage.ana, stage.ben
    await be_mentor(stage, ben)
    await ask(ana)
    await later(stage, minutes=1)
    await ben.click(told(ben, WANTED)[0], "Accept")
    await later(stage, hours=25)
    assert len(told(ana, "Say hello")) + len(told(ben, "Say hello")) == 1
    await stage.move(34)
    for person in (ana, ben):
        assert len(told(person, "Is it still on?")) == 1
        assert told(person, "has ended") == []
    await stage.move(7)
    for person in (ana, ben):
        assert len(told(person, "has ended")) == 1


async def test_what_ended_a_year_ago_is_forgotten(stage: Play):
    ana, ben = stage.ana, stage.ben
    await be_mentor(stage, ben)
    await ask(ana)
    await later(stage, minutes=1)
    started = await ben.click(told(ben, WANTED)[0], "Accept")
    await ben.click(await ben.click(started, "End it"), "End it")
    await later(stage, minutes=11)
    assert stage.cells_with(WANTED)
    await later(stage, days=380)
    await stage.services.housekeeping.run()
    assert stage.cells_with(WANTED) == []
    kept = {table for table, _column in stage.cells_with(ben.id)}
    assert kept <= {"mentor", "member"}
