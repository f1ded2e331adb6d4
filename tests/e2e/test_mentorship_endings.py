"""The end of a mentorship: going on for longer, how it went, and thanks."""

from __future__ import annotations

import pytest

from playground.person import Person
from playground.reply import Reply
from tests.e2e.stage import Stage
from tests.e2e.test_mentoring import told
from tests.e2e.test_mentorships import begin, opened
from tests.e2e.test_reminders import later

SOON = "Your mentorship ends soon"
REACHED, REPEAT = "Did you get where you wanted?", "Would you do it again?"
SAID, THANKS = "What would you do differently?", "Your thanks to your mentor"


async def reach_last_week(stage: Stage) -> None:
    """Let a pair that meets now and then get to the week before its planned end."""
    await begin(stage)
    for _month in range(2):
        await stage.move(28)
        await stage.ben.click(await opened(stage.ben, "mentees list"), "We met")
    await stage.move(26)
    for person in (stage.ana, stage.ben):
        assert told(person, SOON) == []
    await stage.move(1)


async def end_now(person: Person, command: str) -> Reply:
    """Let somebody end their only mentorship."""
    asked = await person.click(await opened(person, command), "End it")
    return await person.click(asked, "End it")


async def test_both_go_on_for_the_shorter_of_what_they_want(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await reach_last_week(stage)
    [asked], [question] = told(ana, SOON), told(ben, SOON)
    assert "Monday 8 March 2027" in asked.text
    for _twice in range(2):
        mine = await ana.click(asked, "3 more months")
        assert "Noted: 3 months more" in mine.text
        await later(stage, minutes=1)
    heard = told(ben, "would like to go on for 3 months more")
    assert len(heard) == 1
    renewed = await ben.click(question, "1 more month")
    assert "It goes on until Thursday 8 April 2027" in renewed.text
    # A press that comes late moves nothing again.
    assert "until Thursday 8 April 2027" in (await ben.click(heard[0], "2 more months")).text
    await later(stage, minutes=1)
    assert len(told(ana, "It goes on until Thursday 8 April 2027")) == 1
    await stage.move(7)
    for person in (ana, ben):
        assert told(person, "has ended") == []
    await stage.move(20)
    await ben.click(await opened(ben, "mentees list"), "We met")
    await stage.move(4)
    assert len(told(ana, SOON)) == 1
    await stage.move(7)
    for person in (ana, ben):
        assert len(told(person, "has ended")) == 1


async def test_it_ends_on_its_day_where_only_one_wants_to_go_on(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await reach_last_week(stage)
    await ana.click(told(ana, SOON)[0], "1 more month")
    left = await ben.click(told(ben, SOON)[0], "Let it end then")
    assert "as planned" in left.text
    await stage.move(6)
    for person in (ana, ben):
        assert told(person, "has ended") == []
    await stage.move(1)
    for person in (ana, ben):
        [ended] = told(person, "has ended")
        assert "How did it go?" in ended.buttons
        assert ana.id not in ended.text
    assert "No learners yet" in (await ben.slash("mentees list")).text


async def test_who_changes_their_mind_before_the_other_hears_of_it_is_not_told(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await reach_last_week(stage)
    wished = await ana.click(told(ana, SOON)[0], "2 more months")
    staying = await ana.click(wished, "Let it end then")
    await later(stage, minutes=1)
    assert told(ben, "would like to go on for") == []
    assert SOON in (await ana.click(staying, "Go on for longer")).text


async def test_it_is_too_early_to_go_on_for_longer_before_the_last_week(stage: Stage):
    card, _mentors = await begin(stage)
    early = await stage.ana.click(card, "Go on for longer")
    assert "A week before, I ask both of you" in early.text


async def test_how_it_went_is_read_by_nobody_else_and_can_be_changed(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await begin(stage)
    ended = await end_now(ben, "mentees list")
    words = "Meet more often; see https://example.org"
    form = await ben.click(ended, "How did it go?")
    kept = await ben.submit(form, **{REACHED: "4", REPEAT: "yes", SAID: words})
    assert "Kept for you alone" in kept.text
    again = await ben.submit(await ben.click(kept, "Change"), **{REACHED: "2"})
    assert "Kept for you alone" in again.text
    await later(stage, minutes=11)
    mine = await ana.slash("privacy export")
    theirs = await ben.slash("privacy export")
    assert words.encode() not in b"".join([await stage.download(one) for one in mine.attachments])
    told_ = b"".join([await stage.download(one) for one in theirs.attachments])
    assert words.encode() in told_
    assert b'"reached": 2' in told_
    assert told(ana, words) == []
    await ben.click(await ben.slash("privacy delete"), "Delete it all")
    assert stage.cells_with(words) == []


async def test_nobody_looks_back_on_what_goes_on(stage: Stage):
    ana = stage.ana
    await begin(stage)
    ended = await end_now(ana, "mentor status")
    await ana.click(ended, "Undo")
    assert "hasn't ended yet" in (await ana.click(ended, "How did it go?")).text
    assert "hasn't ended yet" in (await ana.click(ended, "Say thank you")).text


async def test_thanks_are_read_only_once_they_are_sent_and_arrive_once(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await begin(stage)
    ended = await end_now(ana, "mentor status")
    first = await ana.submit(await ana.click(ended, "Say thank you"), **{THANKS: "Thx"})
    assert "not sent yet" in first.text
    form = await ana.click(first, "Change")
    shown = await ana.submit(form, **{THANKS: "You made me **plan**"})
    await later(stage, minutes=11)
    assert len(told(ben, "has ended")) == 1
    assert told(ben, "thank-you") == []
    sent = await ana.click(shown, "Send")
    assert "on their way" in sent.text
    await ana.click(shown, "Send")
    await later(stage, minutes=1)
    [read] = told(ben, "A thank-you for you")
    assert "You made me **plan**" in read.plain_text
    assert "Thx" not in read.text
    assert "sent your thanks already" in (await ana.click(ended, "Say thank you")).text
    assert "Say thank you" not in told(ben, "has ended")[0].buttons


async def test_thanks_that_are_not_sent_are_gone(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await begin(stage)
    ended = await end_now(ana, "mentor status")
    shown = await ana.submit(await ana.click(ended, "Say thank you"), **{THANKS: "You rock"})
    assert "has ended" in (await ana.click(shown, "Don't send")).text
    assert "nothing to send" in (await ana.click(shown, "Send")).text
    assert stage.cells_with("You rock") == []
    await later(stage, minutes=30)
    assert told(ben, "thank-you") == []


@pytest.mark.parametrize("words", ["Read https://example.org", "@everyone he is great"])
async def test_thanks_lead_nowhere(stage: Stage, words: str):
    ana = stage.ana
    await begin(stage)
    ended = await end_now(ana, "mentor status")
    refused = await ana.submit(await ana.click(ended, "Say thank you"), **{THANKS: words})
    assert "a link or a mention" in refused.text


async def test_who_was_blocked_reaches_nobody_and_cannot_tell(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await begin(stage)
    asked = await ben.click(await opened(ben, "mentees list"), "End it")
    await ben.click(asked, "End and don't match us again")
    await later(stage, minutes=11)
    [ended] = told(ana, "has ended")
    shown = await ana.submit(await ana.click(ended, "Say thank you"), **{THANKS: "Why?"})
    assert "on their way" in (await ana.click(shown, "Send")).text
    await later(stage, minutes=30)
    assert told(ben, "thank-you") == []


async def test_thanks_to_who_is_gone_are_refused(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await begin(stage)
    ended = await end_now(ana, "mentor status")
    shown = await ana.submit(await ana.click(ended, "Say thank you"), **{THANKS: "You rock"})
    await ben.click(await ben.slash("privacy delete"), "Delete it all")
    assert "isn't here any more" in (await ana.click(shown, "Send")).text
