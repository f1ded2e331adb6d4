"""What machines and people do to the engine meanwhile: it loses nothing and mends itself."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
import structlog.testing
from sqlalchemy import delete, event, update

from bot.cards import Card
from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.errors import StorageUnavailableError, UnknownZoneError
from bot.model import ChannelId, CommunityId, DeliveryState, Member, MessageId, Place
from bot.ports import SendError
from bot.schedule import build_kinds, sender
from bot.schedule.routing import Keep, find_route
from bot.services.communities import Communities
from bot.services.privacy import Privacy
from bot.storage import members, schema
from bot.storage.database import Database
from bot.storage.tables import schedule
from tests.outside import RecordingChannel, StoppedClock
from tests.unit import test_member_delivery
from tests.unit.test_delivery import HERE, ROOM, TIP, Engine

HOLD_THE_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
MANY = 40


@dataclass
class InterruptedChannel(RecordingChannel):
    """A channel where something else happens while a post is on its way."""

    meanwhile: Callable[[], Awaitable[Any]] | None = field(default=None)

    async def post(
        self,
        channel_id: ChannelId,
        card: Card,
        nonce: str,
        since: datetime | None = None,
        page: int = 1,
    ) -> MessageId:
        if self.meanwhile is not None:
            happening, self.meanwhile = self.meanwhile, None
            await happening()
        return await super().post(channel_id, card, nonce, since, page)


@pytest.fixture
async def database(database_file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    # As ours, but it waits less for a lock that others hold.
    impatient = ("PRAGMA busy_timeout = 50", *schema.PRAGMAS[1:])
    monkeypatch.setattr(schema, "PRAGMAS", impatient)
    opened = await Database.open(f"sqlite+aiosqlite:///{database_file}")
    yield opened
    await opened.close()


@pytest.fixture
def channel(clock: StoppedClock) -> InterruptedChannel:
    return InterruptedChannel(clock)


@pytest.fixture
def engine(
    database: Database,
    clock: StoppedClock,
    catalogue: Catalogue,
    search: CatalogueSearch,
    channel: InterruptedChannel,
) -> Engine:
    communities = Communities(database, clock)
    return Engine(database, clock, build_kinds(catalogue, clock), communities, channel)


async def many(engine: Engine) -> None:
    for number in range(MANY):
        place = ChannelId(f"discord:9{number}")
        await engine.communities.set_channel(CommunityId(f"discord:{number}"), TIP, place)
    engine.clock.advance(days=7)


@contextmanager
def locked(file: Path) -> Generator[Callable[[], None]]:
    """Let another process hold the database from the call of what is yielded to the block's end."""
    holders: list[subprocess.Popen[str]] = []

    def lock() -> None:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLD_THE_LOCK, str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        holders.append(holder)
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

    try:
        yield lock
    finally:
        for holder in holders:
            holder.communicate("", timeout=10)


@contextmanager
def full(database: Database) -> Generator[Callable[[], None]]:
    """Let the file grow no further from the call of what is yielded to the block's end."""
    most: list[int] = []

    def limit(connection: Any, _: object, __: object) -> None:
        cursor = connection.cursor()
        pages = most[0] if most else 2**30
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        cursor.close()

    pool = database._engine.sync_engine
    event.listen(pool, "checkout", limit)
    try:
        yield lambda: most.append(1)  # SQLite takes the present size when it is larger
    finally:
        most.clear()


async def assert_each_sent_once(engine: Engine) -> None:
    posted = Counter(post.channel_id for post in engine.channel.posts)
    assert posted == {ChannelId(f"discord:9{number}"): 1 for number in range(MANY)}
    assert await engine.states() == [DeliveryState.SENT] * MANY


@pytest.fixture
def logged() -> Iterator[list[structlog.typing.EventDict]]:
    with structlog.testing.capture_logs() as events:
        yield events


def reasons(logged: list[structlog.typing.EventDict]) -> set[object]:
    """Return why the database could not be used; nothing else may be logged as broken."""
    assert not [event for event in logged if "exc_info" in event]
    return {event["reason"] for event in logged if event["event"] == "database.unavailable"}


async def test_a_lock_held_by_another_process_in_a_burst_loses_and_doubles_nothing(
    engine: Engine,
    channel: InterruptedChannel,
    database_file: Path,
    logged: list[structlog.typing.EventDict],
):
    await many(engine)
    with locked(database_file) as lock:

        async def lock_between_our_writes() -> None:
            async with engine.database._writer:
                lock()

        channel.meanwhile = lock_between_our_writes
        await engine.run()
        assert 1 <= len(engine.channel.posts) < MANY
        assert DeliveryState.SENDING in await engine.states()
        with pytest.raises(StorageUnavailableError):
            await engine.communities.pause(HERE, TIP, None)
    assert reasons(logged) == {"database is locked"}
    await engine.run()
    await assert_each_sent_once(engine)


async def test_a_full_disk_in_a_burst_loses_and_doubles_nothing(
    engine: Engine, logged: list[structlog.typing.EventDict]
):
    await many(engine)
    with full(engine.database) as fill:
        fill()
        with pytest.raises(StorageUnavailableError):
            await engine.run()
        assert await engine.states() == []
    await engine.tick.run(engine.clock.now(), engine.clock.real())
    with full(engine.database) as fill:
        # Long reasons, so that rows grow and the pages do not hold them.
        engine.channel.errors = [SendError("busy " * 400) for _ in range(MANY)]
        fill()
        await engine.sender.drain()
        assert engine.channel.posts == []
        left = await engine.states()
        assert set(left) <= {DeliveryState.PENDING, DeliveryState.SENDING}
        assert DeliveryState.SENDING in left
    assert reasons(logged) == {"database or disk is full"}
    engine.channel.errors = []
    engine.clock.advance(hours=1)
    await engine.run()
    await assert_each_sent_once(engine)


async def test_clocks_that_jump_send_nothing_twice_and_leave_nothing_waiting(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.clock.advance(days=7)
    engine.channel.errors = [SendError("busy")]
    await engine.run()
    engine.clock.advance(hours=-1)
    await engine.run()
    assert len(engine.channel.posts) == 1, "its next try is an hour ahead, and tried all the same"

    engine.clock.advance(days=7)
    await engine.run()
    assert len(engine.channel.posts) == 2
    engine.clock.advance(days=-7)
    await engine.run()
    engine.clock.advance(days=7)
    await engine.run()
    assert len(engine.channel.posts) == 2
    engine.clock.advance(days=7)
    await engine.run()
    assert len(engine.channel.posts) == 3


async def move_to_nowhere(engine: Engine, community: CommunityId) -> None:
    async with engine.database.write() as tx:
        write = update(schedule).where(schedule.c.community_id == community)
        await tx.execute(write.values(zone="Europe/Atlantis"))


@pytest.mark.parametrize("until", [None, "2026-03-10"])
async def test_a_zone_that_is_not_known_any_more_pauses_its_schedule_and_no_other(
    engine: Engine, until: str | None
):
    other = CommunityId("discord:2")
    await engine.communities.set_channel(HERE, TIP, ROOM)
    await engine.communities.set_channel(other, TIP, ChannelId("discord:20"))
    if until:
        await engine.communities.pause(HERE, TIP, until)
    await move_to_nowhere(engine, HERE)
    engine.clock.advance(days=14)
    await engine.run()
    assert [post.channel_id for post in engine.channel.posts] == ["discord:20"]
    stopped = await engine.communities.schedule(HERE, TIP)
    assert "Europe/Atlantis" in (stopped.pause_reason or "")
    assert await engine.communities.upcoming(HERE) == []

    assert await engine.communities.resume_accessible(HERE, {ROOM}.__contains__) == 0
    with pytest.raises(UnknownZoneError, match="Europe/Atlantis"):
        await engine.communities.resume(HERE, TIP)
    mended = await engine.communities.set_schedule(HERE, TIP, None, None, "Europe/Rome")
    assert mended.pause_reason is None
    engine.clock.advance(days=7)
    await engine.run()
    assert Counter(post.channel_id for post in engine.channel.posts) == {ROOM: 1, "discord:20": 2}


async def test_a_tick_may_find_nothing_that_can_be_planned(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    await move_to_nowhere(engine, HERE)
    engine.clock.advance(days=14)
    await engine.run()
    assert await engine.states() == []


def test_quiet_hours_in_a_zone_that_is_not_known_any_more_end_in_the_inbox():
    lost = Member(
        test_member_delivery.ANA,
        zone="Europe/Atlantis",
        place=Place.DM,
        dm_channel_id=test_member_delivery.DM,
        quiet_from=datetime.min.time(),
        quiet_until=datetime.max.time(),
    )
    route = find_route(
        lost, test_member_delivery.EXACT, test_member_delivery.NOW, [], lambda _: True
    )
    assert isinstance(route, Keep)
    assert "Your time zone is not known" in route.reason


@pytest.mark.parametrize(
    "error", [None, SendError("busy"), SendError("closed", permanent=True)], ids=str
)
async def test_who_deletes_their_data_in_a_burst_stays_deleted(
    database: Database,
    clock: StoppedClock,
    catalogue: Catalogue,
    channel: InterruptedChannel,
    logged: list[structlog.typing.EventDict],
    error: SendError | None,
):
    stage = test_member_delivery.Stage(database, clock, catalogue, channel)
    await stage.know(test_member_delivery.REACHABLE)
    await stage.remind("first", test_member_delivery.time(9))
    await stage.remind("second", test_member_delivery.time(9))
    privacy, ana = Privacy(database), test_member_delivery.ANA

    async def leave() -> None:
        await privacy.delete(ana)

    channel.meanwhile = leave
    channel.errors = [error] if error else []
    for _ in range(3):
        await stage.run(days=1)
    assert await privacy.count(ana) == {}
    assert len(channel.posts) == (0 if error else 1), "only what was on its way may arrive"
    assert not [event for event in logged if event["log_level"] == "error"]
    async with database.read() as tx:
        assert await members.load_member(tx, ana) == Member(ana)


async def test_a_pause_while_a_post_fails_holds_for_its_next_try(
    engine: Engine, channel: InterruptedChannel
):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.clock.advance(days=7)
    channel.meanwhile = lambda: engine.communities.pause(HERE, TIP, None)
    channel.errors = [SendError("busy")]
    await engine.run()
    engine.clock.advance(hours=1)
    await engine.run()
    assert channel.posts == []
    [skipped] = await engine.communities.problems(HERE)
    assert "moderator stopped" in (skipped.reason or "")


async def test_a_schedule_deleted_while_its_post_is_on_its_way_leaves_nothing(
    engine: Engine, channel: InterruptedChannel, logged: list[structlog.typing.EventDict]
):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.clock.advance(days=7)

    async def drop() -> None:
        async with engine.database.write() as tx:
            await tx.execute(delete(schedule))

    channel.meanwhile = drop
    channel.errors = [SendError("busy")]
    await engine.run()
    await engine.run()
    assert await engine.states() == []
    assert not [event for event in logged if event["log_level"] == "error"]


async def test_what_was_due_goes_to_the_channel_that_was_chosen_then(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.clock.advance(days=7)
    engine.channel.errors = [SendError("busy")]
    await engine.run()
    other = ChannelId("discord:11")
    await engine.communities.set_channel(HERE, TIP, other)
    engine.clock.advance(hours=1)
    await engine.run()
    engine.clock.advance(days=7)
    await engine.run()
    assert [post.channel_id for post in engine.channel.posts] == [ROOM, other]


async def test_a_long_burst_goes_on_while_one_post_waits(engine: Engine):
    """More than a batch, in one drain; a refused one is put back and taken up once more."""
    many = sender._BATCH + sender._WORKERS
    for number in range(many):
        place = ChannelId(f"discord:9{number}")
        await engine.communities.set_channel(CommunityId(f"discord:{number}"), TIP, place)
    engine.clock.advance(days=7)
    await engine.tick.run(engine.clock.now(), engine.clock.real())
    assert await engine.sender.drain() == many
    assert Counter(post.channel_id for post in engine.channel.posts).most_common(1)[0][1] == 1
    assert await engine.sender.drain() == 0
