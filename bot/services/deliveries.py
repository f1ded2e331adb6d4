"""Deliveries as operators see them: what is on its way, what did not arrive, and once more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import StartupError
from bot.model import Delivery, DeliveryState
from bot.ports import Clock
from bot.storage import deliveries, ledger
from bot.storage.database import Database

RETRIABLE = frozenset({DeliveryState.FAILED, DeliveryState.IN_DOUBT, DeliveryState.INBOX})


@dataclass(frozen=True, slots=True)
class Filter:
    """Which deliveries to list; ``since`` is about when they were due (aware UTC)."""

    state: DeliveryState | None = None
    since: datetime | None = None
    limit: int = 50


class Deliveries:
    """List deliveries, and put one that did not arrive on its way again."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def list(self, wanted: Filter) -> list[Delivery]:
        """Return deliveries, the last due first."""
        async with self._database.read() as tx:
            return await ledger.list_latest(tx, wanted.state, wanted.since, wanted.limit)

    async def find(self, delivery_id: str) -> Delivery:
        """Return one delivery.

        Raises
        ------
        StartupError
            There is none with this id.
        """
        async with self._database.read() as tx:
            found = await deliveries.load_delivery(tx, delivery_id)
        if found is None:
            raise StartupError(
                f"No delivery has the id {delivery_id!r}; `mentor deliveries list` shows them."
            )
        return found

    async def find_retriable(self, delivery_id: str) -> Delivery:
        """Return one delivery that may be tried again.

        Raises
        ------
        StartupError
            There is none with this id, or trying it again makes no sense as it stands.
        """
        found = await self.find(delivery_id)
        if found.state not in RETRIABLE:
            states = ", ".join(sorted(RETRIABLE))
            raise StartupError(
                f"This delivery is {found.state}; only what is {states} can be tried again."
            )
        if found.answered_at is not None:
            raise StartupError("The member has read this in their inbox; nothing is left to send.")
        return found

    async def retry(self, delivery: Delivery) -> None:
        """Put a delivery on its way again; a running bot takes it up at its next tick.

        Where its history can be read, the bot looks for an earlier copy first.

        Raises
        ------
        StartupError
            Its state changed meanwhile.
        """
        async with self._database.write() as tx:
            done = await ledger.retry(tx, delivery, self._clock.real())
        if not done:
            raise StartupError("Its state has changed meanwhile; look at it again.")
