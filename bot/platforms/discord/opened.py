"""Forms that somebody has open: until they are sent or end, and only a share for each person."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import discord

from bot.platforms.discord.identity import member_id

if TYPE_CHECKING:
    from bot.platforms.discord.client import MentorClient

ENDS_AFTER = 15 * 60.0
"""Seconds; as long as Discord keeps an interaction open itself."""

MOST_OPEN = 5
"""Forms of one person: Discord shows one at a time, on each device."""

_answered: ContextVar[discord.Interaction[MentorClient] | None] = ContextVar(
    "answered", default=None
)


def answering(interaction: discord.Interaction[Any]) -> None:
    """Say which interaction is answered from here to the end of the current task."""
    _answered.set(interaction)


def note(form: discord.ui.Modal) -> None:
    """Note a form as one of the person's whose interaction is answered."""
    if (interaction := _answered.get()) is not None:
        interaction.client.forms.add(form, member_id(interaction.user.id))


class OpenForms:
    """Whose form is whose; discord.py keeps the forms themselves until they end."""

    def __init__(self) -> None:
        self._owners: WeakKeyDictionary[discord.ui.Modal, str] = WeakKeyDictionary()

    def add(self, form: discord.ui.Modal, owner: str) -> None:
        """Note a form; of too many of one owner the oldest ends."""
        self._owners[form] = owner
        for old in self._of(owner)[:-MOST_OPEN]:
            old.stop()

    def end_of(self, owner: str) -> None:
        """End all forms of an owner."""
        for form in self._of(owner):
            form.stop()

    def is_open(self, custom_id: str) -> bool:
        """Tell whether a form can still be sent."""
        return any(form.custom_id == custom_id and not form.is_finished() for form in self._owners)

    def _of(self, owner: str) -> list[discord.ui.Modal]:
        return [
            form
            for form, whose in self._owners.items()
            if whose == owner and not form.is_finished()
        ]
