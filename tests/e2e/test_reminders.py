"""A member's reminders as dialogues: shown back, saved, arriving, snoozed, changed, stopped."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.platforms import Curtain, Play, Told, on_both

pytestmark = on_both


async def arrived(stage: Play, count: int) -> list[Told]:
    """Wait for that many reminders in the direct messages, beside the answers to presses there."""

    def come() -> list[Told] | None:
        found = [one for one in stage.ana.sees(dm=True) if "In 1 day" in one.buttons]
        return found if len(found) >= count else None

    found = await stage.waits_for(come)
    assert len(found) == count
    return found


async def ask(stage: Play, text: str, when: str, **more: Any) -> Told:
    """Ask for a reminder in Rome, where Ana lives."""
    await stage.ana.slash("me settings", timezone="Roma")
    return await stage.ana.slash("remind me", text=text, when=when, **more)


async def save(stage: Play, text: str, when: str, **more: Any) -> Told:
    return await stage.ana.click(await ask(stage, text, when, **more), "Save")


async def later(stage: Play, **by: float) -> None:
    await stage.later(**by)


async def test_from_asking_to_stopping(stage: Play):
    ana = stage.ana
    shown = await ask(stage, "Book the **exam**", "in 2 hours", repeat="daily")
    assert "Nothing is saved yet" in shown.plain_text
    assert "Every day at" in shown.plain_text
    assert "Europe/Rome" in shown.plain_text
    assert "Book the **exam**" in shown.plain_text
    saved = await ana.click(shown, "Save")
    assert "Saved" in saved.text
    await later(stage, hours=2, minutes=1)
    [first] = await arrived(stage, 1)
    assert "Book the **exam**" in first.plain_text
    snoozed = await ana.click(first, "In 1 hour")
    assert "I bring it again" in snoozed.plain_text
    await ana.click(first, "In 1 hour")
    await later(stage, hours=1, minutes=1)
    await arrived(stage, 2)

    await later(stage, hours=23)
    daily = (await arrived(stage, 3))[-1]
    done = await ana.click(daily, "Done")
    assert "Next time" in done.plain_text
    stopped = await ana.click(daily, "Stop")
    await later(stage, days=3)
    await arrived(stage, 3)
    resumed = await ana.click(stopped, "Undo: resume")
    assert "Pause" in resumed.buttons
    await later(stage, days=1)
    await arrived(stage, 4)


async def test_it_is_shown_back_and_saved_once_however_often_pressed(stage: Play):
    shown = await ask(stage, "Read the ECO", "every monday at 9")
    assert "Mondays at 09:00" in shown.plain_text
    await stage.ana.click(shown, "Save")
    await stage.ana.click(shown, "Save")
    listed = await stage.ana.slash("remind list")
    assert listed.plain_text.count("Read the ECO") == 1


async def test_a_cancelled_one_is_not_stored(stage: Play):
    shown = await ask(stage, "Secret plan", "tomorrow 9am")
    await stage.ana.click(shown, "Cancel")
    assert "no reminders" in (await stage.ana.slash("remind list")).text
    assert stage.cells_with("Secret plan") == []


async def test_edit_pause_resume_and_delete(stage: Play):
    ana = stage.ana
    await save(stage, "Old words", "friday 18:30", repeat="weekly")
    opened = await ana.click(await ana.slash("remind list"), "Open")
    form = await ana.click(opened, "Edit")
    understood = await ana.submit(form, **{"What should I remind you about?": "New words"})
    assert "Fridays at 18:30" in understood.plain_text
    await ana.click(understood, "Save")
    listed = await ana.slash("remind list")
    assert "New words" in listed.text
    assert "Old words" not in listed.text

    opened = await ana.click(listed, "Open")
    paused = await ana.click(opened, "Pause")
    assert "paused" in paused.plain_text
    resumed = await ana.click(paused, "Resume")
    asked = await ana.click(resumed, "Delete…")
    assert "New words" in (await ana.slash("remind list")).text
    await ana.click(asked, "Delete it")
    assert "no reminders" in (await ana.slash("remind list")).text
    assert stage.cells_with("New words") == []


@pytest.mark.parametrize(
    ("text", "when", "said"),
    [
        ("Read", "soon", "“soon”"),
        ("Read", "yesterday", "in the past"),
        ("Read", "05/06 25:00", "“25:00”"),
        ("x" * 501, "tomorrow", "500 is the most"),
        (" ", "tomorrow", "needs words"),
        ("Read", "x" * 6000, "too long"),
    ],
)
async def test_bad_input_loses_nothing(stage: Play, text: str, when: str, said: str):
    await save(stage, "Known zone", "tomorrow")
    refused = await stage.ana.slash("remind me", text=text, when=when)
    assert refused.ephemeral
    assert said in refused.plain_text
    form = await stage.correct(stage.ana, refused)
    corrected = {"What should I remind you about?": "Read it", "When?": "tomorrow 9am"}
    understood = await stage.ana.submit(form, **corrected)
    assert "Nothing is saved yet" in understood.plain_text


async def test_an_end_before_the_beginning_is_refused(stage: Play):
    refused = await ask(stage, "Read", "in 3 days", repeat="daily", until=stage.day(1))
    assert "before the first time" in refused.plain_text


async def test_nobody_touches_anothers_reminder(stage: Play):
    await save(stage, "Ana's own", "in 1 hour")
    await later(stage, hours=1, minutes=1)
    [sent] = await arrived(stage, 1)
    for label in ("Done", "In 1 day", "Stop"):
        refused = await stage.ben.click(sent, label)
        assert "no such reminder" in refused.plain_text
    drawn = await stage.ben.click(await ask(stage, "Another", "tomorrow"), "Save")
    assert "draft is gone" in drawn.plain_text
    assert (await stage.ben.slash("remind list")).text.count("Ana") == 0


async def test_buttons_work_after_a_restart(curtain: Curtain):
    async with curtain() as stage:
        await save(stage, "Outlive it", "in 1 hour")
        shown = await ask(stage, "Never saved", "tomorrow")
        await later(stage, hours=1, minutes=1)
        [sent] = await arrived(stage, 1)
    async with curtain() as stage:
        assert "again" in (await stage.ana.click(sent, "In 1 day")).text
        assert "draft is gone" in (await stage.ana.click(shown, "Save")).plain_text
        await later(stage, days=1, minutes=1)
        await arrived(stage, 2)
