"""/config log: who changed what."""

from __future__ import annotations

from bot.dialogues import log
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class LogCog(NounCog):
    """Register what ``bot.dialogues.log`` defines."""

    noun = log.log


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(LogCog(client))
