"""Logs hold ids and counts: no member's words and no token, however much is logged."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playground.server import PlaygroundServer
from tests.e2e.processes import environment, online
from tests.e2e.test_command_line import Operator, operator

__all__ = ["operator"]

WORDS = "Quillfeather notes"


async def test_at_the_finest_level_the_log_holds_no_words_and_no_token(
    playground: PlaygroundServer, operator: Operator, tmp_path: Path
):
    operator.settings = environment(playground, tmp_path) | {"MENTOR_LOG_LEVEL": "DEBUG"}
    bot = await operator.start("run")
    await online(playground)
    ana = playground.person("ana")
    card = await ana.slash("goal add", title=WORDS)
    await ana.click(card, "Done")
    await ana.slash("find", query=WORDS)
    bot.terminate()
    _, err = await asyncio.wait_for(bot.communicate(), 10)
    told = err.decode()
    assert "commands.published" in told
    assert "Quillfeather" not in told
    assert playground.world.token not in told
