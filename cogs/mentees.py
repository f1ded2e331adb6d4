"""/mentees: what mentors offer and whom they help."""

from __future__ import annotations

from bot.dialogues import mentees
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class MenteesCog(NounCog):
    """Register what ``bot.dialogues.mentees`` defines."""

    noun = mentees.mentees


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(MenteesCog(client))
