"""The inbox: what members read here because it could not, or should not, be sent to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.cards import Card
from bot.model import Delivery, MemberId, PostKind
from bot.ports import Clock
from bot.replies.refusals import members as refusals
from bot.schedule.check_in import note_answer
from bot.schedule.kinds import Kind
from bot.storage import deliveries
from bot.storage.database import Database, Transaction

MOST_KEPT = 50


class Inbox:
    """Show members what is theirs, and nobody else."""

    def __init__(self, database: Database, clock: Clock, kinds: Mapping[PostKind, Kind]) -> None:
        self._database = database
        self._clock = clock
        self._kinds = kinds

    async def list(self, member_id: MemberId) -> list[tuple[Delivery, Card]]:
        """Return what did not reach the member, newest first, with what it says.

        What is done, dropped or deleted since has nothing left to say and is left out.
        """
        async with self._database.read() as tx:
            kept = await deliveries.list_inbox(tx, member_id, MOST_KEPT)
            drawn = [(one, await self._draw(tx, one)) for one in kept]
        return [(one, card) for one, card in drawn if card is not None]

    async def read(self, member_id: MemberId, delivery_id: str) -> tuple[Delivery, list[Card]]:
        """Return a delivery and what it says, and leave it where it is.

        Raises
        ------
        NotFoundError
            The member has no such delivery.
        """
        async with self._database.read() as tx:
            found = await deliveries.load_delivery(tx, delivery_id)
            if found is None or found.member_id != member_id:
                raise refusals.not_theirs()
            card = await self._draw(tx, found)
        return found, [] if card is None else [card]

    async def put_away(self, member_id: MemberId, delivery_id: str | None = None) -> None:
        """Take a delivery, or all, out of the member's inbox; twice is the same as once."""
        now = self._clock.now()
        async with self._database.write() as tx:
            if delivery_id is None:
                await deliveries.empty_inbox(tx, member_id, now)
            else:
                await note_answer(tx, member_id, delivery_id, now)

    async def open(self, member_id: MemberId, delivery_id: str) -> tuple[Delivery, list[Card]]:
        """Return what a delivery alone says, and note that it was read; no card: nothing is left.

        Raises
        ------
        NotFoundError
            The member has no such delivery (somebody else's looks the same).
        """
        async with self._database.write() as tx:
            found = await note_answer(tx, member_id, delivery_id, self._clock.now())
            if found is None:
                raise refusals.not_theirs()
            card = await self._draw(tx, found)
        return found, [] if card is None else [card]

    async def show(
        self, member_id: MemberId, delivery_id: str, since: str = ""
    ) -> tuple[Delivery, list[Card]]:
        """Return what a delivery and all that was merged into it say, and note that it was read.

        No cards: what it was about has ended. Each card's mark is its delivery. ``since``
        leaves out what comes before that delivery.

        Raises
        ------
        NotFoundError
            The member has no such delivery (somebody else's looks the same).
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            told = await deliveries.list_told(tx, member_id, delivery_id)
            if not told:
                raise refusals.not_theirs()
            for one in told:
                await note_answer(tx, member_id, one.id, now)
            start = next((at for at, one in enumerate(told) if one.id == since), 0)
            drawn = [await self._draw(tx, one) for one in told[start:]]
        return told[0], [card for card in drawn if card is not None]

    async def _draw(self, tx: Transaction, delivery: Delivery) -> Card | None:
        card = await self._kinds[delivery.kind].compose(tx, delivery, False)
        return None if card is None else replace(card, mark=delivery.id)
