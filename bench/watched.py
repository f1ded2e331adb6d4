"""Our bot as it is, with a watch on its event loop.

Usage: ``python -m bench.watched FILE``: after ready, the longest time in seconds for which the
loop ran nothing else is written to FILE whenever it grows, then how much of it the loop's thread
was computing: the rest it waited for a processor that others used.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from pathlib import Path
from typing import Any

from bot.app import run
from bot.config import load_settings

_EVERY_SECONDS = 0.002


class Ready(logging.Handler):
    """Know when the bot said that it is ready."""

    def __init__(self) -> None:
        super().__init__()
        self.at = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        """Look for the one event."""
        told: Any = record.msg
        if isinstance(told, dict) and told.get("event") == "discord.ready":  # pyright: ignore[reportUnknownMemberType]
            self.at.set()


async def watch(ready: Ready, file: Path) -> None:
    """Measure how much later than asked a short sleep ends."""
    await ready.at.wait()
    longest = 0.0
    while True:
        asked, computed = time.perf_counter() + _EVERY_SECONDS, time.thread_time()
        await asyncio.sleep(_EVERY_SECONDS)
        late = time.perf_counter() - asked
        if late > longest:
            longest = late
            file.write_text(f"{longest} {time.thread_time() - computed}")


async def main() -> None:
    """Run both until the bot ends."""
    ready = Ready()
    logging.getLogger("bot.platforms").addHandler(ready)
    watching = asyncio.create_task(watch(ready, Path(sys.argv[1])))
    try:
        await run(load_settings())
    finally:
        watching.cancel()


if __name__ == "__main__":
    asyncio.run(main())
