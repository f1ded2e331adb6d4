"""/config stats: how a community uses the bot, naming nobody."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.platforms.discord.acknowledging import acknowledge
from bot.platforms.discord.answers import answer
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.moderation import ConfigGroup, require_moderator
from bot.replies import stats as replies

Interaction = discord.Interaction[MentorClient]


class StatsCog(ConfigGroup):
    """Show figures to moderators."""

    def __init__(self, client: MentorClient) -> None:
        self.counted = client.services.stats

    @app_commands.command()
    async def stats(self, interaction: Interaction) -> None:
        """See how this server uses the bot, in figures that name nobody."""
        community = require_moderator(interaction)
        # Who belongs here is asked of Discord, which may take longer than an answer may.
        await acknowledge(interaction)
        await answer(interaction, replies.shown(await self.counted.figures(community)))


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(StatsCog(client))
