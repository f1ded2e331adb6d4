"""Buttons that live for ever: one DynamicItem that finds the handler of a card's verb.

A card's button only points (``v1:goal.done:<id>``); state lives in the database, so a click works
after a restart, on a message a year old, and twice.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Self, TypeVar

import discord

from bot.dialogues.arguments import read_arguments
from bot.platforms.discord.acknowledging import begin
from bot.platforms.discord.asks import admit, ask_of, deliver
from bot.platforms.discord.custom_id import TEMPLATE, VERSION, decode
from bot.platforms.discord.failures import report
from bot.platforms.discord.identity import is_snowflake
from bot.replies import submissions

if TYPE_CHECKING:
    from bot.platforms.discord.client import MentorClient

Handler = Callable[..., Awaitable[None]]
H = TypeVar("H", bound=Handler)


def action(verb: str) -> Callable[[H], H]:
    """Mark a cog's method as the handler of ``verb``: ``(self, interaction, *args)``.

    What a button says is read by the annotations of the arguments; what cannot be is refused.
    """

    def mark(handler: H) -> H:
        handler.__action_verb__ = verb  # type: ignore[attr-defined]
        return handler

    return mark


def collect_actions(cog: object) -> dict[str, Handler]:
    """Return the handlers of ``cog`` by verb."""
    return _marked(cog, "__action_verb__")


def _marked(cog: object, mark: str) -> dict[str, Callable[..., Any]]:
    members = (getattr(cog, name) for name in dir(type(cog)) if not name.startswith("__"))
    return {verb: member for member in members if (verb := getattr(member, mark, None))}


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
        begin(interaction)
        try:
            await self._dispatch(interaction)
        except Exception as error:
            await report(interaction, error)

    async def _dispatch(self, interaction: discord.Interaction[MentorClient]) -> None:
        decoded = decode(self._encoded)
        dialogues = interaction.client.dialogues
        if decoded and decoded.version == VERSION and (verb := dialogues.find(decoded.verb)):
            ask = ask_of(interaction)
            await admit(interaction, ask, verb)
            said = await dialogues.press(ask, decoded.verb, decoded.args)
            await deliver(interaction, ask, said)
            return
        handler = interaction.client.actions.get(decoded.verb) if decoded else None
        if decoded is None or decoded.version != VERSION or handler is None:
            raise submissions.outdated()
        try:
            given = read_arguments(handler, decoded.args, is_snowflake)
        except ValueError as error:
            raise submissions.outdated() from error
        await handler(interaction, *given)
