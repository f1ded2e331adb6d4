"""What an operator puts on its way again arrives, and not twice where that can be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.errors import StartupError
from bot.model import Delivery, DeliveryState, Place
from bot.ports import SendError
from bot.schedule import build_kinds
from bot.services.communities import Communities
from bot.services.deliveries import Deliveries, Filter
from bot.storage.database import Database
from tests.outside import RecordingChannel, StoppedClock
from tests.unit.test_delivery import HERE, ROOM, TIP, Engine
from tests.unit.test_member_delivery import REACHABLE, Stage


@pytest.fixture
def engine(
    database: Database, clock: StoppedClock, catalogue: Catalogue, search: CatalogueSearch
) -> Engine:
    communities = Communities(database, clock)
    return Engine(
        database, clock, build_kinds(catalogue, clock), communities, RecordingChannel(clock)
    )


async def retry(database: Database, clock: StoppedClock, state: DeliveryState) -> Delivery:
    desk = Deliveries(database, clock)
    [stuck] = await desk.list(Filter(state))
    await desk.retry(await desk.find_retriable(stuck.id))
    return stuck


async def in_doubt(engine: Engine) -> None:
    """Post, but lose the answer, and the history with it."""

    def time_out() -> None:
        engine.channel.is_history_readable = False
        raise SendError("No answer in time")

    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.channel.after_post = time_out
    engine.clock.advance(days=7)
    await engine.run()
    engine.clock.advance(hours=1)
    await engine.run()
    assert await engine.states() == [DeliveryState.IN_DOUBT]
    engine.channel.after_post = lambda: None


async def test_what_was_in_doubt_is_looked_for_first(engine: Engine):
    await in_doubt(engine)
    engine.channel.is_history_readable = True
    await retry(engine.database, engine.clock, DeliveryState.IN_DOUBT)
    await engine.run()
    assert await engine.states() == [DeliveryState.SENT]
    assert len(engine.channel.posts) == 1


async def test_what_nobody_can_look_for_is_sent_as_the_operator_said(engine: Engine):
    await in_doubt(engine)
    engine.clock.advance(hours=1)
    stuck = await retry(engine.database, engine.clock, DeliveryState.IN_DOUBT)
    await engine.run()
    assert await engine.states() == [DeliveryState.SENT]
    assert len(engine.channel.posts) == 2
    with pytest.raises(StartupError, match="sent"):
        await Deliveries(engine.database, engine.clock).find_retriable(stuck.id)
    with pytest.raises(StartupError, match="changed meanwhile"):
        await Deliveries(engine.database, engine.clock).retry(stuck)


async def test_what_failed_is_sent_with_all_its_tries(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.channel.errors = [SendError("not there", permanent=True)]
    engine.clock.advance(days=7)
    await engine.run()
    engine.channel.errors = [SendError("not now")]
    await retry(engine.database, engine.clock, DeliveryState.FAILED)
    for _ in range(2):
        await engine.run()
        engine.clock.advance(minutes=20)
    assert len(engine.channel.posts) == 1
    assert await engine.states() == [DeliveryState.SENT]


async def test_what_lies_in_an_inbox_takes_the_way_that_is_open_now(
    database: Database, clock: StoppedClock, catalogue: Catalogue
):
    stage = Stage(database, clock, catalogue)
    await stage.know(replace(REACHABLE, place=Place.INBOX))
    await stage.remind("book the exam", time(9))
    await stage.run(hours=2)
    assert stage.channel.posts == []
    await stage.know(REACHABLE)
    await retry(database, clock, DeliveryState.INBOX)
    await stage.run()
    [post] = stage.channel.posts
    assert "book the exam" in post.card.summary
    assert post.channel_id == REACHABLE.dm_channel_id
