"""/config language: the language of what is posted in a community."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.platforms.discord.answers import answer
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.moderation import ConfigGroup, require_moderator
from bot.replies import languages as replies
from bot.words import language_name, languages

Interaction = discord.Interaction[MentorClient]
FOLLOWED = "server"
LANGUAGES = [
    *(app_commands.Choice(name=language_name(code), value=code) for code in languages()),
    app_commands.Choice(name="The server's own", value=FOLLOWED),
]


class LanguageCog(ConfigGroup):
    """See and choose the language of posts."""

    def __init__(self, client: MentorClient) -> None:
        self.communities = client.services.communities

    @app_commands.command()
    @app_commands.describe(language="The language of posts (empty shows it)")
    @app_commands.choices(language=LANGUAGES)
    async def language(self, interaction: Interaction, language: str | None = None) -> None:
        """See or choose the language of posts."""
        community = require_moderator(interaction)
        if language is None:
            now = await self.communities.community(community)
        else:
            chosen = None if language == FOLLOWED else language
            now = await self.communities.set_language(community, chosen)
        followed = str(interaction.guild_locale)
        await answer(interaction, replies.shown(now.locale, followed, is_saved=bool(language)))


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(LanguageCog(client))
