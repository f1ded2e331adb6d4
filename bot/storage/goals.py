"""Queries about goals; each change appends an event and updates the current row together."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from bot.model import Goal, GoalEvent, GoalEventKind, GoalId, GoalState, MemberId
from bot.storage.database import Transaction
from bot.storage.tables import goal, goal_event


def _goal(row: Row[Any]) -> Goal:
    return Goal(
        id=GoalId(row.id),
        member_id=MemberId(row.member_id),
        title=row.title,
        certification=row.certification,
        due_on=row.due_on,
        state=GoalState(row.state),
        created_at=row.created_at,
        changed_at=row.changed_at,
        done_at=row.done_at,
    )


async def insert_goal(tx: Transaction, created: Goal, event: GoalEvent, most_open: int) -> bool:
    """Store a new goal with its first event, unless the member has ``most_open`` open ones."""
    values = _values(created)
    open_goals = (
        select(func.count())
        .where(goal.c.member_id == created.member_id, goal.c.state == GoalState.OPEN.value)
        .scalar_subquery()
    )
    row = select(*(bindparam(name, value, goal.c[name].type) for name, value in values.items()))
    # Check and insert are one statement: each one more costs a trip to the database's thread.
    write = insert(goal).from_select(list(values), row.where(open_goals < most_open))
    if (await tx.execute(write)).rowcount == 0:
        return False
    await _append(tx, created.member_id, event)
    return True


async def update_goal(tx: Transaction, changed: Goal, event: GoalEvent) -> None:
    """Store what a goal is now together with what happened to it."""
    await tx.execute(update(goal).where(goal.c.id == changed.id).values(_values(changed)))
    await _append(tx, changed.member_id, event)


def _values(of: Goal) -> dict[str, Any]:
    return {
        "id": of.id,
        "member_id": of.member_id,
        "title": of.title,
        "certification": of.certification,
        "due_on": of.due_on,
        "state": of.state.value,
        "created_at": of.created_at,
        "changed_at": of.changed_at,
        "done_at": of.done_at,
    }


async def _append(tx: Transaction, member_id: MemberId, event: GoalEvent) -> None:
    row = {
        "goal_id": event.goal_id,
        "member_id": member_id,
        "kind": event.kind.value,
        "at": event.at,
        "detail": json.dumps(event.detail, ensure_ascii=False),
    }
    await tx.execute(insert(goal_event), [row])


async def load_goal(tx: Transaction, member_id: MemberId, goal_id: str) -> Goal | None:
    """Return the member's goal; somebody else's goal is no goal."""
    query = select(goal).where(goal.c.id == goal_id, goal.c.member_id == member_id)
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else _goal(row)


async def list_goals(
    tx: Transaction, member_id: MemberId, state: GoalState | None
) -> tuple[Goal, ...]:
    """Return a member's goals: by due date, undated ones last, then by age."""
    query = select(goal).where(goal.c.member_id == member_id)
    if state is not None:
        query = query.where(goal.c.state == state.value)
    query = query.order_by(goal.c.due_on.is_(None), goal.c.due_on, goal.c.created_at)
    return tuple(_goal(row) for row in await tx.execute(query))


async def list_done_since(
    tx: Transaction, member_id: MemberId, since: datetime
) -> tuple[Goal, ...]:
    """Return the goals a member finished after ``since`` (aware UTC), oldest first."""
    query = select(goal).where(
        goal.c.member_id == member_id,
        goal.c.state == GoalState.DONE.value,
        goal.c.done_at > since,
    )
    return tuple(_goal(row) for row in await tx.execute(query.order_by(goal.c.done_at)))


async def list_last_progress(tx: Transaction, member_id: MemberId) -> dict[GoalId, GoalEvent]:
    """Return the newest progress that was noted on each of a member's goals."""
    newest = (
        select(func.max(goal_event.c.id))
        .where(
            goal_event.c.member_id == member_id,
            goal_event.c.kind == GoalEventKind.PROGRESSED.value,
        )
        .group_by(goal_event.c.goal_id)
    )
    query = select(goal_event).where(goal_event.c.id.in_(newest))
    return {event.goal_id: event for event in map(_event, await tx.execute(query))}


async def list_events(tx: Transaction, goal_id: GoalId) -> tuple[GoalEvent, ...]:
    """Return what happened to a goal, oldest first."""
    query = select(goal_event).where(goal_event.c.goal_id == goal_id).order_by(goal_event.c.id)
    return tuple(_event(row) for row in await tx.execute(query))


def _event(row: Row[Any]) -> GoalEvent:
    return GoalEvent(GoalId(row.goal_id), GoalEventKind(row.kind), row.at, json.loads(row.detail))
