"""Newcomers: who asks for the first time is told once that there is a first step for them."""

from __future__ import annotations

from bot.errors import StorageUnavailableError
from bot.model import MemberId
from bot.services.drafts import Memory, Met
from bot.storage import personal_data
from bot.storage.database import Database

MOST_MET = 10_000


class Newcomers:
    """Know whom to greet: nobody who has anything stored, and nobody twice.

    Whom it met is in memory only: looking something up must leave nothing behind.
    """

    def __init__(self, database: Database, memory: Memory) -> None:
        self._database = database
        self._met = Met(memory, MOST_MET)

    async def is_new(self, member_id: MemberId) -> bool:
        """Tell whether a member was not met and has nothing stored, as far as that can be read."""
        if member_id in self._met:
            return False
        try:
            async with self._database.read() as tx:
                is_known = await personal_data.knows(tx, member_id)
        except StorageUnavailableError:
            return False
        if is_known:
            self._met.add(member_id)
        return not is_known

    def meet(self, member_id: MemberId) -> bool:
        """Remember that a member was greeted; tell whether they had not been."""
        if member_id in self._met:
            return False
        self._met.add(member_id)
        return True
