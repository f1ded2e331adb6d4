"""Housekeeping: what is kept for a time goes when the time is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.model import CommunityId
from bot.ports import Clock
from bot.services.audit import Audit
from bot.services.community_data import CommunityData
from bot.services.goal_ends import GoalEnds
from bot.storage import mentors, mentorships, past_deliveries, reports
from bot.storage.database import Database

log = structlog.get_logger(__name__)

DELIVERIES_KEPT = timedelta(days=366)
MENTORING_KEPT = timedelta(days=366)
"""Requests and mentorships that ended: long enough for nobody to be suggested again too soon."""
MAX_DELIVERIES = 5000
"""Deliveries of one member that ended; of more the oldest go."""
_AT_ONCE = 200


class Housekeeping:
    """Delete what is too old, at the start and once a day."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        audit: Audit,
        community_data: CommunityData,
        goal_ends: GoalEnds,
        is_present: Callable[[CommunityId], bool],
    ) -> None:
        self._database = database
        self._clock = clock
        self._is_present = is_present
        self._audit = audit
        self._community_data = community_data
        self._goal_ends = goal_ends

    async def run(self) -> None:
        """Delete everything whose time is over, from the files, too."""
        changes = await self._audit.forget()
        imports = await self._community_data.forget()
        removed = await self._community_data.purge_removed(self._is_present)
        goals = await self._forget_goals()
        deliveries = await self._forget_deliveries()
        mentoring = await self._forget_mentoring()
        await self._database.empty_log()
        log.info(
            "housekeeping.done",
            changes=changes,
            imports=imports,
            communities=removed,
            goals=goals,
            deliveries=deliveries,
            mentoring=mentoring,
        )

    async def _forget_goals(self) -> int:
        total = 0
        while found := await self._goal_ends.forget(_AT_ONCE):
            total += found
        return total

    async def _forget_deliveries(self) -> int:
        """Delete in small transactions: posts that are due wait for none of them."""
        before = self._clock.now() - DELIVERIES_KEPT
        total = 0
        while found := await self._forget_some(before):
            total += found
        return total

    async def _forget_mentoring(self) -> int:
        before = self._clock.now() - MENTORING_KEPT
        total = 0
        while found := await self._forget_some_mentoring(before):
            total += found
        return total

    async def _forget_some_mentoring(self, before: datetime) -> int:
        async with self._database.write() as tx:
            return (
                await mentors.delete_requests_before(tx, before, _AT_ONCE)
                or await mentorships.delete_ended_before(tx, before, _AT_ONCE)
                or await reports.delete_before(tx, before, _AT_ONCE)
                or await past_deliveries.delete_messages_told(tx, _AT_ONCE)
            )

    async def _forget_some(self, before: datetime) -> int:
        async with self._database.write() as tx:
            return await past_deliveries.delete_before(
                tx, before, _AT_ONCE
            ) or await past_deliveries.delete_beyond(tx, MAX_DELIVERIES, _AT_ONCE)
