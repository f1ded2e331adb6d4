"""Many communities due at the same minute: how evenly the bot posts, and how it answers meanwhile.

The playground's rate limits are on, as Discord's are. The rate is sampled; the whole burst takes
``communities / rate`` seconds, because turns are spread evenly from the first to the last.
"""

from __future__ import annotations

import asyncio
import re
import time
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bench.dialogue import SAMPLES, Driver, UnansweredError, ours
from bench.seeding import seed
from bot.clock import SystemClock
from bot.storage.database import Database
from playground.wirelog import Frame
from playground.world import World

RATE = 40.0
_POST = re.compile(r"POST /channels/\d+/messages")
_CHANNELS_A_GUILD = 5
_BETWEEN_QUESTIONS_SECONDS = 0.1
_FIRST_POST_SECONDS = 120.0
_WARM_UP_SECONDS = 2.0
_OK, _LIMITED = range(200, 300), 429


class _Arrivals:
    def __init__(self) -> None:
        self.at: list[float] = []
        self.limited = 0
        self.first = asyncio.Event()

    def hear(self, frame: Frame) -> None:
        self.limited += frame.status == _LIMITED
        if _POST.fullmatch(frame.name) and frame.status in _OK:
            self.at.append(time.perf_counter())
            self.first.set()

    def figures(self) -> dict[str, Any]:
        passed = self.at[-1] - self.at[0]
        rate = (len(self.at) - 1) / passed if passed else 0.0
        return {"posts": len(self.at), "rate": rate, "limited": self.limited}


async def measure_burst(
    folder: Path, communities: int, seconds: float, figures: dict[str, Any]
) -> None:
    """Let all communities fall due and watch for some seconds; note each figure once it is there.

    ``idle_p95`` and ``busy_p95`` are seconds that ``/cert info`` took before and in the burst,
    ``unanswered`` how often it was not answered at all; ``rate`` is posts a second of the ``posts``
    seen, ``limited`` counts answers 429, ``processor`` is the share of one processor that the bot
    used meanwhile.
    """
    figures["communities"] = communities

    async def prepare(world: World) -> None:
        database = await Database.open(f"sqlite+aiosqlite:///{folder / 'mentor.db'}")
        channels = (channel for guild in world.guilds.values() for channel in guild.channels)
        names = [f"discord:{channel}" for channel in islice(channels, communities)]
        # Each channel stands for a community of its own: one connection may hold 2,500 guilds.
        await seed(database, zip(names, names, strict=True), SystemClock().now())
        await database.close()

    settings = {"POSTS_PER_SECOND": str(RATE), "TICK_SECONDS": "1"}
    guilds = communities // _CHANNELS_A_GUILD
    async with ours(
        folder, guilds, _CHANNELS_A_GUILD, prepare, is_clock_moved=True, **settings
    ) as running:
        server, driver, arrivals = running.server, Driver(running.server), _Arrivals()
        await _ask(driver, _WARM_UP_SECONDS)
        idle, unanswered = await _ask(driver, seconds)
        figures |= {"idle_p95": _p95(idle), "unanswered": unanswered}
        stop = server.wire.watch(arrivals.hear)
        server.clock.advance(timedelta(days=7))
        async with asyncio.timeout(_FIRST_POST_SECONDS):
            await arrivals.first.wait()
        used = running.process.cpu_times()
        begun = time.perf_counter()
        busy, unanswered = await _ask(driver, seconds)
        passed = time.perf_counter() - begun
        stop()
        figures |= arrivals.figures()
        figures["unanswered"] += unanswered
        after = running.process.cpu_times()
        spent = after.user + after.system - used.user - used.system
        figures |= {"busy_p95": _p95(busy), "processor": spent / passed}


async def _ask(driver: Driver, seconds: float) -> tuple[list[float], int]:
    """Ask one question after the other for some seconds.

    Return how long each answer took, and how many there were not.
    """
    taken: list[float] = []
    unanswered = 0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        try:
            taken.append(await driver.time(SAMPLES[0]))
        except UnansweredError:
            unanswered += 1
        await asyncio.sleep(_BETWEEN_QUESTIONS_SECONDS)
    return taken, unanswered


def _p95(values: list[float]) -> float | None:
    return sorted(values)[int(len(values) * 0.95)] if values else None
