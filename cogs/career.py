"""/career: job roles and the six-stage path."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
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
        await answer(interaction, replies.info(self.search.find_role(name), self.catalogue))

    @app_commands.command()
    @app_commands.describe(stage="One of the six stages (empty shows them all)")
    @app_commands.autocomplete(stage=stages)
    async def path(self, interaction: Interaction, stage: str | None = None) -> None:
        """Follow the six-stage path to Technical Project Manager."""
        if stage is None:
            await answer(interaction, paths.overview(self.catalogue))
            return
        await answer(interaction, paths.stage(self.search.find_stage(stage), self.catalogue))

    @action("role.show")
    async def press_role(self, interaction: Interaction, name: str, page: str = "1") -> None:
        """Open a role from another card."""
        card = replies.info(self.search.find_role(name), self.catalogue)
        await replace(interaction, card, int(page))

    @action("stage.show")
    async def press_stage(self, interaction: Interaction, stage: str, page: str = "1") -> None:
        """Open a stage from another card."""
        card = paths.stage(self.search.find_stage(stage), self.catalogue)
        await replace(interaction, card, int(page))

    @action("path.show")
    async def press_path(self, interaction: Interaction, page: str = "1") -> None:
        """Go back to the overview of the path."""
        await replace(interaction, paths.overview(self.catalogue), int(page))


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(CareerCog(client))
