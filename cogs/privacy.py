"""/privacy: what is stored about a member, as a file, and gone on request."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.identity import member_id
from bot.replies import policy
from bot.replies import privacy as replies

Interaction = discord.Interaction[MentorClient]


@app_commands.allowed_contexts(guilds=True, dms=True)
@app_commands.allowed_installs(guilds=True)
class PrivacyCog(
    commands.GroupCog, group_name="privacy", group_description="What is stored about you"
):
    """Explain, export and delete a member's data."""

    def __init__(self, client: MentorClient) -> None:
        self.privacy = client.services.privacy
        self.contact = client.services.operator_contact

    @app_commands.command()
    async def info(self, interaction: Interaction) -> None:
        """See what is stored about you, why and for how long."""
        await answer(interaction, policy.info(self.contact))

    @app_commands.command()
    async def export(self, interaction: Interaction) -> None:
        """Get everything stored about you as a file."""
        await self.press_export(interaction)

    @app_commands.command()
    async def delete(self, interaction: Interaction) -> None:
        """Delete everything stored about you (shows what first, then asks)."""
        counts = await self.privacy.count(member_id(interaction.user.id))
        await answer(interaction, replies.preview(counts))

    @action("privacy.export")
    async def press_export(self, interaction: Interaction) -> None:
        """Hand over the export as a new private message."""
        data = await self.privacy.export(member_id(interaction.user.id))
        await answer(interaction, replies.export(data))

    @action("privacy.preview")
    async def press_preview(self, interaction: Interaction) -> None:
        """Show what deleting would remove."""
        counts = await self.privacy.count(member_id(interaction.user.id))
        await replace(interaction, replies.preview(counts))

    @action("privacy.delete")
    async def press_delete(self, interaction: Interaction) -> None:
        """Delete after the confirmation."""
        counts = await self.privacy.delete(member_id(interaction.user.id))
        await replace(interaction, replies.deleted(counts))

    @action("privacy.cancel")
    async def press_cancel(self, interaction: Interaction) -> None:
        """Leave everything as it is."""
        await replace(interaction, replies.cancelled())


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(PrivacyCog(client))
