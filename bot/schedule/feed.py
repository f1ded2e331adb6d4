"""Handing out what is ready to several workers, without a pause between batches."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from bot.model import Delivery, DeliveryId


class Feed:
    """Hand out deliveries one at a time, none to two workers at once; ``load`` reads a batch.

    A round ends when nothing more is ready, so that workers do not ask the database in turn while
    one of them still works; what that one puts back belongs to the next round.
    """

    def __init__(self, load: Callable[[], Awaitable[list[Delivery]]]) -> None:
        self._load = load
        self._queue: deque[Delivery] = deque()
        self._in_hand: set[DeliveryId] = set()
        self._is_over = True
        self._filling = asyncio.Lock()

    async def begin(self) -> bool:
        """Begin a round with what is ready now; tell whether there is anything."""
        self._queue.clear()
        self._is_over = not await self._fill()
        return not self._is_over

    async def take(self) -> Delivery | None:
        """Return the next delivery, or None when the round is over; ``put_down`` it when done."""
        async with self._filling:
            if self._is_over or not (self._queue or await self._fill()):
                self._is_over = True
                return None
            delivery = self._queue.popleft()
            self._in_hand.add(delivery.id)
            return delivery

    def put_down(self, delivery: Delivery) -> None:
        """Say that a worker is done with a delivery, for better or worse."""
        self._in_hand.discard(delivery.id)

    async def _fill(self) -> bool:
        self._queue.extend(one for one in await self._load() if one.id not in self._in_hand)
        return bool(self._queue)
