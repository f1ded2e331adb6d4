"""/privacy: what is stored about a member."""

from __future__ import annotations

from bot.dialogues import privacy
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class PrivacyCog(NounCog):
    """Register what ``bot.dialogues.privacy`` defines."""

    noun = privacy.privacy


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(PrivacyCog(client))
