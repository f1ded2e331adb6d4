"""The alerts of a goal's due date: 7 days before, 1 day before and on the day, at 09:00."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from bot.cards import Card
from bot.errors import UnknownZoneError
from bot.model import (
    Delivery,
    Frequency,
    Goal,
    GoalState,
    MemberId,
    PostKind,
    Recurrence,
    Schedule,
    ScheduleId,
)
from bot.ports import Clock
from bot.replies import goals as replies
from bot.replies import reasons
from bot.schedule.kinds import LatePolicy
from bot.schedule.recurrence import find_zone, moment, next_after
from bot.schedule.tick import plan_due
from bot.storage import endings, goals, members, schedules
from bot.storage.database import Transaction

_AT = time(9)


class GoalDeadlineKind:
    """Say that a goal is due, in the words of the moment it is sent: an alert may come late."""

    kind = PostKind.GOAL_DEADLINE
    late = LatePolicy(send_within=None)

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def choose(self, tx: Transaction, delivery: Delivery) -> str:
        """Return the goal that the schedule is about."""
        return delivery.subject_id

    async def compose(self, tx: Transaction, delivery: Delivery, is_late: bool) -> Card | None:
        """Return the alert, or None when the goal has ended, or has no due date any more."""
        if delivery.member_id is None:
            raise LookupError("a goal's alert has no member")
        goal = await goals.load_goal(tx, delivery.member_id, delivery.subject_id)
        series = await load_series(tx, delivery.member_id, delivery.subject_id)
        if goal is None or series is None or goal.due_on is None or not _is_running(goal):
            return None
        today = self._clock.now().astimezone(find_zone(series.recurrence.zone)).date()
        return replies.deadline(goal, (goal.due_on - today).days, delivery.id)


async def load_series(tx: Transaction, member_id: MemberId, goal_id: str) -> Schedule | None:
    """Return the alerts of a goal, running or not; None when it never had any."""
    found = await schedules.list_of_member(tx, member_id, PostKind.GOAL_DEADLINE, goal_id)
    return found[0] if found else None


async def start(tx: Transaction, goal: Goal, now: datetime) -> Schedule:
    """Plan the alerts of a goal in its member's zone (UTC while that is not known)."""
    return await _save(tx, goal, now, await _load_planned(tx, goal, now), off_since=None)


async def stop(tx: Transaction, goal: Goal, now: datetime) -> Schedule:
    """Turn the alerts of a goal off, whatever its date will be."""
    was = await _load_planned(tx, goal, now)
    await _withdraw(tx, goal, reasons.GOAL_CHANGED)
    return await _save(tx, goal, now, was, off_since=now)


async def plan_again(
    tx: Transaction, goal: Goal, now: datetime, reason: str = reasons.GOAL_CHANGED
) -> None:
    """Plan, move or end the alerts of a goal whose date or state changed; off stays off.

    ``reason`` is why what waits to be sent is not.
    """
    was = await _load_planned(tx, goal, now)
    if was is None and goal.due_on is None:
        return
    await _withdraw(tx, goal, reason)
    off_since = None if was is None or was.pause_reason is not None else was.paused_at
    await _save(tx, goal, now, was, off_since)


async def follow_zone(tx: Transaction, member_id: MemberId, zone: str, now: datetime) -> None:
    """Move a member's alerts to their new zone: each keeps its day, so none comes twice."""
    for one in await schedules.list_of_member(tx, member_id, PostKind.GOAL_DEADLINE):
        series = await plan_due(tx, one, now)
        was, next_run_at = series.recurrence, series.next_run_at
        if next_run_at is not None:
            try:
                day = next_run_at.astimezone(find_zone(was.zone)).date()
            except UnknownZoneError:
                # The tick pauses it with that reason, which the goal's card shows.
                continue
            next_run_at = moment(day, was.at, find_zone(zone))
        moved = replace(series, recurrence=replace(was, zone=zone), next_run_at=next_run_at)
        await schedules.save_schedule(tx, moved)


async def _load_planned(tx: Transaction, goal: Goal, now: datetime) -> Schedule | None:
    """Return the alerts of a goal with all that is due by now planned, before they change."""
    series = await load_series(tx, goal.member_id, goal.id)
    return None if series is None else await plan_due(tx, series, now)


async def erase(tx: Transaction, goal: Goal) -> None:
    """Delete the alerts of a goal that is deleted for good, with what became of each."""
    await endings.delete_of_subject(tx, goal.member_id, PostKind.GOAL_DEADLINE, goal.id)


async def _withdraw(tx: Transaction, goal: Goal, reason: str) -> None:
    kind = PostKind.GOAL_DEADLINE
    await endings.withdraw(tx, goal.member_id, kind, reason, subject_id=goal.id)


def _is_running(goal: Goal) -> bool:
    return goal.state is GoalState.OPEN and goal.deleted_at is None


async def _save(
    tx: Transaction, goal: Goal, now: datetime, was: Schedule | None, off_since: datetime | None
) -> Schedule:
    member = await members.load_member(tx, goal.member_id)
    due_on = goal.due_on if _is_running(goal) else None
    recurrence = Recurrence(Frequency.COUNTDOWN, _AT, member.zone or "UTC", on=due_on)
    wanted = Schedule(
        ScheduleId(0),
        PostKind.GOAL_DEADLINE,
        recurrence,
        next_after(recurrence, now) if off_since is None else None,
        member_id=goal.member_id,
        subject_id=goal.id,
        last_run_at=was and was.last_run_at,
        paused_at=off_since,
    )
    return await schedules.save_schedule(tx, wanted)
