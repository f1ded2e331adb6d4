"""The bot as a process of its own, started, killed and started again."""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, TypeAlias

from playground.server import PlaygroundServer
from playground.slack import SlackServer
from tests.e2e.forked import ROOT, ForkedProcess

START_SECONDS = 20.0


Server: TypeAlias = PlaygroundServer | SlackServer


def environment(server: Server, folder: Path) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("MENTOR_")}
    return {
        **clean,
        **_platform(server),
        "PYTHONPATH": str(ROOT),
        "MENTOR_CLOCK_URL": server.clock_url,
        "MENTOR_TICK_SECONDS": "0.2",
        "MENTOR_POSTS_PER_SECOND": "1000",
        "MENTOR_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'mentor.db'}",
    }


def _platform(server: Server) -> dict[str, str]:
    """Return the settings of the platform that a server plays."""
    if isinstance(server, SlackServer):
        return {
            "MENTOR_SLACK_APP_TOKEN": server.workspace.app_token,
            "MENTOR_SLACK_BOT_TOKEN": server.workspace.bot_token,
            "MENTOR_SLACK_API_URL": server.api_url,
        }
    return {
        "MENTOR_DISCORD_TOKEN": server.world.token,
        "MENTOR_DISCORD_API_URL": server.api_url,
        "MENTOR_DISCORD_GATEWAY_URL": server.gateway_url,
        "MENTOR_DISCORD_READY_SECONDS": "0.05",
    }


@asynccontextmanager
async def bot_process(
    server: Server,
    folder: Path,
    program: str,
    *arguments: str,
    log: IO[bytes] | None = None,
) -> AsyncGenerator[ForkedProcess]:
    """Run a module, the bot, until the end of the block; it is killed if it still lives then.

    What it logs goes to ``log``, else to a pipe, which a bot that says much would fill.
    """
    process = await ForkedProcess.start(
        program,
        *arguments,
        folder=folder,
        environment=environment(server, folder),
        stdout=DEVNULL,
        stderr=log or PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def online(server: Server) -> None:
    """Wait until the bot's process is connected."""

    def connected() -> bool:
        if isinstance(server, SlackServer):
            return server.is_app_online
        return server.gateway.is_bot_online

    await eventually(server, connected, START_SECONDS)


async def eventually(server: Server, condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait until ``condition`` holds, looking at each frame on the wire."""
    seen = asyncio.Event()
    stop = server.wire.watch(lambda _: seen.set())
    try:
        async with asyncio.timeout(seconds):
            while not condition():
                await seen.wait()
                seen.clear()
    finally:
        stop()
