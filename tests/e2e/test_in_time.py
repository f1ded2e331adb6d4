"""Discord is answered within its three seconds, whatever holds the bot up, with what was done."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, closing

import pytest

from bot.platforms.discord import acknowledging
from bot.storage import database
from playground.interactions import Interaction, State
from playground.reply import Reply, until
from tests.e2e.stage import Stage
from tests.e2e.test_setup import TIPS, set_up

HELD_UP = {State.THINKING, State.ACKNOWLEDGED}
Act = Callable[[], Awaitable[Reply]]


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Acknowledge as the bot does, only earlier, so that the tests need not wait."""
    monkeypatch.setattr(acknowledging, "AFTER_SECONDS", 0.05)


@asynccontextmanager
async def locked(stage: Stage) -> AsyncGenerator[None]:
    """Let another program hold the database's write lock inside the block."""
    path = stage.database_file
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def last(stage: Stage) -> Interaction:
    return list(stage.server.interactions._by_token.values())[-1]


async def begun(stage: Stage, act: Act) -> tuple[asyncio.Task[Reply], Interaction]:
    """Do something and return once Discord was told that an answer comes."""
    doing = asyncio.ensure_future(act())
    await asyncio.sleep(0)
    assert not doing.done()
    interaction = last(stage)
    await until(stage.server.world, lambda: interaction.state in HELD_UP or None, 5)
    assert interaction.state in HELD_UP
    return doing, interaction


async def draft(stage: Stage) -> Reply:
    await stage.ana.slash("me settings", timezone="Europe/Rome")
    return await stage.ana.slash("remind me", text="Read the guide", when="tomorrow 9am")


def test_an_acknowledgement_leaves_half_of_discords_time():
    assert acknowledging.AFTER_SECONDS <= 1.5


@pytest.mark.usefixtures("soon")
async def test_a_command_a_press_and_a_form_wait_for_a_lock_and_say_what_was_done(stage: Stage):
    ana = stage.ana
    card, form = await draft(stage), await ana.slash("goal add")
    acts: list[tuple[Act, str, str]] = [
        (lambda: ana.slash("goal add", title="By command"), "By command", "Goal added"),
        (lambda: ana.submit(form, **{"What do you want to reach?": "By form"}), "By form", "added"),
        (lambda: ana.click(card, "Save"), "Read the guide", "Saved"),
    ]
    for act, stored, said in acts:
        async with locked(stage):
            doing, _ = await begun(stage, act)
            assert not doing.done()
        reply = await doing
        assert reply.ephemeral
        assert said in reply.text
        assert stage.cells_with(stored)
    # What a press replaces it replaces also later: no second card stands beside the first.
    assert "Save" not in (card.now() or card).buttons


@pytest.mark.usefixtures("soon")
async def test_a_lock_that_lasts_is_told_and_nothing_is_saved(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    card = await draft(stage)
    monkeypatch.setattr(database, "_PATIENCE_SECONDS", 0.3)
    acts: list[Act] = [
        lambda: stage.ana.slash("goal add", title="Too late"),
        lambda: stage.ana.click(card, "Save"),
    ]
    async with locked(stage):
        for act in acts:
            doing, _ = await begun(stage, act)
            refused = await doing
            assert refused.ephemeral
            assert "cannot read or save anything just now" in refused.text
            assert "Try again" in refused.text
    assert stage.cells_with("Too late") == []
    assert stage.cells_with("Read the guide") == []
    assert "Saved" in (await stage.ana.click(card, "Save")).text


@pytest.mark.usefixtures("soon")
async def test_a_form_opens_while_the_database_is_locked(stage: Stage):
    await stage.ana.slash("goal add", title="Read the guide", due=stage.day(30))
    goal = await stage.ana.slash("goal list")
    shown = await stage.ana.click(goal, "Open")
    async with locked(stage):
        assert (await stage.ana.click(shown, "Edit")).modal
        assert (await stage.mia.slash("config setup")).modal


@pytest.mark.usefixtures("soon")
async def test_a_form_that_would_open_too_late_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    slow, load = asyncio.Event(), stage.bot.client.services.members.load

    async def late(*own_id: object) -> object:
        await slow.wait()
        return await load(*own_id)  # type: ignore[arg-type]

    settings = await stage.ana.slash("me settings")
    monkeypatch.setattr(stage.bot.client.services.members, "load", late)
    doing, _ = await begun(stage, lambda: stage.ana.click(settings, "Change"))
    slow.set()
    assert "too long for the form to open" in (await doing).text


async def test_a_test_post_that_discord_holds_back_is_awaited_after_the_acknowledgement(
    stage: Stage,
):
    card = await set_up(stage, **{"Weekly nudge": None})
    held = stage.server.faults.hold(f"POST /channels/{stage.channel(TIPS)}/messages", times=2)
    first, _ = await begun(stage, lambda: stage.mia.click(card, "Send a test post"))
    await held.reached.wait()
    second, _ = await begun(stage, lambda: stage.mia.click(card, "Send a test post"))
    held.release()
    await asyncio.gather(first, second)
    assert len(await stage.posts(TIPS, count=1)) == 1
