"""The form of a reminder."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.platforms.discord.forms import Form, Interaction, text_input
from bot.replies import forms as words
from bot.replies.reminders import REPEATS
from bot.words import _

_AS_WRITTEN = "-"
Save = Callable[[Interaction, dict[str, str]], Awaitable[None]]


class ReminderForm(Form):
    """Ask what to remind of, when, how often, until when, and in which zone if it is not known."""

    def __init__(self, save: Save, given: dict[str, str]) -> None:
        super().__init__(words.REMIND_TITLE)
        self._save = save
        self._text: discord.ui.TextInput[Any] = discord.ui.TextInput(
            default=given["text"][:500], max_length=500, style=discord.TextStyle.paragraph
        )
        self._when = text_input(given["when"][:100], 100, "tomorrow 9am", required=True)
        names = {words.REMIND_AS_WRITTEN: _AS_WRITTEN} | {
            name: frequency.value for frequency, name in REPEATS.items()
        }
        self._repeat: discord.ui.Select[Any] = discord.ui.Select(
            options=[
                discord.SelectOption(
                    label=_(name), value=value, default=value == (given["repeat"] or _AS_WRITTEN)
                )
                for name, value in names.items()
            ]
        )
        self._until = text_input(given["until"][:10], 10, "YYYY-MM-DD")
        self._zone = text_input(given["zone"][:50], 50, "Europe/Rome", required=True)
        for label, hint, field in (
            (words.REMIND_WHAT, None, self._text),
            (words.REMIND_WHEN, words.REMIND_WHEN_HINT, self._when),
            (words.REMIND_REPEAT, None, self._repeat),
            (words.REMIND_UNTIL, words.OPTIONAL, self._until),
            (words.POST_ZONE, words.POST_ZONE_HINT, self._zone),
        ):
            self.ask(label, hint, field)

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Hand over what was typed."""
        typed = {
            "text": self._text.value,
            "when": self._when.value,
            "repeat": self._repeat.values[0].removeprefix(_AS_WRITTEN),
            "until": self._until.value,
            "zone": self._zone.value,
        }
        await self._save(interaction, typed)
