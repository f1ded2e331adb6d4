"""Moderators are told once that a post has stopped, however closely they ask."""

from __future__ import annotations

from typing import Any

import pytest

from bot.ports import SendError
from bot.services.stops import Stops
from bot.storage import schedules
from tests.unit.test_delivery import HERE, ROOM, TIP, Engine, engine

__all__ = ["engine"]


async def test_who_asks_while_another_is_told_hears_nothing_of_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    await engine.communities.set_schedule(HERE, TIP, 0, "09:00", "UTC", ROOM)
    engine.channel.errors = [SendError("It is closed.", permanent=True)]
    engine.clock.advance(days=7)
    await engine.run()
    stops = Stops(engine.database, engine.clock)
    read = schedules.list_untold
    first = stops.telling(HERE)
    assert len(await first.__aenter__()) == 1

    async def read_while_the_other_ends(*asked: Any) -> Any:
        found = await read(*asked)
        await first.__aexit__(None, None, None)
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(schedules, "list_untold", read_while_the_other_ends)
        async with stops.telling(HERE) as told:
            assert told == []
    async with stops.telling(HERE) as told:
        assert told == []
