"""/help: where to start."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.identity import community_id
from bot.replies import guide as replies
from bot.replies import posts


class GuideCog(commands.Cog):
    """Show newcomers the way."""

    def __init__(self, client: MentorClient) -> None:
        self.communities = client.services.communities

    @app_commands.command(name="help")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.allowed_installs(guilds=True)
    async def show_help(self, interaction: discord.Interaction[MentorClient]) -> None:
        """See what this bot can do for you and how to start."""
        place = interaction.guild_id
        is_moderator = place is not None and interaction.permissions.manage_guild
        mentors = None
        if place is not None:
            here = community_id(place)
            mentors = (await self.communities.community(here)).mentors_role_id
            if mentors is not None and not interaction.client.services.places.has_role(
                here, mentors
            ):
                mentors = None
        await answer(interaction, replies.overview(is_moderator, mentors))

    @action("post.about")
    async def press_about(self, interaction: discord.Interaction[MentorClient]) -> None:
        """Say privately where a post comes from."""
        await replace(interaction, posts.about())


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(GuideCog(client))
