"""Discord modals: forms with a label on every field, whose errors are answered privately."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.model import ChannelId, PostKind, Recurrence
from bot.platforms.discord import opened
from bot.platforms.discord.acknowledging import begin
from bot.platforms.discord.answers import answer
from bot.platforms.discord.failures import report
from bot.platforms.discord.identity import channel_id
from bot.replies import failures
from bot.replies import forms as words
from bot.words import _

Interaction = discord.Interaction[Any]
SavePosts = Callable[[Interaction, PostKind, ChannelId, int, str, str], Awaitable[None]]


class Form(discord.ui.Modal):
    """A modal that ends, and whose errors become private answers (the default only logs them).

    Titles, labels and hints are given in English and shown in the reader's language.
    """

    def __init__(self, title: str) -> None:
        super().__init__(title=_(title), timeout=opened.ENDS_AFTER)
        opened.note(self)

    def ask(self, label: str, hint: str | None, field: discord.ui.Item[Any]) -> None:
        """Add a field under its label."""
        told = None if hint is None else _(hint)
        self.add_item(discord.ui.Label(text=_(label), description=told, component=field))

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Answer in time, in the language of who filled the form in."""
        begin(interaction)
        return True

    async def on_error(self, interaction: Interaction, error: Exception, /) -> None:
        """Answer the error privately."""
        await report(interaction, error)


async def answer_ended(interaction: Interaction) -> None:
    """Give back what was typed into a form that has ended (discord.py answers nothing)."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    sent: Any = interaction.data
    if interaction.response.is_done() or interaction.client.forms.is_open(sent["custom_id"]):
        return
    begin(interaction)
    fields = (one["component"] for one in sent["components"] if "component" in one)
    typed = tuple(text for field in fields if (text := field.get("value", "").strip()))
    await answer(interaction, failures.form_ended(typed))


def text_input(
    value: object, longest: int, example: str = "", *, required: bool = False
) -> discord.ui.TextInput[Any]:
    """Return a line to type in that holds ``value`` (None: nothing) at first."""
    shown = "" if value is None else str(value)
    return discord.ui.TextInput(
        default=shown[:longest], required=required, max_length=longest, placeholder=example
    )


def day_select(chosen: int | None) -> discord.ui.Select[Any]:
    """Return a select of the days of the week; 0 is Monday."""
    return discord.ui.Select(
        options=[
            discord.SelectOption(label=_(name), value=str(number), default=number == chosen)
            for number, name in enumerate(words.WEEKDAYS)
        ]
    )


class PostForm(Form):
    """Ask a moderator where and when one kind of post appears."""

    def __init__(
        self, save: SavePosts, kind: PostKind, channel: int | None, recurrence: Recurrence
    ) -> None:
        super().__init__(words.POST_TITLES[kind])
        self._save = save
        self._kind = kind
        chosen = [discord.Object(channel)] if channel else []
        self._channel: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
            channel_types=[discord.ChannelType.text, discord.ChannelType.news],
            default_values=chosen,
            required=True,
        )
        self._day = day_select(recurrence.weekday)
        self._time: discord.ui.TextInput[Any] = discord.ui.TextInput(
            default=recurrence.at.strftime("%H:%M"), max_length=5, placeholder="09:00"
        )
        self._zone: discord.ui.TextInput[Any] = discord.ui.TextInput(
            default=recurrence.zone, max_length=50, placeholder="Europe/Rome"
        )
        for label, hint, field in (
            (words.POST_CHANNEL, words.POST_CHANNEL_HINT, self._channel),
            (words.POST_DAY, None, self._day),
            (words.POST_TIME, words.POST_TIME_HINT, self._time),
            (words.POST_ZONE, words.POST_ZONE_HINT, self._zone),
        ):
            self.ask(label, hint, field)

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Store channel, day, time and zone together."""
        await self._save(
            interaction,
            self._kind,
            channel_id(self._channel.values[0].id),
            int(self._day.values[0]),
            self._time.value,
            self._zone.value,
        )
