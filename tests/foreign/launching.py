"""Somebody's script as a process on the playground, unchanged."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playground.intents import PRIVILEGED
from playground.server import PlaygroundServer
from tests.e2e.processes import ROOT, eventually


@asynccontextmanager
async def launched(server: PlaygroundServer, script: Path, *arguments: str) -> AsyncGenerator[None]:
    """Run a script until the end of the block, from the moment its bot is ready."""
    server.world.takes_any_token = True
    server.gateway.privileged = PRIVILEGED
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "playground.running",
        server.api_url,
        server.gateway_url,
        str(script),
        *arguments,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await eventually(server, lambda: server.gateway.is_bot_online, 20)
        yield
    finally:
        process.kill()
        await process.wait()
        await eventually(server, lambda: not server.gateway.is_bot_online)
