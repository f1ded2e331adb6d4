"""What went over the wire lately, for the page's side panel and for failing tests."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.wire import Json, encode


@dataclass(frozen=True, slots=True)
class Frame:
    """Hold one request with its answer, or one gateway message.

    ``source`` is "rest", "gateway", or "proxy" for a request that never reached Discord;
    ``sender`` is "bot" or "discord"; ``at`` is real Unix time. ``name`` is
    "POST /channels/1/messages" or the opcode or event; a gateway message has no ``status``.
    """

    number: int
    at: float
    source: str
    sender: str
    name: str
    body: Any
    status: int | None = None
    answer: Any = None

    def told(self) -> Json:
        """Return the frame as a JSON object that shares its body and answer."""
        return {name: getattr(self, name) for name in self.__slots__}


class WireLog:
    """Keep the last frames; it holds no tokens but those of interactions."""

    def __init__(self, size: int = 500) -> None:
        self.frames: deque[Frame] = deque(maxlen=size)
        self._watchers: list[Callable[[Frame], None]] = []
        self._number = 0

    def add(
        self,
        source: str,
        sender: str,
        name: str,
        body: Any,
        *,
        status: int | None = None,
        answer: Any = None,
    ) -> None:
        """Note a frame and tell the watchers."""
        self._number += 1
        frame = Frame(self._number, time.time(), source, sender, name, body, status, answer)
        self.frames.append(frame)
        for watcher in tuple(self._watchers):
            watcher(frame)

    def watch(self, watcher: Callable[[Frame], None]) -> Callable[[], None]:
        """Call ``watcher`` for each new frame until the returned function is called."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    @contextlib.contextmanager
    def recorded(self, file: Path) -> Generator[None]:
        """Append each frame to ``file``, one JSON object a line, until the block ends."""
        with file.open("ab") as lines:

            def write(frame: Frame) -> None:
                lines.write(encode(frame.told()) + b"\n")

            stop = self.watch(write)
            try:
                yield
            finally:
                stop()
