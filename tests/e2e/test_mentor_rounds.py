"""A round asks mentors for those who wait, as moderators saw it before, and names nobody."""

from __future__ import annotations

from playground.person import Person
from playground.reply import Reply
from tests.e2e.stage import Stage
from tests.e2e.test_mentor_rules import ANSWER, MATCHED, set_rules
from tests.e2e.test_mentoring import HOW_MANY, WANTED, ask, be_mentor, told
from tests.e2e.test_reminders import later

JOIN = "Join the waiting list"


async def in_rounds(stage: Stage) -> None:
    saved = await set_rules(stage, **{MATCHED: "rounds"})
    assert "in rounds" in saved.plain_text


async def prepare(stage: Stage) -> Reply:
    return await stage.mia.slash("config mentors round")


async def waiting(stage: Stage, *people: Person) -> None:
    """Let people wait for the next round, the first the longest."""
    for person in people:
        on_list = await ask(person, JOIN)
        assert "match people here in rounds" in on_list.plain_text
        await later(stage, minutes=1)


async def test_a_round_is_shown_then_sent_and_only_once(stage: Stage):
    ana, ben, noor, mia = stage.ana, stage.ben, stage.person("noor"), stage.mia
    await in_rounds(stage)
    await be_mentor(stage, ben, **{HOW_MANY: "1"})
    await waiting(stage, ana, noor)
    await later(stage, days=2)
    assert told(ben, WANTED) == []
    shown = await prepare(stage)
    assert shown.ephemeral
    assert "1 of 2 would get a mentor" in shown.text
    assert "Number 1, waits 2 days" in shown.plain_text
    assert ben.mention in shown.text
    assert "Those who fit go to people who wait longer" in shown.plain_text
    for person in (ana, noor):
        assert person.id not in shown.text
        assert WANTED not in shown.text
    again = await prepare(stage)
    sent = await mia.click(shown, "Ask 1 mentor")
    assert "1 mentor is asked" in sent.text
    await later(stage, minutes=1)
    [asked] = told(ben, WANTED)
    assert len(told(ana, "I've asked a mentor")) == 1
    assert "This round is over" in (await mia.click(shown, "Ask 1 mentor")).text
    # Prepared before the other was sent, it finds nobody whom it could ask.
    late = await mia.click(again, "Ask 1 mentor")
    assert "1 pair was not possible any more" in late.plain_text
    await later(stage, minutes=1)
    assert len(told(ben, WANTED)) == 1
    await ben.click(asked, "Accept")
    log = (await mia.slash("config log")).text
    assert log.count("Mentors asked: `0` → `1`") == 1
    left = await prepare(stage)
    assert "No mentor has room" in left.plain_text
    assert left.buttons == ["Look again"]


async def test_what_changed_after_the_preview_is_left_out(stage: Stage):
    ana, ben, mia = stage.ana, stage.ben, stage.mia
    await in_rounds(stage)
    await be_mentor(stage, ben)
    await waiting(stage, ana)
    shown = await prepare(stage)
    await ben.click(await ben.slash("mentees availability"), "Stop taking new learners")
    assert "Nobody was asked" in (await mia.click(shown, "Ask 1 mentor")).text
    assert "No mentor has room" in (await prepare(stage)).plain_text
    status = await ana.click(await ana.slash("mentor status"), "Open")
    assert "More mentors would help" in status.plain_text
    await ana.click(status, "Withdraw")
    assert "Nobody waits" in (await prepare(stage)).text


async def test_a_passed_request_goes_on_by_itself_and_rules_may_change_back(stage: Stage):
    ana, ben, noor = stage.ana, stage.ben, stage.person("noor")
    await in_rounds(stage)
    await be_mentor(stage, ben)
    await waiting(stage, ana)
    await stage.mia.click(await prepare(stage), "Ask 1 mentor")
    await later(stage, minutes=1)
    await be_mentor(stage, noor)
    await ben.click(told(ben, WANTED)[0], "Pass")
    await later(stage, hours=2)
    assert len(told(noor, WANTED)) == 1
    other = stage.person("mia")
    await waiting(stage, other)
    assert told(ben, WANTED) == []
    await set_rules(stage, **{MATCHED: "at-once", ANSWER: "2"})
    await later(stage, minutes=1)
    assert len(told(ben, WANTED)) == 1


async def test_only_moderators_prepare_and_send(stage: Stage):
    await in_rounds(stage)
    await be_mentor(stage, stage.ben)
    await waiting(stage, stage.ana)
    refused = await stage.ana.slash("config mentors round", force=True)
    assert "Manage Server" in refused.text
    shown = await prepare(stage)
    assert "Manage Server" in (await stage.ana.click(shown, "Ask 1 mentor")).text
    await later(stage, minutes=1)
    assert told(stage.ben, WANTED) == []
