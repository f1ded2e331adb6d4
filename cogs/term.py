"""/term: the words of the field."""

from __future__ import annotations

from bot.dialogues import term
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class TermCog(NounCog):
    """Register what ``bot.dialogues.term`` defines."""

    noun = term.term


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(TermCog(client))
