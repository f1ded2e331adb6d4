"""What the playground recorded (``pytest --playground-wire FOLDER``)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """Hold one frame as :class:`playground.wirelog.Frame` tells it, and the test it is from."""

    test: str
    source: str
    sender: str
    name: str
    body: Any
    status: int
    answer: Any


def read_recordings(folder: Path) -> Iterator[Message]:
    """Yield the messages of all recordings in a folder, one test after the other."""
    for file in sorted(folder.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                yield _message(file.stem, json.loads(line))


def _message(test: str, frame: dict[str, Any]) -> Message:
    body = frame["body"]
    if frame["source"] == "gateway" and isinstance(body, str):
        body = json.loads(body)
    return Message(
        test=test,
        source=frame["source"],
        sender=frame["sender"],
        name=frame["name"],
        body=body,
        status=frame["status"] or 0,
        answer=frame["answer"],
    )
