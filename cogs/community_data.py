"""/config data: a community's settings as a file, brought back, and destroyed."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.platforms.discord.acknowledging import acknowledge
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.identity import channel_id, role_id
from bot.platforms.discord.moderation import ConfigGroup, require_moderator
from bot.replies import community_data as replies
from bot.replies.refusals import community_data as refusals
from bot.services.sections import Belongings

Interaction = discord.Interaction[MentorClient]


class CommunityDataCog(ConfigGroup):
    """Let moderators take their settings away, bring them back and delete them."""

    data = app_commands.Group(name="data", description="All settings of this server at once")

    def __init__(self, client: MentorClient) -> None:
        self.client = client
        self.community_data = client.services.community_data

    @data.command(name="export")
    async def export(self, interaction: Interaction) -> None:
        """Get all settings of this server as a file."""
        await self.press_export(interaction)

    @data.command(name="import")
    @app_commands.describe(file="A file from /config data export of this server")
    async def import_file(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Bring settings back from a file (shows what would change first)."""
        community = require_moderator(interaction)
        self.community_data.check_size(file.size)
        await acknowledge(interaction)
        view = await self.community_data.preview(
            community, await _read(file), self._own(interaction)
        )
        await answer(interaction, replies.preview(view.differences, view.token))

    @data.command()
    async def purge(self, interaction: Interaction) -> None:
        """Delete all settings of this server and stop its posts (asks first)."""
        counts = await self.community_data.count(require_moderator(interaction))
        await answer(interaction, replies.ask_purge(counts))

    @action("config.export")
    async def press_export(self, interaction: Interaction) -> None:
        """Hand over the file as a new private message."""
        data = await self.community_data.export(require_moderator(interaction))
        await answer(interaction, replies.export(data))

    @action("config.import")
    async def press_import(self, interaction: Interaction, token: str) -> None:
        """Import what the card shows; when something changed since, show that instead."""
        community = require_moderator(interaction)
        view, is_done = await self.community_data.apply(community, token, self._own(interaction))
        if is_done:
            await replace(interaction, replies.imported(view.differences))
        else:
            await replace(interaction, replies.preview(view.differences, view.token, is_new=True))

    @action("config.giveup")
    async def press_give_up(self, interaction: Interaction) -> None:
        """Leave everything as it is."""
        await self.community_data.give_up(require_moderator(interaction))
        await replace(interaction, replies.given_up())

    @action("config.keep")
    async def press_keep(self, interaction: Interaction) -> None:
        """Delete nothing."""
        require_moderator(interaction)
        await replace(interaction, replies.given_up())

    @action("config.purge")
    async def press_purge(self, interaction: Interaction) -> None:
        """Delete after the confirmation."""
        counts = await self.community_data.purge(require_moderator(interaction))
        await replace(interaction, replies.purged(counts))

    def _own(self, interaction: Interaction) -> Belongings:
        guild = interaction.guild
        channels = [channel_id(one.id) for one in guild.text_channels] if guild else []
        postable = (one for one in channels if self.client.messenger.access(one).is_postable)
        given = [one for one in guild.roles if not one.is_default()] if guild else []
        roles = (role_id(one.id) for one in given)
        return Belongings(frozenset(postable), frozenset(roles))


async def _read(file: discord.Attachment) -> bytes:
    try:
        return await file.read()
    except discord.HTTPException as error:
        raise refusals.not_handed_over() from error


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(CommunityDataCog(client))
