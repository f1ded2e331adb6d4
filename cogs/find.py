"""/find: one box for everything in the catalogue."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card
from bot.catalogue.search import HitKind
from bot.platforms.discord.actions import opener
from bot.platforms.discord.answers import answer
from bot.platforms.discord.client import MentorClient
from bot.replies import find as replies

MAX_HITS = 8
Interaction = discord.Interaction[MentorClient]


class FindCog(commands.Cog):
    """Search certifications, roles, steps, questions and resources."""

    def __init__(self, client: MentorClient) -> None:
        self.catalogue = client.services.catalogue
        self.search = client.services.search

    @app_commands.command()
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.allowed_installs(guilds=True)
    @app_commands.describe(query="A question or a few words")
    async def find(self, interaction: Interaction, query: str) -> None:
        """Search everything: certifications, roles, steps, questions, resources."""
        await answer(interaction, self._results(query))

    def _results(self, query: str) -> Card:
        hits = self.search.search(query, MAX_HITS)
        return replies.results(query, hits, self.catalogue) if hits else replies.nothing(query)

    @opener("find.open")
    def show(self, kind: str, entry: str) -> Card:
        """Show a question or a trend."""
        return replies.opened(HitKind(kind), entry, self.catalogue)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(FindCog(client))
