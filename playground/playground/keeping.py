"""Keeping world and clock in a file, so that a demo survives a restart."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from typing import Final

from playground.events import Event
from playground.server import PlaygroundServer

_FILE: Final = "playground.json"
_EVERY_SECONDS: Final = 1.0


def load(server: PlaygroundServer, place: Path) -> None:
    """Restore world and clock from a file, or from ``playground.json`` in a directory, if any.

    Raises
    ------
    ValueError
        The file is no saved playground.
    """
    file = _file(place)
    if not file.exists():
        return
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
        offset = timedelta(seconds=float(state["clock_offset_seconds"]))
        server.world.restore(state["world"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{file} is no saved playground: {error!r}") from error
    server.clock.advance(offset - server.clock.offset)


def save(server: PlaygroundServer, place: Path) -> None:
    """Write world and clock in one step, so that a crash leaves the old file whole."""
    file = _file(place)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    offset = server.clock.offset.total_seconds()
    with draft.open("w", encoding="utf-8") as out:
        json.dump({"clock_offset_seconds": offset, "world": server.world.snapshot()}, out)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)


@contextlib.asynccontextmanager
async def kept(server: PlaygroundServer, place: Path) -> AsyncGenerator[None]:
    """Load, then save soon after each change and at the end of the block.

    Raises
    ------
    ValueError
        The file is no saved playground; it is left as it is.
    """
    load(server, place)
    changed = asyncio.Event()

    def notice(_: Event) -> None:
        changed.set()

    async def save_often() -> None:
        while True:
            await changed.wait()
            await asyncio.sleep(_EVERY_SECONDS)
            changed.clear()
            save(server, place)

    unsubscribe = server.world.subscribe(notice)
    saver = asyncio.create_task(save_often())
    try:
        yield
    finally:
        unsubscribe()
        saver.cancel()
        await asyncio.gather(saver, return_exceptions=True)
        save(server, place)


def _file(place: Path) -> Path:
    return place / _FILE if place.is_dir() else place
