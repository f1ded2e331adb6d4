"""Privacy: a member's data is theirs to take away and to delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.model import MemberId
from bot.storage import personal_data
from bot.storage.database import Database


class Privacy:
    """Export, count and delete every row that carries a member's id.

    ``forget`` empties what is kept of a member in memory.
    """

    def __init__(self, database: Database, *forget: Callable[[MemberId], None]) -> None:
        self._database = database
        self._forget = forget

    async def export(self, member_id: MemberId) -> dict[str, list[dict[str, Any]]]:
        """Return every row of the member by table."""
        async with self._database.read() as tx:
            return await personal_data.export_rows(tx, member_id)

    async def count(self, member_id: MemberId) -> dict[str, int]:
        """Return how many rows of the member each table holds."""
        async with self._database.read() as tx:
            return await personal_data.count_rows(tx, member_id)

    async def delete(self, member_id: MemberId) -> dict[str, int]:
        """Delete every row of the member in one transaction; return how many, by table."""
        for forget in self._forget:
            forget(member_id)
        async with self._database.write() as tx:
            return await personal_data.delete_rows(tx, member_id)
