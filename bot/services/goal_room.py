"""How many goals a member may have, and what is said beyond it."""

from __future__ import annotations

from bot.model import GoalState, MemberId
from bot.replies.refusals import goals as refusals
from bot.storage import goals as queries
from bot.storage.database import Transaction

MAX_OPEN_GOALS = 100
MAX_GOALS = 1000
"""Open, done and dropped; those that were deleted have a bound of their own."""
MAX_EVENTS = 10_000
"""Notes and changes of all of a member's goals; what ends a goal is kept beyond it."""
ROOM = queries.Room(MAX_OPEN_GOALS, MAX_GOALS, MAX_EVENTS)


async def require_open(tx: Transaction, member_id: MemberId) -> None:
    """Refuse one more open goal where there are as many as may be."""
    if await queries.count_goals(tx, member_id, GoalState.OPEN) >= MAX_OPEN_GOALS:
        raise refusals.too_many(MAX_OPEN_GOALS)


async def require_goal(tx: Transaction, member_id: MemberId) -> None:
    """Refuse one more goal where there are as many as may be."""
    if await queries.count_goals(tx, member_id, None) >= MAX_GOALS:
        raise refusals.too_many_kept(MAX_GOALS)


async def require_event(tx: Transaction, member_id: MemberId) -> None:
    """Refuse one more note or change where there are as many as may be."""
    if await queries.count_events(tx, member_id) >= MAX_EVENTS:
        raise refusals.too_long_a_history(MAX_EVENTS)
