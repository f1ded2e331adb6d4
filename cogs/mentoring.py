"""/config mentors: what moderators decide about mentoring."""

from __future__ import annotations

from bot.dialogues import mentoring
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class MentoringCog(NounCog):
    """Register what ``bot.dialogues.mentoring`` defines."""

    noun = mentoring.mentoring


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(MentoringCog(client))
