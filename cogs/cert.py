"""/cert: certifications, dated and sourced."""

from __future__ import annotations

from bot.dialogues import cert
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class CertCog(NounCog):
    """Register what ``bot.dialogues.cert`` defines."""

    noun = cert.cert


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(CertCog(client))
