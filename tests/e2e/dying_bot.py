"""The real bot as its own process that dies right after a named event is logged.

Usage: ``python -m tests.e2e.dying_bot EVENT``. Settings come from the environment as always. The
product knows nothing of it: the named crash points are its log events.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from typing import Any

from bot.app import run
from bot.config import load_settings


class Death(logging.Handler):
    """Kill this process, without any chance to clean up, when an event is logged."""

    def __init__(self, event: str) -> None:
        super().__init__()
        self._event = event

    def emit(self, record: logging.LogRecord) -> None:
        told: Any = record.msg
        if isinstance(told, dict) and told.get("event") == self._event:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    logging.getLogger("bot.schedule").addHandler(Death(sys.argv[1]))
    asyncio.run(run(load_settings()))
