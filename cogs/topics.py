"""/config topics: what the weekly posts of a community are about."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.cards import Card
from bot.catalogue.topics import FEWEST
from bot.model import COMMUNITY_KINDS, PostKind
from bot.platforms.discord.acknowledging import open_form
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.moderation import CommunityKind, ConfigGroup, require_moderator
from bot.platforms.discord.topics_form import TopicsForm
from bot.replies import topics as replies
from bot.replies.forms import POST_TITLES
from bot.services.topics import TopicChoice

Interaction = discord.Interaction[MentorClient]
PURPOSES = [
    app_commands.Choice(name=POST_TITLES[kind], value=kind.value) for kind in COMMUNITY_KINDS
]


class TopicsCog(ConfigGroup):
    """Choose the topics of each weekly post."""

    def __init__(self, client: MentorClient) -> None:
        self.choices = client.services.topics

    @app_commands.command()
    @app_commands.describe(purpose="Which post")
    @app_commands.choices(purpose=PURPOSES)
    async def topics(self, interaction: Interaction, purpose: str) -> None:
        """Choose what the nudges or tips of a channel are about."""
        await self._open(interaction, PostKind(purpose))

    @action("topics.edit")
    async def press_edit(
        self, interaction: Interaction, kind: CommunityKind, picked: int = 0
    ) -> None:
        """Open the form with what is chosen, or was picked and refused."""
        await self._open(interaction, kind, picked)

    async def _open(self, interaction: Interaction, post: PostKind, picked: int = 0) -> None:
        community = require_moderator(interaction)
        offered = self.choices.offered(post)
        chosen = _read(picked, offered) or (await self.choices.load(community, post)).chosen

        async def save(sent: discord.Interaction[Any], wanted: list[str]) -> None:
            choice = await self.choices.choose(require_moderator(sent), post, wanted)
            await answer(sent, self._card(choice))

        await open_form(interaction, TopicsForm(save, offered, chosen))

    @action("topics.all")
    async def press_all(self, interaction: Interaction, kind: CommunityKind) -> None:
        """Draw from all topics again."""
        community = require_moderator(interaction)
        choice = await self.choices.choose(community, kind, ())
        await replace(interaction, self._card(choice))

    def _card(self, choice: TopicChoice) -> Card:
        if choice.is_enough:
            return replies.saved(choice.kind, choice.chosen, choice.entries)
        picked = _write(choice.chosen, self.choices.offered(choice.kind))
        return replies.too_few(choice.kind, choice.chosen, choice.entries, FEWEST, picked)


def _write(chosen: tuple[str, ...], offered: tuple[str, ...]) -> str:
    """Return a choice as one number, which a button can hold: a bit for each topic."""
    return str(sum(1 << at for at, topic in enumerate(offered) if topic in chosen))


def _read(picked: int, offered: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(topic for at, topic in enumerate(offered) if picked >> at & 1)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(TopicsCog(client))
