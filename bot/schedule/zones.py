"""A member who moves to another time zone: what follows by itself, and what is asked about.

Alerts of goals follow (``goal_deadline.follow_zone``): they are about a day. Reminders and the
check-in were asked for at an hour of some place, so they keep it until their member says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.model import MemberId, PostKind, Schedule
from bot.schedule.recurrence import next_after, next_in_new_week, next_on_new_day
from bot.schedule.tick import plan_due
from bot.storage import schedules
from bot.storage.database import Transaction

_KINDS = (PostKind.REMINDER, PostKind.CHECK_IN)


async def list_elsewhere(tx: Transaction, member_id: MemberId, zone: str) -> list[Schedule]:
    """Return a member's running series that keep the hours of another zone, the next due first."""
    return [
        one
        for kind in _KINDS
        for one in await schedules.list_of_member(tx, member_id, kind)
        if one.next_run_at is not None and not one.is_snooze and one.recurrence.zone != zone
    ]


async def move(tx: Transaction, moved: Sequence[Schedule], zone: str, now: datetime) -> None:
    """Let series come at the same hours of another zone; none comes twice for one day or week."""
    for one in moved:
        series = await plan_due(tx, one, now)
        rule = replace(series.recurrence, zone=zone)
        find = next_in_new_week if series.kind is PostKind.CHECK_IN else next_on_new_day
        due_at = find(rule, now, series.last_run_at)
        if due_at is None:
            # Its only moment has passed there: it comes when it was to come, rather than never.
            due_at, rule = next_after(series.recurrence, now), series.recurrence
        await schedules.save_schedule(tx, replace(series, recurrence=rule, next_run_at=due_at))
