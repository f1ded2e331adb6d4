"""/trend: what changes in the field."""

from __future__ import annotations

from bot.dialogues import trend
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class TrendCog(NounCog):
    """Register what ``bot.dialogues.trend`` defines."""

    noun = trend.trend


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(TrendCog(client))
