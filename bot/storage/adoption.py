"""Counts of how members use the bot; never who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from bot.model import CommunityId, DeliveryState, GoalEventKind, GoalState, MemberId, PostKind
from bot.storage.database import Transaction
from bot.storage.tables import delivery, goal, goal_event, schedule

_CHUNK = 500
_IS_THERE = goal.c.deleted_at.is_(None)
_IS_CHECK_IN = (
    schedule.c.kind == PostKind.CHECK_IN,
    schedule.c.member_id.is_not(None),
    schedule.c.next_run_at.is_not(None),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of something there are, and of how many members they are."""

    members: int = 0
    total: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return both together; their members are different ones."""
        return Tally(self.members + other.members, self.total + other.total)


@dataclass(frozen=True, slots=True)
class Tallies:
    """What some members do with the bot."""

    kept: Tally = Tally()
    open: Tally = Tally()
    achieved: Tally = Tally()
    logged: Tally = Tally()
    check_ins: Tally = Tally()


async def list_active(tx: Transaction) -> list[MemberId]:
    """Return every member who has a goal, the last to change one first, or gets check-ins."""
    last = func.max(goal.c.changed_at).desc()
    owners = select(goal.c.member_id).where(_IS_THERE)
    keepers = owners.group_by(goal.c.member_id).order_by(last)
    others = select(schedule.c.member_id).where(*_IS_CHECK_IN)
    rows = [*await tx.execute(keepers), *await tx.execute(others)]
    return list(dict.fromkeys(row.member_id for row in rows))


async def count(tx: Transaction, members: Sequence[MemberId], since: datetime) -> Tallies:
    """Count what different members have, and what they logged since a moment (aware UTC)."""
    tallies = Tallies()
    for start in range(0, len(members), _CHUNK):
        some = members[start : start + _CHUNK]
        own = (goal.c.member_id.in_(some), _IS_THERE)
        logged = (
            goal_event.c.member_id.in_(some),
            goal_event.c.kind == GoalEventKind.PROGRESSED,
            goal_event.c.at >= since,
            goal_event.c.goal_id.not_in(select(goal.c.id).where(~_IS_THERE)),
        )
        is_open = goal.c.state == GoalState.OPEN
        is_done = goal.c.state == GoalState.DONE
        tallies = Tallies(
            kept=tallies.kept + await _tally(tx, goal.c.member_id, *own, is_open | is_done),
            open=tallies.open + await _tally(tx, goal.c.member_id, *own, is_open),
            achieved=tallies.achieved + await _tally(tx, goal.c.member_id, *own, is_done),
            logged=tallies.logged + await _tally(tx, goal_event.c.member_id, *logged),
            check_ins=tallies.check_ins
            + await _tally(tx, schedule.c.member_id, schedule.c.member_id.in_(some), *_IS_CHECK_IN),
        )
    return tallies


async def count_posts(
    tx: Transaction, community_id: CommunityId, since: datetime
) -> dict[DeliveryState, int]:
    """Return how many of a community's posts, due since a moment (aware UTC), ended how."""
    query = (
        select(delivery.c.state, func.count())
        .join(schedule, schedule.c.id == delivery.c.schedule_id)
        .where(schedule.c.community_id == community_id, delivery.c.due_at >= since)
        .group_by(delivery.c.state)
    )
    return {row[0]: row[1] for row in await tx.execute(query)}


async def _tally(
    tx: Transaction, member: ColumnElement[str], *conditions: ColumnElement[bool]
) -> Tally:
    query: Select[int, int] = select(func.count(member.distinct()), func.count()).where(*conditions)
    row = (await tx.execute(query)).one()
    return Tally(row[0], row[1])
