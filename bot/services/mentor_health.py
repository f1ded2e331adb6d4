"""How mentoring goes in a community, in figures that name nobody."""

from __future__ import annotations

from datetime import timedelta

from bot.model import CommunityId
from bot.model_mentoring import MentorState
from bot.ports import Clock
from bot.replies.mentor_health import Figures
from bot.services.daily import Daily, coarsen
from bot.storage import mentor_health
from bot.storage.adoption import Tally
from bot.storage.database import Database

DAYS = 30


class MentorHealth:
    """Count for moderators, at most once a day."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._daily: Daily[Figures] = Daily()

    async def measure(self, community_id: CommunityId) -> Figures:
        """Return the figures of today (UTC)."""
        now = self._clock.now()
        if (known := self._daily.recall(community_id, now.date())) is not None:
            return known
        async with self._database.read_long() as tx:
            found = await mentor_health.count(tx, community_id, now - timedelta(days=DAYS))
        waited = 0 if found.oldest is None else (now - found.oldest).days

        def mentors(*states: MentorState) -> int | None:
            number = sum(found.mentors.get(state, 0) for state in states)
            return coarsen(Tally(number, number), number)

        figures = Figures(
            day=now.date(),
            waiting=coarsen(found.waiting, found.waiting.total),
            oldest_days=coarsen(found.waiting, waited),
            expired=coarsen(found.expired, found.expired.total),
            available=mentors(MentorState.AVAILABLE),
            away=mentors(MentorState.AWAY),
            resting=mentors(MentorState.RESTING),
            pairs=coarsen(found.pairs, found.pairs.total),
        )
        return self._daily.keep(community_id, now.date(), figures)
