"""What people do in the model test: members with what is theirs, moderators with their posts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bot.errors import MentorError
from bot.model import (
    COMMUNITY_KINDS,
    ChannelId,
    CommunityId,
    Frequency,
    Goal,
    GoalState,
    MemberId,
    PostKind,
    Recurrence,
)
from bot.ports import SendError
from bot.replies.reminder_drafts import Kept, Wish
from bot.schedule.recurrence import next_after
from tests.simulation.model_ledger import Ledger
from tests.simulation.model_promises import Subject
from tests.simulation.model_world import World

T = TypeVar("T")
Play: TypeAlias = list[tuple[str, dict[str, Any]]]

PEOPLE = (MemberId("discord:1"), MemberId("discord:2"))
SERVER = CommunityId("discord:7")
ROOMS = tuple(ChannelId(f"discord:7{number}") for number in range(3))
LOBBY = ChannelId("discord:79")
ZONES = ("Europe/Rome", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
_EVERY = {
    Frequency.ONCE: "",
    Frequency.DAILY: ", every day",
    Frequency.WEEKLY: ", every week",
    Frequency.MONTHLY: ", every month",
}
FREQUENCIES = tuple(_EVERY)

who = st.sampled_from(PEOPLE)
which = st.integers(0, 3)
ahead = st.sampled_from([1, 2, 60, 600, 1440, 10_000])
days = st.sampled_from([0, 1, 2, 7, 8, 20])
kinds = st.sampled_from(COMMUNITY_KINDS)


AFTERWARDS = ("nothing", "nothing", "nothing", "work", "retry", "next", "next", "past it", "day")


def step(**chosen: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """Mark what can happen next; hypothesis chooses its details, and the play remembers it."""

    def mark(do: Callable[..., None]) -> Any:
        @wraps(do)
        def do_and_remember(self: People, *details: Any, **more: Any) -> None:
            # Whatever is part of another step does not give all of its details by name.
            if more.keys() == chosen.keys():
                self.play.append((do.__name__, more))
            do(self, *details, **more)

        details: dict[str, Any] = dict(chosen)
        return rule(**details)(do_and_remember)

    return mark


def deed(**chosen: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """Mark what somebody does; how time goes on afterwards is chosen, too."""

    def mark(do: Callable[..., None]) -> Any:
        @wraps(do)
        def do_and_go_on(
            self: People, *details: Any, afterwards: str = "nothing", **more: Any
        ) -> None:
            do(self, *details, **more)
            if afterwards != "nothing":
                self.all_is_well()
                self.pass_time(afterwards)

        return step(afterwards=st.sampled_from(AFTERWARDS), **chosen)(do_and_go_on)

    return mark


def has_reminders(self: People) -> bool:
    return any(self.words.values())


def has_goals(self: People) -> bool:
    return any(self.aims.values())


class People(RuleBasedStateMachine):
    """What members and moderators do, and what they are promised by it."""

    known: frozenset[str] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.world: World
        self.ledger = Ledger(self.known)
        self.zones = dict.fromkeys(PEOPLE, ZONES[0])
        self.words: dict[MemberId, dict[str, str]] = {one: {} for one in PEOPLE}
        self.aims: dict[MemberId, dict[str, Goal]] = {one: {} for one in PEOPLE}
        self.is_off: set[str] = set()
        self.rooms: dict[PostKind, tuple[ChannelId, int]] = {}
        # Who changed their place since the copy of the file was made, and which posts did.
        self.moved = set[str]()
        self.written = 0
        self.play: Play = []

    @property
    def now(self) -> datetime:
        return self.world.clock.now()

    def plan_due(self) -> None:
        """Let the bot plan what is due, before anybody does anything."""

    def pass_time(self, how: str) -> None:
        """Let time pass, and the bot work."""

    def all_is_well(self) -> None:
        """Hold tables, messages and promises against each other."""

    def act(self, member: MemberId | None, work: Awaitable[T]) -> T | None:
        """Let somebody do something; what is refused changes nothing."""
        self.ledger.pass_time(self.now)
        if "before the tick" in self.known:
            self.plan_due()
        try:
            if member is not None:
                self.world.run(self.world.members.resume(member))
            return self.world.run(work)
        except (MentorError, SendError):
            return None

    # Reminders

    def when(self, member: MemberId, minutes: int) -> tuple[str, date, time]:
        local = (self.now + timedelta(minutes=minutes)).astimezone(ZoneInfo(self.zones[member]))
        return f"{local:%Y-%m-%d %H:%M}", local.date(), time(local.hour, local.minute)

    def reminder(self, number: int) -> tuple[MemberId, str, Subject]:
        own = [(member, key) for member in PEOPLE for key in self.words[member]]
        member, key = own[number % len(own)]
        return member, key, Subject(PostKind.REMINDER, member, key)

    def delivered(self, kind: PostKind) -> list[tuple[MemberId, str]]:
        """Return what reached members, the newest first, their inboxes too."""
        return [
            (MemberId(one.subject.owner), sorted(one.ids)[-1])
            for one in reversed(self.ledger.promises)
            if one.subject.kind is kind and one.ids and (one.posts or one.is_told)
        ]

    def goal(self, number: int) -> tuple[MemberId, Goal, Subject]:
        own = [(member, goal) for member in PEOPLE for goal in self.aims[member].values()]
        member, goal = own[number % len(own)]
        return member, goal, Subject(PostKind.GOAL_DEADLINE, member, goal.id)

    def is_carrying(self, subject: Subject) -> bool:
        """Tell whether anything was merged into what tells of a subject."""
        carriers = {row.merged_into for row in self.ledger.rows.values() if row.state == "merged"}
        return any(one.ids & carriers for one in self.ledger.promises if one.subject == subject)

    def draft(self, member: MemberId, wish: Wish, own_id: str | None = None) -> Kept | None:
        reminders = self.world.reminders
        drafted = self.act(member, reminders.draft(member, wish, own_id))  # pyright: ignore[reportArgumentType]
        return drafted and self.act(member, reminders.save(member, drafted.id))

    @deed(member=who, minutes=ahead, frequency=st.sampled_from(FREQUENCIES))
    def add_reminder(self, member: MemberId, minutes: int, frequency: Frequency) -> None:
        if len(self.words[member]) > 5:
            return
        words, day, at = self.when(member, minutes)
        self.written += 1
        kept = self.draft(member, Wish(f"Words {self.written}", words + _EVERY[frequency]))
        if kept is not None:
            self.words[member][kept.reminder.id] = kept.reminder.text
            self.expect(member, kept, frequency, day, at)

    def expect(
        self, member: MemberId, kept: Kept, frequency: Frequency, day: date, at: time
    ) -> None:
        weekday = day.weekday() if frequency is Frequency.WEEKLY else None
        series = Recurrence(frequency, at, self.zones[member], weekday=weekday, on=day)
        due_at = next_after(series, self.now)
        if kept.series is None or kept.series.next_run_at not in (due_at, None):
            self.ledger.faults.append(f"another moment than was asked for: {kept.series}")
        is_paused = kept.series is not None and kept.series.next_run_at is None
        subject = Subject(PostKind.REMINDER, member, kept.reminder.id)
        self.ledger.plan(subject, series, None if is_paused else due_at)

    @precondition(has_reminders)
    @deed(number=which)
    def edit_words(self, number: int) -> None:
        member, own_id, _ = self.reminder(number)
        if "words" in self.known:
            return
        kept = self.act(member, self.world.reminders.load(member, own_id))
        if kept is not None:
            self.written += 1
            wish = replace(kept.as_wish(), text=f"Words {self.written}")
            if saved := self.draft(member, wish, own_id):
                self.words[member][own_id] = saved.reminder.text

    @precondition(has_reminders)
    @deed(number=which, minutes=ahead, frequency=st.sampled_from(FREQUENCIES))
    def edit_when(self, number: int, minutes: int, frequency: Frequency) -> None:
        member, own_id, subject = self.reminder(number)
        has_more = any(one.subject == subject for one in self.ledger.promises)
        if "when" in self.known and (has_more or (subject, "snooze") in self.ledger.series):
            return
        words, day, at = self.when(member, minutes)
        kept = self.draft(
            member, Wish(self.words[member][own_id], words + _EVERY[frequency]), own_id
        )
        if kept is not None:
            self.ledger.free(subject)
            self.expect(member, kept, frequency, day, at)

    @precondition(has_reminders)
    @deed(number=which)
    def pause_reminder(self, number: int) -> None:
        member, own_id, subject = self.reminder(number)
        if "pause" in self.known and self.ledger.open(subject):
            return
        if self.act(member, self.world.reminders.pause(member, own_id)):
            self.ledger.stop(subject)

    @precondition(has_reminders)
    @deed(number=which)
    def resume_reminder(self, number: int) -> None:
        member, own_id, subject = self.reminder(number)
        self.act(member, self.world.reminders.resume(member, own_id))
        for (of, slot), series in list(self.ledger.series.items()):
            if of == subject:
                self.ledger.plan(of, series.rule, next_after(series.rule, self.now), slot)

    @precondition(has_reminders)
    @deed(number=which)
    def delete_reminder(self, number: int) -> None:
        member, own_id, subject = self.reminder(number)
        if "delete" in self.known and self.is_carrying(subject):
            return
        if self.act(member, self.world.reminders.delete(member, own_id)):
            del self.words[member][own_id]
            self.ledger.forget(subject)

    @precondition(lambda self: bool(self.delivered(PostKind.REMINDER)))
    @deed(number=which, by=st.sampled_from([1, 24]))
    def snooze_reminder(self, number: int, by: int) -> None:
        found = self.delivered(PostKind.REMINDER)
        member, chosen = found[number % len(found)]
        subject = self.ledger.subject_of(chosen)
        due_at = self.act(member, self.world.reminders.snooze(member, chosen, timedelta(hours=by)))
        if due_at is not None:
            self.ledger.read(member, chosen)
            zone = self.ledger.series[subject, "series"].rule.zone
            local = due_at.astimezone(ZoneInfo(zone))
            once = Recurrence(Frequency.ONCE, local.time(), zone, on=local.date())
            # Snoozing again moves it.
            self.ledger.free(subject, "snooze")
            self.ledger.plan(subject, once, due_at, "snooze")

    @precondition(lambda self: bool(self.delivered(PostKind.REMINDER)))
    @deed(number=which)
    def answer_reminder(self, number: int) -> None:
        found = self.delivered(PostKind.REMINDER)
        member, chosen = found[number % len(found)]
        self.act(member, self.world.reminders.note(member, chosen))
        self.ledger.read(member, chosen)

    # Goals

    def count_down(self, member: MemberId, goal: Goal) -> None:
        self.aims[member][goal.id] = goal
        subject = Subject(PostKind.GOAL_DEADLINE, member, goal.id)
        series = Recurrence(Frequency.COUNTDOWN, time(9), self.zones[member], on=goal.due_on)
        is_there = goal.state is GoalState.OPEN and goal.deleted_at is None
        is_on = is_there and goal.id not in self.is_off
        self.ledger.plan(subject, series, next_after(series, self.now) if is_on else None)

    @deed(member=who, later=days)
    def add_goal(self, member: MemberId, later: int) -> None:
        if len(self.aims[member]) > 3:
            return
        due = (self.now + timedelta(days=later)).date().isoformat()
        if goal := self.act(member, self.world.goals.add(member, "Aim", None, due)):
            self.count_down(member, goal)

    @precondition(has_goals)
    @deed(number=which, later=days | st.none())
    def move_goal(self, number: int, later: int | None) -> None:
        member, was, subject = self.goal(number)
        if "stop" in self.known and (self.is_carrying(subject) or self.ledger.open(subject)):
            return
        due = "" if later is None else (self.now + timedelta(days=later)).date().isoformat()
        goal = self.act(member, self.world.goals.edit(member, was.id, due=due))
        if goal is not None and goal.due_on != was.due_on:
            # Without a date there is nothing to say; with another, what was due may still be said.
            (self.ledger.stop if goal.due_on is None else self.ledger.free)(subject)
            self.count_down(member, goal)

    @precondition(has_goals)
    @deed(number=which, is_done=st.booleans())
    def finish_or_reopen_goal(self, number: int, is_done: bool) -> None:
        member, was, subject = self.goal(number)
        if "stop" in self.known and (self.is_carrying(subject) or self.ledger.open(subject)):
            return
        change = self.world.goals.complete if is_done else self.world.goals.reopen
        goal = self.act(member, change(member, was.id))
        if goal is not None and goal.state is not was.state:
            self.ledger.stop(subject)
            self.count_down(member, goal)

    @precondition(has_goals)
    @deed(number=which, how=st.sampled_from(["drop", "delete", "restore"]))
    def end_or_restore_goal(self, number: int, how: str) -> None:
        member, was, subject = self.goal(number)
        if "stop" in self.known and (self.is_carrying(subject) or self.ledger.open(subject)):
            return
        if how == "drop":
            dropped = self.act(member, self.world.goal_ends.drop(member, was.id))
            goal = None if dropped is None else dropped[0]
        else:
            ends = self.world.goal_ends
            goal = self.act(
                member, (ends.delete if how == "delete" else ends.restore)(member, was.id)
            )
        if goal is not None and (goal.state, goal.deleted_at) != (was.state, was.deleted_at):
            self.ledger.stop(subject)
            self.count_down(member, goal)

    @precondition(has_goals)
    @deed(number=which, is_on=st.booleans())
    def switch_alerts(self, number: int, is_on: bool) -> None:
        member, goal, subject = self.goal(number)
        if "stop" in self.known and (self.is_carrying(subject) or self.ledger.open(subject)):
            return
        if self.act(member, self.world.goals.switch_alerts(member, goal.id, is_on=is_on)):
            if is_on:
                self.is_off.discard(goal.id)
            else:
                self.is_off.add(goal.id)
                self.ledger.stop(subject)
            self.count_down(member, goal)

    # Check-ins

    @deed(member=who, weekday=st.integers(0, 6), at=st.sampled_from(["09:00", "18:30"]))
    def start_check_in(self, member: MemberId, weekday: int, at: str) -> None:
        work = self.world.check_ins.start(member, weekday, at, self.zones[member])
        if self.act(member, work):
            self.ledger.check_ins.add(member)
            self.ledger.free(Subject(PostKind.CHECK_IN, member))

    @precondition(lambda self: bool(self.ledger.check_ins))
    @deed(member=who)
    def stop_check_in(self, member: MemberId) -> None:
        subject = Subject(PostKind.CHECK_IN, member)
        if "stop" in self.known and (self.is_carrying(subject) or self.ledger.open(subject)):
            return
        self.act(member, self.world.check_ins.stop(member))
        self.ledger.check_ins.discard(member)
        self.ledger.stop(subject)

    @precondition(lambda self: bool(self.delivered(PostKind.CHECK_IN)))
    @deed(number=which)
    def snooze_check_in(self, number: int) -> None:
        found = self.delivered(PostKind.CHECK_IN)
        member, chosen = found[number % len(found)]
        due_at = self.act(member, self.world.check_ins.snooze(member, chosen))
        self.ledger.read(member, chosen)
        if due_at is not None:
            nudge = self.world.look.execute(
                "SELECT subject_id FROM schedule WHERE kind = 'check-in' AND frequency = 'once' "
                "AND member_id = ? AND next_run_at = ?",
                (member, f"{due_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"),
            ).fetchone()
            once = Recurrence(Frequency.ONCE, time(0), "UTC", on=due_at.date() - timedelta(days=2))
            subject = Subject(PostKind.CHECK_IN, member)
            # Snoozing again moves it, here too.
            self.ledger.free(subject, str(nudge))
            self.ledger.plan(subject, once, due_at, str(nudge))

    @precondition(lambda self: bool(self.delivered(PostKind.CHECK_IN)))
    @deed(number=which)
    def answer_check_in(self, number: int) -> None:
        found = self.delivered(PostKind.CHECK_IN)
        member, chosen = found[number % len(found)]
        self.act(member, self.world.check_ins.note(member, chosen))
        self.ledger.read(member, chosen)
