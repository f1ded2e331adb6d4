"""Posts that stopped because they could not arrive: somebody is told, once."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from bot.errors import StorageUnavailableError
from bot.model import CommunityId, Schedule, ScheduleId
from bot.ports import Clock
from bot.storage import schedules
from bot.storage.database import Database


class Stops:
    """Know of which stops a community's moderators were not told yet."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._being_told: set[ScheduleId] = set()

    @asynccontextmanager
    async def telling(self, community_id: CommunityId) -> AsyncGenerator[list[Schedule]]:
        """Give the posts that stopped and of which no moderator knows; at the end they know.

        What fails inside is told next time.
        """
        untold: list[Schedule] = []
        # Who is told before the read may have been by its end, which it does not see.
        before = set(self._being_told)
        with suppress(StorageUnavailableError):
            async with self._database.read() as tx:
                untold = await schedules.list_untold(tx, community_id)
        untold = [post for post in untold if post.id not in before | self._being_told]
        ids = {post.id for post in untold}
        self._being_told |= ids
        try:
            yield untold
            if ids:
                with suppress(StorageUnavailableError):
                    async with self._database.write() as tx:
                        await schedules.note_told(tx, ids, self._clock.real())
        finally:
            self._being_told -= ids
