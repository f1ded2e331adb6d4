"""What happens within a mentorship: pauses, sessions, going on for longer, and the end."""

from __future__ import annotations

from playground.person import Person
from playground.reply import Reply
from tests.e2e.stage import Stage
from tests.e2e.test_mentoring import WANTED, ask, be_mentor, told
from tests.e2e.test_reminders import later

UNTIL = "Until when?"


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
    assert "Last sign of life" in (await ana.click(paused, "Undo")).text
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
        assert "Last sign of life" in shown.text
        assert "Last sign of life" in (await ben.click(card, "Go on now")).text
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
    assert "Last sign of life" in (await opened(ana, "mentor status")).text


async def test_who_ends_a_paused_mentorship_and_undoes_it_has_it_paused(stage: Stage):
    ana = stage.ana
    card, _mentors = await begin(stage)
    paused = await ana.submit(await ana.click(card, "Pause"), **{UNTIL: "in 3 weeks"})
    ended = await ana.click(await ana.click(paused, "End it"), "End it")
    back = await ana.click(ended, "Undo")
    assert "paused until" in back.plain_text
