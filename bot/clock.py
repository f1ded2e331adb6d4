"""The clocks that schedules follow; the only place that reads the time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import structlog

from bot.errors import StartupError

log = structlog.get_logger(__name__)

_POLL_TIMEOUT_SECONDS = 30.0
_RETRY_SECONDS = 1.0


class SystemClock:
    """Tell real time."""

    def now(self) -> datetime:
        """Return the current moment as aware UTC."""
        return datetime.now(UTC)

    def real(self) -> datetime:
        """Return the same: real and scheduled time are one."""
        return datetime.now(UTC)


class FollowedClock:
    """Follow a clock that people can move (demo and tests only), over HTTP.

    ``url`` answers ``{"now", "real", "offset_seconds", "version"}``; ``url + "/changes"`` holds the
    answer back until the clock was moved after ``version``. The scheduled time is real time plus
    the offset; real time stays real.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._offset = timedelta(0)
        self._version = 0
        self._session: aiohttp.ClientSession | None = None
        self._follower: asyncio.Task[None] | None = None
        self.on_move: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        """Return the moved time as aware UTC."""
        return datetime.now(UTC) + self._offset

    def real(self) -> datetime:
        """Return real time as aware UTC."""
        return datetime.now(UTC)

    async def start(self) -> None:
        """Read the clock once and follow its moves until ``stop``.

        Raises
        ------
        StartupError
            Nothing answers at the clock's address.
        """
        timeout = aiohttp.ClientTimeout(total=_POLL_TIMEOUT_SECONDS)
        self._session = aiohttp.ClientSession(timeout=timeout)
        try:
            await self.refresh()
        except (aiohttp.ClientError, TimeoutError) as error:
            await self._session.close()
            raise StartupError(
                f"No clock answers at MENTOR_CLOCK_URL={self._url}: {error}. "
                "Start the playground first or remove the setting."
            ) from error
        self._follower = asyncio.create_task(self._follow(), name="clock-follower")

    async def refresh(self) -> None:
        """Read the clock once, now."""
        await self._read(self._url)

    async def stop(self) -> None:
        """Stop following; ``now`` keeps the last offset."""
        if self._follower is not None:
            self._follower.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._follower
        if self._session is not None:
            await self._session.close()

    async def _follow(self) -> None:
        while True:
            try:
                if await self._read(f"{self._url}/changes?after={self._version}"):
                    log.info("clock.moved", offset_seconds=self._offset.total_seconds())
                    self.on_move()
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(_RETRY_SECONDS)

    async def _read(self, url: str) -> bool:
        if self._session is None:  # pragma: no cover - start() comes first
            return False
        async with self._session.get(url) as response:
            response.raise_for_status()
            told = await response.json()
        before = self._version
        self._offset = timedelta(seconds=float(told["offset_seconds"]))
        self._version = int(told["version"])
        return self._version != before
