"""/config language: the language of posts."""

from __future__ import annotations

from bot.dialogues import language
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class LanguageCog(NounCog):
    """Register what ``bot.dialogues.language`` defines."""

    noun = language.language_noun


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(LanguageCog(client))
