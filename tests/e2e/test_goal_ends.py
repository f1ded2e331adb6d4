"""A goal that is dropped or deleted through the real bot, and brought back."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.model import MemberId
from playground.reply import Reply
from playground.server import PlaygroundServer
from tests.e2e.stage import Stage, raise_curtain
from tests.e2e.test_goal_story import add_due, alerts

WHY = "Why are you dropping it?"


async def show(stage: Stage, state: str = "open") -> Reply:
    """Open the only goal of a list."""
    return await stage.ana.click(await stage.ana.slash("goal list", state=state), "Open")


async def drop(stage: Stage, card: Reply, why: str = "") -> Reply:
    form = await stage.ana.click(card, "Drop…")
    return await stage.ana.submit(form, **({WHY: why} if why else {}))


async def delete(stage: Stage, card: Reply) -> Reply:
    return await stage.ana.click(await stage.ana.click(card, "Delete…"), "Delete it")


def rows(card: Reply) -> list[list[str]]:
    """Return the labels of a card's rows of buttons."""

    def find(parts: list[dict[str, object]]) -> list[list[str]]:
        found: list[list[str]] = []
        for part in parts:
            inside = part.get("components")
            if not isinstance(inside, list):
                continue
            if part["type"] == 1:
                found.append([str(one["label"]) for one in inside])
            else:
                found += find(inside)
        return found

    return find(card.message["components"])


async def test_a_goal_is_dropped_with_why_and_taken_up_again(stage: Stage):
    await add_due(stage, 9)
    shown = await show(stage)
    form = await stage.ana.click(shown, "Drop…")
    assert form.modal is not None
    assert form.modal["title"] == "Drop a goal"
    hostile = "# @everyone **no time** <@1>"
    dropped = await stage.ana.submit(form, **{WHY: hostile})
    assert dropped.ephemeral
    assert "Goal dropped" in dropped.text
    assert hostile in dropped.plain_text
    assert "No open goals" in (await stage.ana.slash("goal list")).text
    assert await alerts(stage, 5) == []
    listed = await stage.ana.slash("goal list", state="dropped")
    assert "Goals you dropped" in listed.text
    card = await stage.ana.click(listed, "Open")
    assert "dropped" in card.text
    assert hostile in card.plain_text
    assert card.buttons == ["Undo: reopen", "Delete…", "All goals"]
    reopened = await stage.ana.click(dropped, "Undo: reopen")
    assert "open again" in reopened.text
    assert "7 days before" in reopened.text
    again = await alerts(stage, 4)
    assert [one.text.partition("\n")[0] for one in again] == ["## Due tomorrow", "## Due today"]
    history = await show(stage)
    assert "Dropped" in history.text
    assert "Reopened" in history.text


async def test_a_goal_is_dropped_by_command(stage: Stage):
    await stage.ana.slash("goal add", title="Read")
    [(_, goal)] = await stage.bot.client.services.goals.suggest(
        MemberId(f"discord:{stage.ana.id}"), "", None
    )
    form = await stage.ana.slash("goal drop", goal=goal)
    assert "Goal dropped" in (await stage.ana.submit(form)).text
    assert "I know no goal called" in (await stage.ana.slash("goal drop", goal="nothing")).text
    assert "Read" in (await stage.ana.slash("goal list", state="all")).text
    assert "No finished goals" in (await stage.ana.slash("goal list", state="done")).text
    assert "No dropped goals" in (await stage.ben.slash("goal list", state="dropped")).text


async def test_deleting_says_what_goes_and_is_undone(stage: Stage):
    await add_due(stage, 9)
    shown = await show(stage)
    asked = await stage.ana.click(shown, "Delete…")
    assert "Delete this goal?" in asked.text
    for told in ("Pass the exam", "1 entry", "upcoming ones", "undo this for a day"):
        assert told in asked.text
    kept = await stage.ana.click(asked, "Keep it")
    assert "Pass the exam" in kept.text
    deleted = await delete(stage, kept)
    assert "Goal deleted" in deleted.text
    assert "within two days" in deleted.text
    for state in ("open", "done", "dropped", "all"):
        assert "Pass the exam" not in (await stage.ana.slash("goal list", state=state)).text
    back = await stage.ana.click(deleted, "Undo: bring it back")
    assert "Goal is back" in back.text
    assert "7 days before" in back.text
    assert "Created" in (await stage.ana.click(back, "Open")).text
    [came] = await alerts(stage, 3)
    assert "Pass the exam" in came.text


async def test_a_deletion_is_undone_after_a_restart_and_not_after_a_day(
    playground: PlaygroundServer, tmp_path: Path
):
    async with AsyncExitStack() as first:
        stage = await raise_curtain(playground, tmp_path, first)
        await stage.ana.slash("goal add", title="Read")
        deleted = await delete(stage, await show(stage))
    async with AsyncExitStack() as second:
        stage = await raise_curtain(playground, tmp_path, second)
        assert "Goal is back" in (await stage.ana.click(deleted, "Undo: bring it back")).text
        deleted = await delete(stage, await show(stage))
        await stage.move(days=2)
        await stage.bot.client.services.housekeeping.run()
        late = await stage.ana.click(deleted, "Undo: bring it back")
        assert late.ephemeral
        assert "can't be brought back" in late.text
        assert stage.cells_with("Read") == []


async def test_old_buttons_say_what_has_become_of_the_goal(stage: Stage):
    await stage.ana.slash("goal add", title="Read")
    shown = await show(stage)
    dropped = await drop(stage, shown, "No time")
    for label in ("Done", "Edit", "Note progress"):
        refused = await stage.ana.click(shown, label)
        if refused.modal is not None:
            refused = await stage.ana.submit(refused, **typed(label))
        assert refused.ephemeral
        assert "You dropped this goal" in refused.text
    twice = await drop(stage, shown, "Another reason")
    assert "No time" in twice.text
    assert "Another reason" not in twice.text
    await stage.ana.click(dropped, "Undo: reopen")
    assert "Well done" in (await stage.ana.click(shown, "Done")).text
    refused = await drop(stage, shown, "No time")
    assert "already reached this goal" in refused.text
    asked = await stage.ana.click(await show(stage, "done"), "Delete…")
    assert "no longer" not in asked.text
    assert "Drop…" not in asked.buttons
    deleted = await stage.ana.click(asked, "Delete it")
    assert "Goal deleted" in (await stage.ana.click(asked, "Delete it")).text
    assert "no such goal" in (await stage.ana.click(shown, "Done")).text
    assert "no such goal" in (await stage.ana.click(shown, "Drop…")).text
    for _ in range(2):
        assert "Goal is back" in (await stage.ana.click(deleted, "Undo: bring it back")).text
    assert "can't be brought back" in (await stage.ben.click(deleted, "Undo: bring it back")).text


def typed(label: str) -> dict[str, str]:
    return {"What do you want to reach?": "Read it twice"} if label == "Edit" else {}


async def test_an_alert_of_a_dropped_goal_says_so(stage: Stage):
    await add_due(stage, 9)
    [came] = await alerts(stage, 3)
    await drop(stage, await show(stage))
    for label in ("Done", "Stop alerts"):
        assert "You dropped this goal" in (await stage.ana.click(came, label)).text
    assert len(await alerts(stage, 6)) == 1


@pytest.mark.parametrize("is_dated", [True, False])
async def test_what_ends_a_goal_stands_together_at_the_end_of_a_row(stage: Stage, is_dated: bool):
    await (add_due(stage, 9) if is_dated else stage.ana.slash("goal add", title="Read"))
    found = rows(await show(stage))
    assert all(len(row) <= 5 for row in found)
    [ending] = [row for row in found if "Drop…" in row]
    assert ending[-2:] == ["Drop…", "Delete…"]


async def test_both_ends_speak_italian(stage: Stage):
    stage.server.world.locales[stage.ana.id] = "it"
    await stage.ana.slash("goal add", title="Leggere")
    listed = await stage.ana.slash("goal list")
    shown = await stage.ana.click(listed, "Apri")
    form = await stage.ana.click(shown, "Abbandona…")
    assert "Obiettivo abbandonato" in (await stage.ana.submit(form)).text


async def test_two_presses_at_once_are_answered_each(stage: Stage):
    await add_due(stage, 9)
    shown = await show(stage)
    asked = await stage.ana.click(shown, "Delete…")
    deleted = await asyncio.gather(*(stage.ana.click(asked, "Delete it") for _ in range(2)))
    assert all("Goal deleted" in one.text for one in deleted)
    back = await asyncio.gather(*(stage.ana.click(one, "Undo: bring it back") for one in deleted))
    assert all("Goal is back" in one.text for one in back)
    form = await stage.ana.click(await show(stage), "Drop…")
    told = await asyncio.gather(stage.ana.submit(form), stage.ana.click(shown, "Done"))
    [held] = [one for one in told if "Goal dropped" in one.text or "Well done" in one.text]
    [refused] = [one for one in told if one is not held]
    assert refused.ephemeral
    assert "dropped this goal" in refused.text or "already reached" in refused.text
    assert await alerts(stage, 10) == []
