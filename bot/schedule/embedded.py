"""The embedded clock: APScheduler drives the tick inside the bot's own process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # pyright: ignore[reportMissingTypeStubs]

from bot.errors import StorageUnavailableError
from bot.metrics import Metrics
from bot.ports import Clock
from bot.schedule.sender import Sender
from bot.schedule.tick import Tick

log = structlog.get_logger(__name__)

_STOP_SECONDS = 1.0
# More than clocks are corrected by, less than could make a post come at a wrong time.
_JUMP = timedelta(minutes=1)
_NO_STORAGE = "the database cannot be used just now; tried again at the next tick"


class EmbeddedEngine:
    """Tick every few seconds, and at once when something changed.

    APScheduler keeps the tick and what is done ``every_day`` (and at the start), nothing else: rows
    are the schedule, so a restart needs no job store, and a late tick is never dropped
    (``misfire_grace_time=None``).
    """

    def __init__(
        self,
        tick: Tick,
        sender: Sender,
        clock: Clock,
        interval_seconds: float,
        metrics: Metrics | None = None,
        every_day: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        self.last_tick_at: datetime | None = None
        self._metrics = metrics or Metrics()
        self._every_day = every_day
        self._tick = tick
        self._sender = sender
        self._clock = clock
        self._interval_seconds = interval_seconds
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._planning = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._drain: asyncio.Task[None] | None = None
        self._ahead: datetime | None = None

    async def start(self) -> None:
        """Begin to tick; more than one start is one start."""
        if self._scheduler.running:
            return
        self._scheduler.add_job(  # pyright: ignore[reportUnknownMemberType]
            self._run,
            "interval",
            seconds=self._interval_seconds,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            next_run_time=self._clock.real(),
        )
        if self._every_day is not None:
            self._scheduler.add_job(  # pyright: ignore[reportUnknownMemberType]
                self.check_now,
                "interval",
                days=1,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
                next_run_time=self._clock.real(),
            )
        self._scheduler.start()

    async def stop(self) -> None:
        """Stop ticking and let a tick and posts in flight finish (bounded)."""
        if self._scheduler.running:
            self._scheduler.pause()
            # shutdown() cancels what runs, which would be a tick inside its transaction.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._finish_planning(), _STOP_SECONDS)
            self._scheduler.shutdown(wait=False)
        await self._sender.stop()

    def wake(self) -> None:
        """Tick now: the clock was moved or a schedule changed."""
        if not self._scheduler.running:
            return
        self._spawn(self._run(), "tick-now")

    async def run_now(self) -> None:
        """Tick, and return when everything that is due was sent or put off."""
        await self._plan()
        await self._send()

    async def check_now(self) -> None:
        """Do what is done at the start and once a day."""
        try:
            if self._every_day is not None:
                await self._every_day()
        except StorageUnavailableError:
            log.warning("daily_check.failed", reason=_NO_STORAGE)
        except asyncio.CancelledError:
            # By the stop: the next start does it. APScheduler would log a fault.
            log.info("daily_check.stopped")
        except Exception:
            log.exception("daily_check.failed")

    async def _run(self) -> None:
        if not self._has_jumped():
            await self._plan()
        # A long burst goes on beside the ticks; what they add, it takes up.
        if self._drain is None or self._drain.done():
            self._drain = self._spawn(self._send(), "sender")

    def _has_jumped(self) -> bool:
        """Tell, once, that the host's clock was set anew since the last tick.

        A clock that is wrong for one tick plans nothing: it is believed when the next tick agrees.
        """
        steady = asyncio.get_running_loop().time()
        ahead = self._clock.real() - timedelta(seconds=steady)
        jump = timedelta(0) if self._ahead is None else ahead - self._ahead
        self._ahead = ahead
        if abs(jump) < _JUMP:
            return False
        log.warning("clock.jumped", seconds=jump.total_seconds())
        return True

    async def _plan(self) -> None:
        try:
            async with self._planning:
                with self._metrics.tick_seconds.time():
                    await self._tick.run(self._clock.now(), self._clock.real())
                self.last_tick_at = self._clock.real()
        except StorageUnavailableError:
            # The next tick tries again: whatever failed is still in its row.
            self._metrics.tick_failures.inc()
            log.warning("tick.failed", reason=_NO_STORAGE)
        except Exception:
            self._metrics.tick_failures.inc()
            log.exception("tick.failed")

    async def _send(self) -> None:
        try:
            await self._sender.drain()
        except StorageUnavailableError:
            log.warning("sender.failed", reason=_NO_STORAGE)
        except Exception:
            log.exception("sender.failed")

    async def _finish_planning(self) -> None:
        async with self._planning:
            pass

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
