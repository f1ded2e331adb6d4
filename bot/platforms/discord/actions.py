"""Buttons and selects that live for ever: one DynamicItem that finds what is behind a card's verb.

A card's button, or what is chosen in its select, only points (``v1:goal.done:<id>``); state lives
in the database, so it works after a restart, on a message a year old, and twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.platforms.discord.asks import admit, ask_of, deliver
from bot.platforms.discord.custom_id import TEMPLATE, VERSION, decode
from bot.platforms.discord.failures import report
from bot.platforms.discord.turns import begin
from bot.replies import submissions

if TYPE_CHECKING:
    from bot.platforms.discord.client import MentorClient


_Pressed = discord.ui.Button[Any] | discord.ui.Select[Any]


class ActionItem(discord.ui.DynamicItem[_Pressed], template=TEMPLATE):
    """A button or select of any card, whenever it was sent."""

    def __init__(self, item: _Pressed, custom_id: str) -> None:
        super().__init__(item)
        self._encoded = custom_id

    @classmethod
    async def from_custom_id(  # pyright: ignore[reportIncompatibleMethodOverride] # discord.py names the parameters differently per version
        cls,
        interaction: discord.Interaction[Any],
        item: _Pressed,
        match: re.Match[str],
        /,
    ) -> Self:
        """Rebuild the item from the custom_id that Discord sent back."""
        return cls(item, match.string)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the verb says; answer any error privately (discord.py only logs it)."""
        if not await begin(interaction):
            return
        try:
            await self._press(interaction)
        except Exception as error:
            await report(interaction, error)

    async def _press(self, interaction: discord.Interaction[MentorClient]) -> None:
        chosen: Any = interaction.data
        [encoded] = chosen.get("values") or [self._encoded]
        dialogues, pressed = interaction.client.dialogues, decode(encoded)
        if pressed is None or pressed.version != VERSION:
            raise submissions.outdated()
        if (verb := dialogues.find(pressed.verb)) is None:
            raise submissions.outdated()
        ask = ask_of(interaction)
        await admit(interaction, ask, verb)
        await deliver(interaction, ask, await dialogues.press(ask, verb.name, pressed.args))
