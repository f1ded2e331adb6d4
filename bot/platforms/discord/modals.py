"""Forms as Discord's modals: drawn from data, and read back by any process that gets them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import discord

from bot.dialogues.forms import ChannelChoice, Choice, Field, Line, Opened
from bot.dialogues.seam import Value
from bot.platforms.discord import limits
from bot.platforms.discord.custom_id import encode
from bot.platforms.discord.identity import channel_id, role_id, snowflake
from bot.replies import submissions
from bot.words import _

# docs: components/reference, "Text Input", "Label"; interactions/receiving-and-responding, "Modal"
_LONGEST_INPUT = 4000
_LONGEST_LABEL = 45
_LONGEST_HINT = 100
_LONGEST_TITLE = 45
_IDS: dict[int, Callable[[int], str]] = {
    discord.ComponentType.channel_select.value: channel_id,
    discord.ComponentType.role_select.value: role_id,
}
_CHANNELS = [discord.ChannelType.text, discord.ChannelType.news]


def draw(opened: Opened) -> discord.ui.Modal:
    """Return a modal that says by itself what saves it: discord.py keeps nothing of it.

    Raises
    ------
    StaleActionError
        It would say more than fits, which nothing that was shown ever asked for.
    """
    try:
        custom_id = encode(opened.verb, opened.args, shown=opened.marks)
    except ValueError as error:
        raise submissions.outdated() from error
    modal = discord.ui.Modal(
        title=limits.clip(_(opened.form.title), _LONGEST_TITLE), custom_id=custom_id
    )
    for field in opened.form.fields:
        hint = None if field.hint is None else limits.clip(_(field.hint), _LONGEST_HINT)
        modal.add_item(
            discord.ui.Label(
                text=limits.clip(_(field.label), _LONGEST_LABEL),
                description=hint,
                component=_component(field, opened.shown.get(field.key, "")),
            )
        )
    modal.stop()
    return modal


def _component(field: Field, shown: Value) -> discord.ui.Item[Any]:
    values = tuple(filter(None, (shown,) if isinstance(shown, str) else shown))
    if isinstance(field, Line):
        text = "".join(values)
        # What is too long is shown whole, to be shortened.
        room = min(max(field.longest, limits.length(text)), _LONGEST_INPUT)
        return discord.ui.TextInput(
            custom_id=field.key,
            style=discord.TextStyle.paragraph if field.is_long else discord.TextStyle.short,
            default=limits.clip(text, room),
            required=field.is_required,
            max_length=room,
            placeholder=_(field.example) if field.example else "",
        )
    if isinstance(field, Choice):
        return discord.ui.Select(
            custom_id=field.key,
            options=[
                discord.SelectOption(label=_(label), value=value, default=value in values)
                for label, value in field.options
            ],
            required=field.is_required,
            min_values=int(field.is_required),
            max_values=min(field.most, len(field.options)),
        )
    chosen = [discord.Object(snowflake(one)) for one in values]
    if isinstance(field, ChannelChoice):
        return discord.ui.ChannelSelect(
            custom_id=field.key,
            channel_types=_CHANNELS,
            default_values=chosen,
            required=field.is_required,
            min_values=int(field.is_required),
        )
    return discord.ui.RoleSelect(
        custom_id=field.key,
        default_values=chosen,
        required=field.is_required,
        min_values=int(field.is_required),
    )


def read(sent: Mapping[str, Any]) -> dict[str, Value]:
    """Return what was filled in, by the fields' keys; what was chosen as a tuple of values.

    Raises
    ------
    StaleActionError
        What was chosen as a channel or role is no id.
    """
    fields = (one["component"] for one in sent["components"] if "component" in one)
    return {one["custom_id"]: _value(one) for one in fields}


def list_typed(sent: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what was typed into a form that nothing stores any more."""
    return tuple(value for value in read(sent).values() if isinstance(value, str) and value)


def _value(field: Mapping[str, Any]) -> Value:
    values = tuple(map(str, field.get("values", ())))
    make = _IDS.get(field["type"])
    if make is not None and not all(one.isascii() and one.isdecimal() for one in values):
        raise submissions.outdated()
    if make is not None:
        return tuple(make(int(one)) for one in values)
    return str(field.get("value") or "").strip() if "value" in field else values
