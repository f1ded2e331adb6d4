"""/config log: who changed what of a community."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.moderation import ConfigGroup, require_moderator
from bot.replies import audit as replies

Interaction = discord.Interaction[MentorClient]


class AuditCog(ConfigGroup):
    """Show the audit trail to moderators."""

    def __init__(self, client: MentorClient) -> None:
        self.audit = client.services.audit

    @app_commands.command()
    async def log(self, interaction: Interaction) -> None:
        """See who changed which setting, newest first."""
        entries, kept = await self.audit.newest(require_moderator(interaction))
        await answer(interaction, replies.log(entries, kept))

    @action("config.log")
    async def press_log(self, interaction: Interaction, page: int = 1) -> None:
        """Turn to another page, as the trail is now."""
        entries, kept = await self.audit.newest(require_moderator(interaction))
        await replace(interaction, replies.log(entries, kept), page)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(AuditCog(client))
