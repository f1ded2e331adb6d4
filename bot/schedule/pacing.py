"""How fast the bot may post: evenly, per channel, and never into a ban.

Discord bans an address that collects 10,000 invalid requests (401, 403, 429) in ten minutes
(docs: topics/rate-limits, "Invalid Request Limit"); the breaker opens long before.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Hashable

import structlog

log = structlog.get_logger(__name__)

INVALID_WINDOW_SECONDS = 600.0
LONGEST_RETRY_SECONDS = 900.0
_FIRST_RETRY_SECONDS = 5.0
_DOUBLINGS = 10
_MOST_CHANNELS = 10_000


def back_off(failures: int, at_least: float = 0.0) -> float:
    """Return the seconds until the next try after ``failures`` in a row, never over 15 minutes."""
    longest = min(_FIRST_RETRY_SECONDS * 2 ** min(failures, _DOUBLINGS), LONGEST_RETRY_SECONDS)
    # Jitter keeps a thousand channels from coming back at the same instant.
    wait = max(at_least, longest * random.uniform(0.5, 1.0))  # noqa: S311
    return min(wait, LONGEST_RETRY_SECONDS)


class Pacer:
    """Give turns to post: ``per_second`` in all, ``per_channel_second`` in one channel.

    Turns are spread evenly, so that no second holds a burst. All senders share one pacer.
    """

    def __init__(
        self,
        per_second: float = 40.0,
        per_channel_second: float = 1.0,
        most_invalid: int = 2_000,
    ) -> None:
        self._interval = 1.0 / per_second
        self._channel_interval = 1.0 / per_channel_second
        self._most_invalid = most_invalid
        self._next_turn = 0.0
        self._held_until = 0.0
        self._next_in: dict[Hashable, float] = {}
        self._invalid: deque[float] = deque()

    async def wait_turn(self) -> None:
        """Wait until the next post may go out."""
        now = asyncio.get_running_loop().time()
        turn = max(now, self._next_turn)
        self._next_turn = turn + self._interval
        await asyncio.sleep(turn - now)

    async def wait_channel(self, channel: Hashable) -> None:
        """Wait until a post to this channel may go out."""
        await asyncio.sleep(self._reserve(channel, asyncio.get_running_loop().time()))

    def hold(self, seconds: float) -> None:
        """Send nothing for a while, at most 15 minutes: the platform asked all of us to wait."""
        wait = min(seconds, LONGEST_RETRY_SECONDS)
        if not self.is_held:
            log.warning("pacing.held", seconds=wait)
        self._held_until = max(self._held_until, asyncio.get_running_loop().time() + wait)

    def lift(self) -> None:
        """End a hold: the platform answered meanwhile."""
        self._held_until = 0.0

    @property
    def is_held(self) -> bool:
        """Tell whether the platform asked all of us to wait."""
        return asyncio.get_running_loop().time() < self._held_until

    def count_invalid(self) -> None:
        """Count one request that the platform answered with 401, 403 or 429."""
        self._invalid.append(asyncio.get_running_loop().time())
        if len(self._invalid) == self._most_invalid:
            log.error("pacing.breaker_opened", invalid=len(self._invalid))

    @property
    def is_open(self) -> bool:
        """Tell whether so much was refused that nothing must be sent for some minutes."""
        return self.invalid_requests >= self._most_invalid

    @property
    def invalid_requests(self) -> int:
        """Return how many requests of the last ten minutes were refused."""
        start = asyncio.get_running_loop().time() - INVALID_WINDOW_SECONDS
        while self._invalid and self._invalid[0] < start:
            self._invalid.popleft()
        return len(self._invalid)

    def _reserve(self, channel: Hashable, now: float) -> float:
        if len(self._next_in) >= _MOST_CHANNELS:
            self._next_in = {key: at for key, at in self._next_in.items() if at > now}
        turn = max(now, self._next_in.get(channel, 0.0))
        self._next_in[channel] = turn + self._channel_interval
        return turn - now
