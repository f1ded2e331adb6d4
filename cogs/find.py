"""/find: one box for everything in the catalogue."""

from __future__ import annotations

from bot.dialogues import find
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class FindCog(NounCog):
    """Register what ``bot.dialogues.find`` defines."""

    noun = find.find


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(FindCog(client))
