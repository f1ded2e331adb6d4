"""/nudge: a member's weekly check-in."""

from __future__ import annotations

from bot.dialogues import nudge
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class NudgeCog(NounCog):
    """Register what ``bot.dialogues.nudge`` defines."""

    noun = nudge.nudge


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(NudgeCog(client))
