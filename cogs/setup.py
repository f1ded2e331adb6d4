"""/config setup: from nothing to a test post, step by step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import app_commands

from bot.cards import Card
from bot.model import SetupStep, SetupView
from bot.platforms.discord.acknowledging import acknowledge, open_form
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.moderation import ConfigGroup, require_moderator
from bot.platforms.discord.setup_forms import FORMS
from bot.replies import setups as replies

Interaction = discord.Interaction[MentorClient]


class SetupCog(ConfigGroup):
    """Lead moderators through the set-up; it can be left and resumed by any of them."""

    def __init__(self, client: MentorClient) -> None:
        self.setups = client.services.setups
        self.communities = client.services.communities
        self.mentoring = client.services.mentoring
        self._choosers: dict[SetupStep, Callable[..., Awaitable[SetupView]]] = {
            SetupStep.CHANNELS: self.setups.choose_channels,
            SetupStep.ZONE: self.setups.choose_zone,
            SetupStep.TIMES: self.setups.choose_times,
            SetupStep.MENTORS: self.setups.choose_mentors,
        }

    @app_commands.command()
    async def setup(self, interaction: Interaction) -> None:
        """Set up the weekly posts, step by step."""
        view = await self.setups.begin(require_moderator(interaction))
        await answer(interaction, await self._card(view))
        await self._preview(interaction, view)

    @action("setup.open")
    async def press_open(self, interaction: Interaction) -> None:
        """Go on where the set-up was left."""
        await self._show(interaction, await self.setups.begin(require_moderator(interaction)))

    @action("setup.ask")
    async def press_ask(self, interaction: Interaction, card: str) -> None:
        """Open the form of the step; of an old card, show how it stands now."""
        view = await self.setups.look(require_moderator(interaction), card)
        if view.missed is not None or view.setup.step not in FORMS:
            await self._show(interaction, view)
            return
        await open_form(interaction, FORMS[view.setup.step](view, self._save))

    @action("setup.next")
    async def press_next(self, interaction: Interaction, card: str) -> None:
        """Go on with what is chosen."""
        community = require_moderator(interaction)
        await self._show(interaction, await self.setups.go_on(community, card))

    @action("setup.back")
    async def press_back(self, interaction: Interaction, card: str) -> None:
        """Go one step back."""
        community = require_moderator(interaction)
        await self._show(interaction, await self.setups.go_back(community, card))

    @action("setup.discard")
    async def press_give_up(self, interaction: Interaction, card: str) -> None:
        """Forget what was chosen; of an old card, show how it stands now."""
        view = await self.setups.give_up(require_moderator(interaction), card)
        if view.missed is not None:
            await self._show(interaction, view)
            return
        await replace(interaction, replies.given_up())

    @action("setup.test")
    async def press_test(self, interaction: Interaction, card: str) -> None:
        """Send the test post and finish."""
        community = require_moderator(interaction)
        # Posting may have to wait for Discord's limits.
        await acknowledge(interaction)
        locale = str(interaction.guild_locale)
        await self._show(interaction, await self.setups.test(community, card, locale))

    async def _save(self, interaction: discord.Interaction[Any], card: str, chosen: Any) -> None:
        community = require_moderator(interaction)
        view = await self.setups.look(community, card)
        if view.missed is None:
            view = await self._choosers[view.setup.step](community, card, chosen)
        await self._show(interaction, view)

    async def _show(self, interaction: Interaction, view: SetupView) -> None:
        await replace(interaction, await self._card(view))
        await self._preview(interaction, view)

    async def _preview(self, interaction: Interaction, view: SetupView) -> None:
        if view.setup.step is SetupStep.PREVIEW and view.wanted:
            locale = str(interaction.guild_locale)
            await answer(interaction, await self.mentoring.preview(view.wanted[0], locale))

    async def _card(self, view: SetupView) -> Card:
        if view.setup.step is SetupStep.DONE:
            return replies.done(view, await self.communities.upcoming(view.setup.community_id))
        return replies.step(view, self.setups.access(view))


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(SetupCog(client))
