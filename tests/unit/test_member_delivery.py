"""Members' messages: the way that is open, quiet hours, the cap, merging, and the inbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.catalogue import Catalogue
from bot.model import (
    ChannelId,
    Delivery,
    DeliveryState,
    Frequency,
    Member,
    MemberId,
    Place,
    PostKind,
    Recurrence,
    Reminder,
    ReminderId,
    Schedule,
    ScheduleId,
)
from bot.ports import SendError
from bot.replies import reasons
from bot.schedule import build_kinds
from bot.schedule.kinds import LatePolicy
from bot.schedule.pacing import Pacer
from bot.schedule.recurrence import next_after
from bot.schedule.routing import Hold, Keep, Send, find_route
from bot.schedule.sender import Sender
from bot.schedule.tick import Tick
from bot.storage import deliveries, members, reminders, schedules
from bot.storage.database import Database
from tests.outside import RecordingChannel, StoppedClock

ANA = MemberId("discord:5")
DM, ROOM = ChannelId("discord:50"), ChannelId("discord:10")
REACHABLE = Member(ANA, zone="Europe/Rome", place=Place.DM, dm_channel_id=DM)
CLOSED = SendError("The member does not accept direct messages.", permanent=True)
EXACT, NUDGING = LatePolicy(None, is_exact=True), LatePolicy(None)
# 09:30 in Rome.
NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


class Stage:
    def __init__(
        self,
        database: Database,
        clock: StoppedClock,
        catalogue: Catalogue,
        channel: RecordingChannel | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.channel = channel or RecordingChannel(clock)
        kinds = build_kinds(catalogue, clock)
        self.tick = Tick(database, kinds)
        pacer = Pacer(per_second=1e6, per_channel_second=1e6)
        self.sender = Sender(database, clock, self.channel, kinds, pacer)

    async def know(self, member: Member) -> None:
        async with self.database.write() as tx:
            await members.save_member(tx, member)

    async def remind(self, text: str, at: time, frequency: Frequency = Frequency.DAILY) -> None:
        now = self.clock.now()
        reminder = Reminder(ReminderId(text.replace(" ", "")), ANA, text, now)
        rule = Recurrence(frequency, at, "Europe/Rome", on=date(2026, 3, 2))
        due = next_after(rule, now)
        wanted = Schedule(
            ScheduleId(0),
            PostKind.REMINDER,
            rule,
            due,
            member_id=ANA,
            subject_id=reminder.id,
        )
        async with self.database.write() as tx:
            await reminders.insert_reminder(tx, reminder)
            await schedules.save_schedule(tx, wanted)

    async def run(self, **later: float) -> None:
        self.clock.advance(**later)
        await self.tick.run(self.clock.now(), self.clock.real())
        await self.sender.drain()

    async def in_state(self, state: DeliveryState) -> list[Delivery]:
        async with self.database.read() as tx:
            return await deliveries.list_in_state(tx, state)

    async def inbox(self) -> list[Delivery]:
        async with self.database.read() as tx:
            return await deliveries.list_inbox(tx, ANA, 25)


@pytest.fixture
def stage(database: Database, clock: StoppedClock, catalogue: Catalogue) -> Stage:
    return Stage(database, clock, catalogue)


def is_postable(_: ChannelId) -> bool:
    return True


async def test_a_reminder_reaches_the_member_directly(stage: Stage):
    await stage.know(REACHABLE)
    await stage.remind("book the exam", time(9))
    await stage.run(hours=2)
    [post] = stage.channel.posts
    assert (post.channel_id, post.card.summary) == (DM, "Reminder: book the exam")
    assert await stage.inbox() == []


async def test_closed_direct_messages_end_in_the_inbox_and_are_not_tried_again(stage: Stage):
    await stage.know(REACHABLE)
    await stage.remind("book the exam", time(9))
    stage.channel.errors = [CLOSED]
    await stage.run(hours=2)
    await stage.run(days=1)
    assert stage.channel.posts == []
    assert [told.reason for told in await stage.inbox()] == [CLOSED.reason] * 2
    async with stage.database.write() as tx:
        assert await members.accept_dm(tx, ANA)
    await stage.run(days=1)
    assert len(stage.channel.posts) == 1


async def test_closed_direct_messages_fall_back_to_the_channel_without_private_text(stage: Stage):
    await stage.know(replace(REACHABLE, channel_id=ROOM))
    await stage.remind("secret plan", time(9))
    stage.channel.errors = [CLOSED]
    await stage.run(hours=2)
    [post] = stage.channel.posts
    assert post.channel_id == ROOM
    assert "secret" not in repr(post.card)
    assert post.card.notify == (ANA,)
    assert [d.state for d in await stage.in_state(DeliveryState.SENT)] == [DeliveryState.SENT]


async def test_a_refusal_everywhere_is_told(stage: Stage):
    await stage.know(replace(REACHABLE, channel_id=ROOM))
    await stage.remind("book the exam", time(9))
    stage.channel.errors = [CLOSED, SendError("The channel is gone.", permanent=True)]
    await stage.run(hours=2)
    assert stage.channel.posts == []
    assert [told.reason for told in await stage.inbox()] == ["The channel is gone."]


async def test_quiet_hours_shift_and_merge(stage: Stage):
    await stage.know(replace(REACHABLE, quiet_from=time(22), quiet_until=time(9, 30)))
    await stage.remind("first", time(8, 30))
    await stage.remind("second", time(9))
    await stage.run(hours=1, minutes=15)
    assert stage.channel.posts == []
    await stage.run(hours=1)
    [post] = stage.channel.posts
    assert "first" in post.card.summary
    assert "second" in post.card.summary
    assert len(await stage.in_state(DeliveryState.SENT)) == 1
    assert len(await stage.in_state(DeliveryState.MERGED)) == 1


@pytest.mark.parametrize(
    ("is_quiet", "told"),
    [(True, "I kept it until your quiet hours ended"), (False, "Sorry that it is late")],
)
async def test_a_late_reminder_gives_no_cause_but_the_true_one(
    stage: Stage, is_quiet: bool, told: str
):
    quiet = {"quiet_from": time(7), "quiet_until": time(11)} if is_quiet else {}
    await stage.know(replace(REACHABLE, **quiet))
    await stage.remind("first", time(9))
    stage.channel.errors = [] if is_quiet else [SendError("down")] * 2
    for _ in range(3):
        await stage.run(hours=1, minutes=30)
    [post] = stage.channel.posts
    assert told in str(post.card.blocks)
    assert "could not" not in str(post.card.blocks)


async def test_what_was_merged_into_something_that_cannot_arrive_is_told_too(stage: Stage):
    await stage.know(REACHABLE)
    await stage.remind("first", time(9))
    await stage.remind("second", time(9))
    stage.channel.errors = [CLOSED]
    await stage.run(hours=2)
    assert len(await stage.inbox()) == 2


@pytest.mark.by_hand
async def test_a_deleted_reminder_is_not_sent_empty(stage: Stage):
    await stage.know(REACHABLE)
    await stage.remind("gone", time(9))
    async with stage.database.write() as tx:
        await reminders.delete_reminder(tx, ReminderId("gone"))
    await stage.run(hours=2)
    assert stage.channel.posts == []
    assert len(await stage.in_state(DeliveryState.SKIPPED)) == 1


async def test_a_once_schedule_ends(stage: Stage):
    await stage.know(REACHABLE)
    await stage.remind("only once", time(9), Frequency.ONCE)
    for _ in range(3):
        await stage.run(days=1)
    assert len(stage.channel.posts) == 1
    async with stage.database.read() as tx:
        [left] = await schedules.list_of_member(tx, ANA, PostKind.REMINDER)
    assert left.next_run_at is None


def test_the_open_way_is_chosen_in_order():
    def route(member: Member, *, postable: bool = True) -> object:
        return find_route(member, NUDGING, NOW, [], lambda _: postable)

    assert route(REACHABLE) == Send(DM)
    refused = replace(REACHABLE, refused_at=NOW, refusal="closed", channel_id=ROOM)
    assert route(refused) == Send(ROOM, is_discreet=True)
    assert route(refused, postable=False) == Keep("closed")
    undecided = Member(ANA)
    assert route(undecided) == Keep(reasons.NOT_CHOSEN)
    assert route(replace(undecided, consented_at=NOW)) == Keep(reasons.CHOSE_INBOX)
    channel = replace(REACHABLE, place=Place.CHANNEL, channel_id=ROOM)
    assert route(channel) == Send(ROOM, is_discreet=True)
    assert isinstance(route(channel, postable=False), Keep)
    assert isinstance(route(replace(REACHABLE, paused_until=NOW.date() + timedelta(1))), Keep)


@pytest.mark.parametrize(
    ("start", "end", "at", "until"),
    [
        ("22:00", "07:00", "2026-03-02T05:59", "2026-03-02T06:00"),
        ("22:00", "07:00", "2026-03-02T21:30", "2026-03-03T06:00"),
        ("22:00", "07:00", "2026-03-02T06:00", None),
        ("12:00", "13:00", "2026-03-02T11:30", "2026-03-02T12:00"),
        ("12:00", "13:00", "2026-03-02T12:00", None),
        # The night the clocks go forward.
        ("22:00", "07:00", "2026-03-28T23:00", "2026-03-29T05:00"),
    ],
)
def test_quiet_hours_end_at_their_local_time(start: str, end: str, at: str, until: str | None):
    member = replace(
        REACHABLE, quiet_from=time.fromisoformat(start), quiet_until=time.fromisoformat(end)
    )
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    wanted = Send(DM) if until is None else Hold(datetime.fromisoformat(until).replace(tzinfo=UTC))
    assert find_route(member, EXACT, now, [], is_postable) == wanted


def test_the_weekly_cap_holds_back_all_but_what_was_asked_for_to_the_minute():
    capped = replace(REACHABLE, weekly_cap=2)
    sent = [NOW - timedelta(days=6), NOW - timedelta(days=1)]
    assert find_route(capped, NUDGING, NOW, sent, is_postable) == Hold(NOW + timedelta(days=1))
    assert find_route(capped, NUDGING, NOW, sent[1:], is_postable) == Send(DM)
    assert find_route(capped, EXACT, NOW, sent, is_postable) == Send(DM)
