"""Fixtures for tests that talk to the bot through the playground.

One server per test costs about two milliseconds; nothing is shared, so tests cannot leak.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator

import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from playground.seed import academy
from playground.server import PlaygroundServer


@pytest.fixture
async def playground() -> AsyncIterator[PlaygroundServer]:
    """Serve a fresh "TPM Academy"; fail if the bot used a route that the playground lacks."""
    async with PlaygroundServer(academy()) as server:
        yield server
        assert server.unknown_routes == []  # noqa: S101


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
