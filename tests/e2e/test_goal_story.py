"""A goal's story through the real bot: edited, worked on, alerted, moved and reached."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.platforms import Curtain, Play, Told, on_both

pytestmark = on_both


async def add_due(stage: Play, days: int, title: str = "Pass the exam") -> Told:
    """Add a goal that is due in some days; its alerts come by direct message."""
    return await stage.ana.slash("goal add", title=title, due=stage.day(days))


async def alerts(stage: Play, days: int) -> list[Told]:
    """Let days pass and return all alerts that Ana got as direct messages."""
    await stage.move(days=days)
    return [one for one in await stage.ana.dms(1) if "Move the date" in one.buttons]


async def test_the_card_says_when_alerts_come_and_where_to(stage: Play):
    await stage.ana.slash("me settings", timezone="Europe/Rome")
    added = await stage.ana.slash("goal add", title="Pass the exam", due=stage.day(30))
    assert "7 days before, 1 day before and on the day, at 09:00 (Europe/Rome)" in added.text
    assert "I send it by direct message." in added.text
    assert "Where should I send it?" not in added.text
    assert "set it with" not in added.text
    off = await stage.ana.click(added, "No alerts")
    assert "No alerts for this goal" in off.text
    on = await stage.ana.click(off, "Undo: alert me")
    assert "09:00 (Europe/Rome)" in on.text
    undated = await stage.ana.slash("goal add", title="Some day")
    assert "lerts" not in undated.text
    assert "direct message" not in undated.text


async def test_alerts_follow_no_zone_until_one_is_set(stage: Play):
    unknown = await stage.ana.slash("goal add", title="Where am I", due=stage.day(30))
    assert "09:00 (UTC)" in unknown.text
    assert "The alerts follow your time zone: set it with" in unknown.text


async def test_an_alert_arrives_its_date_is_moved_it_arrives_again_and_is_done(stage: Play):
    await add_due(stage, 9)
    [came] = await alerts(stage, 3)
    assert "Pass the exam" in came.text
    assert "Due in" in came.text
    form = await stage.ana.click(came, "Move the date")
    moved = await stage.ana.submit(form, **{"By when?": stage.day(20)})
    assert "Goal saved" in moved.text
    assert "in 20 days" in moved.text
    [_, again] = await alerts(stage, 14)
    for _ in range(2):
        assert "Well done" in (await stage.ana.click(again, "Done")).text
    assert len(await alerts(stage, 10)) == 2


async def test_alerts_stop_for_one_goal_and_come_back(stage: Play):
    await add_due(stage, 9)
    [came] = await alerts(stage, 3)
    stolen = await stage.ben.click(came, "Stop alerts")
    assert "no such goal" in stolen.text
    stopped = await stage.ana.click(came, "Stop alerts")
    assert "No alerts for this goal" in stopped.text
    # What was sent stays, with its buttons.
    assert len(await alerts(stage, 5)) == 1
    await stage.ana.click(stopped, "Undo: alert me")
    [_, again] = await alerts(stage, 2)
    assert "Pass the exam" in again.text


async def test_alerts_wait_in_the_inbox_where_direct_messages_are_refused(stage: Play):
    stage.close_dms(stage.ana)
    added = await add_due(stage, 9)
    assert "Direct messages don't reach you" in added.text
    assert "Where should I send it?" in added.text
    assert {"In this channel", "Only in my inbox"} <= set(added.buttons)
    await stage.move(days=3)
    listed = await stage.ana.slash("me inbox")
    assert "Pass the exam" in listed.text
    read = await stage.ana.click(listed, "Read")
    assert "Well done" in (await stage.ana.click(read, "Done")).text
    assert "inbox is empty" in (await stage.ana.slash("me inbox")).text


async def test_closed_direct_messages_keep_the_alert_in_the_inbox(stage: Play):
    await add_due(stage, 9)
    stage.close_dms(stage.ana)
    await stage.move(days=3)
    stage.open_dms(stage.ana)
    assert "Pass the exam" in (await stage.ana.slash("me inbox")).text


async def test_buttons_of_an_alert_outlive_a_restart_and_a_year(curtain: Curtain):
    async with curtain() as stage:
        await add_due(stage, 9)
        [came] = await alerts(stage, 3)
    async with curtain() as stage:
        [*_, last] = await alerts(stage, 7)
        assert "Pass the exam" in last.text
        await stage.move(days=365)
        assert "No alerts for this goal" in (await stage.ana.click(came, "Stop alerts")).text
        assert "Well done" in (await stage.ana.click(last, "Done")).text


async def test_a_goal_is_edited_from_its_card(stage: Play):
    added = await stage.ana.slash("goal add", title="Read", certification="pmp", due=stage.day(9))
    shown = await stage.ana.click(await stage.ana.slash("goal list"), "Open")
    form = await stage.ana.click(shown, "Edit")
    assert form.modal is not None
    assert form.modal["title"] == "Change a goal"
    saved = await stage.ana.submit(form, **{"What do you want to reach?": "Read it twice"})
    assert "Read it twice" in saved.text
    assert "in 9 days" in saved.text
    assert "PMP" in saved.text
    form = await stage.ana.click(shown, "Edit")
    bare = await stage.ana.submit(form, **{"For which certification?": "", "By when?": ""})
    assert "no due date" in bare.text
    assert "PMP" not in bare.text
    assert "lerts" not in bare.text
    history = await stage.ana.click(await stage.ana.slash("goal list"), "Open")
    assert history.text.count("Edited") == 2
    stolen = await stage.ben.click(shown, "Edit")
    assert "no such goal" in stolen.text
    assert added.ephemeral


@pytest.mark.parametrize(
    "bad",
    [
        {"What do you want to reach?": " "},
        {"By when?": "2020-01-01"},
        {"By when?": "soon"},
        {"For which certification?": "zzqx unheard of"},
    ],
)
async def test_a_bad_edit_is_refused_and_changes_nothing(stage: Play, bad: dict[str, str]):
    await stage.ana.slash("goal add", title="Read", due=stage.day(9))
    shown = await stage.ana.click(await stage.ana.slash("goal list"), "Open")
    refused = await stage.ana.submit(await stage.ana.click(shown, "Edit"), **bad)
    assert refused.ephemeral
    again = await stage.ana.click(await stage.ana.slash("goal list"), "Open")
    assert "Edited" not in again.text
    assert "Read" in again.text
    form = await stage.correct(stage.ana, refused)
    assert form.modal is not None
    assert form.modal["title"] == "Change a goal"
    if "By when?" in bad:
        assert bad["By when?"] in str(form.modal)


@pytest.mark.parametrize(
    "bad",
    [{"due": "soon, I hope"}, {"due": "2020-01-01"}, {"certification": "zzqx unheard of"}],
)
async def test_a_goal_with_a_bad_date_is_kept_and_corrected_in_its_form(
    stage: Play, bad: dict[str, Any]
):
    refused = await stage.ana.slash("goal add", title="Pass the exam", **bad)
    assert "What you typed is kept" in refused.text
    form = await stage.correct(stage.ana, refused)
    assert all(typed in str(form.modal) for typed in ("Pass the exam", *bad.values()))
    still = await stage.ana.submit(form)
    form = await stage.correct(stage.ana, still)
    right = {"By when?": stage.day(9), "For which certification?": "pmp"}
    added = await stage.ana.submit(form, **right)
    assert "Goal added" in added.text
    assert "Pass the exam" in added.text


async def test_what_could_not_be_saved_is_its_members_and_goes_with_their_data(stage: Play):
    refused = await stage.ana.slash("goal add", title="My secret", due="soon")
    assert "draft is gone" in (await stage.correct(stage.ben, refused)).text
    form = await stage.ana.slash("goal add", title="x" * 250)
    assert "x" * 250 in str((await stage.correct(stage.ana, form)).modal)
    await stage.ana.slash("goal add", title="Kept")
    await stage.ana.click(await stage.ana.slash("privacy delete"), "Delete it all")
    assert "draft is gone" in (await stage.correct(stage.ana, refused)).text


@pytest.mark.parametrize(
    ("zone", "utc_hour", "ahead"),
    [("Pacific/Auckland", 12, 1), ("Pacific/Kiritimati", 12, 1), ("Pacific/Pago_Pago", 3, -1)],
)
async def test_due_today_is_the_members_today(stage: Play, zone: str, utc_hour: int, ahead: int):
    stage.clock.advance(stage.until(utc_hour))
    await stage.catch_up()
    await stage.ana.slash("me settings", timezone=zone)
    added = await stage.ana.slash("goal add", title="Local", due=stage.day(ahead))
    assert "(today)" in added.text
    assert "(today)" in (await stage.ana.slash("goal list")).text
    past = await stage.ana.slash("goal add", title="Local", due=stage.day(ahead - 1))
    assert "in the past" in past.text


async def test_progress_is_noted_as_it_was_typed(stage: Play):
    await stage.ana.slash("goal add", title="Read")
    shown = await stage.ana.click(await stage.ana.slash("goal list"), "Open")
    hostile = "# @everyone **chapter 1** <@1> `code`"
    noted = await stage.ana.submit(
        await stage.ana.click(shown, "Note progress"), **{"What did you do?": hostile}
    )
    assert noted.ephemeral
    assert hostile in noted.plain_text
    history = await stage.ana.click(noted, "Open")
    assert "Progress noted" in history.text
    assert hostile in history.plain_text
    await stage.ana.submit(await stage.ana.click(history, "Note progress"))
    await stage.ana.click(history, "Done")
    assert "Edit" not in (await stage.ana.slash("goal list", state="done")).buttons
