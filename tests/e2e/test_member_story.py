"""A member's story through the real bot: reached where they want, or told what was not sent."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from bot.model import (
    Frequency,
    MemberId,
    PostKind,
    Recurrence,
    Reminder,
    ReminderId,
    Schedule,
    ScheduleId,
)
from bot.schedule.recurrence import next_after
from bot.storage import reminders, schedules
from playground.person import Person
from playground.reply import Reply, until
from playground.server import PlaygroundServer
from tests.e2e.stage import Stage, raise_curtain


async def remind(stage: Stage, text: str, at: time = time(12)) -> None:
    """Keep a daily reminder for Ana at a UTC time."""
    now, ana = stage.bot.clock.now(), MemberId(f"discord:{stage.ana.id}")
    reminder = Reminder(ReminderId(text.replace(" ", "")), ana, text, now)
    rule = Recurrence(Frequency.DAILY, at, "UTC", on=date(2026, 1, 1))
    wanted = Schedule(
        ScheduleId(0),
        PostKind.REMINDER,
        rule,
        next_after(rule, now),
        member_id=ana,
        subject_id=reminder.id,
    )
    async with stage.bot.database.write() as tx:
        await reminders.insert_reminder(tx, reminder)
        await schedules.save_schedule(tx, wanted)


async def choose(person: Person, label: str) -> Reply:
    """Open the settings, then the places, and choose one."""
    places = await person.click(await person.slash("me settings"), "Where I reach you")
    return await person.click(places, label)


async def test_opting_in_is_a_click_and_a_hello(stage: Stage):
    chosen = await choose(stage.ana, "By direct message")
    assert chosen.ephemeral
    assert "I reach you by direct message" in chosen.text
    [hello] = await stage.ana.dms(1)
    assert "Direct messages are on" in hello.text
    await remind(stage, "book the exam")
    await stage.move(days=1)
    assert "book the exam" in (await stage.ana.dms(2))[1].text
    stopped = await stage.ana.click(hello, "Stop direct messages")
    assert "only in your inbox" in stopped.text
    await stage.move(days=1)
    assert len(await stage.ana.dms(2)) == 2


async def test_closed_direct_messages_offer_the_other_ways(stage: Stage):
    stage.server.faults.close_dms("ana")
    refused = await choose(stage.ana, "By direct message")
    assert refused.ephemeral
    assert "Direct messages are not accepted" in refused.text
    assert "not set: UTC" in (await stage.ana.slash("me settings")).text
    chosen = await stage.ana.click(refused, "In this channel")
    assert "without anything private" in chosen.text


async def test_opening_too_many_says_so(stage: Stage):
    stage.server.faults.refuse(40003, "POST /users/@me/channels")
    refused = await choose(stage.ana, "By direct message")
    assert "no more direct messages" in refused.text
    again = await stage.ana.click(refused, "Try again")
    assert "few minutes" in again.text


async def test_in_a_channel_only_the_member_reads_what_it_says(stage: Stage):
    await choose(stage.ana, "In this channel")
    await remind(stage, "my secret plan")
    await stage.move(days=1)
    [call] = await stage.posts("general", count=1)
    assert stage.ana.mention in call.text
    assert "secret" not in call.text
    refused = await stage.ben.click(call, "Read it")
    assert refused.ephemeral
    assert "not for you" in refused.text
    for _ in range(2):
        read = await stage.ana.click(call, "Read it")
        assert read.ephemeral
        assert "my secret plan" in read.text


async def test_what_direct_messages_could_not_bring_is_told_once_and_they_resume(stage: Stage):
    await choose(stage.ana, "By direct message")
    await remind(stage, "book the exam")
    stage.server.faults.close_dms("ana")
    await stage.move(days=2)
    stage.server.faults.open_dms("ana")
    helped = await stage.ana.slash("help")
    [told] = await until(helped.world, lambda: helped.followups or None, 5) or []
    assert told.ephemeral
    assert "2 messages could not be sent" in told.text
    assert (await stage.ana.slash("help")).followups == []
    await stage.move(days=1)
    assert "book the exam" in (await stage.ana.dms(2))[1].text


async def test_a_refused_message_falls_back_to_the_channel_if_wanted(stage: Stage):
    chosen = await choose(stage.ana, "By direct message")
    both = await stage.ana.click(chosen, "If that fails, mention me in this channel")
    assert "or else in" in both.text
    await remind(stage, "book the exam")
    stage.server.faults.close_dms("ana")
    await stage.move(days=1)
    assert len(await stage.posts("general", count=1)) == 1


async def test_the_inbox_is_read_and_put_away(stage: Stage):
    await remind(stage, "first thing")
    await remind(stage, "second thing")
    await stage.move(days=2)
    listed = await stage.ana.slash("me inbox")
    assert "4 messages" in listed.text
    assert "where I should reach you" in listed.text
    read = await stage.ana.click(listed, "Read")
    assert "thing" in read.text
    left = await stage.ana.click(read, "Dismiss")
    assert "3 messages" in left.text
    assert "3 messages" in (await stage.ana.click(read, "Dismiss")).text
    assert "inbox is empty" in (await stage.ana.click(left, "Dismiss all")).text
    assert "inbox is empty" in (await stage.ben.slash("me inbox")).text
    stolen = await stage.ben.click(listed, "Read")
    assert "not for you" in stolen.text


async def test_quiet_hours_and_a_pause_say_what_they_mean_and_are_kept(stage: Stage):
    await choose(stage.ana, "By direct message")
    await remind(stage, "book the exam", time(6))
    form = await stage.ana.click(await stage.ana.slash("me settings"), "Change")
    saved = await stage.ana.submit(
        form,
        **{
            "Your time zone": "europe/rome",
            "Quiet from (local time)": "22:00",
            "Quiet until (local time)": "09:30",
        },
    )
    assert "Europe/Rome" in saved.text
    assert "22:00 to 09:30" in saved.text
    assert "by your settings" in saved.text
    stage.server.clock.advance(stage.until(6, 30))
    await stage.catch_up()
    assert len(await stage.ana.dms(1)) == 1
    stage.server.clock.advance(stage.until(9))
    await stage.catch_up()
    assert "book the exam" in (await stage.ana.dms(2))[1].text

    paused = await stage.ana.slash("me settings", pause_until=stage.day(3))
    assert "You had paused all messages" in paused.text
    await stage.move(days=1)
    assert len(await stage.ana.dms(2)) == 2
    resumed = await stage.ana.click(paused, "Resume")
    assert "Resume" not in resumed.buttons
    assert "1 message" in (await stage.ana.slash("me inbox")).text


@pytest.mark.parametrize(
    "bad",
    [
        {"timezone": "Europe/Atlantis"},
        {"quiet_from": "25:00", "quiet_until": "07:00"},
        {"quiet_from": "22:00"},
        {"quiet_from": "22:00", "quiet_until": "22:00"},
        {"weekly_cap": "many"},
        {"weekly_cap": "0"},
        {"weekly_cap": "٣٠٠٠"},
        {"pause_until": "2020-01-01"},
        {"pause_until": "9999-12-31"},
        {"pause_until": "soon"},
    ],
)
async def test_settings_that_make_no_sense_are_refused_whole(stage: Stage, bad: dict[str, Any]):
    stage.meet(stage.ana)
    before = (await stage.ana.slash("me settings")).text
    given: dict[str, Any] = {"weekly_cap": "3", **bad}
    refused = await stage.ana.slash("me settings", **given)
    assert refused.ephemeral
    assert "Correct it" in refused.buttons
    assert (await stage.ana.slash("me settings")).text == before


async def opt_in(stage: Stage) -> None:
    """Start Ana's check-in from the form, every Monday at 09:00 in Rome, and by direct message."""
    form = await stage.ana.click(await stage.ana.slash("nudge settings"), "Other day or time")
    saved = await stage.ana.submit(
        form,
        **{
            "On which day?": "0",
            "At what local time?": "09:00",
            "In which time zone?": "Europe/Rome",
        },
    )
    assert "Mondays at 09:00 (Europe/Rome)" in saved.plain_text
    assert "I send it by direct message." in saved.text


async def test_the_check_in_arrives_each_week_and_its_buttons_work_for_ever(stage: Stage):
    await stage.ana.slash("goal add", title="Finish Domain II", due=stage.day(20))
    await opt_in(stage)
    await stage.move(days=7)
    [_, card] = await stage.ana.dms(2)
    assert "Finish Domain II" in card.text
    assert "One thing for this week" in card.text

    for _ in range(2):
        done = await stage.ana.click(card, "Done")
        assert "Well done" in done.text
    listed = await stage.ana.slash("goal list", state="done")
    assert listed.text.count("Finish Domain II") == 1

    snoozed = await stage.ana.click(card, "Snooze 1 day")
    assert "I bring it again" in snoozed.text
    await stage.move(days=1)
    again = (await stage.ana.dms(5))[-1]
    assert "Done since" in again.text

    form = await stage.ana.click(card, "Make the nudge my goal")
    added = await stage.ana.submit(form)
    assert "Goal added" in added.text

    stopped = await stage.ana.click(card, "Stop check-ins")
    assert "stopped" in stopped.text
    said = len(await stage.ana.dms(1))
    await stage.move(days=14)
    assert len(await stage.ana.dms(1)) == said
    assert "stopped" in (await stage.ana.click(again, "Snooze 1 day")).text


async def test_check_in_buttons_outlive_a_restart(playground: PlaygroundServer, tmp_path: Path):
    async with AsyncExitStack() as first:
        stage = await raise_curtain(playground, tmp_path, first)
        await stage.ana.slash("goal add", title="Outlive a restart")
        await opt_in(stage)
        await stage.move(days=7)
        [_, card] = await stage.ana.dms(2)
    async with AsyncExitStack() as second:
        stage = await raise_curtain(playground, tmp_path, second)
        assert "Well done" in (await stage.ana.click(card, "Done")).text
        await stage.move(days=7)
        assert "Outlive a restart" in (await stage.ana.dms(4))[-1].text


async def test_a_check_in_in_a_channel_says_nothing_there_and_works_in_private(stage: Stage):
    await stage.ana.slash("goal add", title="My secret plan")
    await stage.ana.slash("nudge settings", day=2, time="18:00", timezone="Asia/Tokyo")
    await choose(stage.ana, "In this channel")
    await stage.move(days=7)
    [call] = await stage.posts("general", count=1)
    assert "secret" not in call.text
    opened = await stage.ana.click(call, "Read it")
    assert opened.ephemeral
    assert "My secret plan" in opened.text
    done = await stage.ana.click(opened, "Done")
    assert done.ephemeral
    assert "Well done" in done.text
    refused = await stage.ben.click(opened, "Done")
    assert "no such goal" in refused.text
    assert "no such check-in" in (await stage.ben.click(opened, "Snooze 1 day")).text


async def test_unanswered_check_ins_come_less_often_until_asked_back(stage: Stage):
    await opt_in(stage)
    await stage.move(days=28)
    cards = await stage.ana.dms(5)
    assert "every 2 weeks" in cards[-1].text
    await stage.move(days=7)
    assert len(await stage.ana.dms(5)) == 5
    back = await stage.ana.click(cards[-1], "Weekly again")
    assert "Mondays at 09:00" in back.plain_text


async def test_a_preview_is_private_and_sends_nothing(stage: Stage):
    await stage.ana.slash("goal add", title="Finish Domain II")
    preview = await stage.ana.slash("nudge preview")
    assert preview.ephemeral
    assert "Finish Domain II" in preview.text
    assert "Done" not in preview.buttons
    assert (await stage.ana.slash("nudge preview")).text == preview.text


@pytest.mark.parametrize("bad", [{"time": "99"}, {"timezone": "Europe/Atlantis"}])
async def test_a_check_in_at_no_time_is_refused(stage: Stage, bad: dict[str, Any]):
    refused = await stage.ana.slash("nudge settings", **bad)
    assert refused.ephemeral
    assert refused.buttons
    assert "is off" in (await stage.ana.slash("nudge settings")).text


async def test_a_profile_is_told_changed_and_deleted(stage: Stage):
    empty = await stage.ana.slash("me profile")
    assert empty.ephemeral
    assert "Delete profile…" not in empty.buttons
    form = await stage.ana.click(empty, "Stage and role")
    told = await stage.ana.submit(
        form,
        **{
            "Your stage of the path": "technical-experience",
            "The role you want": "Technical Project Manager",
        },
    )
    assert "Technical experience" in told.text
    form = await stage.ana.click(told, "Skills")
    assert form.modal is not None
    [first, *_] = [field["label"] for field in form.modal["components"]]
    skilled = await stage.ana.submit(form, **{first: ["agile", "automation"]})
    assert "agile, automation" in skilled.text

    form = await stage.ana.click(skilled, "Add a certification")
    held = await stage.ana.submit(
        form, **{"Which certification?": "pmp", "Earned on": "2024-05-01"}
    )
    assert "earned 2024-05-01" in held.text
    form = await stage.ana.click(held, "Change")
    changed = await stage.ana.submit(form, **{"Renewal cycle began on": "2024-06-01"})
    assert "renewal cycle began 2024-06-01" in changed.text
    await stage.ana.slash("me profile", skill="scrum", certification="capm")
    both = await stage.ana.slash("me profile")
    assert "scrum" in both.text
    assert both.buttons.count("Change") == 2

    asked = await stage.ana.click(both, "Delete profile…")
    assert "cannot be undone" in asked.text
    assert "scrum" in (await stage.ana.click(asked, "Keep it")).text
    for receipt in ("PMP", "not set"):
        assert receipt in (await stage.ana.click(asked, "Delete profile")).text
    assert stage.cells_with("pmp") == []
    assert "scrum" not in (await stage.ana.slash("me profile")).text


async def test_a_profile_suggests_while_typing_and_refuses_the_unknown(stage: Stage):
    assert ("risk management", "risk-management") in await stage.ana.type(
        "me profile", skill="risk"
    )
    assert len(await stage.ana.type("me profile", skill="")) == 25
    refused = await stage.ana.slash("me profile", certification="pmp", earned="2999-01-01")
    assert refused.ephemeral
    assert "Correct it" in refused.buttons


async def test_privacy_covers_all_of_it(stage: Stage):
    await opt_in(stage)
    await stage.ana.slash("me profile", stage="1", skill="scrum", certification="pmp")
    await stage.move(days=7)
    exported = await stage.ana.slash("privacy export")
    data = json.loads(await stage.download(exported.attachments[0]))
    assert {"member", "member_skill", "held_certification", "schedule", "delivery"} <= {
        table for table, rows in data.items() if rows
    }
    preview = await stage.ana.slash("privacy delete")
    assert "Skills in your profile" in preview.text
    await stage.ana.click(preview, "Delete it all")
    assert stage.cells_with(stage.ana.id) == []
    [_, card] = await stage.ana.dms(2)
    for label in ("Snooze 1 day", "Make the nudge my goal"):
        assert "no such check-in" in (await stage.ana.click(card, label)).text
    assert "stopped" in (await stage.ana.click(card, "Stop check-ins")).text
    assert stage.cells_with(stage.ana.id) == []
