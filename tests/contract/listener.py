"""A client that hears what the gateway tells about channels and guilds."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import discord

from bot.clock import SystemClock
from bot.platforms.discord.headers import Headers
from bot.platforms.discord.messenger import DiscordMessenger
from bot.platforms.discord.renderer import Renderer


class Listener(discord.Client):
    """Hear of channel changes, so that tests can wait for them."""

    def __init__(self) -> None:
        self.headers, trace = Headers(SystemClock()), aiohttp.TraceConfig()
        self.headers.listen(trace)
        super().__init__(
            intents=discord.Intents(guilds=True),
            guild_ready_timeout=0.05,
            max_ratelimit_timeout=30.0,
            http_trace=trace,
        )
        self.changes = asyncio.Queue[int]()

    async def on_guild_channel_update(self, _: object, after: discord.abc.GuildChannel) -> None:
        self.changes.put_nowait(after.id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self.changes.put_nowait(channel.id)

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        self.changes.put_nowait(guild.id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        if self.is_ready():
            self.changes.put_nowait(guild.id)

    async def heard(self) -> None:
        await asyncio.wait_for(self.changes.get(), 5)


def messenger_of(client: Listener, **limits: Any) -> DiscordMessenger:
    """Return a messenger that posts as a client."""
    return DiscordMessenger(client, Renderer({}), client.headers, **limits)
