"""The buttons of a mentorship; a learner's are behind /mentor, a mentor's behind /mentees."""

from __future__ import annotations

from bot.dialogues import pair
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class PairCog(NounCog):
    """Register what ``bot.dialogues.pair`` defines."""

    noun = pair.pair


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(PairCog(client))
