"""/career: job roles, and the path to them."""

from __future__ import annotations

from bot.dialogues import career
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class CareerCog(NounCog):
    """Register what ``bot.dialogues.career`` defines."""

    noun = career.career


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(CareerCog(client))
