"""Keep what people did over a restart: the world and how far the clock was moved."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from playground.server import PlaygroundServer

_WORLD = "world.json"
_CLOCK = "clock.json"


def load(server: PlaygroundServer, folder: Path) -> bool:
    """Restore world and clock from ``folder``; tell whether there was anything."""
    world, clock = folder / _WORLD, folder / _CLOCK
    if not world.exists():
        return False
    server.world.restore(json.loads(world.read_text(encoding="utf-8")))
    if clock.exists():
        seconds = json.loads(clock.read_text(encoding="utf-8"))["offset_seconds"]
        server.clock.advance(timedelta(seconds=seconds))
    return True


def save(server: PlaygroundServer, folder: Path) -> None:
    """Write world and clock to ``folder``, each in one step."""
    server.world.save(folder / _WORLD)
    draft = folder / f"{_CLOCK}.new"
    told = {"offset_seconds": server.clock.offset.total_seconds()}
    draft.write_text(json.dumps(told), encoding="utf-8")
    draft.replace(folder / _CLOCK)
