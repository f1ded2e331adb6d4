"""How a community uses the bot, in figures that name nobody."""

from __future__ import annotations

from datetime import timedelta

from bot.model import CommunityId, DeliveryState
from bot.ports import Clock, Roster
from bot.replies.stats import Figures
from bot.services.daily import Daily, coarsen
from bot.storage import adoption
from bot.storage.database import Database

DAYS = 30


class Stats:
    """Count for moderators, at most once a day: asking again does not show who just came."""

    def __init__(self, database: Database, clock: Clock, roster: Roster) -> None:
        self._database = database
        self._clock = clock
        self._roster = roster
        self._daily: Daily[Figures] = Daily()

    async def figures(self, community_id: CommunityId) -> Figures:
        """Return the figures of today (UTC).

        Raises
        ------
        PlatformUnavailableError
            The platform does not say who belongs to the community.
        """
        now = self._clock.now()
        if (known := self._daily.recall(community_id, now.date())) is not None:
            return known
        since = now - timedelta(days=DAYS)
        async with self._database.read_long() as tx:
            active = await adoption.list_active(tx)
        here = await self._roster.find_members(community_id, active)
        async with self._database.read_long() as tx:
            found = await adoption.count(tx, sorted(here), since)
            posts = await adoption.count_posts(tx, community_id, since)
        figures = Figures(
            day=now.date(),
            keepers=coarsen(found.kept, found.kept.members),
            open=coarsen(found.open, found.open.total),
            achieved=coarsen(found.achieved, found.achieved.total),
            logged=coarsen(found.logged, found.logged.total),
            check_ins=coarsen(found.check_ins, found.check_ins.members),
            sent=posts.get(DeliveryState.SENT, 0),
            failed=posts.get(DeliveryState.FAILED, 0) + posts.get(DeliveryState.IN_DOUBT, 0),
        )
        return self._daily.keep(community_id, now.date(), figures)
