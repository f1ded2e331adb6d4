"""What a clock that was ahead for a while leaves behind: nothing that lasts longer than it did."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.catalogue.search import CatalogueSearch
from bot.model import ChannelId
from bot.ports import SendError
from bot.schedule.goal_deadline import load_series
from bot.schedule.tick import Tick
from bot.services.goals import Goals
from tests.unit.test_delivery import HERE, ROOM, TIP, Engine, engine
from tests.unit.test_member_delivery import ANA

__all__ = ["engine"]

ROME = "Europe/Rome"
AHEAD = timedelta(days=40)


async def be_ahead(engine: Engine, by: timedelta = AHEAD) -> None:
    """Tick and send once by a clock that is ahead, and once by the right one again."""
    engine.clock.at += by
    await engine.run()
    engine.clock.at -= by
    await engine.run()


async def next_at(engine: Engine) -> datetime | None:
    return (await engine.communities.schedule(HERE, TIP)).next_run_at


@pytest.fixture
async def monday(engine: Engine) -> datetime:
    """Return the moment of a weekly post, which has just been sent."""
    saved = await engine.communities.set_schedule(HERE, TIP, 0, "09:00", ROME, ROOM)
    assert saved.next_run_at is not None
    engine.clock.advance(seconds=(saved.next_run_at - engine.clock.now()).total_seconds())
    await engine.run()
    assert len(engine.channel.posts) == 1
    return saved.next_run_at


async def test_what_was_moved_to_the_next_week_stays_there(engine: Engine, monday: datetime):
    moved = await engine.communities.set_schedule(HERE, TIP, 6, None, None)
    assert moved.next_run_at is not None
    assert moved.next_run_at > monday + timedelta(days=7)
    engine.channel.errors = [SendError("busy")] * 9
    await be_ahead(engine)
    assert await next_at(engine) == moved.next_run_at


@pytest.mark.parametrize("weekday", [0, 6])
async def test_a_restart_afterwards_changes_nothing(engine: Engine, monday: datetime, weekday: int):
    await be_ahead(engine)
    assert len(engine.channel.posts) == 2
    saved = await engine.communities.set_schedule(HERE, TIP, weekday, None, None)
    assert saved.next_run_at == monday + timedelta(days=7 + weekday)
    engine.tick = Tick(engine.database, engine.kinds)
    await engine.run()
    assert await next_at(engine) == saved.next_run_at


async def test_what_was_sent_too_early_holds_up_no_change(engine: Engine, monday: datetime):
    await be_ahead(engine)
    assert len(engine.channel.posts) == 2
    saved = await engine.communities.set_channel(HERE, TIP, ChannelId("discord:11"))
    assert saved.next_run_at == monday + timedelta(days=7)


async def test_a_pause_by_a_clock_that_was_ahead_begins_now(engine: Engine, monday: datetime):
    engine.channel.errors = [SendError("It is closed.", permanent=True)]
    await be_ahead(engine)
    assert (await engine.communities.schedule(HERE, TIP)).paused_at == engine.clock.now()
    engine.clock.advance(days=8)
    await engine.communities.resume_accessible(HERE, {ROOM}.__contains__)
    missed = [(one.due_at, one.reason) for one in await engine.communities.problems(HERE)]
    assert (monday + timedelta(days=7), "It is closed.") in missed


async def test_what_was_told_when_a_post_resumed_is_due_again(engine: Engine):
    saved = await engine.communities.set_schedule(HERE, TIP, 0, "09:00", ROME, ROOM)
    await engine.communities.remove(HERE)
    engine.clock.advance(days=1)
    await engine.communities.resume_accessible(HERE, {ROOM}.__contains__)
    [told] = await engine.communities.problems(HERE)
    assert (told.due_at, told.reason) == (saved.next_run_at, "The bot was removed.")
    engine.clock.at -= timedelta(days=1)
    await engine.run()
    assert await next_at(engine) == saved.next_run_at


async def test_a_goal_that_is_done_counts_down_to_nothing(engine: Engine, search: CatalogueSearch):
    goals = Goals(engine.database, engine.clock, search)
    due = (engine.clock.now() + timedelta(days=7)).date().isoformat()
    goal = await goals.add(ANA, "PMP", None, due)
    engine.clock.advance(days=1)
    await engine.run()
    await goals.complete(ANA, goal.id)
    engine.clock.at -= timedelta(days=1)
    await engine.run()
    async with engine.database.read() as tx:
        series = await load_series(tx, ANA, goal.id)
    assert series is not None
    assert series.next_run_at is None
