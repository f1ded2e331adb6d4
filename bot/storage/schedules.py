"""Queries about schedules: rows, not scheduler jobs, are the truth about when messages are due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, literal, or_, select, update

from bot.model import ChannelId, CommunityId, MemberId, PostKind, Recurrence, Schedule, ScheduleId
from bot.storage.database import Transaction
from bot.storage.rows import read, upsert, values
from bot.storage.tables import delivery, schedule

_RECURRENCE = {"at": "local_time", "on": "on_day", "until": "until_day", "also": "also_on"}
_COMMUNITY_KEY = ("community_id", "kind")
_MEMBER_KEY = ("member_id", "kind", "subject_id", "is_snooze")


def read_schedule(row: Row[Any]) -> Schedule:
    """Return the schedule of a row."""
    return read(Schedule, row, recurrence=read(Recurrence, row, _RECURRENCE))


async def save_schedule(tx: Transaction, wanted: Schedule) -> Schedule:
    """Store a schedule and return it with its id.

    A community has one of each kind; a member one about each subject, and one snooze beside it.
    """
    row = {**values(wanted), **values(wanted.recurrence, _RECURRENCE)}
    del row["id"], row["recurrence"]
    if wanted.pause_reason is None:
        row["told_at"] = None
    key = _MEMBER_KEY if wanted.community_id is None else _COMMUNITY_KEY
    stored = (await tx.execute(upsert(schedule, row, *key).returning(schedule))).one()
    return read_schedule(stored)


async def load_schedule(
    tx: Transaction, community_id: CommunityId, kind: PostKind
) -> Schedule | None:
    """Return a community's schedule of one kind, if it was ever set."""
    query = select(schedule).where(schedule.c.community_id == community_id, schedule.c.kind == kind)
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else read_schedule(row)


async def find_zone(tx: Transaction, community_id: CommunityId) -> str | None:
    """Return the zone of the schedule that a community set first, if any."""
    query = select(schedule.c.zone).where(schedule.c.community_id == community_id)
    return (await tx.execute(query.order_by(schedule.c.id).limit(1))).scalar_one_or_none()


async def list_of_member(
    tx: Transaction, member_id: MemberId, kind: PostKind, subject_id: str | None = None
) -> list[Schedule]:
    """Return a member's schedules of a kind (about one subject, if given), the next due first."""
    query = select(schedule).where(schedule.c.member_id == member_id, schedule.c.kind == kind)
    if subject_id is not None:
        query = query.where(schedule.c.subject_id == subject_id)
    query = query.order_by(schedule.c.next_run_at.is_(None), schedule.c.next_run_at)
    return [read_schedule(row) for row in await tx.execute(query)]


async def next_of_member(tx: Transaction, member_id: MemberId) -> Schedule | None:
    """Return the member's schedule that is due next, of any kind."""
    query = select(schedule).where(
        schedule.c.member_id == member_id, schedule.c.next_run_at.is_not(None)
    )
    row = (await tx.execute(query.order_by(schedule.c.next_run_at).limit(1))).one_or_none()
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


async def list_communities(tx: Transaction) -> set[CommunityId]:
    """Return the communities for which anything is planned."""
    query = select(schedule.c.community_id).where(
        schedule.c.community_id.is_not(None), schedule.c.next_run_at.is_not(None)
    )
    return {row.community_id for row in await tx.execute(query.distinct())}


async def is_any_due(tx: Transaction, now: datetime) -> bool:
    """Tell cheaply whether a tick has anything to do."""
    query = select(schedule.c.id).where(schedule.c.next_run_at <= now).limit(1)
    return (await tx.execute(query)).first() is not None


async def next_due(tx: Transaction) -> datetime | None:
    """Return when anything is due next (aware UTC), or None when nothing is planned."""
    return (await tx.execute(select(func.min(schedule.c.next_run_at)))).scalar_one()


@dataclass(frozen=True, slots=True)
class Move:
    """A schedule that was planned up to ``last`` and is due ``next`` (None: it has ended)."""

    schedule_id: ScheduleId
    last: datetime
    next: datetime | None


async def advance(tx: Transaction, moves: Sequence[Move]) -> None:
    """Set up to when each schedule was planned and when it is due next (aware UTC)."""
    write = (
        update(schedule)
        .where(schedule.c.id == bindparam("schedule_id"))
        # What was paused until a day runs again from its first occurrence on.
        .values(
            next_run_at=bindparam("next"),
            last_run_at=bindparam("last"),
            paused_at=None,
            paused_until=None,
        )
    )
    if moves:
        await tx.execute(write, [asdict(move) for move in moves])


async def plan(
    tx: Transaction, schedule_id: ScheduleId, last: datetime | None, next_at: datetime | None
) -> None:
    """Set up to when a schedule was planned and when it is due next, leaving a pause alone."""
    write = update(schedule).where(schedule.c.id == schedule_id)
    await tx.execute(write.values(last_run_at=last, next_run_at=next_at))


async def list_planned_after(tx: Transaction, now: datetime) -> list[Schedule]:
    """Return schedules that were planned beyond ``now`` (aware UTC): by a clock that was wrong."""
    told = select(delivery.c.schedule_id).where(delivery.c.due_at > now)
    query = select(schedule).where(or_(schedule.c.last_run_at > now, schedule.c.id.in_(told)))
    return [read_schedule(row) for row in await tx.execute(query)]


async def begin_pauses(tx: Transaction, now: datetime) -> None:
    """Let pauses that would begin after ``now``, by a clock that was wrong, begin at ``now``."""
    write = update(schedule).where(schedule.c.paused_at > now)
    await tx.execute(write.values(paused_at=now))


async def pause_schedule(
    tx: Transaction, schedule_id: ScheduleId, channel_id: ChannelId, at: datetime, reason: str
) -> None:
    """Stop planning a schedule because its channel refuses posts; ``reason`` is for moderators.

    One that points to another channel meanwhile goes on.
    """
    write = update(schedule).where(
        schedule.c.id == schedule_id,
        schedule.c.channel_id == channel_id,
        schedule.c.paused_at.is_(None),
    )
    values = {"paused_at": at, "pause_reason": reason, "next_run_at": None, "told_at": None}
    await tx.execute(write.values(values))


async def block_schedule(
    tx: Transaction, schedule_id: ScheduleId, at: datetime, reason: str
) -> None:
    """Stop planning a schedule that cannot be planned, whoever paused it before."""
    write = update(schedule).where(schedule.c.id == schedule_id)
    values = {"paused_at": at, "paused_until": None, "pause_reason": reason, "next_run_at": None}
    await tx.execute(write.values(**values, told_at=None))


async def correct_reason(tx: Transaction, schedule_id: ScheduleId, was: str, reason: str) -> None:
    """Tell another reason of a pause that still has the one it had."""
    write = update(schedule).where(schedule.c.id == schedule_id, schedule.c.pause_reason == was)
    await tx.execute(write.values(pause_reason=reason))


async def list_untold(tx: Transaction, community_id: CommunityId) -> list[Schedule]:
    """Return what is paused because posts could not arrive, and no moderator was told of it."""
    query = select(schedule).where(
        schedule.c.community_id == community_id,
        schedule.c.channel_id.is_not(None),
        schedule.c.pause_reason.is_not(None),
        schedule.c.told_at.is_(None),
    )
    return [read_schedule(row) for row in await tx.execute(query)]


async def note_told(tx: Transaction, ids: Collection[ScheduleId], at: datetime) -> None:
    """Note that a community's moderators were told of pauses."""
    await tx.execute(update(schedule).where(schedule.c.id.in_(ids)).values(told_at=at))


async def is_stopped(tx: Transaction, schedule_id: ScheduleId) -> bool:
    """Tell whether a moderator paused a community's post or took its channel away."""
    query = select(schedule.c.id).where(
        schedule.c.id == schedule_id,
        or_(
            schedule.c.channel_id.is_(None),
            schedule.c.paused_at.is_not(None) & schedule.c.pause_reason.is_(None),
        ),
    )
    return (await tx.execute(query)).first() is not None


async def list_waiting(tx: Transaction, of: CommunityId | str) -> list[Schedule]:
    """Return schedules of a community, or of a platform's, whose posts could not arrive."""
    query = select(schedule).where(
        or_(schedule.c.community_id == of, schedule.c.community_id.startswith(f"{of}:")),
        schedule.c.pause_reason.is_not(None),
    )
    return [read_schedule(row) for row in await tx.execute(query)]


async def stop_community(
    tx: Transaction, community_id: CommunityId, at: datetime, reason: str
) -> None:
    """Stop every post of a community; its settings, and pauses its moderators set, stay.

    Those until a day stay beneath the bot's own pause.
    """
    write = update(schedule).where(
        schedule.c.community_id == community_id, schedule.c.next_run_at.is_not(None)
    )
    since = func.coalesce(schedule.c.paused_at, literal(at, schedule.c.paused_at.type))
    values = {"next_run_at": None, "paused_at": since, "pause_reason": reason, "told_at": None}
    await tx.execute(write.values(values))
