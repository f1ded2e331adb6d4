"""A member who types as people do: words for days and times, a zone or none, and afterthoughts."""

from __future__ import annotations

import pytest

from playground.reading import buttons_of
from playground.reply import Reply
from tests.e2e.stage import Stage
from tests.e2e.test_reminders import later
from tests.e2e.test_setup import TIPS

WHAT, WHEN = "What should I remind you about?", "When?"


def reminders(stage: Stage) -> list[Reply]:
    """Return the reminders that reached Ana, each of which can be put off."""
    return [one for one in stage.ana.sees(dm=True) if "In 1 day" in one.buttons]


async def test_a_first_reminder_takes_two_presses(stage: Stage):
    """A community that chose its zone lends it to whoever has not told their own."""
    ana, mia = stage.ana, stage.mia
    channel = stage.channel(TIPS)
    await mia.slash("config channel set", purpose="trend-tip", channel=channel)
    await mia.slash("config schedule set", purpose="trend-tip", timezone="Rome")

    shown = await ana.slash("remind me", text="Book the exam", when="tomorrow at 8")
    assert "Wednesday 9 December 2026 at 08:00 (Europe/Rome)" in shown.plain_text
    assert "this community's time zone" in shown.plain_text
    assert "direct message" in shown.plain_text
    assert "Other zone" in shown.buttons
    saved = await ana.click(shown, "Save")
    assert "By direct message" not in saved.buttons

    await later(stage, hours=19, minutes=1)
    [sent] = reminders(stage)
    assert "Book the exam" in sent.text
    assert "Europe/Rome" in (await ana.slash("me settings")).plain_text


async def test_who_takes_no_direct_messages_is_asked_where_else(stage: Stage):
    stage.server.faults.close_dms("ana")
    shown = await stage.ana.slash("remind me", text="Read", when="in 2 hours")
    saved = await stage.ana.click(shown, "Save")
    assert "Saved" in saved.text
    assert "Direct messages don't reach you" in saved.plain_text
    assert "In this channel" in " ".join(saved.buttons)


@pytest.mark.parametrize("due", ["in 2 weeks", "tra due settimane", "22 dec", "22/12/2026"])
async def test_a_first_goal_with_a_date_in_words_takes_one_press(stage: Stage, due: str):
    added = await stage.ana.slash("goal add", title="Pass the CAPM", due=due)
    assert "due 2026-12-22 (in 14 days)" in added.plain_text


async def test_two_meanings_are_two_buttons_and_one_press(stage: Stage):
    ana = stage.ana
    await ana.slash("me settings", timezone="Rome")
    asked = await ana.slash("remind me", text="Call Ben", when="next friday at 9")
    assert "Which one do you mean?" in asked.text
    assert "Friday 11 December 2026 at 09:00" in asked.plain_text
    assert "Friday 18 December 2026 at 09:00" in asked.plain_text
    _first, second = [b for b in buttons_of(asked.message) if b["label"] == "Save this"]
    saved = await ana.click(asked, second["custom_id"])
    assert "Friday 18 December 2026" in saved.plain_text

    goal = await ana.slash("goal add", title="Pass the PMP", due="03/04/2027", certification="pmp")
    assert "can mean several days" in goal.text
    added = await ana.click(goal, "Saturday 3 April 2027")
    assert "Pass the PMP" in added.text
    assert "due 2027-04-03" in added.plain_text

    chosen = await ana.slash("me settings", timezone="IST", weekly_cap="5")
    settings = await ana.click(chosen, "Asia/Kolkata")
    assert "Asia/Kolkata" in settings.plain_text
    assert "5" in settings.plain_text


async def test_what_is_refused_names_the_word_and_loses_nothing(stage: Stage):
    ana = stage.ana
    await ana.slash("me settings", timezone="Rome")
    for when, named in {
        "tomorrow 25:00": "“25:00”",
        "tomorrow at about 9": "“about”",
        "every friday the 13th": "“every friday the 13th”",
        "‏demain 🎉": "“demain”",
        "every 0 days": "“every 0 days”",
        "9:00+05:00 CET": "cannot both be meant",
    }.items():
        refused = await ana.slash("remind me", text="Keep my words", when=when)
        assert named in refused.plain_text, when
        form = await ana.click(refused, "Correct it")
        assert "Keep my words" in str(form.modal)
        understood = await ana.submit(form, **{WHEN: "today 14.30"})
        assert "14:30 (Europe/Rome)" in understood.plain_text


async def test_a_member_edits_snoozes_and_moves_house_and_back(stage: Stage):
    ana = stage.ana
    await ana.slash("me settings", timezone="rome, italy", quiet_from="11pm", quiet_until="7")
    shown = await ana.slash("remind me", text="Stand-up notes", when="weekdays 9am")
    assert "Monday to Friday at 09:00 (Europe/Rome)" in shown.plain_text
    await ana.click(shown, "Save")

    opened = await ana.click(await ana.slash("remind list"), "Open")
    form = await ana.click(opened, "Edit")
    assert "Monday to Friday at 09:00" in str(form.modal)
    edited = await ana.submit(form, **{WHEN: "every mon and wed at half past 9 in the morning"})
    assert "Mondays and Wednesdays at 09:30 (Europe/Rome)" in edited.plain_text
    await ana.click(edited, "Save")

    # Tuesday 13:00 in Rome, so Wednesday 09:30 is next.
    await later(stage, hours=20, minutes=31)
    [first] = reminders(stage)
    assert "I bring it again" in (await ana.click(first, "In 1 hour")).plain_text
    await later(stage, hours=1, minutes=1)
    assert len(reminders(stage)) == 2

    moved = await ana.slash("me settings", timezone="new york")
    assert "the hours of Europe/Rome" in moved.plain_text
    await ana.click(moved, "Move all to America/New_York")
    listed = await ana.click(await ana.slash("remind list"), "Open")
    assert r"Mondays and Wednesdays at 09:30 (America/New\_York)" in listed.plain_text
    back = await ana.slash("me settings", timezone="Roma")
    await ana.click(back, "Move all to Europe/Rome")
    # Friday passes without one; Monday 14 December, 09:30 in Rome, is next.
    await stage.move(days=5)
    assert len(reminders(stage)) == 3


async def test_a_reminder_that_is_over_is_found_under_past(stage: Stage):
    ana = stage.ana
    await ana.slash("me settings", timezone="UTC")
    for text, when in (("Once", "in 1 hour"), ("Weekly", "every friday 5pm")):
        await ana.click(await ana.slash("remind me", text=text, when=when), "Save")
    await later(stage, hours=1, minutes=1)
    listed = await ana.slash("remind list")
    assert "Weekly" in listed.text
    assert "Once" not in listed.text
    past = await ana.click(listed, "Past (1)")
    assert "Once" in past.text
    assert "over" in past.plain_text
    opened = await ana.click(past, "Open")
    form = await ana.click(opened, "Edit")
    again = await ana.submit(form, **{WHEN: "tomorrow noon"})
    await ana.click(again, "Save")
    assert "Once" in (await ana.slash("remind list")).text


async def test_two_devices_edit_one_reminder(stage: Stage):
    ana = stage.ana
    await ana.slash("me settings", timezone="UTC")
    shown = await ana.slash("remind me", text="Old words", when="every day at 7am")
    await ana.click(shown, "Save")
    opened = await ana.click(await ana.slash("remind list"), "Open")
    phone, desk = await ana.click(opened, "Edit"), await ana.click(opened, "Edit")
    await ana.click(await ana.submit(phone, **{WHAT: "From the phone"}), "Save")
    answered = await ana.submit(desk, **{WHEN: "every day at 8am"})
    assert "Every day at 08:00" in answered.plain_text
    await ana.click(answered, "Save")
    listed = await ana.click(await ana.slash("remind list"), "Open")
    assert "From the phone" in listed.plain_text
    assert "Every day at 08:00" in listed.plain_text


async def test_an_edit_while_it_is_being_sent_is_done_once(stage: Stage):
    ana = stage.ana
    await ana.slash("me settings", timezone="UTC")
    await ana.click(await ana.slash("remind me", text="Water", when="in 10 minutes"), "Save")
    opened = await ana.click(await ana.slash("remind list"), "Open")
    form = await ana.click(opened, "Edit")
    await later(stage, minutes=11)
    assert len(reminders(stage)) == 1
    again = await ana.submit(form, **{WHEN: "in 20 minutes"})
    await ana.click(again, "Save")
    await later(stage, minutes=21)
    assert len(reminders(stage)) == 2
