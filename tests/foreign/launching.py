"""Somebody's script as a process on the playground, unchanged."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from playground.intents import PRIVILEGED
from playground.server import PlaygroundServer
from tests.e2e.processes import ROOT, eventually


@asynccontextmanager
async def launched(server: PlaygroundServer, script: Path, *arguments: str) -> AsyncGenerator[None]:
    """Run a script for discord.py until the end of the block, from when its bot is ready."""
    launcher = ("-m", "playground.running", server.api_url, server.gateway_url)
    command = (sys.executable, *launcher, str(script), *arguments)
    async with running(server, command, {**os.environ, "PYTHONPATH": str(ROOT)}):
        yield


@asynccontextmanager
async def running(
    server: PlaygroundServer,
    command: tuple[str, ...],
    environment: Mapping[str, str],
    output: int | None = subprocess.DEVNULL,
) -> AsyncGenerator[None]:
    """Run a bot's command until the end of the block, from when its bot is ready.

    With None as ``output`` pytest captures what the bot writes.
    """
    server.world.takes_any_token = True
    server.gateway.privileged = PRIVILEGED
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=output, stderr=output
    )
    try:
        await eventually(server, lambda: server.gateway.is_bot_online, 20)
        yield
    finally:
        process.kill()
        await process.wait()
        await eventually(server, lambda: not server.gateway.is_bot_online)
