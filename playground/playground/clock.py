"""The clock people can move; schedules follow it, Discord's own windows do not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from aiohttp import web

from playground.events import Audience, Bus, Json
from playground.refusals import RefusalError

_HOLD_SECONDS: Final = 20.0
_PATIENCE_SECONDS: Final = 2.0
_MOST_LOOKS: Final = 100
_HALF_HOUR: Final = timedelta(minutes=30)
_LOOK_SECONDS: Final = 0.015


NextDue = Callable[[], Awaitable[datetime | None]]
"""Tells when the bot sends something next (aware); in the past, while it is at it."""


NextSeen = Callable[[str, Collection[str]], Awaitable[datetime | None]]
"""Tells when the bot next sends something (aware) that a person (an id) sees in the channels
(their ids) that they may read, or in their direct messages."""


class MovableClock:
    """Tell real time plus an offset; ``version`` counts the moves."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._moved = asyncio.Event()
        self._followers = 0
        self._is_followed = asyncio.Event()
        self.offset = timedelta(0)
        self.version = 0

    def now(self) -> datetime:
        """Return the moved time as aware UTC."""
        return datetime.now(UTC) + self.offset

    def advance(self, by: timedelta) -> None:
        """Move the clock and tell everybody who follows it (CLOCK)."""
        self.offset += by
        self.version += 1
        self.release()
        self._bus.publish("CLOCK", self.told(), Audience(bot=False))

    def jump(self, to: datetime) -> None:
        """Move the clock to an aware moment."""
        self.advance(to - self.now())

    def release(self) -> None:
        """Answer those who wait for a change, moved or not."""
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    def told(self) -> Json:
        """Return what the clock's routes answer."""
        real = datetime.now(UTC)
        return {
            "now": (real + self.offset).isoformat(),
            "real": real.isoformat(),
            "offset_seconds": self.offset.total_seconds(),
            "version": self.version,
        }

    async def change_after(self, version: int) -> Json:
        """Wait until the clock was moved after ``version``, for 20 s at most."""
        if self.version <= version:
            self._followers += 1
            self._is_followed.set()
            try:
                async with asyncio.timeout(_HOLD_SECONDS):
                    await self._moved.wait()
            except TimeoutError:
                pass
            finally:
                self._followers -= 1
        return self.told()

    async def advance_followed(self, by: timedelta) -> None:
        """Move the clock and, if somebody follows it, wait until they come back for more."""
        was_followed = self._followers > 0
        self._is_followed.clear()
        self.advance(by)
        if was_followed:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await self._is_followed.wait()


async def fly(clock: MovableClock, days: int, next_due: NextDue | None = None) -> None:
    """Let days pass in half hours, so that nothing looks missed.

    A bot that sees the clock jump a week rightly treats what fell due in it as late. With
    ``next_due`` the flight goes from one moment to the next and waits at each until the bot has
    sent what is due.
    """
    end = clock.now() + timedelta(days=days)
    waited_for: datetime | None = None
    while (left := end - clock.now()) > timedelta(0):
        step = min(left, _HALF_HOUR)
        due = await next_due() if next_due else None
        if next_due and (due is None or due > clock.now()):
            step = min(left, due - clock.now()) if due else left
        await clock.advance_followed(step)
        await asyncio.sleep(_LOOK_SECONDS)
        if next_due and due and due <= clock.now() and due != waited_for:
            waited_for = due
            for _ in range(_MOST_LOOKS):
                if await next_due() != due:
                    break
                await asyncio.sleep(_LOOK_SECONDS)


def add_routes(app: web.Application, clock: MovableClock) -> None:
    """Serve the clock under ``/playground/clock``."""

    async def read(_: web.Request) -> web.Response:
        return web.json_response(clock.told())

    async def follow(request: web.Request) -> web.Response:
        after = int(request.query.get("after", "0"))
        return web.json_response(await clock.change_after(after))

    async def move(request: web.Request) -> web.Response:
        try:
            _move(clock, await request.json())
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            raise RefusalError(400, 50035, f"Send advance_seconds or now: {error}") from error
        return web.json_response(clock.told())

    app.router.add_get("/playground/clock", read)
    app.router.add_post("/playground/clock", move)
    app.router.add_get("/playground/clock/changes", follow)


def _move(clock: MovableClock, body: Json) -> None:
    if "advance_seconds" in body:
        clock.advance(timedelta(seconds=float(body["advance_seconds"])))
    else:
        to = datetime.fromisoformat(str(body.get("now", "")))
        clock.jump(to if to.tzinfo else to.replace(tzinfo=UTC))
