"""How goals end other than reached: dropped, or deleted with a way back for a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.model import Goal, GoalEvent, GoalEventKind, GoalState, MemberId, Schedule
from bot.ports import Clock
from bot.replies import reasons
from bot.replies.refusals import goals as refusals
from bot.schedule import goal_deadline
from bot.services import goal_room
from bot.services.goals import MAX_NOTE
from bot.services.typed import in_lines
from bot.storage import goals as queries
from bot.storage.database import Database, Transaction

DELETED_KEPT = timedelta(days=1)
MAX_DELETED = 20
"""Goals that a member deleted and may bring back; of more the oldest are erased at once."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """What goes when a goal is deleted: the goal, its history and its alerts."""

    goal: Goal
    events: int
    alerts: Schedule | None


class GoalEnds:
    """Drop, delete and bring back a member's goals.

    A dropped goal is kept, and ``Goals.reopen`` takes it up again. A deleted one is in no list and
    sends nothing; its row, its history and its alerts stay until it is erased, so that Undo finds
    them as they were, after a restart, too.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def drop(
        self, member_id: MemberId, goal_id: str, why: str = ""
    ) -> tuple[Goal, str | None]:
        """Give a goal up; return it with the reason that is kept, if any was given.

        Doing it twice is the same as once: the first reason stays.

        Raises
        ------
        InvalidInputError
            The goal is done, or the reason too long (at most 500 characters).
        NotFoundError
            The member has no such goal.
        """
        now = self._clock.now()
        text = in_lines(why)
        if len(text) > MAX_NOTE:
            raise refusals.long_reason(len(text), MAX_NOTE)
        async with self._database.write() as tx:
            goal = await _load(tx, member_id, goal_id)
            if goal.state is GoalState.DROPPED:
                # Nothing happens to a dropped goal: the last event is its drop.
                [event] = await queries.list_events(tx, goal.id, 1)
                return goal, event.detail.get("note")
            if goal.state is GoalState.DONE:
                raise refusals.done()
            dropped = replace(goal, state=GoalState.DROPPED, changed_at=now)
            event = GoalEvent(goal.id, GoalEventKind.DROPPED, now, {"note": text or None})
            await queries.update_goal(tx, dropped, event)
            await goal_deadline.plan_again(tx, dropped, now, reasons.GOAL_DROPPED)
        return dropped, text or None

    async def weigh(self, member_id: MemberId, goal_id: str) -> Belongings:
        """Return what would go with a goal; raises NotFoundError."""
        async with self._database.read() as tx:
            goal = await _load(tx, member_id, goal_id)
            events = await queries.count_events(tx, member_id, goal.id)
            return Belongings(goal, events, await goal_deadline.load_series(tx, member_id, goal.id))

    async def delete(self, member_id: MemberId, goal_id: str) -> Goal:
        """Delete a goal, to be brought back for a day; doing it twice is the same as once.

        Raises
        ------
        NotFoundError
            The member has no such goal.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            if (gone := await queries.load_deleted(tx, member_id, goal_id)) is not None:
                return gone
            goal = await _load(tx, member_id, goal_id)
            deleted = replace(goal, deleted_at=now)
            await queries.mark_deleted(tx, goal.id, now)
            await goal_deadline.plan_again(tx, deleted, now, reasons.GOAL_DELETED)
            for oldest in await queries.list_deleted_beyond(tx, member_id, MAX_DELETED):
                await _erase(tx, oldest)
        return deleted

    async def restore(self, member_id: MemberId, goal_id: str) -> Goal:
        """Undo a deletion; doing it twice is the same as once.

        Raises
        ------
        InvalidInputError
            There are too many goals meanwhile; it can still be brought back.
        StaleActionError
            It was deleted too long ago, or never there.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            if (there := await queries.load_goal(tx, member_id, goal_id)) is not None:
                return there
            goal = await queries.load_deleted(tx, member_id, goal_id)
            if goal is None or goal.deleted_at is None or now - goal.deleted_at > DELETED_KEPT:
                raise refusals.gone_for_good()
            if goal.state is GoalState.OPEN:
                await goal_room.require_open(tx, member_id)
            await goal_room.require_goal(tx, member_id)
            restored = replace(goal, deleted_at=None)
            await queries.mark_deleted(tx, goal.id, None)
            await goal_deadline.plan_again(tx, restored, now)
        return restored

    async def forget(self, at_once: int) -> int:
        """Erase some of the goals that nobody can bring back any more; return how many."""
        now = self._clock.now()
        # A clock that was wrong may have dated one far ahead: nobody waits for that day.
        since, until = now - DELETED_KEPT, now + DELETED_KEPT
        async with self._database.write() as tx:
            gone = await queries.list_deleted_outside(tx, since, until, at_once)
            for goal in gone:
                await _erase(tx, goal)
        return len(gone)


async def _load(tx: Transaction, member_id: MemberId, goal_id: str) -> Goal:
    goal = await queries.load_goal(tx, member_id, goal_id)
    if goal is None:
        raise refusals.no_such_goal()
    return goal


async def _erase(tx: Transaction, goal: Goal) -> None:
    await goal_deadline.erase(tx, goal)
    await queries.erase(tx, goal.id)
