"""How long the event loop stands still: the processor time of its longest uninterrupted turn."""

from __future__ import annotations

import time
from asyncio.events import Handle
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Standstill:
    longest_ms: float = 0.0


@contextmanager
def watched() -> Generator[Standstill]:
    """Watch every turn of the loop; processor time of its own thread, so that no load counts."""
    found, run = Standstill(), Handle._run

    def timed(self: Handle) -> None:
        began = time.thread_time()
        try:
            run(self)
        finally:
            found.longest_ms = max(found.longest_ms, (time.thread_time() - began) * 1000)

    Handle._run = timed
    try:
        yield found
    finally:
        Handle._run = run
