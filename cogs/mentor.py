"""/mentor: learners look for a mentor."""

from __future__ import annotations

from bot.dialogues import mentor
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class MentorCog(NounCog):
    """Register what ``bot.dialogues.mentor`` defines."""

    noun = mentor.mentor


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(MentorCog(client))
