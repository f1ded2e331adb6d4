"""The Share button of every look-up."""

from __future__ import annotations

from bot.dialogues import share
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class ShareCog(NounCog):
    """Register what ``bot.dialogues.share`` defines."""

    noun = share.share


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(ShareCog(client))
