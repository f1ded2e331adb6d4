"""A report reaches the moderators or is told as undelivered; nobody else learns of it."""

from __future__ import annotations

import json
from datetime import timedelta

from playground.person import Person
from playground.reply import Reply
from tests.e2e.stage import Stage
from tests.e2e.test_mentor_rules import REPORTS, set_rules
from tests.e2e.test_mentoring import ABOUT, HOW_MANY, WANTED, ask, be_mentor, told, write
from tests.e2e.test_reminders import later

REASON, HAPPENED = "What is it about?", "What happened?"
TEXT = "They asked me for **money** <@1234567890>"
PLACE = "weekly-nudges"


async def open_reports(stage: Stage) -> None:
    await set_rules(stage, **{REPORTS: stage.channel(PLACE)})


async def report(person: Person, card: Reply, text: str = TEXT) -> Reply:
    form = {REASON: "selling", HAPPENED: text}
    return await person.submit(await person.click(card, "Report"), **form)


async def asked(stage: Stage) -> Reply:
    """Let Ana ask Ben, and return what Ben is asked."""
    await be_mentor(stage, stage.ben)
    await ask(stage.ana)
    await later(stage, minutes=1)
    return told(stage.ben, WANTED)[0]


async def paired(stage: Stage) -> Reply:
    """Let Ben mentor Ana, and return what Ana is told."""
    await stage.ben.click(await asked(stage), "Accept")
    await later(stage, minutes=1)
    return told(stage.ana, "You have a mentor")[0]


async def test_a_report_reaches_moderators_and_what_they_do_is_written_down(stage: Stage):
    ana, ben, mia = stage.ana, stage.ben, stage.mia
    await open_reports(stage)
    met = await paired(stage)
    received = await report(ana, met)
    assert "The moderators of the server have your report" in received.text
    [post] = await stage.posts(PLACE, count=1)
    assert ana.mention in post.text
    assert ben.mention in post.text
    assert "asked me for" in post.text
    assert "<@1234567890>" not in post.text
    assert not post.message["mentions"]
    assert "Manage Server" in (await ana.click(post, "Close")).text
    taken = await mia.click(post, "I'm on it")
    assert taken.ephemeral
    assert "Report: in progress" in taken.text
    await mia.click(post, "I'm on it")
    closed = await mia.click(taken, "Close")
    assert "Report: closed" in closed.text
    log = (await mia.slash("config log")).text
    assert log.count("Report: open → in progress") == 1
    assert log.count("Report: in progress → closed") == 1
    assert ben.id not in log.replace(mia.id, "")
    assert "No report is open" in (await mia.slash("config mentors reports")).text
    assert not any("report" in one.text.lower() for one in ben.sees(dm=True))


async def test_without_a_channel_the_reporter_is_told_that_nobody_was_told(stage: Stage):
    met = await paired(stage)
    told_nobody = await report(stage.ana, met)
    assert "Your report reached nobody" in told_nobody.text
    assert "asked me for" in told_nobody.text
    assert stage.cells_with("asked me for") == []
    await open_reports(stage)
    stage.server.world.delete_channel(stage.channel(PLACE))
    await later(stage, minutes=1)
    assert "reached nobody" in (await report(stage.ana, met)).text
    assert stage.cells_with("asked me for") == []


async def test_the_same_report_twice_is_one_and_a_day_has_a_limit(stage: Stage):
    ana = stage.ana
    await open_reports(stage)
    met = await paired(stage)
    for _turn in range(2):
        assert "Received" in (await report(ana, met)).text
    await stage.posts(PLACE, count=1)
    for number in range(4):
        assert "Received" in (await report(ana, met, f"Again, {number}")).text
    refused = await report(ana, met, "Once more")
    assert "5 reports in a day" in refused.text
    assert "Correct it" in refused.buttons
    assert "Received" in (await report(ana, met)).text
    await later(stage, days=1)
    assert "Received" in (await report(ana, met, "Once more")).text
    assert "What happened is empty" in (await report(ana, met, "\u200b\u2800")).text


async def test_a_mentor_reports_a_request_and_learns_nothing_about_who_asks(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await open_reports(stage)
    card = await asked(stage)
    received = await report(ben, card)
    assert "Received" in received.text
    [post] = await stage.posts(PLACE, count=1)
    assert ana.mention in post.text
    blocked = await ben.click(received, "Don't match us again")
    assert "won't be matched again" in blocked.text
    assert "doesn't need your answer" in (await ben.click(card, "Accept")).text
    export = await ben.slash("privacy export")
    files = b"".join([await stage.download(one) for one in export.attachments])
    assert json.loads(files)["report"][0]["text"] == TEXT
    for seen in (*(json.dumps(one.message) for one in ben.sees(dm=True)), files.decode()):
        assert ana.id not in seen
    await later(stage, hours=2)
    assert len(told(ana, "Still looking for your mentor")) == 1
    assert "No mentor is free" in (await ana.slash("mentor find")).text


async def test_a_learner_reports_a_mentor_before_asking(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await open_reports(stage)
    await be_mentor(stage, ben, **{ABOUT: "Cheap courses"})
    received = await report(ana, await write(ana))
    assert "Received" in received.text
    [post] = await stage.posts(PLACE, count=1)
    assert ben.mention in post.text
    await ana.click(received, "Don't match us again")
    assert "No mentor is free" in (await ana.slash("mentor find")).text


async def test_who_blocks_after_a_report_is_out_of_everything_at_once(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await open_reports(stage)
    met = await paired(stage)
    await ana.click(await report(ana, met), "Don't match us again")
    assert "No learners yet" in (await ben.slash("mentees list")).text
    await later(stage, minutes=11)
    [over] = told(ben, "has ended")
    assert "block" not in over.text.lower()
    assert "Undo" not in over.buttons


async def test_a_suspended_mentor_is_found_by_nobody_until_moderators_lift_it(stage: Stage):
    ana, ben, mia, noor = stage.ana, stage.ben, stage.mia, stage.person("noor")
    await open_reports(stage)
    await be_mentor(stage, ben, **{HOW_MANY: "3"})
    await ask(ana)
    await ask(noor)
    await later(stage, minutes=1)
    first, second = told(ben, WANTED)
    started = await ben.click(first, "Accept")
    await report(ana if ana.id in started.text else noor, (await late_card(stage, ana, noor)))
    [post] = await stage.posts(PLACE, count=1)
    suspended = await mia.click(post, "Suspend as a mentor")
    assert "nobody can find them" in suspended.text
    assert "Report: in progress" in suspended.text
    assert "Suspend as a mentor" not in suspended.buttons
    assert "doesn't need your answer" in (await ben.click(second, "Accept")).text
    assert "No mentor is free" in (await stage.mia.slash("mentor find")).text
    own = await ben.slash("mentees availability")
    assert "moderators of this server have paused you" in own.plain_text
    assert own.buttons == ["My learners"]
    assert "1 learner" in (await ben.click(own, "My learners")).text
    # What a mentor still has in front of them from before does not lift it.
    await later(stage, days=40)
    assert "No mentor is free" in (await mia.slash("mentor find")).text
    await mia.click(suspended, "Close")
    listed = await mia.slash("config mentors reports")
    lifted = await mia.click(await mia.click(listed, "Open"), "Lift the suspension")
    assert "Suspend as a mentor" in lifted.buttons
    assert "Suspended as a mentor: yes → no" in (await mia.slash("config log")).text
    await ben.click(await ben.slash("mentees availability"), "I'm back")
    assert "Ask" in (await mia.slash("mentor find")).buttons


async def late_card(stage: Stage, *people: Person) -> Reply:
    await later(stage, minutes=1)
    [met] = [one for person in people for one in told(person, "You have a mentor")]
    return met


async def test_old_buttons_do_not_lift_a_suspension(stage: Stage):
    ben, mia = stage.ben, stage.mia
    await open_reports(stage)
    await be_mentor(stage, ben)
    own = await ben.slash("mentees availability")
    await report(stage.ana, await write(stage.ana))
    [post] = await stage.posts(PLACE, count=1)
    form = await ben.click(own, "Change")
    await mia.click(post, "Suspend as a mentor")
    again = await mia.click(post, "Suspend as a mentor")
    assert "Lift the suspension" in again.buttons
    assert "can't take new learners" in (await ben.submit(form)).text
    stopped = await ben.click(own, "Stop taking new learners")
    assert "can't take new learners" in stopped.text
    assert (await mia.slash("config log")).text.count("Suspended as a mentor: no → yes") == 1


async def test_a_moderator_does_not_handle_what_is_about_themselves(stage: Stage):
    mia = stage.mia
    await open_reports(stage)
    await be_mentor(stage, mia)
    received = await report(stage.ana, await write(stage.ana))
    assert "If it's about one of them" in received.text
    [post] = await stage.posts(PLACE, count=1)
    assert "This report is gone" in (await mia.click(post, "Close")).text
    assert "No report is open" in (await mia.slash("config mentors reports")).text


async def test_who_reports_and_who_is_reported_can_delete_their_data(stage: Stage):
    ana, ben, mia = stage.ana, stage.ben, stage.mia
    await open_reports(stage)
    await report(ana, await paired(stage))
    mine = json.loads(await exported(stage, ana))["report"]
    assert [set(row) & {"actor_id", "reported_id"} for row in mine] == [{"actor_id"}]
    about_ben = await exported(stage, ben)
    assert json.loads(about_ben)["report"] == []
    assert b"asked me for" not in about_ben
    preview = await ben.slash("privacy delete")
    assert "eport" not in preview.plain_text.replace("Export", "").replace("export", "")
    await ben.click(preview, "Delete it all")
    assert stage.cells_with(ben.id) == []
    preview = await ana.slash("privacy delete")
    assert "Reports you made to moderators: 1" in preview.plain_text
    assert "without your id" in (await ana.click(preview, "Delete it all")).text
    assert stage.cells_with(ana.id) == []
    listed = await mia.slash("config mentors reports")
    opened = await mia.click(listed, "Open")
    assert opened.plain_text.count("somebody who deleted their data") == 2
    assert "Suspend as a mentor" not in opened.buttons


async def exported(stage: Stage, person: Person) -> bytes:
    export = await person.slash("privacy export")
    return b"".join([await stage.download(one) for one in export.attachments])


async def test_a_closed_report_goes_after_a_year_and_a_suspension_keeps_it(stage: Stage):
    mia = stage.mia
    await open_reports(stage)
    await be_mentor(stage, stage.ben)
    await report(stage.ana, await write(stage.ana))
    [post] = await stage.posts(PLACE, count=1)
    suspended = await mia.click(post, "Suspend as a mentor")
    closed = await mia.click(suspended, "Close")
    stage.server.clock.advance(timedelta(days=370))
    await stage.catch_up()
    await stage.bot.engine.check_now()
    assert stage.cells_with("asked me for") != []
    await mia.click(closed, "Lift the suspension")
    stage.server.clock.advance(timedelta(days=1))
    await stage.catch_up()
    await stage.bot.engine.check_now()
    assert stage.cells_with("asked me for") == []
    assert "This report is gone" in (await mia.click(closed, "Lift the suspension")).text


async def test_a_report_of_another_community_or_of_nobody_is_refused(stage: Stage):
    await open_reports(stage)
    met = await paired(stage)
    form = await stage.ana.click(met, "Report")
    await stage.ben.click(await stage.ben.slash("privacy delete"), "Delete it all")
    lost = await stage.ana.submit(form, **{REASON: "selling", HAPPENED: TEXT})
    assert "nobody to report here" in lost.text
    assert "asked me for" in lost.text
    await stage.posts(PLACE, count=0)
