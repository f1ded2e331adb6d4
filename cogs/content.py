"""/config content: what a community adds for itself."""

from __future__ import annotations

from bot.dialogues import content
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class ContentCog(NounCog):
    """Register what ``bot.dialogues.content`` defines."""

    noun = content.content


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(ContentCog(client))
