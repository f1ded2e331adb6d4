"""Bringing a discord.py client to the playground, unpatched."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from playground.server import PlaygroundServer

_READY_SECONDS = 5.0


def connect(client: discord.Client, server: PlaygroundServer) -> discord.Client:
    """Point an unpatched discord.py at the server and return the client, not yet logged in.

    The two addresses are class variables of discord.py: one server at a time per process.
    """
    Route.BASE = server.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = URL(server.gateway_url)
    return client


@contextlib.asynccontextmanager
async def online(
    client: discord.Client, server: PlaygroundServer, *, privileged: bool = False
) -> AsyncGenerator[None]:
    """Run a client against the server from ready until the end of the block.

    ``privileged`` grants the privileged intents it asks for, as in the developer portal. discord.py
    takes a client for ready two seconds after its last guild; its option
    ``guild_ready_timeout=0.05`` shortens that.

    Raises
    ------
    TimeoutError
        The client was not ready within five seconds.
    """
    connect(client, server)
    if privileged:
        server.gateway.privileged |= client.intents.value
    async with client:
        await client.login(server.world.token)
        running = asyncio.create_task(client.connect())
        ready = asyncio.create_task(client.wait_until_ready())
        try:
            async with asyncio.timeout(_READY_SECONDS):
                await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
            yield
        finally:
            ready.cancel()
            await client.close()
            await asyncio.gather(running, ready, return_exceptions=True)
