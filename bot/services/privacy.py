"""Privacy: a member's data is theirs to take away and to delete."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bot.model import MemberId
from bot.services.drafts import Memory
from bot.storage import personal_data
from bot.storage.database import Database, Transaction

Leave = Callable[[Transaction, MemberId], Awaitable[None]]
"""Go on without a member whose rows are deleted next: nobody hangs on them."""


class Privacy:
    """Export, count and delete every row that carries a member's id, and what is in memory."""

    def __init__(
        self,
        database: Database,
        memory: Memory | None = None,
        leaving: Sequence[Leave] = (),
    ) -> None:
        self._database = database
        self._memory = memory or Memory()
        self._leaving = leaving

    async def export(self, member_id: MemberId) -> tuple[bytes, ...]:
        """Return every row of the member by table, as JSON in files of about 4 MiB."""
        async with self._database.read_long() as tx:
            return await personal_data.export_files(tx, member_id)

    async def count(self, member_id: MemberId) -> dict[str, int]:
        """Return how many rows of the member each table holds."""
        async with self._database.read() as tx:
            return await personal_data.count_rows(tx, member_id)

    async def delete(self, member_id: MemberId) -> dict[str, int]:
        """Delete every row of the member in one transaction; return how many, by table.

        What they had not saved yet is forgotten, too, and the files hold none of it any more.
        """
        async with self._database.write() as tx:
            # Inside: a draft that waits to be saved after this finds itself gone.
            self._memory.forget(member_id)
            for leave in self._leaving:
                await leave(tx, member_id)
            counts = await personal_data.delete_rows(tx, member_id)
        await self._database.empty_log()
        return counts
