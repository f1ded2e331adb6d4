"""The cost of looking for due posts, against one empty write transaction."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.catalogue import load_catalogue
from bot.catalogue.search import CatalogueSearch
from bot.clock import SystemClock
from bot.model import ChannelId, CommunityId, PostKind
from bot.schedule import build_kinds
from bot.schedule.tick import Tick
from bot.services.communities import Communities
from bot.storage.database import Database

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TickFigures:
    """Seconds: medians, and the longest time the loop ran nothing else during a full tick."""

    empty_write: float
    idle: float
    due: float
    rows: int
    longest_block: float


async def measure_ticks(folder: Path, rows: int, repeats: int) -> TickFigures:
    """Measure on a fresh database file in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    database = await Database.open(f"sqlite+aiosqlite:///{folder / 'ticks.db'}")
    try:
        return await _measure(database, rows, repeats)
    finally:
        await database.close()


async def _measure(database: Database, rows: int, repeats: int) -> TickFigures:
    catalogue, clock = load_catalogue(), SystemClock()
    tick = Tick(database, build_kinds(catalogue))
    communities = Communities(database, clock, CatalogueSearch(catalogue))
    for number in range(rows):
        place = ChannelId(f"discord:{number + 1}")
        await communities.set_channel(CommunityId(f"discord:{number}"), PostKind.TREND_TIP, place)

    async def write_nothing() -> None:
        async with database.write():
            pass

    async def tick_idle() -> None:
        await tick.run(clock.now(), clock.real())

    empty, idle = await _medians(write_nothing, tick_idle, repeats)
    watch = asyncio.create_task(_longest_block())
    await asyncio.sleep(0)
    begun = time.perf_counter()
    planned = await tick.run(clock.now() + _WEEK, clock.real())
    seconds = time.perf_counter() - begun
    watch.cancel()
    longest = (await asyncio.gather(watch))[0]
    return TickFigures(empty, idle, seconds, planned, longest)


async def _medians(
    first: Callable[[], Awaitable[None]], second: Callable[[], Awaitable[None]], repeats: int
) -> tuple[float, float]:
    """Return the medians of two actions, measured in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(repeats):
        for action, taken in zip((first, second), times, strict=True):
            begun = time.perf_counter()
            await action()
            taken.append(time.perf_counter() - begun)
    return statistics.median(times[0]), statistics.median(times[1])


async def _longest_block() -> float:
    longest = 0.0
    try:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - begun - 0.001)
    except asyncio.CancelledError:
        return longest
