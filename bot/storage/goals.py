"""Queries about goals; each change appends an event and updates the current row together.

A deleted goal is found by ``load_deleted`` and the ``list_deleted_…`` alone, until it is erased.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from bot.model import Goal, GoalEvent, GoalEventKind, GoalId, GoalState, MemberId
from bot.storage.database import Transaction
from bot.storage.rows import read, values
from bot.storage.tables import goal, goal_event


@dataclass(frozen=True, slots=True)
class Room:
    """How many goals a member may have open and in all, and how many events in all."""

    open: int
    goals: int
    events: int


# Of goals stored at one moment the first stored comes first.
_STORED: ColumnElement[int] = literal_column("goal.rowid")


async def insert_goal(tx: Transaction, created: Goal, event: GoalEvent, room: Room) -> bool:
    """Store a new goal with its first event, unless the member has no room left for it."""
    row = values(created)
    own = _of(created.member_id, None)
    bound = select(*(bindparam(name, value, goal.c[name].type) for name, value in row.items()))
    # Check and insert are one statement: each one more costs a trip to the database's thread.
    fits = bound.where(
        _count(*own, goal.c.state == GoalState.OPEN) < room.open,
        _count(*own) < room.goals,
        _count(goal_event.c.member_id == created.member_id) < room.events,
    )
    if (await tx.execute(insert(goal).from_select(list(row), fits))).rowcount == 0:
        return False
    await _append(tx, created.member_id, event)
    return True


async def update_goal(tx: Transaction, changed: Goal, event: GoalEvent) -> None:
    """Store what a goal is now together with what happened to it."""
    await tx.execute(update(goal).where(goal.c.id == changed.id).values(values(changed)))
    await _append(tx, changed.member_id, event)


async def count_goals(tx: Transaction, member_id: MemberId, state: GoalState | None) -> int:
    """Return how many goals of a state (None: of any) a member has."""
    return (await tx.execute(select(_count(*_of(member_id, state))))).scalar_one()


async def count_events(tx: Transaction, member_id: MemberId, goal_id: GoalId | None = None) -> int:
    """Return how many things happened to a member's goals in all, or to one of them.

    What happened to deleted goals counts until they are erased: it is still there.
    """
    own = [goal_event.c.member_id == member_id]
    if goal_id is not None:
        own.append(goal_event.c.goal_id == goal_id)
    return (await tx.execute(select(_count(*own)))).scalar_one()


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(*conditions).scalar_subquery()


def _of(member_id: MemberId, state: GoalState | None) -> tuple[ColumnElement[bool], ...]:
    own = (goal.c.member_id == member_id, goal.c.deleted_at.is_(None))
    return own if state is None else (*own, goal.c.state == state)


async def _append(tx: Transaction, member_id: MemberId, event: GoalEvent) -> None:
    await tx.execute(insert(goal_event), [{**values(event), "member_id": member_id}])


async def load_goal(tx: Transaction, member_id: MemberId, goal_id: str) -> Goal | None:
    """Return the member's goal; somebody else's goal is no goal, nor is a deleted one."""
    query = select(goal).where(goal.c.id == goal_id, *_of(member_id, None))
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else read(Goal, row)


async def load_deleted(tx: Transaction, member_id: MemberId, goal_id: str) -> Goal | None:
    """Return a goal that its member deleted, as long as it is not erased."""
    query = select(goal).where(
        goal.c.id == goal_id, goal.c.member_id == member_id, goal.c.deleted_at.is_not(None)
    )
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else read(Goal, row)


async def mark_deleted(tx: Transaction, goal_id: GoalId, at: datetime | None) -> None:
    """Note since when a goal is deleted (aware UTC), or that it is not any more.

    All else about it stays as it is, for it to come back the same.
    """
    await tx.execute(update(goal).where(goal.c.id == goal_id).values(deleted_at=at))


async def list_deleted_outside(
    tx: Transaction, since: datetime, until: datetime, limit: int
) -> tuple[Goal, ...]:
    """Return goals that were deleted before ``since`` or after ``until`` (aware UTC)."""
    query = select(goal).where(or_(goal.c.deleted_at < since, goal.c.deleted_at > until))
    return tuple(read(Goal, row) for row in await tx.execute(query.limit(limit)))


async def list_deleted_beyond(tx: Transaction, member_id: MemberId, most: int) -> tuple[Goal, ...]:
    """Return what a member deleted before the last ``most``."""
    query = (
        select(goal)
        .where(goal.c.member_id == member_id, goal.c.deleted_at.is_not(None))
        .order_by(goal.c.deleted_at.desc(), _STORED.desc())
        .offset(most)
    )
    # SQLite knows no offset without a limit; SQLAlchemy writes the one that means none.
    return tuple(read(Goal, row) for row in await tx.execute(query))


async def erase(tx: Transaction, goal_id: GoalId) -> None:
    """Delete a goal for good, with all that happened to it."""
    await tx.execute(delete(goal).where(goal.c.id == goal_id))


async def list_goals(
    tx: Transaction, member_id: MemberId, state: GoalState | None, limit: int, start: int = 0
) -> tuple[Goal, ...]:
    """Return some of a member's goals: by due date, undated ones last, then by age."""
    query = (
        select(goal)
        .where(*_of(member_id, state))
        .order_by(goal.c.due_on.is_(None), goal.c.due_on, goal.c.created_at, _STORED)
        .limit(limit)
        .offset(start)
    )
    return tuple(read(Goal, row) for row in await tx.execute(query))


async def list_certifications(tx: Transaction, member_id: MemberId) -> set[str]:
    """Return the certifications that a member's open goals are for."""
    query = select(goal.c.certification).where(
        *_of(member_id, GoalState.OPEN), goal.c.certification.is_not(None)
    )
    return {row.certification for row in await tx.execute(query.distinct())}


async def list_titled(
    tx: Transaction, member_id: MemberId, titles: Collection[str], state: GoalState | None
) -> tuple[Goal, ...]:
    """Return of each of some titles a member's goal: a finished one, else the next due.

    A dropped one is returned where there is no other.
    """
    rank = func.row_number().over(
        partition_by=goal.c.title,
        order_by=(
            goal.c.state != GoalState.DONE,
            goal.c.state == GoalState.DROPPED,
            goal.c.due_on.is_(None),
            goal.c.due_on,
            goal.c.created_at,
        ),
    )
    ranked = select(goal.c.id, rank.label("rank")).where(
        *_of(member_id, state), goal.c.title.in_(titles)
    )
    first = ranked.subquery()
    query = select(goal).join(first, first.c.id == goal.c.id).where(first.c.rank == 1)
    return tuple(read(Goal, row) for row in await tx.execute(query))


async def list_likely(
    tx: Transaction, member_id: MemberId, text: str, state: GoalState | None, limit: int
) -> dict[GoalId, str]:
    """Return ids and titles of a member's goals: titles with ``text`` first, then the next due.

    Capital letters do not matter (beyond A to Z they do).
    """
    query = (
        select(goal.c.id, goal.c.title)
        .where(*_of(member_id, state))
        .order_by(
            func.instr(func.lower(goal.c.title), text.lower()) == 0,
            goal.c.state != GoalState.OPEN,
            goal.c.due_on.is_(None),
            goal.c.due_on,
            goal.c.created_at,
        )
        .limit(limit)
    )
    return {row.id: row.title for row in await tx.execute(query)}


async def list_done_since(
    tx: Transaction, member_id: MemberId, since: datetime, limit: int
) -> tuple[tuple[Goal, ...], int]:
    """Return the last goals a member finished after ``since`` (aware UTC), and how many in all.

    The last finished comes last.
    """
    done = (*_of(member_id, GoalState.DONE), goal.c.done_at > since)
    query = select(goal).where(*done).order_by(goal.c.done_at.desc()).limit(limit)
    newest = [read(Goal, row) for row in await tx.execute(query)]
    if len(newest) < limit:
        return tuple(reversed(newest)), len(newest)
    return tuple(reversed(newest)), (await tx.execute(select(_count(*done)))).scalar_one()


async def list_last_progress(tx: Transaction, goals: Collection[GoalId]) -> dict[GoalId, GoalEvent]:
    """Return the newest progress that was noted on each of some goals."""
    newest = (
        select(func.max(goal_event.c.id))
        .where(goal_event.c.goal_id.in_(goals), goal_event.c.kind == GoalEventKind.PROGRESSED)
        .group_by(goal_event.c.goal_id)
    )
    query = select(goal_event).where(goal_event.c.id.in_(newest))
    return {row.goal_id: read(GoalEvent, row) for row in await tx.execute(query)}


async def list_events(tx: Transaction, goal_id: GoalId, limit: int) -> tuple[GoalEvent, ...]:
    """Return the last things that happened to a goal, oldest first."""
    query = (
        select(goal_event)
        .where(goal_event.c.goal_id == goal_id)
        .order_by(goal_event.c.id.desc())
        .limit(limit)
    )
    newest = [read(GoalEvent, row) for row in await tx.execute(query)]
    return tuple(reversed(newest))
