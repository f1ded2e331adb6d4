"""What Discord says in the headers of its answers: its own time, and what a refusal names."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import aiohttp
import structlog

from bot.ports import Clock

log = structlog.get_logger(__name__)

_FRESH = timedelta(seconds=60)
_TOO_MUCH = timedelta(minutes=1)
# In the task that asked, so that answers to others are not taken for it.
_is_global: ContextVar[bool] = ContextVar("is_global", default=False)


class Headers:
    """Listen to every answer of Discord's that the client gets."""

    def __init__(self, clock: Clock) -> None:
        self.skew: timedelta | None = None
        """How far the host's clock is ahead of Discord's; None before the first answer."""
        self._clock = clock
        self._date = clock.real()
        self._heard_at: tuple[datetime, float] | None = None

    def listen(self, trace: aiohttp.TraceConfig) -> None:
        """Hear the answers that an HTTP client with this trace gets."""
        trace.on_request_end.append(self._hear)

    def expect(self) -> None:
        """Forget what the last answer to this task named."""
        _is_global.set(False)

    @property
    def is_global(self) -> bool:
        """Tell whether the last answer to this task asked all requests to wait.

        Source: docs, topics/rate-limits, "Header Format".
        """
        return _is_global.get()

    def time(self) -> datetime | None:
        """Return Discord's time as aware UTC, or None when it was not told for a minute.

        Neither a host's clock that is set anew nor a machine that slept can make it wrong.
        """
        if self._heard_at is None:
            return None
        wall, steady = self._heard_at
        passed = timedelta(seconds=asyncio.get_running_loop().time() - steady)
        by_wall = self._clock.real() - wall
        if max(passed, by_wall) > _FRESH:
            return None
        return self._date + max(passed, timedelta(0))

    async def _hear(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        ended: aiohttp.TraceRequestEndParams,
    ) -> None:
        named = ended.response.headers
        is_all = named.get("X-RateLimit-Global") == "true" or "Via" not in named
        _is_global.set(ended.response.status == 429 and is_all)
        if (date := _read(named.get("Date"))) is not None:
            self._note(date)

    def _note(self, date: datetime) -> None:
        wall = self._clock.real()
        self._date, self._heard_at = date, (wall, asyncio.get_running_loop().time())
        was_off = self.is_off
        self.skew = wall - date
        if self.is_off and not was_off:
            log.warning("clock.differs", seconds=self.skew.total_seconds())

    @property
    def is_off(self) -> bool:
        """Tell whether the host's clock differs from Discord's by more than a minute."""
        return self.skew is not None and abs(self.skew) > _TOO_MUCH


def _read(date: str | None) -> datetime | None:
    """Return the moment of a ``Date`` header (RFC 9110, section 6.6.1) as aware UTC."""
    try:
        return None if date is None else parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return None
