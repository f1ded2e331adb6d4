"""The figures follow what happened, and name nobody."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.metrics import Metrics
from bot.ports import Cause, SendError
from bot.schedule import build_kinds
from bot.schedule.embedded import EmbeddedEngine
from bot.schedule.pacing import Pacer
from bot.schedule.sender import Sender
from bot.schedule.tick import Tick
from bot.services.communities import Communities
from bot.storage import ledger
from bot.storage.database import Database
from tests.outside import RecordingChannel, StoppedClock
from tests.unit.test_delivery import HERE, NUDGE, ROOM, TIP
from tests.unit.test_member_delivery import ANA, REACHABLE, Stage, replace


def samples(metrics: Metrics) -> dict[str, float]:
    lines = [line for line in metrics.render().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


async def test_every_end_retry_and_refusal_is_counted(
    database: Database,
    clock: StoppedClock,
    catalogue: Catalogue,
    search: CatalogueSearch,
    metrics: Metrics,
):
    kinds, channel = build_kinds(catalogue, clock), RecordingChannel(clock)
    communities = Communities(database, clock)
    sender = Sender(database, clock, channel, kinds, Pacer(1e6, 1e6), metrics=metrics)
    engine = EmbeddedEngine(Tick(database, kinds, metrics), sender, clock, 60, metrics)
    saved = await communities.set_channel(HERE, TIP, ROOM)
    await communities.set_channel(HERE, NUDGE, ROOM)
    assert saved.next_run_at is not None
    # Two tips are missed, and a nudge that is only good on its day; the last nudge is sent.
    wait = saved.next_run_at + timedelta(days=14, seconds=40) - clock.now()
    clock.advance(seconds=wait.total_seconds())
    channel.errors = [SendError("busy", cause=Cause.UNREACHABLE)]
    await engine.run_now()
    clock.advance(seconds=20)
    await engine.run_now()
    told = samples(metrics)
    assert told['mentor_deliveries_total{kind="trend-tip",state="sent"}'] == 1
    assert told['mentor_deliveries_total{kind="trend-tip",state="skipped"}'] == 2
    assert told['mentor_delivery_retries_total{kind="trend-tip"}'] == 1
    assert told['mentor_delivery_refusals_total{cause="unreachable"}'] == 1
    late = "mentor_delivery_lateness_seconds_bucket"
    assert told[late + '{kind="trend-tip",le="30.0"}'] == 0
    assert told[late + '{kind="trend-tip",le="60.0"}'] == 1
    assert told["mentor_tick_seconds_count"] == 2
    channel.errors = [SendError("gone", permanent=True, cause=Cause.CHANNEL_GONE)]
    clock.advance(days=7)
    await engine.run_now()
    told = samples(metrics)
    assert told['mentor_delivery_refusals_total{cause="channel-gone"}'] == 1
    assert told['mentor_deliveries_total{kind="trend-tip",state="failed"}'] == 1
    assert not re.search(r"discord:\d", metrics.render().decode())


async def test_members_messages_are_counted_too_and_quiet_hours_are_not_lateness(
    database: Database, clock: StoppedClock, catalogue: Catalogue, metrics: Metrics
):
    stage = Stage(database, clock, catalogue)
    stage.sender._metrics = stage.sender._claiming._metrics = metrics
    await stage.know(replace(REACHABLE, quiet_from=time(8), quiet_until=time(9, 30)))
    await stage.remind("first", time(9))
    await stage.remind("second", time(9))
    await stage.run(hours=1, minutes=15)
    async with database.read() as tx:
        counted = await ledger.count_waiting(tx, clock.now())
    assert counted == {"pending": 0, "held": 2, "sending": 0}
    await stage.run(minutes=15, seconds=10)
    told = samples(metrics)
    assert told['mentor_deliveries_total{kind="reminder",state="sent"}'] == 1
    assert told['mentor_deliveries_total{kind="reminder",state="merged"}'] == 1
    late = "mentor_delivery_lateness_seconds_bucket"
    assert told[late + '{kind="reminder",le="15.0"}'] == 1
    await stage.know(replace(REACHABLE, paused_until=clock.now().date() + timedelta(days=3)))
    await stage.run(days=1)
    told = samples(metrics)
    assert told['mentor_deliveries_total{kind="reminder",state="inbox"}'] == 2
    assert ANA not in metrics.render().decode()


@pytest.mark.by_hand
async def test_a_tick_that_breaks_off_is_counted(
    database: Database, clock: StoppedClock, catalogue: Catalogue, metrics: Metrics
):
    kinds, channel = build_kinds(catalogue, clock), RecordingChannel(clock)
    sender = Sender(database, clock, channel, kinds, Pacer(), metrics=metrics)
    engine = EmbeddedEngine(Tick(database, kinds, metrics), sender, clock, 60, metrics)
    async with database.write() as tx:
        await tx.exec_driver_sql("ALTER TABLE schedule RENAME TO mislaid")
    await engine.run_now()
    assert samples(metrics)["mentor_tick_failures_total"] == 1
