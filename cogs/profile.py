"""The buttons and forms of a member's profile."""

from __future__ import annotations

from bot.dialogues import profile
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class ProfileCog(NounCog):
    """Register what ``bot.dialogues.profile`` defines."""

    noun = profile.profile


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(ProfileCog(client))
