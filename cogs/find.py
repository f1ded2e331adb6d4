"""/find: one box for everything in the catalogue."""

from __future__ import annotations

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card
from bot.catalogue.search import ALL_KINDS, HitKind
from bot.platforms.discord.actions import opener
from bot.platforms.discord.answers import answer
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.identity import community_id
from bot.replies import community_entries as own_content
from bot.replies import entries
from bot.replies import find as replies

Interaction = discord.Interaction[MentorClient]
MAX_HITS = 24
_KINDS = {
    "certification": frozenset({HitKind.CERTIFICATION}),
    "role": frozenset({HitKind.ROLE}),
    "path": frozenset({HitKind.STAGE, HitKind.STEP, HitKind.WAY}),
    "question": frozenset({HitKind.QUESTION}),
    "resource": frozenset({HitKind.RESOURCE}),
    "trend": frozenset({HitKind.TREND}),
}
Kind = Literal["certification", "role", "path", "question", "resource", "trend"]


class FindCog(commands.Cog):
    """Search certifications, roles, steps, questions and resources."""

    def __init__(self, client: MentorClient) -> None:
        self.catalogue = client.services.catalogue
        self.search = client.services.search
        self.entries = client.services.entries

    @app_commands.command()
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.allowed_installs(guilds=True)
    @app_commands.describe(query="A question or a few words", kind="Only entries of this kind")
    async def find(self, interaction: Interaction, query: str, kind: Kind | None = None) -> None:
        """Search everything: certifications, roles, steps, questions, resources."""
        await answer(interaction, self.results(kind or "", query))
        if interaction.guild_id is not None:
            # A card of its own: what is shared of the first one holds nothing of the community's.
            own = await self.entries.search(community_id(interaction.guild_id), query)
            if own:
                await answer(interaction, own_content.found(own))

    @opener("find.again")
    def results(self, kind: str, query: str) -> Card:
        """Search once more: for another page, without the filter, or for everybody."""
        found = self.search.search(query.replace("_", " "), MAX_HITS, _KINDS.get(kind, ALL_KINDS))
        if not found.hits:
            return replies.nothing(query, kind)
        return replies.results(query, found, kind, self.catalogue)

    @opener("find.open")
    def show(self, kind: HitKind, entry: str) -> Card:
        """Show an entry that has no command of its own."""
        return entries.opened(kind, entry, self.catalogue)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(FindCog(client))
