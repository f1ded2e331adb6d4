"""/start: somebody new says where they are, and gets a plan."""

from __future__ import annotations

from bot.dialogues import start
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class StartCog(NounCog):
    """Register what ``bot.dialogues.start`` defines."""

    noun = start.start


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(StartCog(client))
