"""What the processes that a benchmark starts have in common."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from typing import TextIO

import psutil

_EVERY_SECONDS = 0.001


def pin(core: int) -> None:
    """Stay on one core, where the system can do that and has it."""
    if hasattr(os, "sched_setaffinity") and core in os.sched_getaffinity(0):
        os.sched_setaffinity(0, {core})


def memory() -> int:
    """Return this process's memory in KiB."""
    return psutil.Process().memory_info().rss // 1024


async def lines_of(file: TextIO) -> AsyncIterator[str]:
    """Yield the lines of a pipe without blocking the loop."""
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, file)
    async for line in reader:
        yield line.decode()


async def longest_block() -> tuple[float, float]:
    """Watch the loop until cancelled; return the longest time in which it ran nothing else.

    In seconds, with how much of it the loop's thread computed: the rest it waited for a processor
    that others used.
    """
    longest = (0.0, 0.0)
    try:
        while True:
            asked, computed = time.perf_counter() + _EVERY_SECONDS, time.thread_time()
            await asyncio.sleep(_EVERY_SECONDS)
            late = time.perf_counter() - asked
            if late > longest[0]:
                longest = (late, time.thread_time() - computed)
    except asyncio.CancelledError:
        return longest
