"""/help: where to start."""

from __future__ import annotations

from bot.dialogues import help
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class HelpCog(NounCog):
    """Register what ``bot.dialogues.help`` defines."""

    noun = help.help_noun


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(HelpCog(client))
