"""What the client leaves behind when it closes: nothing."""

from __future__ import annotations

import asyncio

from bot.platforms.discord.client import MentorClient


async def test_whoever_waits_for_guilds_is_told_when_the_client_closes():
    client = MentorClient("cogs")
    waiting = asyncio.create_task(asyncio.Event().wait())
    client._connection._ready_task = waiting
    await client.close()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
