"""/trend: what changes in the field."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card
from bot.catalogue.search import HitKind
from bot.platforms.discord.actions import opener
from bot.platforms.discord.answers import answer
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.suggestions import topics
from bot.replies import entries
from bot.replies import trends as replies

Interaction = discord.Interaction[MentorClient]


@app_commands.allowed_contexts(guilds=True, dms=True)
@app_commands.allowed_installs(guilds=True)
class TrendCog(
    commands.GroupCog, group_name="trend", group_description="What changes in the field"
):
    """Look up trends, by date and by topic."""

    def __init__(self, client: MentorClient) -> None:
        self.catalogue = client.services.catalogue
        self.search = client.services.search

    @app_commands.command()
    @app_commands.describe(topic="Only trends about this")
    @app_commands.autocomplete(topic=topics)
    async def latest(self, interaction: Interaction, topic: str | None = None) -> None:
        """See the newest trends and what to try."""
        await answer(interaction, self.show_list(topic or replies.ANY))

    @app_commands.command(name="topics")
    async def list_topics(self, interaction: Interaction) -> None:
        """See what trends are about."""
        await answer(interaction, self.show_topics())

    @opener("trend.show")
    def show(self, name: str) -> Card:
        """Show a trend."""
        return entries.opened(HitKind.TREND, name, self.catalogue)

    @opener("trend.list")
    def show_list(self, topic: str) -> Card:
        """Show the trends about a topic."""
        about = None if topic == replies.ANY else self.search.find_topic(topic)
        return replies.latest(self.search.trends(about), about)

    @opener("trend.topics")
    def show_topics(self) -> Card:
        """Show what trends are about."""
        return replies.topics(self.search.topics(), self.catalogue)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(TrendCog(client))
