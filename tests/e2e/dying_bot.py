"""The real bot as its own process that dies right after one of the named events is logged.

Usage: ``python -m tests.e2e.dying_bot EVENT...``; the file ``died-at`` then names the event.
Settings come from the environment as always. The product knows nothing of it: the named crash
points are its log events.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

from bot.app import run
from bot.config import load_settings


class Death(logging.Handler):
    """Kill this process, without any chance to clean up, when one of the events is logged."""

    def __init__(self, events: list[str]) -> None:
        super().__init__()
        self._events = events

    def emit(self, record: logging.LogRecord) -> None:
        told: Any = record.msg
        if isinstance(told, dict) and (event := told.get("event")) in self._events:
            Path("died-at").write_text(event, encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    logging.getLogger("bot.schedule").addHandler(Death(sys.argv[1:]))
    asyncio.run(run(load_settings()))
