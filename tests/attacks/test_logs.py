"""All that a bot logs at the finest level while everything it has is used."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import cast

from bot.app import Bot
from bot.logs import trace
from playground.server import PlaygroundServer
from tests.attacks.scene import SECRET, THEIRS, Harvest, Scene, use_everything
from tests.e2e.forked import ForkedProcess
from tests.e2e.processes import environment, online
from tests.e2e.stage import NOON, Stage
from tests.e2e.test_forged import forge

FORGED = (("held.edit", f"{SECRET}"), ("card.share", "cert.show", SECRET), ("goal.show", SECRET))


async def test_all_logs_hold_ids_and_events_only(playground: PlaygroundServer, tmp_path: Path):
    file = tmp_path / "log"
    playground.clock.jump(NOON)
    stage = Stage(playground, cast(Bot, None), tmp_path / "mentor.db")
    scene = Scene(stage, Harvest(stage))
    with file.open("wb") as log:
        bot = await ForkedProcess.start(
            "bot",
            "run",
            folder=tmp_path,
            environment=environment(playground, tmp_path) | {"MENTOR_LOG_LEVEL": "DEBUG"},
            stdout=log,
            stderr=log,
        )
        await online(playground)
        await use_everything(scene)
        card = await stage.ben.slash("me settings")
        for verb, *args in FORGED:
            await forge(stage.ben, card, verb, *args)
        bot.terminate()
        await asyncio.wait_for(bot.communicate(), 10)
    told = file.read_text(encoding="utf-8")
    assert "commands.published" in told
    tokens = list(playground.interactions._by_token)
    assert len(tokens) > 100
    names = [one["global_name"] for one in playground.world.people]
    words = [SECRET, THEIRS, playground.world.token, *tokens, *names]
    assert [word for word in words if word in told] == []


def test_a_trace_quotes_nobody():
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError:
        info = sys.exc_info()
    told = trace(info)  # type: ignore[arg-type]
    assert "ValueError" in told
    assert "KeyError" in told
    assert "int(SECRET)" in told
    assert SECRET not in told
    assert trace((OSError, OSError("no room"), None)).endswith("OSError: no room")
