"""Fixtures for tests that talk to the bot through the playground.

One server per test costs about two milliseconds; nothing is shared, so tests cannot leak.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path

import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from playground.seed import academy
from playground.server import PlaygroundServer


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--playground-wire FOLDER``."""
    parser.getgroup("playground").addoption(
        "--playground-wire",
        type=Path,
        metavar="FOLDER",
        help="record what goes over the wire: a file of JSON lines per test",
    )


@pytest.fixture
async def playground(request: pytest.FixtureRequest) -> AsyncIterator[PlaygroundServer]:
    """Serve a fresh "TPM Academy"; fail if the bot used a route that the playground lacks."""
    async with PlaygroundServer(academy()) as server:
        with _recording(server, request):
            yield server
        assert server.unknown_routes == []  # noqa: S101


def _recording(
    server: PlaygroundServer, request: pytest.FixtureRequest
) -> contextlib.AbstractContextManager[None]:
    folder: Path | None = request.config.getoption("--playground-wire")
    if folder is None:
        return contextlib.nullcontext()
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.]+", "-", request.node.nodeid)
    return server.wire.recorded(folder / f"{name[:200]}.jsonl")


def connect(client: discord.Client, server: PlaygroundServer) -> discord.Client:
    """Point an unpatched discord.py at the server and return the client, not yet logged in.

    The two addresses are class variables of discord.py: one server at a time per process.
    """
    Route.BASE = server.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = URL(server.gateway_url)
    return client


@contextlib.asynccontextmanager
async def online(client: discord.Client, server: PlaygroundServer) -> AsyncGenerator[None]:
    """Run a client against the server from ready until the end of the block.

    Raises
    ------
    TimeoutError
        The client was not ready within five seconds.
    """
    connect(client, server)
    async with client:
        await client.login(server.world.token)
        running = asyncio.create_task(client.connect())
        ready = asyncio.create_task(client.wait_until_ready())
        try:
            async with asyncio.timeout(5):
                await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
            yield
        finally:
            ready.cancel()
            await client.close()
            await asyncio.gather(running, ready, return_exceptions=True)
