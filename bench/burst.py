"""Many communities due at the same minute: how evenly the bot posts, and how it answers meanwhile.

The playground's rate limits are on, as Discord's are. The rate is sampled; the whole burst takes
``communities / rate`` seconds, because turns are spread evenly from the first to the last.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path

from bench.dialogue import SAMPLES, Driver, ours
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


@dataclass(frozen=True, slots=True)
class BurstFigures:
    """What a sample of the burst showed; times of ``/cert info`` in seconds.

    ``processor`` is the share of one processor that the bot used meanwhile.
    """

    communities: int
    posts: int
    rate: float
    limited: int
    idle_p95: float
    busy_p95: float
    processor: float


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


async def measure_burst(folder: Path, communities: int, seconds: float) -> BurstFigures:
    """Let all communities fall due and watch for some seconds."""

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
        idle = await _ask(driver, seconds)
        stop = server.wire.watch(arrivals.hear)
        server.clock.advance(timedelta(days=7))
        async with asyncio.timeout(_FIRST_POST_SECONDS):
            await arrivals.first.wait()
        used = running.process.cpu_times()
        begun = time.perf_counter()
        busy = await _ask(driver, seconds)
        passed, after = time.perf_counter() - begun, running.process.cpu_times()
        stop()
    spent = after.user + after.system - used.user - used.system
    return BurstFigures(
        communities,
        len(arrivals.at),
        (len(arrivals.at) - 1) / (arrivals.at[-1] - arrivals.at[0]),
        arrivals.limited,
        _p95(idle),
        _p95(busy),
        spent / passed,
    )


async def _ask(driver: Driver, seconds: float) -> list[float]:
    """Ask one question after the other for some seconds; return how long each took."""
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        taken.append(await driver.time(SAMPLES[0]))
        await asyncio.sleep(_BETWEEN_QUESTIONS_SECONDS)
    return taken


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]
