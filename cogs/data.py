"""/config data: a community's settings as a file."""

from __future__ import annotations

from bot.dialogues import data
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class DataCog(NounCog):
    """Register what ``bot.dialogues.data`` defines."""

    noun = data.data


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(DataCog(client))
