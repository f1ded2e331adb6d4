"""The form in which moderators choose what a weekly post is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any

import discord

from bot.platforms.discord.forms import Form, Interaction
from bot.replies import facts
from bot.replies import forms as words

Save = Callable[[Interaction, list[str]], Awaitable[None]]


class TopicsForm(Form):
    """Ask for topics; nothing chosen is all of them."""

    def __init__(self, save: Save, offered: Sequence[str], chosen: Collection[str]) -> None:
        super().__init__(words.TOPICS_TITLE)
        self._save = save
        self._topics: discord.ui.Select[Any] = discord.ui.Select(
            options=[
                discord.SelectOption(label=facts.words(topic), value=topic, default=topic in chosen)
                for topic in offered
            ],
            required=False,
            min_values=0,
            max_values=len(offered),
        )
        self.ask(words.TOPICS_WHICH, words.TOPICS_HINT, self._topics)

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Hand over what is chosen."""
        await self._save(interaction, self._topics.values)
