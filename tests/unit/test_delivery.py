"""Planned moments become exactly one post each, whatever fails in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import structlog
import structlog.testing

from bot.cards import Card
from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.model import ChannelId, CommunityId, Delivery, DeliveryState, MessageId, PostKind, Schedule
from bot.ports import Cause, SendError
from bot.schedule import build_kinds, tick
from bot.schedule.kinds import CatalogueKind, Kind, choose_entry
from bot.schedule.pacing import Pacer
from bot.schedule.sender import Sender
from bot.schedule.tick import Tick
from bot.services.communities import Communities
from bot.storage import deliveries
from bot.storage.database import Database, Transaction
from tests.outside import CrashError, RecordingChannel, StoppedClock

HERE = CommunityId("discord:1")
ROOM = ChannelId("discord:10")
NUDGE, TIP = PostKind.WEEKLY_NUDGE, PostKind.TREND_TIP


@dataclass
class Engine:
    """The parts of delivery over one database; ``restart`` is a new process."""

    database: Database
    clock: StoppedClock
    kinds: Mapping[PostKind, Kind]
    communities: Communities
    channel: RecordingChannel
    sender: Sender = field(init=False)

    def __post_init__(self) -> None:
        self.tick = Tick(self.database, self.kinds)
        self.restart()

    def restart(self) -> None:
        pacer = Pacer(per_second=1e6, per_channel_second=1e6)
        self.sender = Sender(self.database, self.clock, self.channel, self.kinds, pacer)

    async def run(self) -> None:
        await self.tick.run(self.clock.now(), self.clock.real())
        await self.sender.drain()

    async def states(self) -> list[DeliveryState]:
        async with self.database.read() as tx:
            rows = [await deliveries.list_in_state(tx, state) for state in DeliveryState]
        return [row.state for group in rows for row in group]


def entries(engine: Engine, kind: PostKind) -> tuple[str, ...]:
    found = engine.kinds[kind]
    assert isinstance(found, CatalogueKind)
    return found.entry_ids


@pytest.fixture
def engine(
    database: Database, clock: StoppedClock, catalogue: Catalogue, search: CatalogueSearch
) -> Engine:
    communities = Communities(database, clock)
    return Engine(
        database, clock, build_kinds(catalogue, clock), communities, RecordingChannel(clock)
    )


async def test_a_due_nudge_is_posted_once(engine: Engine):
    saved = await engine.communities.set_channel(HERE, NUDGE, ROOM)
    await engine.run()
    assert engine.channel.posts == []
    assert saved.next_run_at is not None
    move_to(engine.clock, saved.next_run_at)
    await engine.run()
    await engine.run()
    assert len(engine.channel.posts) == 1
    assert await engine.states() == [DeliveryState.SENT]


async def test_no_entry_repeats_before_all_were_used(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    count = len(entries(engine, TIP))
    for _ in range(count + 1):
        engine.clock.advance(days=7)
        await engine.run()
    assert len(set(engine.channel.entries[:count])) == count
    assert engine.channel.entries[count] == engine.channel.entries[0]


async def test_communities_do_not_share_their_place_in_the_order(engine: Engine):
    other = CommunityId("discord:2")
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.clock.advance(days=7)
    await engine.run()
    await engine.communities.set_channel(other, TIP, ChannelId("discord:20"))
    engine.clock.advance(days=7)
    await engine.run()
    first = engine.channel.posts[0].card.summary
    [new] = [post for post in engine.channel.posts if post.channel_id == "discord:20"]
    assert new.card.summary == first


def test_an_entry_added_later_is_used_once_and_not_until_it_catches_up(engine: Engine):
    known = entries(engine, NUDGE)
    first, second, *rest = known
    start = datetime(2026, 1, 1, tzinfo=UTC)
    last_used = {"gone": start}
    assert choose_entry(known, last_used) == first
    last_used[first] = start
    assert choose_entry(known, last_used) == second

    old = [first, second, *rest[:-1]]
    last_used |= {entry: start + timedelta(weeks=week) for week, entry in enumerate(old)}
    assert choose_entry(known, last_used) == rest[-1]
    last_used[rest[-1]] = start + timedelta(weeks=len(old))
    assert choose_entry(known, last_used) == first


async def test_an_outage_sends_the_newest_and_tells_the_rest(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.clock.advance(days=7 * 5)
    await engine.run()
    assert len(engine.channel.posts) == 1
    told = await engine.communities.problems(HERE)
    assert all("not running" in (delivery.reason or "") for delivery in told)
    assert len(told) >= 3


async def test_a_post_that_discord_held_up_gives_no_false_cause_in_public(engine: Engine):
    saved = await engine.communities.set_channel(HERE, NUDGE, ROOM)
    assert saved.next_run_at is not None
    engine.channel.errors = [SendError("Discord refused the post. [status 503, code 0]")]
    move_to(engine.clock, saved.next_run_at)
    await engine.run()
    engine.clock.advance(hours=2)
    await engine.run()
    said = str(engine.channel.posts[0].card.blocks)
    assert "is late" in said
    assert "running" not in said


async def test_a_late_nudge_says_so_and_a_stale_one_is_skipped(engine: Engine):
    saved = await engine.communities.set_channel(HERE, NUDGE, ROOM)
    assert saved.next_run_at is not None
    move_to(engine.clock, saved.next_run_at + timedelta(hours=5))
    await engine.run()
    assert "is late" in str(engine.channel.posts[0].card.blocks)

    move_to(engine.clock, saved.next_run_at + timedelta(days=7, hours=30))
    await engine.run()
    assert len(engine.channel.posts) == 1
    [told] = await engine.communities.problems(HERE)
    assert told.state is DeliveryState.SKIPPED


def move_to(clock: StoppedClock, moment: datetime) -> None:
    clock.advance(seconds=(moment - clock.now()).total_seconds())


CRASH_POINTS = (
    "tick.planned",
    "delivery.claimed",
    "delivery.posting",
    "delivery.posted",
    "delivery.settled",
)


@pytest.fixture
def crash_at() -> Iterator[Callable[[str], None]]:
    """Die right after a named event is logged, once; later events pass."""
    before = structlog.get_config()

    def arm(name: str) -> None:
        armed = [name]

        def die(
            _: object, __: str, event: structlog.typing.EventDict
        ) -> structlog.typing.EventDict:
            if armed and event.get("event") == armed[0]:
                armed.clear()
                raise CrashError
            raise structlog.DropEvent

        structlog.configure(processors=[die], cache_logger_on_first_use=False)

    yield arm
    structlog.configure(**before)


@pytest.mark.parametrize("minutes", [0.5, 60])
@pytest.mark.parametrize("point", CRASH_POINTS)
async def test_a_crash_at_any_point_loses_nothing_and_doubles_nothing(
    engine: Engine, crash_at: Callable[[str], None], point: str, minutes: float
):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.clock.advance(days=7)
    crash_at(point)
    with pytest.raises(BaseException) as death:
        await engine.run()
    assert "CrashError" in repr(death.value)
    engine.clock.advance(minutes=minutes)
    engine.restart()
    await engine.run()
    assert len(engine.channel.posts) == 1
    assert await engine.states() == [DeliveryState.SENT]


@pytest.mark.parametrize(
    ("minutes", "posts", "state"), [(1, 1, DeliveryState.SENT), (60, 1, DeliveryState.IN_DOUBT)]
)
async def test_unreadable_history_is_in_doubt_only_past_the_nonce_window(
    engine: Engine,
    crash_at: Callable[[str], None],
    minutes: float,
    posts: int,
    state: DeliveryState,
):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.clock.advance(days=7)
    crash_at("delivery.posted")
    with pytest.raises(BaseException):  # noqa: B017 - the simulated death, grouped by a TaskGroup
        await engine.run()
    engine.channel.is_history_readable = False
    engine.clock.advance(minutes=minutes)
    engine.restart()
    await engine.run()
    assert len(engine.channel.posts) == posts
    assert await engine.states() == [state]


async def test_the_nonces_window_is_that_of_the_first_attempt(engine: Engine):
    """What a second attempt did is not known, and a third would come too late for Discord."""

    def lose_the_answer() -> None:
        raise SendError("No answer in time")

    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.channel.is_history_readable = False
    engine.channel.after_post = lose_the_answer
    engine.clock.advance(days=7)
    await engine.run()
    engine.channel.errors = [SendError("No answer in time")]
    engine.clock.advance(minutes=1.5)
    await engine.run()
    engine.clock.advance(minutes=1.9)
    await engine.run()
    assert len(engine.channel.posts) == 1
    assert await engine.states() == [DeliveryState.IN_DOUBT]


async def test_a_passing_error_is_retried_later_with_the_same_nonce(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.channel.errors = [SendError("busy", retry_after=1), SendError("busy")]
    engine.clock.advance(days=7)
    await engine.run()
    assert await engine.states() == [DeliveryState.PENDING]
    await engine.run()
    assert len(engine.channel.errors) == 1, "it waits at least as long as it was told"
    for _ in range(2):
        engine.clock.advance(minutes=10)
        await engine.run()
    assert len(engine.channel.posts) == 1
    assert await engine.states() == [DeliveryState.SENT]


@pytest.mark.parametrize(("hours", "state"), [(23, DeliveryState.SENT), (25, "skipped")])
async def test_what_passes_by_itself_is_tried_as_long_as_the_post_is_wanted(
    engine: Engine, hours: int, state: str
):
    saved = await engine.communities.set_channel(HERE, NUDGE, ROOM)
    assert saved.next_run_at is not None
    move_to(engine.clock, saved.next_run_at)
    for _ in range(hours * 3):
        engine.channel.errors = [SendError("Discord answered with an error (500)")]
        await engine.run()
        engine.clock.advance(minutes=20)
    engine.channel.errors = []
    await engine.run()
    assert await engine.states() == [state]
    assert len(engine.channel.posts) == (state == DeliveryState.SENT)


async def test_a_look_that_fails_counts_for_the_back_off_too(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.channel.errors = [SendError("busy")]
    engine.clock.advance(days=7)
    await engine.run()

    async def find_marks(*_: Any, **__: Any) -> dict[str, MessageId]:
        raise SendError("Discord could not be reached")

    engine.channel.find_marks = find_marks
    for _ in range(12):
        engine.clock.advance(minutes=20)
        await engine.run()
    async with engine.database.read() as tx:
        [waiting] = await deliveries.list_in_state(tx, DeliveryState.PENDING)
    assert (waiting.attempts, waiting.failures) == (1, 13)
    assert waiting.next_try_at - engine.clock.real() > timedelta(minutes=7)


async def test_it_looks_once_more_before_it_gives_up(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.channel.errors = [SendError("busy")] * 7

    def time_out() -> None:
        raise SendError("No answer in time")

    engine.channel.after_post = time_out
    engine.clock.advance(days=7)
    for _ in range(10):
        await engine.run()
        engine.clock.advance(minutes=20)
    assert len(engine.channel.posts) == 1
    assert await engine.states() == [DeliveryState.SENT]


async def test_one_broken_post_holds_up_no_other_and_ends_with_a_reason(engine: Engine):
    for number in range(20):
        await engine.communities.set_channel(
            CommunityId(f"discord:{number}"), TIP, ChannelId(f"discord:9{number}")
        )
    await engine.communities.set_channel(HERE, NUDGE, ROOM)
    engine.kinds = {**engine.kinds, NUDGE: Broken(engine.kinds[NUDGE])}
    engine.restart()
    engine.clock.advance(days=7)
    await engine.run()
    assert len(engine.channel.posts) == 20
    for _ in range(20):
        engine.clock.advance(minutes=20)
        await engine.run()
    states = Counter(await engine.states())
    # The nudge of the week before is too old to be sent at all.
    assert states == {DeliveryState.SENT: 20, DeliveryState.FAILED: 1, DeliveryState.SKIPPED: 1}


class Broken:
    """A kind whose words cannot be made."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind.kind
        self.late = kind.late
        self.choose = kind.choose

    async def compose(self, tx: Transaction, delivery: Delivery, is_late: bool) -> Card:
        raise ValueError(delivery.entry_id)


async def test_a_drain_that_broke_off_is_settled_by_the_next_without_a_restart(
    engine: Engine, crash_at: Callable[[str], None]
):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.clock.advance(days=7)
    crash_at("delivery.posted")
    with pytest.raises(BaseException):  # noqa: B017 - the simulated death, grouped by a TaskGroup
        await engine.run()
    assert await engine.states() == [DeliveryState.SENDING]
    await engine.run()
    assert len(engine.channel.posts) == 1
    assert await engine.states() == [DeliveryState.SENT]


@pytest.mark.parametrize("stop", ["pause", "clear", "remove"])
async def test_what_waits_when_a_post_is_stopped_is_told_and_not_sent(engine: Engine, stop: str):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.channel.errors = [SendError("busy")]
    engine.clock.advance(days=7)
    await engine.run()
    if stop == "pause":
        await engine.communities.pause(HERE, TIP, None)
    elif stop == "clear":
        await engine.communities.clear_channel(HERE, TIP)
    else:
        await engine.communities.remove(HERE)
    engine.clock.advance(hours=1)
    await engine.run()
    assert engine.channel.posts == []
    [told] = await engine.communities.problems(HERE)
    assert told.state is DeliveryState.SKIPPED
    assert told.reason


async def test_what_fell_due_while_access_was_lost_is_told(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.channel.errors = [SendError("The bot may not post there.", permanent=True)]
    engine.clock.advance(days=7)
    await engine.run()
    engine.clock.advance(days=15)
    await engine.communities.resume_accessible(HERE, {ROOM}.__contains__)
    await engine.run()
    assert engine.channel.posts == []
    told = await engine.communities.problems(HERE)
    assert [delivery.state for delivery in told] == [
        DeliveryState.SKIPPED,
        DeliveryState.SKIPPED,
        DeliveryState.FAILED,
    ]
    assert {delivery.reason for delivery in told} == {"The bot may not post there."}


async def test_removal_leaves_a_moderators_pause_alone(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    await engine.communities.pause(HERE, TIP, None)
    await engine.communities.remove(HERE)
    assert await engine.communities.resume_accessible(HERE, {ROOM}.__contains__) == 0


async def test_a_refused_post_pauses_the_schedule_and_access_resumes_it(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.channel.errors = [SendError("The bot may not post there.", permanent=True)]
    engine.clock.advance(days=7)
    await engine.run()
    paused = await engine.communities.schedule(HERE, TIP)
    assert paused.pause_reason == "The bot may not post there."
    assert paused.next_run_at is None
    engine.clock.advance(days=14)
    await engine.run()
    assert engine.channel.posts == []

    assert await engine.communities.resume_accessible(HERE, {ROOM}.__contains__) == 1
    engine.clock.advance(days=7)
    await engine.run()
    assert len(engine.channel.posts) == 1


async def test_a_tick_plans_every_due_schedule_once(engine: Engine):
    many = 2 * tick._CHUNK + 1
    for number in range(many):
        await engine.communities.set_channel(
            CommunityId(f"discord:{number}"), TIP, ChannelId(f"discord:9{number}")
        )
    engine.clock.advance(days=7)
    assert await engine.tick.run(engine.clock.now(), engine.clock.real()) == many
    assert await engine.tick.run(engine.clock.now(), engine.clock.real()) == 0
    assert await engine.states() == [DeliveryState.PENDING] * many


async def test_a_clock_that_goes_back_sends_nothing_twice(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.clock.advance(days=7)
    await engine.run()
    engine.clock.at -= timedelta(hours=6)
    await engine.run()
    engine.clock.at += timedelta(hours=6)
    await engine.run()
    assert len(engine.channel.posts) == 1


async def test_a_refusal_pauses_no_schedule_that_points_elsewhere_by_now(engine: Engine):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    engine.channel.errors = [SendError("busy")]
    engine.clock.advance(days=7)
    await engine.run()
    other = ChannelId("discord:11")
    await engine.communities.set_channel(HERE, TIP, other)
    engine.channel.errors = [SendError("The channel is gone.", permanent=True)]
    engine.clock.advance(hours=1)
    await engine.run()
    running = await engine.communities.schedule(HERE, TIP)
    assert (running.pause_reason, running.channel_id) == (None, other)
    [told] = await engine.communities.problems(HERE)
    assert told.reason == "The channel is gone."
    engine.clock.advance(days=7)
    await engine.run()
    assert [post.channel_id for post in engine.channel.posts] == [other]


CHANGES: dict[str, Callable[[Engine], Awaitable[Schedule]]] = {
    "time": lambda engine: engine.communities.set_schedule(HERE, TIP, None, "23:00", None),
    "day": lambda engine: engine.communities.set_schedule(HERE, TIP, 6, None, None),
    "zone": lambda engine: engine.communities.set_schedule(
        HERE, TIP, None, None, "America/Los_Angeles"
    ),
    "channel": lambda engine: engine.communities.set_channel(HERE, TIP, ChannelId("discord:11")),
}


@pytest.mark.parametrize("waits", [False, True])
@pytest.mark.parametrize("change", CHANGES)
async def test_one_weekly_post_a_week_whatever_is_changed_in_it(
    engine: Engine, change: str, waits: bool
):
    saved = await engine.communities.set_schedule(HERE, TIP, 3, "09:00", "Europe/Rome", ROOM)
    assert saved.next_run_at is not None
    move_to(engine.clock, saved.next_run_at)
    engine.channel.errors = [SendError("busy")] if waits else []
    await engine.run()
    changed = await CHANGES[change](engine)
    assert changed.next_run_at is not None
    for _ in range(3 * 24):
        engine.clock.advance(hours=1)
        await engine.run()
    assert len(engine.channel.posts) == 1
    assert saved.next_run_at + timedelta(days=4) <= changed.next_run_at
    assert changed.next_run_at < saved.next_run_at + timedelta(days=11)


async def test_moderators_may_want_another_post_this_week(engine: Engine):
    saved = await engine.communities.set_schedule(HERE, TIP, 3, "09:00", "Europe/Rome", ROOM)
    assert saved.next_run_at is not None
    move_to(engine.clock, saved.next_run_at)
    await engine.run()
    moved = await engine.communities.set_schedule(HERE, TIP, 4, None, None)
    tomorrow = saved.next_run_at + timedelta(days=1)
    assert moved.next_run_at == tomorrow + timedelta(days=7)
    assert engine.communities.left_out(moved) == tomorrow
    wanted = await engine.communities.post_this_week(HERE, TIP)
    assert wanted.next_run_at == tomorrow
    assert engine.communities.left_out(wanted) is None


async def test_a_pause_until_a_day_ends_on_that_day_in_the_zone_of_the_moment(engine: Engine):
    await engine.communities.set_schedule(HERE, TIP, 4, "09:00", "Europe/Rome", ROOM)
    await engine.communities.pause(HERE, TIP, "2026-03-20")
    moved = await engine.communities.set_schedule(
        HERE, TIP, None, None, "America/Los_Angeles", ROOM
    )
    assert moved.paused_until == date(2026, 3, 20)
    assert moved.next_run_at == datetime(2026, 3, 20, 16, tzinfo=UTC)


async def test_an_outage_is_noticed_once_and_asked_about_now_and_then(engine: Engine):
    for number in range(200):
        place = ChannelId(f"discord:9{number}")
        await engine.communities.set_channel(CommunityId(f"discord:{number}"), TIP, place)
    down = SendError("Discord could not be reached", cause=Cause.UNREACHABLE)
    engine.channel.errors = [down] * 10_000
    engine.clock.advance(days=7)
    with structlog.testing.capture_logs() as logged:
        for _ in range(360):
            await engine.run()
            engine.clock.advance(seconds=5)
        asked = 10_000 - len(engine.channel.errors)
        assert asked < 100, "half an hour of an outage is not asked about by every post"
        assert engine.sender.outage.since is not None
        engine.channel.errors = []
        for _ in range(15):
            engine.clock.advance(minutes=1)
            await engine.run()
    assert engine.sender.outage.since is None
    assert await engine.states() == [DeliveryState.SENT] * 200
    told = Counter(event["event"] for event in logged)
    assert (told["platform.down"], told["platform.back"]) == (1, 1)


@pytest.mark.parametrize("is_global", [False, True])
async def test_a_request_to_wait_holds_what_it_names(engine: Engine, is_global: bool):
    await engine.communities.set_channel(HERE, TIP, ROOM)
    await engine.communities.set_channel(HERE, NUDGE, ChannelId("discord:11"))
    wait = SendError("wait", retry_after=86_400, is_global=is_global, cause=Cause.RATE_LIMITED)
    engine.clock.advance(days=3, hours=4)
    await engine.tick.run(engine.clock.now(), engine.clock.real())
    engine.channel.errors = [wait]
    await engine.sender.drain()
    later = CommunityId("discord:2")
    await engine.communities.set_channel(later, TIP, ChannelId("discord:12"))
    before = len(engine.channel.posts)
    engine.clock.advance(days=7)
    await engine.run()
    assert (len(engine.channel.posts) > before) is not is_global
