"""/cert: certifications from the catalogue, with sources and check dates."""

from __future__ import annotations

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.suggestions import certifications, focuses
from bot.replies import certifications as replies

Interaction = discord.Interaction[MentorClient]
Level = Literal["entry", "intermediate", "advanced", "expert"]
ANY = "any"


@app_commands.allowed_contexts(guilds=True, dms=True)
@app_commands.allowed_installs(guilds=True)
class CertificationCog(
    commands.GroupCog, group_name="cert", group_description="Certifications, dated and sourced"
):
    """Look certifications up."""

    def __init__(self, client: MentorClient) -> None:
        self.catalogue = client.services.catalogue
        self.search = client.services.search

    @app_commands.command()
    @app_commands.describe(name="Name, abbreviation or what people call it")
    @app_commands.autocomplete(name=certifications)
    async def info(self, interaction: Interaction, name: str) -> None:
        """Look up one certification: requirements, exam, fees, renewal."""
        entry, variant = self.search.find_certification(name)
        await answer(interaction, replies.info(entry, variant, self.catalogue))

    @app_commands.command(name="list")
    @app_commands.describe(focus="What it is about", level="How far along you are")
    @app_commands.autocomplete(focus=focuses)
    async def list_certifications(
        self, interaction: Interaction, focus: str | None = None, level: Level | None = None
    ) -> None:
        """List certifications, optionally by focus and level."""
        await answer(interaction, self._listing(focus, level))

    @action("cert.show")
    async def press_show(self, interaction: Interaction, name: str, page: str = "1") -> None:
        """Open a certification from another card."""
        entry, variant = self.search.find_certification(name)
        await replace(interaction, replies.info(entry, variant, self.catalogue), int(page))

    @action("cert.list")
    async def press_list(
        self, interaction: Interaction, focus: str, level: str, page: str = "1"
    ) -> None:
        """Turn the page of a list."""
        wanted = (None if focus == ANY else focus, None if level == ANY else level)
        await replace(interaction, self._listing(*wanted), int(page))

    def _listing(self, focus: str | None, level: str | None) -> Card:
        return replies.listing(self.search.certifications(focus, level), focus, level)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(CertificationCog(client))
