"""/career: job roles and the six-stage path."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card
from bot.platforms.discord.actions import opener
from bot.platforms.discord.answers import answer
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.suggestions import roles, stages
from bot.replies import paths
from bot.replies import roles as replies

Interaction = discord.Interaction[MentorClient]


@app_commands.allowed_contexts(guilds=True, dms=True)
@app_commands.allowed_installs(guilds=True)
class CareerCog(
    commands.GroupCog, group_name="career", group_description="Job roles and the path to them"
):
    """Look up roles and follow the path."""

    def __init__(self, client: MentorClient) -> None:
        self.catalogue = client.services.catalogue
        self.search = client.services.search

    @app_commands.command()
    @app_commands.describe(name="The job role, or what people call it")
    @app_commands.autocomplete(name=roles)
    async def role(self, interaction: Interaction, name: str) -> None:
        """Look up one job role: what you do, need and earn."""
        await answer(interaction, self.show_role(name))

    @app_commands.command()
    @app_commands.describe(stage="One of the six stages (empty shows them all)")
    @app_commands.autocomplete(stage=stages)
    async def path(self, interaction: Interaction, stage: str | None = None) -> None:
        """Follow the six-stage path to Technical Project Manager."""
        await answer(interaction, self.show_stage(stage) if stage else self.show_path())

    @opener("role.show")
    def show_role(self, name: str) -> Card:
        """Show a role."""
        return replies.info(self.search.find_role(name), self.catalogue)

    @opener("stage.show")
    def show_stage(self, stage: str) -> Card:
        """Show a stage of the path."""
        return paths.stage(self.search.find_stage(stage), self.catalogue)

    @opener("path.show")
    def show_path(self) -> Card:
        """Show the overview of the path."""
        return paths.overview(self.catalogue)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(CareerCog(client))
