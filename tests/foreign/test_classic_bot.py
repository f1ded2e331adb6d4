"""Prefix commands, views, modals and events of a bot that was written for Discord."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

from playground import permissions as may
from playground.server import PlaygroundServer
from tests.e2e.processes import ROOT, eventually
from tests.foreign.launching import launched

SCRIPT = Path(__file__).parent / "classic_bot.py"


async def test_the_classic_bot_and_its_restart(playground: PlaygroundServer):
    ana, world = playground.person("ana"), playground.world
    guild = next(iter(world.guilds.values()))
    role = guild.members[world.bot["id"]]["roles"][0]
    world.edit_role(guild, role, permissions=str(may.ALL))
    async with launched(playground, SCRIPT, "any-token"):
        ana.says("!poll", where="general")
        [poll] = await ana.posts("general")
        assert (await ana.click(poll, "Tea")).text == "You like tea."
        form = await ana.click(poll, "Why?")
        # discord.py knows a form only once Discord's answer to it was read, which a person never
        # outruns. After another answer it has been.
        assert (await ana.click(poll, "Tea")).text == "You like tea."
        assert (await ana.submit(form, **{"Your reason": "it is warm"})).text == (
            "Because it is warm"
        )
        ana.says("!colour", where="general")
        colours = (await ana.posts("general", 2))[-1]
        assert (await ana.choose(colours, "Colour", "Blue")).text == "Blue it is"
        ana.says("!likes", where="general")
        likes = (await ana.posts("general", 4))[-1]
        assert likes.message["referenced_message"]["content"] == "!likes"
        assert (await ana.click(likes, "0 likes")).buttons == ["1 likes"]

        world.add_member(guild, world.add_user("Zoe"))
        welcome = (await ana.posts("general", 5))[-1]
        assert welcome.text == "Welcome, Zoe!"
        said = ana.says("!discuss estimates", where="general")
        await eventually(playground, lambda: bool(guild.threads))
        [discussed] = await ana.posts("estimates")
        assert discussed.text == "Let us discuss estimates."

        def is_pinned() -> bool:
            return bool((world.messages.get(said["channel_id"], said["id"]) or {}).get("pinned"))

        await eventually(playground, is_pinned)

    async with launched(playground, SCRIPT, "another-token"):
        assert (await ana.click(poll, "Tea")).text == "You like tea."
        current = likes.now()
        assert current is not None
        assert (await ana.click(current, "1 likes")).buttons == ["2 likes"]


async def test_the_launcher_runs_a_script_and_stops_with_it(tmp_path: Path):
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "playground", "--port", "0", "run", str(SCRIPT), "any-token"),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(20):
        said = (await process.stdout.readline()).decode()
        assert re.search(r"classic_bot.py runs on http://127.0.0.1:\d+/", said)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
