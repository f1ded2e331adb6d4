"""Buttons that live for ever: one DynamicItem that finds the handler of a card's verb.

A card's button only points (``v1:goal.done:<id>``); state lives in the database, so a click works
after a restart, on a message a year old, and twice.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Self, TypeVar

import discord

from bot.errors import StaleActionError
from bot.platforms.discord.custom_id import TEMPLATE, VERSION, decode
from bot.platforms.discord.failures import report
from bot.platforms.discord.languages import answer_in_language
from bot.words import _

if TYPE_CHECKING:
    from bot.platforms.discord.client import MentorClient

Handler = Callable[..., Awaitable[None]]
H = TypeVar("H", bound=Handler)


def action(verb: str) -> Callable[[H], H]:
    """Mark a cog's method as the handler of ``verb``: ``(self, interaction, *args)``."""

    def mark(handler: H) -> H:
        handler.__action_verb__ = verb  # type: ignore[attr-defined]
        return handler

    return mark


def collect_actions(cog: object) -> dict[str, Handler]:
    """Return the handlers that ``cog`` marked, by verb."""
    members = (getattr(cog, name) for name in dir(type(cog)) if not name.startswith("__"))
    return {
        verb: member for member in members if (verb := getattr(member, "__action_verb__", None))
    }


class ActionButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=TEMPLATE):
    """A button of any card, whenever it was sent."""

    def __init__(self, item: discord.ui.Button[Any], custom_id: str) -> None:
        super().__init__(item)
        self._encoded = custom_id

    @classmethod
    async def from_custom_id(  # pyright: ignore[reportIncompatibleMethodOverride] # discord.py names the parameters differently per version
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Button[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Rebuild the button from the custom_id that Discord sent back."""
        return cls(item, match.string)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Run the verb's handler; answer any error privately (discord.py only logs it)."""
        answer_in_language(interaction)
        try:
            await self._dispatch(interaction)
        except Exception as error:
            await report(interaction, error)

    async def _dispatch(self, interaction: discord.Interaction[MentorClient]) -> None:
        decoded = decode(self._encoded)
        handler = interaction.client.actions.get(decoded.verb) if decoded else None
        if decoded is None or decoded.version != VERSION or handler is None:
            raise StaleActionError(
                _("This button belongs to an older version of the card."),
                _("Run the command again to get a fresh one; nothing was changed."),
            )
        await handler(interaction, *decoded.args)
