"""/me: how the bot reaches a member, and their inbox."""

from __future__ import annotations

from bot.dialogues import me
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class MeCog(NounCog):
    """Register what ``bot.dialogues.me`` defines."""

    noun = me.me


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(MeCog(client))
