"""/remind: a member's reminders."""

from __future__ import annotations

from bot.dialogues import remind
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class RemindCog(NounCog):
    """Register what ``bot.dialogues.remind`` defines."""

    noun = remind.remind


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(RemindCog(client))
