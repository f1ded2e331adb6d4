"""Reports of members, for moderators."""

from __future__ import annotations

from bot.dialogues import report
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog


class ReportCog(NounCog):
    """Register what ``bot.dialogues.report`` defines."""

    noun = report.report


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(ReportCog(client))
