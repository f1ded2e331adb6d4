"""/config show, channel and schedule: what is posted where and when."""

from __future__ import annotations

from bot.dialogues import config
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class ConfigCog(NounCog):
    """Register what ``bot.dialogues.config`` defines."""

    noun = config.config


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(ConfigCog(client))
