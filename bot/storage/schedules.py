"""Queries about schedules: rows, not scheduler jobs, are the truth about when posts are due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.model import ChannelId, CommunityId, PostKind, Recurrence, Schedule, ScheduleId
from bot.storage.database import Transaction
from bot.storage.tables import schedule


def read_schedule(row: Row[Any]) -> Schedule:
    """Return the schedule of a row."""
    return Schedule(
        id=ScheduleId(row.id),
        kind=PostKind(row.kind),
        community_id=CommunityId(row.community_id),
        channel_id=None if row.channel_id is None else ChannelId(row.channel_id),
        recurrence=Recurrence(row.weekday, row.local_time, row.zone),
        next_run_at=row.next_run_at,
        paused_at=row.paused_at,
        paused_until=row.paused_until,
        pause_reason=row.pause_reason,
    )


async def save_schedule(tx: Transaction, wanted: Schedule) -> Schedule:
    """Store a community's schedule of one kind and return it with its id."""
    values: dict[str, Any] = {
        "channel_id": wanted.channel_id,
        "weekday": wanted.recurrence.weekday,
        "local_time": wanted.recurrence.at,
        "zone": wanted.recurrence.zone,
        "next_run_at": wanted.next_run_at,
        "paused_at": wanted.paused_at,
        "paused_until": wanted.paused_until,
        "pause_reason": wanted.pause_reason,
    }
    key = {"community_id": wanted.community_id, "kind": wanted.kind.value}
    write = insert(schedule).values(**key, **values)
    write = write.on_conflict_do_update(index_elements=list(key), set_=values)
    row = (await tx.execute(write.returning(schedule))).one()
    return read_schedule(row)


async def load_schedule(
    tx: Transaction, community_id: CommunityId, kind: PostKind
) -> Schedule | None:
    """Return a community's schedule of one kind, if it was ever set."""
    query = select(schedule).where(
        schedule.c.community_id == community_id, schedule.c.kind == kind.value
    )
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else read_schedule(row)


async def list_due(tx: Transaction, now: datetime, limit: int) -> list[Schedule]:
    """Return schedules due at ``now`` (aware UTC), longest due first."""
    query = (
        select(schedule)
        .where(schedule.c.next_run_at <= now)
        .order_by(schedule.c.next_run_at)
        .limit(limit)
    )
    return [read_schedule(row) for row in await tx.execute(query)]


async def is_any_due(tx: Transaction, now: datetime) -> bool:
    """Tell cheaply whether a tick has anything to do."""
    query = select(schedule.c.id).where(schedule.c.next_run_at <= now).limit(1)
    return (await tx.execute(query)).first() is not None


async def advance(tx: Transaction, moves: list[tuple[ScheduleId, datetime]]) -> None:
    """Set when each schedule is due next (aware UTC)."""
    write = (
        update(schedule)
        .where(schedule.c.id == bindparam("schedule_id"))
        # What was paused until a day runs again from its first occurrence on.
        .values(next_run_at=bindparam("next"), paused_at=None, paused_until=None)
    )
    await tx.execute(write, [{"schedule_id": key, "next": next_at} for key, next_at in moves])


async def pause_schedule(
    tx: Transaction, schedule_id: ScheduleId, at: datetime, reason: str
) -> None:
    """Stop planning a schedule because its posts cannot arrive; ``reason`` is for moderators."""
    write = update(schedule).where(schedule.c.id == schedule_id, schedule.c.paused_at.is_(None))
    await tx.execute(write.values(paused_at=at, pause_reason=reason, next_run_at=None))


async def list_waiting(tx: Transaction, community_id: CommunityId) -> list[Schedule]:
    """Return a community's schedules that were paused because posts could not arrive."""
    query = select(schedule).where(
        schedule.c.community_id == community_id, schedule.c.pause_reason.is_not(None)
    )
    return [read_schedule(row) for row in await tx.execute(query)]


async def stop_community(
    tx: Transaction, community_id: CommunityId, at: datetime, reason: str
) -> None:
    """Stop every post of a community; its settings, and pauses its moderators set, stay."""
    write = update(schedule).where(
        schedule.c.community_id == community_id, schedule.c.next_run_at.is_not(None)
    )
    values = {"next_run_at": None, "paused_at": at, "paused_until": None, "pause_reason": reason}
    await tx.execute(write.values(values))
