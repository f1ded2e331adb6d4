"""Buttons that live for ever: one DynamicItem that finds the handler of a card's verb.

A verb has a handler of its own (``action``), or it opens a card that anybody may see (``opener``).

A card's button only points (``v1:goal.done:<id>``); state lives in the database, so a click works
after a restart, on a message a year old, and twice.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeVar

import discord

from bot.cards import Card
from bot.errors import StaleActionError
from bot.platforms.discord.acknowledging import begin
from bot.platforms.discord.answers import replace
from bot.platforms.discord.arguments import read_arguments, read_number
from bot.platforms.discord.custom_id import TEMPLATE, VERSION, decode
from bot.platforms.discord.failures import report
from bot.words import _

if TYPE_CHECKING:
    from bot.platforms.discord.client import MentorClient

Handler = Callable[..., Awaitable[None]]
Opener = Callable[..., Card]
H = TypeVar("H", bound=Handler)
B = TypeVar("B", bound=Opener)


def action(verb: str) -> Callable[[H], H]:
    """Mark a cog's method as the handler of ``verb``: ``(self, interaction, *args)``.

    What a button says is read by the annotations of the arguments; what cannot be is refused.
    """

    def mark(handler: H) -> H:
        handler.__action_verb__ = verb  # type: ignore[attr-defined]
        return handler

    return mark


def opener(verb: str) -> Callable[[B], B]:
    """Mark a cog's method that builds the card of ``verb``: ``(self, *args) -> Card``.

    Its button shows the card to whoever presses it. The card may be shared, so it holds nothing
    of a member's. It names the same verb and arguments as its ``pager``.
    """

    def mark(builder: B) -> B:
        builder.__opener_verb__ = verb  # type: ignore[attr-defined]
        return builder

    return mark


def collect_actions(cog: object) -> dict[str, Handler]:
    """Return the handlers of ``cog`` by verb: what it marked, and one for each card it opens."""
    opened = {verb: _shower(verb) for verb in collect_openers(cog)}
    return {**_marked(cog, "__action_verb__"), **opened}


def collect_openers(cog: object) -> dict[str, Opener]:
    """Return what builds the cards that ``cog`` opens, by verb."""
    return _marked(cog, "__opener_verb__")


def _marked(cog: object, mark: str) -> dict[str, Callable[..., Any]]:
    members = (getattr(cog, name) for name in dir(type(cog)) if not name.startswith("__"))
    return {verb: member for member in members if (verb := getattr(member, mark, None))}


def open_card(openers: Mapping[str, Opener], verb: str, args: Sequence[str]) -> tuple[Card, int]:
    """Return a card and the page that is asked for: the argument after those of the builder.

    Raises
    ------
    StaleActionError
        No card is opened by this verb (any more), or not with these arguments.
    """
    if (builder := openers.get(verb)) is None:
        raise _stale()
    own = len(inspect.signature(builder).parameters)
    try:
        given = read_arguments(builder, args[:own])
        [page] = map(read_number, args[own:] or ("1",))
    except ValueError as error:
        raise _stale() from error
    return builder(*given), page


def _shower(verb: str) -> Handler:
    async def show(interaction: discord.Interaction[Any], *args: str) -> None:
        await replace(interaction, *open_card(interaction.client.openers, verb, args))

    return show


def _stale() -> StaleActionError:
    return StaleActionError(
        _("This button belongs to an older version of the card."),
        _("Run the command again to get a fresh one; nothing was changed."),
    )


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
        handler = interaction.client.actions.get(decoded.verb) if decoded else None
        if decoded is None or decoded.version != VERSION or handler is None:
            raise _stale()
        try:
            given = read_arguments(handler, decoded.args, after=1)
        except ValueError as error:
            raise _stale() from error
        await handler(interaction, *given)
