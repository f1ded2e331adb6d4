"""/config setup: from nothing to a test post, in one form."""

from __future__ import annotations

from bot.dialogues.setup import set_up
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class SetupCog(NounCog):
    """Register what ``bot.dialogues.setup`` defines."""

    noun = set_up


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(SetupCog(client))
