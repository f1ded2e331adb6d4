"""The embedded clock stops without tearing a tick apart."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.model import ChannelId, CommunityId, DeliveryState, PostKind
from bot.schedule import build_kinds
from bot.schedule.embedded import EmbeddedEngine
from bot.schedule.pacing import Pacer
from bot.schedule.sender import Sender
from bot.schedule.tick import Tick
from bot.services.communities import Communities
from bot.storage import deliveries
from bot.storage.database import Database
from tests.outside import RecordingChannel, StoppedClock


async def test_a_tick_in_flight_is_finished_at_the_stop(
    database: Database,
    clock: StoppedClock,
    catalogue: Catalogue,
    search: CatalogueSearch,
    caplog: pytest.LogCaptureFixture,
):
    kinds = build_kinds(catalogue, clock)
    saved = await Communities(database, clock).set_channel(
        CommunityId("discord:1"), PostKind.WEEKLY_NUDGE, ChannelId("discord:10")
    )
    assert saved.next_run_at is not None
    clock.at = clock.real_at = saved.next_run_at
    sender = Sender(database, clock, RecordingChannel(clock), kinds, Pacer())
    await sender.stop()  # so that what the tick plans can be seen
    engine = EmbeddedEngine(Tick(database, kinds), sender, clock, interval_seconds=60)
    async with database.write():
        await engine.start()
        async with asyncio.timeout(5):
            while not engine._planning.locked():  # noqa: ASYNC110 (asyncio.Lock tells nobody)
                await asyncio.sleep(0)
        stopping = asyncio.create_task(engine.stop())
        await asyncio.sleep(0)
    await stopping
    async with database.read() as tx:
        assert len(await deliveries.list_in_state(tx, DeliveryState.PENDING)) == 1
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


async def test_the_daily_check_may_be_going_on_at_the_stop(
    database: Database,
    clock: StoppedClock,
    catalogue: Catalogue,
    caplog: pytest.LogCaptureFixture,
):
    kinds, begun = build_kinds(catalogue, clock), asyncio.Event()

    async def every_day() -> None:
        begun.set()
        await asyncio.Event().wait()

    sender = Sender(database, clock, RecordingChannel(clock), kinds, Pacer())
    engine = EmbeddedEngine(
        Tick(database, kinds), sender, clock, interval_seconds=60, every_day=every_day
    )
    await engine.start()
    async with asyncio.timeout(5):
        await begun.wait()
    jobs = {one for one in asyncio.all_tasks() if "run_coroutine_job" in str(one)}
    await engine.stop()
    _, left = await asyncio.wait(jobs, timeout=5)
    assert not left
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


async def test_a_clock_that_is_wrong_for_one_tick_plans_nothing(
    database: Database, clock: StoppedClock, catalogue: Catalogue, search: CatalogueSearch
):
    kinds = build_kinds(catalogue, clock)
    nudge, place = PostKind.WEEKLY_NUDGE, ChannelId("discord:10")
    await Communities(database, clock).set_channel(CommunityId("discord:1"), nudge, place)
    channel = RecordingChannel(clock)
    sender = Sender(database, clock, channel, kinds, Pacer())
    engine = EmbeddedEngine(Tick(database, kinds), sender, clock, interval_seconds=60)
    await tick(engine)
    clock.advance(days=400)
    await tick(engine)
    clock.advance(days=-400)
    await tick(engine)
    async with database.read() as tx:
        rows = [await deliveries.list_in_state(tx, state) for state in DeliveryState]
    assert not any(rows)

    clock.advance(hours=3)
    await tick(engine)
    assert channel.posts == [], "a clock that was set anew is believed at second sight"
    await tick(engine)
    assert len(channel.posts) == 1


async def tick(engine: EmbeddedEngine) -> None:
    """Tick as the interval does, and wait for what is sent."""
    await engine._run()
    assert engine._drain is not None
    await engine._drain
