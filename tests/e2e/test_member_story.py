"""A member's story through the real bot: reached where they want, or told what was not sent."""

from __future__ import annotations

from datetime import date, time
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
from tests.e2e.stage import Stage


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
    assert "does not accept direct messages" in refused.text
    assert "not set: UTC" in (await stage.ana.slash("me settings")).text
    chosen = await stage.ana.click(refused, "In this channel")
    assert "without anything private" in chosen.text


async def test_opening_too_many_says_so(stage: Stage):
    stage.server.faults.refuse(40003, "POST /users/@me/channels")
    refused = await choose(stage.ana, "By direct message")
    assert "no more direct messages" in refused.text
    again = await stage.ana.click(refused, "Try again")
    assert "some minutes" in again.text


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
    both = await stage.ana.click(chosen, "If that fails, call me in this channel")
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
    assert "You chose to read messages in your inbox" in listed.text
    read = await stage.ana.click(listed, "Read")
    assert "thing" in read.text
    left = await stage.ana.click(read, "Put away")
    assert "3 messages" in left.text
    assert "3 messages" in (await stage.ana.click(read, "Put away")).text
    assert "inbox is empty" in (await stage.ana.click(left, "Put away all")).text
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
    before = (await stage.ana.slash("me settings")).text
    given: dict[str, Any] = {"weekly_cap": "3", **bad}
    refused = await stage.ana.slash("me settings", **given)
    assert refused.ephemeral
    assert "That did not work" in refused.text
    assert (await stage.ana.slash("me settings")).text == before
