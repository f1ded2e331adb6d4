"""/config topics: what the weekly posts are about."""

from __future__ import annotations

from bot.dialogues import topics
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class TopicsCog(NounCog):
    """Register what ``bot.dialogues.topics`` defines."""

    noun = topics.topics


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(TopicsCog(client))
