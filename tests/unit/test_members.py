"""Where members are reached: consent, refusals, and messages that only their member may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.catalogue import Catalogue
from bot.errors import NotFoundError, PermissionDeniedError
from bot.model import (
    ChannelId,
    DeliveryState,
    Frequency,
    Member,
    MemberId,
    Outlook,
    Place,
    PostKind,
    Recurrence,
    Reminder,
    ReminderId,
    Schedule,
    ScheduleId,
)
from bot.ports import ChannelAccess, SendError
from bot.replies import inbox, reasons
from bot.replies import members as replies
from bot.schedule import build_kinds
from bot.schedule.pacing import Pacer
from bot.schedule.recurrence import next_after
from bot.schedule.sender import Sender
from bot.schedule.tick import Tick
from bot.services.inbox import Inbox
from bot.services.members import Members
from bot.storage import deliveries, reminders, schedules
from bot.storage import members as queries
from bot.storage.database import Database
from tests import shared
from tests.outside import RecordingChannel, StoppedClock
from tests.unit.replies import reading

ANA, BEN = MemberId("discord:5"), MemberId("discord:6")
ROOM = ChannelId("discord:10")
CLOSED = SendError("The member does not accept direct messages.", permanent=True)
TOO_MANY = SendError("Too many.", retry_after=600.0)


class Stage:
    def __init__(self, database: Database, clock: StoppedClock, catalogue: Catalogue) -> None:
        self.database = database
        self.clock = clock
        self.channel = RecordingChannel(clock)
        kinds = build_kinds(catalogue, clock)
        self.refused = set[MemberId]()
        self.members = Members(database, clock, self.channel, shared.search(), kinds, self.refused)
        self.inbox = Inbox(database, clock, kinds)
        self.tick = Tick(database, kinds)
        pacer = Pacer(per_second=1e6, per_channel_second=1e6)
        self.sender = Sender(
            database, clock, self.channel, kinds, pacer, on_refused=self.refused.add
        )

    async def remind(self, text: str) -> None:
        """Keep a daily reminder at 09:00 UTC."""
        now = self.clock.now()
        reminder = Reminder(ReminderId(text.replace(" ", "")), ANA, text, now)
        rule = Recurrence(Frequency.DAILY, time(9), "UTC", on=date(2026, 3, 2))
        wanted = Schedule(
            ScheduleId(0),
            PostKind.REMINDER,
            rule,
            next_after(rule, now),
            member_id=ANA,
            subject_id=reminder.id,
        )
        async with self.database.write() as tx:
            await reminders.insert_reminder(tx, reminder)
            await schedules.save_schedule(tx, wanted)

    async def pass_a_day(self) -> None:
        self.clock.advance(days=1)
        await self.tick.run(self.clock.now(), self.clock.real())
        await self.sender.drain()

    async def stored(self) -> Member:
        async with self.database.read() as tx:
            return await queries.load_member(tx, ANA)

    async def last(self, state: DeliveryState) -> str:
        async with self.database.read() as tx:
            return (await deliveries.list_in_state(tx, state))[-1].id


@pytest.fixture
def stage(database: Database, clock: StoppedClock, catalogue: Catalogue) -> Stage:
    return Stage(database, clock, catalogue)


async def test_consent_is_stored_only_after_the_hello_arrived(stage: Stage):
    member = await stage.members.choose_dm(ANA)
    [hello] = stage.channel.posts
    assert (hello.channel_id, hello.card) == (member.dm_channel_id, replies.hello())
    assert await stage.stored() == member
    assert (member.place, member.consented_at) == (Place.DM, stage.clock.now())


@pytest.mark.parametrize("error", [CLOSED, TOO_MANY])
async def test_what_cannot_be_opened_changes_nothing(stage: Stage, error: SendError):
    stage.channel.errors = [error]
    with pytest.raises(SendError, match=error.reason):
        await stage.members.choose_dm(ANA)
    assert await stage.stored() == Member(ANA)


async def test_a_double_click_says_hello_once(stage: Stage):
    await stage.members.choose_dm(ANA)
    await stage.members.choose_dm(ANA)
    assert len(stage.channel.posts) == 1


async def test_opening_too_many_stops_opening_for_everybody_for_a_while(stage: Stage):
    stage.channel.errors = [TOO_MANY]
    with pytest.raises(SendError):
        await stage.members.choose_dm(ANA)
    stage.clock.advance(minutes=9)
    with pytest.raises(SendError, match="few minutes"):
        await stage.members.choose_dm(BEN)
    stage.clock.advance(minutes=1)
    await stage.members.choose_dm(BEN)


async def test_a_closed_member_stops_nobody_else(stage: Stage):
    stage.channel.errors = [CLOSED]
    with pytest.raises(SendError):
        await stage.members.choose_dm(ANA)
    await stage.members.choose_dm(BEN)


async def test_a_channel_must_be_one_the_bot_can_post_in(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    def access(of: ChannelAccess) -> Callable[[ChannelId], ChannelAccess]:
        return lambda _: of

    monkeypatch.setattr(stage.channel, "access", access(ChannelAccess(True, ("Send Messages",))))
    for choose in (stage.members.choose_channel, stage.members.choose_way_out):
        with pytest.raises(PermissionDeniedError, match="Send Messages"):
            await choose(ANA, ROOM)
    monkeypatch.setattr(stage.channel, "access", access(ChannelAccess(exists=False)))
    with pytest.raises(PermissionDeniedError, match="no channel"):
        await stage.members.choose_channel(ANA, ROOM)
    assert await stage.stored() == Member(ANA)


async def test_the_inbox_withdraws_every_other_consent(stage: Stage):
    await stage.members.choose_dm(ANA)
    await stage.members.choose_way_out(ANA, ROOM)
    member = await stage.members.choose_inbox(ANA)
    assert (member.place, member.channel_id) == (Place.INBOX, None)
    await stage.remind("book the exam")
    await stage.pass_a_day()
    assert len(stage.channel.posts) == 1


async def test_a_refusal_is_forgotten_and_told_once_when_the_member_is_back(stage: Stage):
    await stage.members.choose_dm(ANA)
    await stage.remind("book the exam")
    assert not await stage.members.resume(ANA)
    stage.channel.errors = [CLOSED]
    await stage.pass_a_day()
    assert stage.refused == {ANA}
    assert await stage.members.resume(ANA)
    assert not await stage.members.resume(ANA)
    await stage.pass_a_day()
    assert [post.card.summary for post in stage.channel.posts[1:]] == ["Reminder: book the exam"]


async def test_a_called_member_reads_everything_once_and_others_read_nothing(stage: Stage):
    await stage.members.choose_channel(ANA, ROOM)
    await stage.remind("first")
    await stage.remind("second")
    await stage.pass_a_day()
    [call] = stage.channel.posts
    sent = await stage.last(DeliveryState.SENT)
    [button] = [one for one in reading.presses(call.card) if getattr(one, "args", ()) == (sent,)]
    assert button.label == "Read it"
    with pytest.raises(NotFoundError, match="not for you"):
        await stage.inbox.show(BEN, sent)
    found, cards = await stage.inbox.show(ANA, sent)
    assert [card.summary for card in cards] == ["Reminder: first", "Reminder: second"]
    assert inbox.opened(found, cards).title == "2 messages"
    async with stage.database.read() as tx:
        told = [await deliveries.load_delivery(tx, sent)]
        told += await deliveries.list_merged(tx, found)
    assert [one.answered_at for one in told if one] == [stage.clock.now()] * 2


@pytest.mark.by_hand
async def test_what_was_deleted_since_says_so(stage: Stage):
    await stage.members.choose_channel(ANA, ROOM)
    await stage.remind("gone")
    await stage.pass_a_day()
    async with stage.database.write() as tx:
        await reminders.delete_reminder(tx, ReminderId("gone"))
    found, cards = await stage.inbox.show(ANA, await stage.last(DeliveryState.SENT))
    assert inbox.opened(found, cards).title == "Nothing left to read"


async def test_the_outlook_says_when_the_next_message_arrives(stage: Stage):
    assert await stage.members.outlook(ANA) is None
    await stage.remind("book the exam")
    nine = datetime(2026, 3, 2, 9, tzinfo=UTC)
    kept = Outlook(PostKind.REMINDER, nine, None, reasons.NOT_CHOSEN)
    assert await stage.members.outlook(ANA) == kept
    await stage.members.choose_dm(ANA)
    assert await stage.members.outlook(ANA) == Outlook(PostKind.REMINDER, nine, nine)
    await stage.members.change_settings(ANA, quiet_from="08:00", quiet_until="10:30")
    later = Outlook(PostKind.REMINDER, nine, nine.replace(hour=10, minute=30))
    assert await stage.members.outlook(ANA) == later
    # Reminders are not held back by the cap; what waits already comes before what is due later.
    await stage.members.change_settings(ANA, weekly_cap="1")
    stage.clock.at = nine
    await stage.tick.run(nine, stage.clock.real())
    await stage.sender.drain()
    assert len(stage.channel.posts) == 1
    assert await stage.members.outlook(ANA) == later
    paused = await stage.members.change_settings(ANA, pause_until="2026-03-05")
    assert paused.paused_until == date(2026, 3, 5)
    told = await stage.members.outlook(ANA)
    assert told is not None
    assert (told.due_at, told.arrives_at) == (nine, None)


async def test_what_was_held_back_goes_out_when_quiet_hours_end_by_hand(stage: Stage):
    await stage.members.choose_dm(ANA)
    await stage.members.change_settings(ANA, quiet_from="08:00", quiet_until="20:00")
    await stage.remind("book the exam")
    stage.clock.advance(hours=3)
    await stage.tick.run(stage.clock.now(), stage.clock.real())
    await stage.sender.drain()
    assert len(stage.channel.posts) == 1
    await stage.members.change_settings(ANA, quiet_from="off", quiet_until="")
    await stage.sender.drain()
    assert stage.channel.entries[1:] == ["Reminder: book the exam"]


def test_a_card_asks_for_a_place_once():
    card, member = replies.hello(), Member(ANA)
    asked = replies.ask_place(card, member)
    assert {"place.dm", "place.channel", "place.inbox"} <= {
        getattr(one, "verb", "") for one in asked.actions
    }
    told = replies.ask_place(card, replace(member, consented_at=StoppedClock().at))
    assert told.actions == card.actions
    assert "only in your inbox" in reading.text(told)
