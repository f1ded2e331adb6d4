"""/config check: what does not work, and what mends it."""

from __future__ import annotations

from bot.dialogues import check
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class CheckCog(NounCog):
    """Register what ``bot.dialogues.check`` defines."""

    noun = check.check


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(CheckCog(client))
