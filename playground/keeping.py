"""Keeping the world in a file, so that a demo survives a restart."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Final

from playground.events import Event
from playground.world import World

_EVERY_SECONDS: Final = 1.0


@contextlib.asynccontextmanager
async def kept(world: World, path: Path) -> AsyncGenerator[None]:
    """Restore the world from a file, and save it there soon after changes and at the end.

    Raises
    ------
    ValueError
        The file is no snapshot.
    """
    _restore(world, path)
    changed = asyncio.Event()

    def notice(_: Event) -> None:
        changed.set()

    async def save_often() -> None:
        while True:
            await changed.wait()
            await asyncio.sleep(_EVERY_SECONDS)
            changed.clear()
            world.save(path)

    unsubscribe = world.subscribe(notice)
    saver = asyncio.create_task(save_often())
    try:
        yield
    finally:
        unsubscribe()
        saver.cancel()
        await asyncio.gather(saver, return_exceptions=True)
        world.save(path)


def _restore(world: World, path: Path) -> None:
    if not path.exists():
        return
    try:
        world.restore(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no saved playground: {error!r}") from error
