"""/config check: what does not work in a community, and what mends it."""

from __future__ import annotations

from importlib.metadata import version

import discord
from discord import app_commands

from bot.cards import Card
from bot.model import CommunityId
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.moderation import ConfigGroup, require_moderator
from bot.replies import health as replies

Interaction = discord.Interaction[MentorClient]
_STALE_AFTER_DAYS = 365


class HealthCog(ConfigGroup):
    """Tell moderators in words how their posts are."""

    def __init__(self, client: MentorClient) -> None:
        self.client = client
        self.communities = client.services.communities
        self.setups = client.services.setups
        self.catalogue = client.services.catalogue
        self.version = version("tpm-mentor")

    @app_commands.command()
    async def check(self, interaction: Interaction) -> None:
        """Find out what does not work and how to mend it."""
        await answer(interaction, await self._card(interaction))

    @action("config.check")
    async def press_check(self, interaction: Interaction) -> None:
        """Look again, as it is now."""
        await replace(interaction, await self._card(interaction))

    async def _card(self, interaction: Interaction) -> Card:
        community = require_moderator(interaction)
        schedules = await self.communities.overview(community)
        access = self.client.messenger.access
        health = replies.Health(
            schedules,
            {place: access(place, community) for one in schedules if (place := one.channel_id)},
            await self.communities.on_their_way(community),
            await self.communities.problems(community),
            self._content(),
            await self.setups.left(community),
            await self._is_role_gone(community),
        )
        return replies.check(health)

    def _content(self) -> replies.Content:
        today = self.client.services.clock.now().date()
        stale = len(self.catalogue.stale(today, _STALE_AFTER_DAYS))
        oldest = min(checked for *_, checked in self.catalogue.check_dates())
        return replies.Content(stale, oldest, self.version)

    async def _is_role_gone(self, community: CommunityId) -> bool:
        role = (await self.communities.community(community)).mentors_role_id
        return role is not None and not self.client.services.places.has_role(community, role)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(HealthCog(client))
