"""What a member's edit, a restored backup or a wrong clock does to what was promised: nothing."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue import Catalogue
from bot.model import (
    ChannelId,
    Delivery,
    DeliveryState,
    MessageId,
    Place,
    PostKind,
)
from bot.ports import ChannelAccess, SendError
from bot.replies import reasons
from bot.replies.reminder_drafts import Kept, Wish
from bot.replies.reminders import joined
from bot.schedule import build_kinds
from bot.schedule.check_in import CheckInKind
from bot.schedule.pacing import Pacer
from bot.schedule.sender import Sender
from bot.schedule.tick import Tick
from bot.services.check_ins import CheckIns
from bot.services.goals import Goals
from bot.services.inbox import Inbox
from bot.services.members import Members
from bot.services.reminders import Reminders
from bot.storage import deliveries, members
from bot.storage.backup import back_up
from bot.storage.database import Database
from tests import shared
from tests.outside import CrashError, RecordingChannel, StoppedClock
from tests.unit.test_member_delivery import ANA, REACHABLE, ROOM

DOWN = SendError("Discord could not be reached")
ROME = "Europe/Rome"


class Stage:
    """Ana's messages; the story begins on Monday 2 March 2026 at 08:00 in Rome."""

    def __init__(self, database: Database, clock: StoppedClock, catalogue: Catalogue) -> None:
        self.clock = clock
        self.catalogue = catalogue
        self.search = shared.search()
        self.channel = RecordingChannel(clock)
        self.use(database)

    def use(self, database: Database) -> None:
        """Begin as a new process on a database."""
        self.database = database
        kinds = build_kinds(self.catalogue, self.clock)
        self.reminders = Reminders(database, self.clock)
        self.check_ins = CheckIns(database, self.clock, CheckInKind(self.catalogue))
        self.goals = Goals(database, self.clock, self.search)
        self.members = Members(database, self.clock, self.channel, kinds, set())
        self.inbox = Inbox(database, self.clock, kinds)
        self.tick = Tick(database, kinds)
        pacer = Pacer(per_second=1e6, per_channel_second=1e6)
        self.sender = Sender(database, self.clock, self.channel, kinds, pacer)

    async def know(self, **changes: object) -> None:
        async with self.database.write() as tx:
            await members.save_member(tx, replace(REACHABLE, **changes))

    async def remind(self, text: str, when: str, repeat: str | None = None) -> Kept:
        draft = await self.reminders.draft(ANA, Wish(text, joined(when, repeat, "")))
        return await self.reminders.save(ANA, draft.id)

    async def edit(self, kept: Kept, **changes: str) -> Kept:
        """Change a reminder as its form does: what is not touched is sent as it was shown."""
        found = await self.reminders.load(ANA, kept.reminder.id)
        wish = replace(found.as_wish(), **changes)
        draft = await self.reminders.draft(ANA, wish, kept.reminder.id)
        return await self.reminders.save(ANA, draft.id)

    async def run(self, **later: float) -> None:
        self.clock.advance(**later)
        await self.tick.run(self.clock.now(), self.clock.real())
        await self.sender.drain()

    @property
    def said(self) -> list[str]:
        return [post.card.summary for post in self.channel.posts]

    async def told(self) -> list[tuple[str, str | None]]:
        return [(card.summary, one.reason) for one, card in await self.inbox.list(ANA)]

    async def sent(self) -> Delivery:
        async with self.database.read() as tx:
            *_, newest = await deliveries.list_in_state(tx, DeliveryState.SENT)
        return newest


@pytest.fixture
async def stage(database: Database, clock: StoppedClock, catalogue: Catalogue) -> Stage:
    stage = Stage(database, clock, catalogue)
    await stage.know()
    return stage


Change = Callable[[Stage, Kept], Awaitable[object]]


async def carry(stage: Stage) -> tuple[Kept, Kept]:
    """Let one reminder's message, which waits for its next try, tell another's as well."""
    first, second = await stage.remind("first", "8:59"), await stage.remind("second", "9:00")
    stage.clock.advance(hours=1)
    stage.channel.errors = [DOWN]
    await stage.run()
    assert stage.said == []
    return first, second


CHANGES: dict[str, Change] = {
    "delete": lambda stage, kept: stage.reminders.delete(ANA, kept.reminder.id),
    "pause": lambda stage, kept: stage.reminders.pause(ANA, kept.reminder.id),
    "edit words": lambda stage, kept: stage.edit(kept, text="other"),
    "edit time": lambda stage, kept: stage.edit(kept, when="tomorrow 10:00"),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_what_ends_a_delivery_hands_on_what_was_merged_into_it(stage: Stage, change: str):
    first, _ = await carry(stage)
    await CHANGES[change](stage, first)
    await stage.run(minutes=1)
    [said] = stage.said
    assert "second" in said
    gone = change in ("delete", "pause")
    assert ("first" in said or "other" in said) is not gone
    assert await stage.told() == (
        [("Reminder: first", reasons.REMINDER_PAUSED)] if change == "pause" else []
    )


async def test_what_was_merged_goes_although_the_goal_that_carried_it_is_done(stage: Stage):
    goal = await stage.goals.add(ANA, "Pass the exam", None, "2026-03-02")
    await stage.remind("second", "9:00")
    stage.clock.advance(hours=1)
    stage.channel.errors = [DOWN]
    await stage.run()
    await stage.goals.complete(ANA, goal.id)
    await stage.run(minutes=1)
    assert stage.said == ["Reminder: second"]


@pytest.mark.parametrize("change", ["off", "date"])
async def test_what_was_merged_goes_although_the_alerts_that_carried_it_change(
    stage: Stage, change: str
):
    goal = await stage.goals.add(ANA, "Pass the exam", None, "2026-03-02")
    await stage.remind("second", "9:00")
    stage.clock.advance(hours=1)
    stage.channel.errors = [DOWN]
    await stage.run()
    if change == "off":
        await stage.goals.switch_alerts(ANA, goal.id, is_on=False)
    else:
        await stage.goals.edit(ANA, goal.id, due="2026-05-05")
    await stage.run(minutes=1)
    assert stage.said == ["Reminder: second"]
    assert [reason for _, reason in await stage.told()] == [reasons.GOAL_CHANGED]


async def test_what_was_merged_goes_although_the_check_in_that_carried_it_stops(stage: Stage):
    await stage.check_ins.start(ANA, 0, "09:00", ROME)
    await stage.remind("second", "9:00")
    stage.clock.advance(hours=1)
    stage.channel.errors = [DOWN]
    await stage.run()
    await stage.check_ins.stop(ANA)
    await stage.run(minutes=1)
    assert stage.said == ["Reminder: second"]
    assert [reason for _, reason in await stage.told()] == [reasons.CHECK_IN_STOPPED]


async def test_an_attempt_that_arrived_after_all_is_found_by_whoever_took_it_over(stage: Stage):
    first, _ = await stage.remind("first", "8:59"), await stage.remind("second", "9:00")
    stage.clock.advance(hours=1)

    def time_out() -> None:
        raise DOWN

    stage.channel.after_post = time_out
    await stage.run()
    stage.channel.after_post = lambda: None
    await stage.reminders.delete(ANA, first.reminder.id)
    for _ in range(3):
        await stage.run(minutes=20)
    [said] = stage.said
    assert "second" in said
    assert (await stage.sent()).subject_id != first.reminder.id


async def test_a_message_deleted_on_its_way_is_settled_for_what_it_also_tells(stage: Stage):
    first, _ = await stage.remind("first", "8:59"), await stage.remind("second", "9:00")
    stage.clock.advance(hours=1)
    post = stage.channel.post

    async def interrupted(*args: Any, **named: Any) -> MessageId:
        await stage.reminders.delete(ANA, first.reminder.id)
        return await post(*args, **named)

    stage.channel.post = interrupted
    await stage.run()
    await stage.run(hours=1)
    assert len(stage.said) == 1
    assert (await stage.sent()).message_id == "discord:0"


async def test_a_reminder_deleted_after_it_was_sent_leaves_what_it_told_besides(stage: Stage):
    first, second = await stage.remind("first", "8:59"), await stage.remind("second", "9:00")
    await stage.run(hours=1)
    await stage.reminders.delete(ANA, first.reminder.id)
    assert (await stage.sent()).subject_id == second.reminder.id


async def test_a_snooze_and_what_was_not_read_survive_an_edit(stage: Stage):
    kept = await stage.remind("water", "9:00", "daily")
    await stage.run(hours=1)
    first = await stage.sent()
    await stage.reminders.snooze(ANA, first.id, timedelta(hours=1))
    await stage.know(place=Place.INBOX, consented_at=stage.clock.now())
    await stage.run(hours=1)
    await stage.edit(kept, text="drink water")
    assert await stage.told() == [("Reminder: drink water", reasons.CHOSE_INBOX)]
    await stage.know()
    await stage.reminders.snooze(ANA, first.id, timedelta(hours=1))
    await stage.edit(kept, text="water!")
    await stage.run(hours=1)
    assert stage.said == ["Reminder: water", "Reminder: water!"]
    await stage.edit(kept, when="2026-03-03 11:00")
    await stage.reminders.note(ANA, first.id)
    await stage.run(days=1)
    assert len(stage.said) == 3


async def test_words_alone_change_no_time(stage: Stage):
    monthly = await stage.remind("report", "2026-03-31 9:00", "monthly")
    await stage.run(days=40)
    edited = await stage.edit(monthly, text="the report")
    assert edited.series is not None
    assert edited.series.recurrence.on is not None
    assert edited.series.recurrence.on.day == 31
    assert edited.next_at == datetime(2026, 4, 30, 7, tzinfo=UTC)

    once = await stage.remind("only once", "tomorrow 9am")
    await stage.run(days=2)
    over = await stage.edit(once, text="it is over")
    assert (over.reminder.text, over.next_at) == ("it is over", None)


async def test_a_form_that_was_opened_before_an_occurrence_changes_words_only(stage: Stage):
    kept = await stage.remind("water", "9:00", "daily")
    shown = (await stage.reminders.load(ANA, kept.reminder.id)).as_wish()
    await stage.run(hours=2)
    draft = await stage.reminders.draft(ANA, replace(shown, text="juice"), kept.reminder.id)
    edited = await stage.reminders.save(ANA, draft.id)
    assert edited.next_at == datetime(2026, 3, 3, 8, tzinfo=UTC)


@pytest.mark.parametrize("changes", [{"text": "juice"}, {"when": "every day at 11:00"}])
async def test_a_paused_reminder_stays_paused_when_it_is_edited(
    stage: Stage, changes: dict[str, str]
):
    kept = await stage.remind("water", "9:00", "daily")
    await stage.reminders.pause(ANA, kept.reminder.id)
    edited = await stage.edit(kept, **changes)
    assert edited.next_at is None
    await stage.run(days=2)
    assert stage.said == []
    resumed = await stage.reminders.resume(ANA, kept.reminder.id)
    assert resumed.next_at is not None


async def test_a_pause_holds_what_quiet_hours_hold(stage: Stage):
    await stage.know(quiet_from=time(8, 30), quiet_until=time(12))
    kept = await stage.remind("water", "9:00", "daily")
    await stage.run(hours=2)
    await stage.reminders.pause(ANA, kept.reminder.id)
    await stage.run(hours=4)
    assert stage.said == []
    assert await stage.told() == [("Reminder: water", reasons.REMINDER_PAUSED)]


async def test_a_snooze_by_a_day_keeps_the_time_of_day_when_clocks_change(stage: Stage):
    stage.clock.advance(days=26)
    await stage.remind("water", "9:00")
    await stage.run(hours=1)
    again = await stage.reminders.snooze(ANA, (await stage.sent()).id, timedelta(days=1))
    assert again == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)


async def test_a_snooze_by_an_hour_elapses_while_an_hour_happens_twice(stage: Stage):
    stage.clock.at = datetime(2026, 10, 25, 0, 20, tzinfo=UTC)
    stage.clock.real_at = stage.clock.at
    await stage.remind("water", "in 10 minutes")
    await stage.run(minutes=10)
    again = await stage.reminders.snooze(ANA, (await stage.sent()).id, timedelta(hours=1))
    assert again == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    await stage.run(hours=1)
    assert len(stage.said) == 2


async def test_a_day_without_messages_stays_that_day_in_another_zone(stage: Stage):
    await stage.remind("water", "9:00", "daily")
    await stage.members.change_settings(ANA, pause_until="2026-03-05")
    await stage.members.change_settings(ANA, zone="Pacific/Honolulu")
    while stage.clock.now() < datetime(2026, 3, 5, 9, 59, tzinfo=UTC):
        await stage.run(hours=1)
    assert stage.said == []


async def test_a_thread_that_sleeps_is_tried(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    await stage.know(place=Place.CHANNEL, channel_id=ROOM)

    def access(place: ChannelId, _: object = None) -> ChannelAccess:
        return ChannelAccess(exists=False)

    monkeypatch.setattr(stage.channel, "access", access)
    await stage.remind("water", "9:00", "daily")
    await stage.run(hours=1)
    assert [post.channel_id for post in stage.channel.posts] == [ROOM]
    stage.channel.errors = [SendError("The channel is gone.", permanent=True)]
    await stage.run(days=1)
    assert await stage.told() == [("Reminder: water", "The channel is gone.")]


@pytest.fixture
async def restore(
    database: Database, database_file: Path, stage: Stage
) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Return what puts the database back as it was at first, and starts on it."""
    opened: list[Database] = []

    async def back() -> None:
        await stage.database.close()
        for suffix in ("-wal", "-shm"):
            database_file.with_name(database_file.name + suffix).unlink(missing_ok=True)
        shutil.copy(kept, database_file)
        opened.append(await Database.open(f"sqlite+aiosqlite:///{database_file}"))
        stage.use(opened[-1])

    kept = database_file.with_name("kept.db")
    yield back
    for one in opened:
        await one.close()


def save_copy(stage: Stage, file: Path) -> None:
    back_up(f"sqlite+aiosqlite:///{file}", file.with_name("kept.db"))


async def test_a_restored_backup_sends_nothing_again(
    stage: Stage, database_file: Path, restore: Callable[[], Awaitable[None]]
):
    await stage.remind("first", "8:59")
    await stage.remind("second", "9:00")
    await stage.remind("third", "9:30")
    save_copy(stage, database_file)
    await stage.run(hours=1)
    assert len(stage.said) == 1
    stage.clock.advance(minutes=40)
    await restore()
    await stage.run()
    assert stage.said[1:] == ["Reminder: third"], "which was not sent before"
    async with stage.database.read() as tx:
        states = [
            (len(await deliveries.list_in_state(tx, state)), state) for state in DeliveryState
        ]
    assert [state for count, state in states if count] == [DeliveryState.SENT]


async def test_what_a_deleted_reminder_hands_on_is_found_by_its_own_mark(
    stage: Stage,
    database_file: Path,
    restore: Callable[[], Awaitable[None]],
    monkeypatch: pytest.MonkeyPatch,
):
    first = await stage.remind("first", "8:59")
    await stage.remind("second", "9:00")
    save_copy(stage, database_file)
    await stage.reminders.delete(ANA, first.reminder.id)
    await stage.run(hours=1)
    assert stage.said == ["Reminder: second"]
    stage.clock.advance(minutes=10)
    await restore()

    async def find_marks(*_: Any, **__: Any) -> dict[str, MessageId]:
        raise DOWN

    with monkeypatch.context() as outage:
        outage.setattr(stage.channel, "find_marks", find_marks)
        await stage.run()
    await stage.reminders.delete(ANA, first.reminder.id)
    await stage.run(hours=1)
    assert stage.said == ["Reminder: second"]


@pytest.mark.parametrize("hours", [23, 25], ids=["after it was due", "before it is due"])
async def test_a_host_whose_clock_fell_behind_finds_what_it_sent(
    stage: Stage, database_file: Path, restore: Callable[[], Awaitable[None]], hours: int
):
    await stage.remind("water", "9:00")
    save_copy(stage, database_file)
    await stage.run(hours=1)
    assert len(stage.said) == 1
    stage.clock.advance(hours=24)
    back = timedelta(hours=hours)
    stage.clock.at -= back
    stage.clock.real_at -= back
    stage.channel.ahead = back
    await restore()
    await stage.run()
    await stage.run(hours=2)
    assert len(stage.said) == 1


async def test_what_stands_in_the_channel_is_not_concluded_from_the_hosts_clock(stage: Stage):
    """The host is 20 minutes behind, dies after the post, and starts past the nonce's window."""
    await stage.remind("water", "9:00")
    stage.clock.advance(hours=1)
    ahead = timedelta(minutes=20)
    stage.channel.ahead = ahead

    def die() -> None:
        raise CrashError

    stage.channel.after_post = die
    with pytest.raises(BaseException):  # noqa: B017 - the simulated death, grouped by a TaskGroup
        await stage.run()
    stage.channel.after_post = lambda: None
    stage.clock.advance(minutes=60)
    stage.use(stage.database)
    await stage.run()
    assert len(stage.said) == 1


async def test_a_machine_that_slept_in_an_attempt_finds_it_all_the_same(stage: Stage):
    await stage.remind("water", "9:00")
    stage.clock.advance(hours=1)
    stage.channel.before_post = lambda: stage.clock.advance(hours=3)

    def die() -> None:
        raise CrashError

    stage.channel.after_post = die
    with pytest.raises(BaseException):  # noqa: B017 - the simulated death, grouped by a TaskGroup
        await stage.run()
    stage.channel.after_post = stage.channel.before_post = lambda: None
    stage.clock.advance(hours=3)
    stage.use(stage.database)
    await stage.run()
    assert len(stage.said) == 1


async def test_a_clock_that_was_wrong_once_silences_nothing(stage: Stage):
    await stage.remind("water", "9:00", "daily")
    await stage.check_ins.start(ANA, 1, "09:00", ROME)
    stage.channel.errors = [DOWN] * 9
    await stage.run(days=400)
    stage.channel.errors = []
    await stage.run(days=-400)
    for _ in range(14):
        await stage.run(days=1)
    async with stage.database.read() as tx:
        arrived = [
            one
            for state in (DeliveryState.SENT, DeliveryState.MERGED)
            for one in await deliveries.list_in_state(tx, state)
        ]
    kinds = Counter(one.kind for one in arrived if one.due_at <= stage.clock.now())
    assert kinds == {PostKind.REMINDER: 14, PostKind.CHECK_IN: 2}


async def test_one_check_in_a_week_whatever_is_changed_in_it(stage: Stage):
    await stage.check_ins.start(ANA, 0, "09:00", ROME)
    await stage.run(hours=1)
    assert len(stage.said) == 1
    changed = await stage.check_ins.start(ANA, 2, None, None)
    assert changed.next_run_at == datetime(2026, 3, 11, 8, tzinfo=UTC)


async def test_who_moves_house_is_asked_what_comes_along(stage: Stage):
    water = await stage.remind("water", "9:00", "daily")
    await stage.remind("call", "2026-03-02 20:00")
    await stage.check_ins.start(ANA, 0, "09:00", ROME)
    await stage.run(hours=1)
    assert len(stage.said) == 1
    await stage.members.change_settings(ANA, zone="America/New_York")
    left = await stage.members.elsewhere(ANA)
    assert [one.title for one in left] == ["call", "water", "Weekly check-in"]
    kept = await stage.reminders.load(ANA, water.reminder.id)
    assert kept.next_at == datetime(2026, 3, 3, 8, tzinfo=UTC)

    await stage.members.move(ANA, str(left[0].series.id))
    assert [one.title for one in await stage.members.elsewhere(ANA)] == ["water", "Weekly check-in"]
    await stage.members.move(ANA)
    assert await stage.members.elsewhere(ANA) == []
    moved = await stage.reminders.load(ANA, water.reminder.id)
    assert moved.next_at == datetime(2026, 3, 3, 14, tzinfo=UTC), "not twice on one day"
    check_in = await stage.check_ins.load(ANA)
    assert check_in is not None
    assert check_in.next_run_at == datetime(2026, 3, 9, 13, tzinfo=UTC), "nor twice in one week"


@pytest.mark.parametrize("change", ["edit time", "edit words", "pause"])
async def test_a_change_between_a_moment_and_its_tick_loses_nothing(stage: Stage, change: str):
    kept = await stage.remind("water", "9:00", "daily")
    stage.clock.advance(hours=1, seconds=2)
    await CHANGES[change](stage, kept)
    await stage.run(seconds=3)
    if change == "pause":
        assert await stage.told() == [("Reminder: water", reasons.REMINDER_PAUSED)]
    else:
        assert len(stage.said) == 1
