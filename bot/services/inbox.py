"""The inbox: what members read here because it could not, or should not, be sent to them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import Card
from bot.errors import NotFoundError
from bot.model import Delivery, MemberId, PostKind
from bot.ports import Clock
from bot.schedule.kinds import Kind
from bot.storage import deliveries
from bot.storage.database import Database, Transaction


class Inbox:
    """Show members what is theirs, and nobody else."""

    def __init__(self, database: Database, clock: Clock, kinds: Mapping[PostKind, Kind]) -> None:
        self._database = database
        self._clock = clock
        self._kinds = kinds

    async def show(self, member_id: MemberId, delivery_id: str) -> tuple[Delivery, list[Card]]:
        """Return what a delivery and all that was merged into it say, and note that it was read.

        No cards: what it was about is done or deleted.

        Raises
        ------
        NotFoundError
            The member has no such delivery (somebody else's looks the same).
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            found = await deliveries.answer(tx, member_id, delivery_id, now)
            if found is None:
                raise NotFoundError(
                    "This message is not for you, or it is gone.",
                    "Your own messages reach you where you chose.",
                )
            told = [found, *await deliveries.list_merged(tx, found)]
            for merged in told[1:]:
                await deliveries.answer(tx, member_id, merged.id, now)
            return found, await self._compose(tx, told)

    async def _compose(self, tx: Transaction, told: list[Delivery]) -> list[Card]:
        drawn = [await self._kinds[one.kind].compose(tx, one, False) for one in told]
        return [card for card in drawn if card is not None]
