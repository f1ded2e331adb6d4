"""/career: job roles, and the six-stage path with the member's own progress."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card
from bot.model import PathProgress
from bot.platforms.discord.actions import action, opener
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.identity import member_id
from bot.platforms.discord.suggestions import roles, stages
from bot.replies import gaps, paths
from bot.replies import roles as replies

Interaction = discord.Interaction[MentorClient]


@app_commands.allowed_contexts(guilds=True, dms=True)
@app_commands.allowed_installs(guilds=True)
class CareerCog(
    commands.GroupCog, group_name="career", group_description="Job roles and the path to them"
):
    """Look up roles and follow the path."""

    def __init__(self, client: MentorClient) -> None:
        self.career = client.services.career
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
        progress = await self._progress(interaction)
        card = self._stage(stage, progress) if stage else paths.overview(self.catalogue, progress)
        await answer(interaction, card)

    @app_commands.command()
    @app_commands.describe(target="The job role you want (empty: the one of your profile)")
    @app_commands.autocomplete(target=roles)
    async def gap(self, interaction: Interaction, target: str | None = None) -> None:
        """See what a job role still asks of you, and what to do next."""
        found = await self.career.gap(member_id(interaction.user.id), target)
        await answer(interaction, gaps.shown(found, self.catalogue))

    @action("gap.mine")
    async def press_gap(self, interaction: Interaction, role: str, page: int = 1) -> None:
        """Look at the gap again, as it is now."""
        found = await self.career.gap(member_id(interaction.user.id), role)
        await replace(interaction, gaps.shown(found, self.catalogue), page)

    @opener("role.show")
    def show_role(self, name: str) -> Card:
        """Show a role."""
        return replies.info(self.search.find_role(name), self.catalogue)

    @opener("stage.show")
    def show_stage(self, stage: str) -> Card:
        """Show a stage of the path."""
        return self._stage(stage)

    @opener("path.show")
    def show_path(self) -> Card:
        """Show the overview of the path."""
        return paths.overview(self.catalogue)

    @action("stage.mine")
    async def press_stage(self, interaction: Interaction, stage: str, page: int = 1) -> None:
        """Show a stage with the member's progress."""
        progress = await self._progress(interaction)
        await replace(interaction, self._stage(stage, progress), page)

    @action("path.mine")
    async def press_path(self, interaction: Interaction, page: int = 1) -> None:
        """Show the path with the member's progress."""
        progress = await self._progress(interaction)
        await replace(interaction, paths.overview(self.catalogue, progress), page)

    async def _progress(self, interaction: Interaction) -> PathProgress:
        return await self.career.progress(member_id(interaction.user.id))

    def _stage(self, stage: str, progress: PathProgress | None = None) -> Card:
        return paths.stage(self.search.find_stage(stage), self.catalogue, progress)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(CareerCog(client))
