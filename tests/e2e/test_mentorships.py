"""What happens within a mentorship: pauses, sessions, going on for longer, and the end."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from playground.person import Person
from playground.reply import Reply
from tests.e2e.stage import Stage
from tests.e2e.test_forged import forge
from tests.e2e.test_mentoring import WANTED, ask, be_mentor, told
from tests.e2e.test_reminders import later

UNTIL = "Until when?"
WHEN, MINUTES, STEP = "When did you meet?", "How many minutes?", "One next step"


async def begin(stage: Stage) -> tuple[Reply, Reply]:
    """Let Ben mentor Ana; both agreed. Return the cards of the learner and of the mentor."""
    ana, ben = stage.ana, stage.ben
    await be_mentor(stage, ben)
    await ask(ana)
    await later(stage, minutes=1)
    started = await ben.click(told(ben, WANTED)[0], "Accept")
    await later(stage, minutes=1)
    learner = await ana.click(told(ana, "You have a mentor")[0], "Agreed")
    return learner, await ben.click(started, "Agreed")


async def opened(person: Person, command: str) -> Reply:
    """Open the only mentorship of somebody."""
    return await person.click(await person.slash(command), "Open")


async def test_a_pause_is_told_once_asks_nothing_and_ends_by_itself(stage: Stage):
    ana, ben = stage.ana, stage.ben
    card, _mentors = await begin(stage)
    paused = await ana.submit(await ana.click(card, "Pause"), **{UNTIL: "in 3 weeks"})
    assert "paused until" in paused.plain_text
    assert told(ben, "takes a break") == []
    await later(stage, minutes=11)
    [break_] = told(ben, "Your learner takes a break")
    assert "as planned" in break_.plain_text
    await stage.move(20)
    for person in (ana, ben):
        assert told(person, "Did you meet?") == []
        assert told(person, "The pause is over") == []
    assert "paused until" in (await opened(ben, "mentees list")).plain_text
    await stage.move(1)
    for person in (ana, ben):
        assert len(told(person, "The pause is over")) == 1
    await stage.move(7)
    for person in (ana, ben):
        assert len(told(person, "Did you meet?")) == 1
        assert len(told(person, "The pause is over")) == 1
    assert len(told(ben, "takes a break")) == 1


async def test_a_pause_that_is_undone_is_told_to_nobody(stage: Stage):
    ana, ben = stage.ana, stage.ben
    card, _mentors = await begin(stage)
    paused = await ana.submit(await ana.click(card, "Pause"), **{UNTIL: "in 3 weeks"})
    assert "Last active" in (await ana.click(paused, "Undo")).text
    await stage.move(7)
    assert told(ben, "takes a break") == []
    assert told(ben, "goes on") == []
    assert len(told(ben, "Did you meet?")) == 1


async def test_either_side_goes_on_before_and_the_other_is_told(stage: Stage):
    ana, ben = stage.ana, stage.ben
    card, _mentors = await begin(stage)
    for number in (1, 2):
        await ana.submit(await ana.click(card, "Pause"), **{UNTIL: "in 3 weeks"})
        await later(stage, minutes=11)
        assert len(told(ben, "takes a break")) == number
        card = await opened(ben, "mentees list")
        shown = await ben.click(card, "Go on now")
        assert "Last active" in shown.text
        assert "Last active" in (await ben.click(card, "Go on now")).text
        await later(stage, minutes=1)
        assert len(told(ana, "The pause is over")) == number
        card = await opened(ana, "mentor status")
        await later(stage, days=1)


async def test_a_pause_ends_before_the_last_week_and_nothing_else_can_be_typed(stage: Stage):
    ana = stage.ana
    card, _mentors = await begin(stage)
    for typed, why in (
        ("in 3 months", "a pause ends a week before"),
        ("yesterday", "past"),
        ("whenever", "whenever"),
    ):
        refused = await ana.submit(await ana.click(card, "Pause"), **{UNTIL: typed})
        assert why in refused.text
        assert "Correct it" in refused.buttons
    assert "Last active" in (await opened(ana, "mentor status")).text


async def test_who_ends_a_paused_mentorship_and_undoes_it_has_it_paused(stage: Stage):
    ana = stage.ana
    card, _mentors = await begin(stage)
    paused = await ana.submit(await ana.click(card, "Pause"), **{UNTIL: "in 3 weeks"})
    ended = await ana.click(await ana.click(paused, "End it"), "End it")
    back = await ana.click(ended, "Undo")
    assert "paused until" in back.plain_text


async def test_a_session_is_logged_once_and_its_step_becomes_one_goal(stage: Stage):
    ana, ben = stage.ana, stage.ben
    _learners, card = await begin(stage)
    await later(stage, days=2)
    for _twice in range(2):
        form = await ben.click(card, "Log a session")
        logged = await ben.submit(form, **{MINUTES: "50", STEP: "Write the **first** risk list"})
        assert "Session logged" in logged.text
        assert "Add as goal" not in logged.buttons
    assert told(ana, "logged a session") == []
    await later(stage, minutes=11)
    [heard] = told(ana, "Your mentor logged a session")
    assert "50 minutes" in heard.text
    assert "Write the **first** risk list" in heard.plain_text
    added = await ana.click(heard, "Add as goal")
    assert "Goal added" in added.text
    again = await ana.click(told(ana, "Your mentor logged a session")[0], "Add as goal")
    assert "Goal added" not in again.text
    assert "Write the **first** risk list" in again.plain_text
    listed = await ana.slash("goal list")
    assert listed.plain_text.count("Write the **first** risk list") == 1
    own = await ana.submit(
        await ana.click(await opened(ana, "mentor status"), "Log a session"),
        **{WHEN: "yesterday", MINUTES: "30"},
    )
    assert "Add as goal" not in own.buttons
    await later(stage, minutes=11)
    assert len(told(ben, "Your learner logged a session")) == 1
    assert "2 sessions, 80 minutes in all" in (await ben.slash("mentees log")).text
    assert "No sessions yet" in (await ana.slash("mentees log")).text


async def test_a_session_both_wrote_down_counts_once(stage: Stage):
    learner, mentor = await begin(stage)
    for person, card in ((stage.ana, learner), (stage.ben, mentor)):
        await person.submit(await person.click(card, "Log a session"), **{MINUTES: "45"})
    assert "1 session, 45 minutes in all" in (await stage.ben.slash("mentees log")).text


async def test_a_session_that_is_undone_is_told_to_nobody_and_gone(stage: Stage):
    ana, ben = stage.ana, stage.ben
    card, _mentors = await begin(stage)
    step = "Call the sponsor"
    logged = await ana.submit(await ana.click(card, "Log a session"), **{STEP: step})
    assert "Last active" in (await ana.click(logged, "Undo")).text
    assert "no such session" in (await ana.click(logged, "Add as goal")).text
    await later(stage, minutes=11)
    assert told(ben, "logged a session") == []
    assert stage.cells_with(step) == []


async def test_what_cannot_be_logged_is_refused_by_name(stage: Stage):
    ana = stage.ana
    card, _mentors = await begin(stage)
    for told_, why in (
        ({WHEN: "yesterday"}, "began on"),
        ({WHEN: "tomorrow"}, "in the future"),
        ({WHEN: "off"}, "off"),
        ({MINUTES: "0"}, "from 1 to 600"),
        ({MINUTES: "99999"}, "“99999”"),
        ({MINUTES: "an hour"}, "“an hour”"),
        ({STEP: "See https://example.org"}, "a link or a mention"),
    ):
        refused = await ana.submit(await ana.click(card, "Log a session"), **told_)
        assert why in refused.text, told_
        assert "Correct it" in refused.buttons
    assert "No sessions yet" in (await stage.ben.slash("mentees log")).text


async def test_nobody_else_sees_takes_or_removes_a_session(stage: Stage):
    ana, ben, mia = stage.ana, stage.ben, stage.mia
    _learners, card = await begin(stage)
    await ben.submit(await ben.click(card, "Log a session"), **{STEP: "Call the sponsor"})
    with closing(sqlite3.connect(stage.database_file)) as file:
        [[session]] = file.execute("SELECT id FROM mentorship_session")
    hers = await mia.slash("mentor status")
    for verb in ("pair.unlog", "pair.goal"):
        assert "no such session" in (await forge(mia, hers, verb, session)).text
    # Each side may do with it what is theirs.
    for person, verb in ((ana, "pair.unlog"), (ben, "pair.goal")):
        theirs = await forge(person, await person.slash("help"), verb, session)
        assert "no such session" in theirs.text
    assert "1 session, 45 minutes" in (await ben.slash("mentees log")).text
