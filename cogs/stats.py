"""/config stats: how a community uses the bot."""

from __future__ import annotations

from bot.dialogues import stats
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class StatsCog(NounCog):
    """Register what ``bot.dialogues.stats`` defines."""

    noun = stats.stats


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(StatsCog(client))
