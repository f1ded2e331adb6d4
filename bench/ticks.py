"""The cost of looking for due posts, against one empty write transaction.

What is planned is told in processor time too: wall time on a machine that others use says little.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.child import longest_block
from bench.seeding import seed
from bot.catalogue import load_catalogue
from bot.clock import SystemClock
from bot.schedule import build_kinds
from bot.schedule.tick import Tick
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Planned:
    """One full tick: seconds, of them processor time, and the longest time it held the loop.

    ``longest_computing`` is how much of that longest time was computing; for the rest the loop
    waited for a processor that others used.
    """

    rows: int
    seconds: float
    computing: float
    longest_block: float
    longest_computing: float


async def measure_ticks(folder: Path, rows: int, repeats: int, figures: dict[str, Any]) -> None:
    """Measure on fresh database files in ``folder``; note each figure once it is there.

    ``empty_write`` and ``idle`` are medians of seconds; ``small`` and ``large`` are ticks with
    ``rows`` due and ten times as many, ``growth`` is the processor time per row of the large one as
    a share of the small one's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clock = SystemClock()
    async with _seeded(folder / "small.db", rows) as (database, tick, due):
        figures["empty_write"], figures["idle"] = await _idle(database, tick, clock, repeats)
        small = await due()
        figures["small"] = asdict(small)
    async with _seeded(folder / "large.db", rows * 10) as (_, _, due):
        large = await due()
        figures["large"] = asdict(large)
    figures["growth"] = (large.computing / large.rows) / (small.computing / small.rows)


@asynccontextmanager
async def _seeded(
    file: Path, rows: int
) -> AsyncGenerator[tuple[Database, Tick, Callable[[], Awaitable[Planned]]]]:
    database = await Database.open(f"sqlite+aiosqlite:///{file}")
    clock = SystemClock()
    tick = Tick(database, build_kinds(load_catalogue(), clock))
    places = ((f"discord:{number}", f"discord:{number + 1}") for number in range(rows))
    due_at = await seed(database, places, clock.now())

    async def due() -> Planned:
        watch = asyncio.create_task(longest_block())
        await asyncio.sleep(0)
        begun, computed = time.perf_counter(), time.process_time()
        planned = await tick.run(due_at, clock.real())
        seconds, computing = time.perf_counter() - begun, time.process_time() - computed
        watch.cancel()
        longest, share = (await asyncio.gather(watch))[0]
        return Planned(planned, seconds, computing, longest, share)

    try:
        yield database, tick, due
    finally:
        await database.close()


async def _idle(
    database: Database, tick: Tick, clock: SystemClock, repeats: int
) -> tuple[float, float]:
    """Return the medians of an empty write and of an idle tick, measured in turn."""

    async def write_nothing() -> None:
        async with database.write():
            pass

    async def tick_idle() -> None:
        await tick.run(clock.now(), clock.real())

    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(repeats):
        for action, taken in zip((write_nothing, tick_idle), times, strict=True):
            begun = time.perf_counter()
            await action()
            taken.append(time.perf_counter() - begun)
    return statistics.median(times[0]), statistics.median(times[1])
