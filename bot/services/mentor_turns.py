"""What happens in mentoring by itself, when its time has come: one short transaction after another.

A request whose mentor did not answer goes on, breaks end, mentorships are asked how they go.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.services.mentor_offers import MentorOffers
from bot.services.mentors import Mentors
from bot.services.mentorships import Mentorships
from bot.storage import mentorships as pairs
from bot.storage.database import Database, Transaction

# Small enough that neither the loop nor other writes wait for long.
_AT_ONCE = 20
Turn = Callable[[Transaction, datetime, int], Awaitable[int]]


class MentorTurns:
    """Do what is due; a turn that is interrupted is done by the next."""

    def __init__(
        self,
        database: Database,
        mentors: Mentors,
        offers: MentorOffers,
        mentorships: Mentorships,
    ) -> None:
        self._database = database
        self._mentors = mentors
        self._turns: tuple[Turn, ...] = (
            self._end_breaks,
            offers.expire,
            mentorships.check,
            # Last: what the others made free is looked at in the same turn.
            offers.look,
        )

    async def run(self, now: datetime) -> None:
        """Do everything that is due at ``now`` (aware UTC)."""
        async with self._database.read() as tx:
            if not await self._is_any_due(tx, now):
                return
        for turn in self._turns:
            while await self._take(turn, now) == _AT_ONCE:
                pass

    async def _take(self, turn: Turn, now: datetime) -> int:
        async with self._database.write() as tx:
            return await turn(tx, now, _AT_ONCE)

    async def _end_breaks(self, tx: Transaction, now: datetime, limit: int) -> int:
        return await self._mentors.end_breaks(tx, limit)

    async def _is_any_due(self, tx: Transaction, now: datetime) -> bool:
        due_at = await pairs.next_turn(tx)
        is_due = due_at is not None and due_at <= now
        return is_due or await self._mentors.is_any_back(tx, now)
