"""Small texts in the database, to see what transactions, locks and backups do to them."""

from __future__ import annotations

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.rows import upsert
from bot.storage.tables import bot_state


class StateStore:
    """Texts by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> str | None:
        """Return the text stored under ``key``."""
        async with self._database.read() as tx:
            query = select(bot_state.c.value).where(bot_state.c.key == key)
            return (await tx.execute(query)).scalar_one_or_none()

    async def set(self, key: str, value: str) -> None:
        """Store ``value`` under ``key``."""
        async with self._database.write() as tx:
            await tx.execute(upsert(bot_state, {"key": key, "value": value}, "key"))
