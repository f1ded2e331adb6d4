"""What was typed behind a slash command, as the values of its options; nothing is dropped.

``key:value`` gives an option by its name, up to the next such key; a value in quotes ends there.
What stands alone is the first option that is still empty.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.dialogues.seam import Command, Parameter
from bot.model import ChannelId
from bot.replies import typed as replies
from bot.words import _

# docs.slack.dev, interactivity/implementing-slash-commands, "Escaping"
_REFERENCE = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^|<>]+)(?:\|(?P<label>[^<>]*))?>")
_CHANNEL = re.compile(r"<#(?P<id>[A-Z0-9]+)(?:\|[^<>]*)?>")
_QUOTES = '"“”„«»'
FindChannel = Callable[[str], ChannelId | None]
"""Find a channel by Slack's id or its name."""


def read(command: Command, text: str, find_channel: FindChannel) -> dict[str, Any]:
    """Return the options that were given, by name.

    Raises
    ------
    InvalidInputError
        One cannot be what was typed, or nothing takes what else was typed.
    """
    named, free = _split(text, {one.name for one in command.parameters})
    for one in command.parameters:
        if not free:
            break
        if one.name in named:
            continue
        named[one.name], free = _take(free, _needs_more(command, one, named))
    if free:
        raise replies.left_over(unescape(" ".join(free)))
    known = {one.name: one for one in command.parameters}
    return {name: _value(known[name], said, find_channel) for name, said in named.items()}


def missing(command: Command, given: dict[str, Any]) -> bool:
    """Tell whether an option is missing without which a command cannot run."""
    return any(one.is_required and not given.get(one.name) for one in command.parameters)


def unescape(text: str) -> str:
    """Return text as it was typed: people, channels and addresses by the words for them."""

    def plain(found: re.Match[str]) -> str:
        sign, target, label = found["sign"], found["target"], found["label"]
        if sign in ("@", "#"):
            return sign + (label or target)
        return label or target if sign == "!" else target

    return html.unescape(_REFERENCE.sub(plain, text))


def _split(text: str, names: set[str]) -> tuple[dict[str, str], list[str]]:
    """Return what was given by name, and the rest: what is quoted apart, quotes included."""
    named: dict[str, str] = {}
    free: list[str] = []
    key = ""
    for found in _tokens(text, names):
        if name := found["key"]:
            key = name.lower()
            if key in named:
                raise replies.twice(key)
            named[key] = ""
            continue
        said = found[0]
        if not key:
            free.append(said)
        elif found["quoted"] is not None and not named[key]:
            # What is quoted is all of it: what follows is no part of the value.
            named[key], key = found["quoted"], ""
        else:
            named[key] = f"{named[key]} {said}".strip()
    return named, free


def _tokens(text: str, names: set[str]) -> Iterator[re.Match[str]]:
    keys = "|".join(sorted(map(re.escape, names), key=len, reverse=True)) or r"(?!)"
    quoted = f"[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}]"
    pattern = re.compile(rf"(?<!\S)(?P<key>(?i:{keys})):|{quoted}|\S+")
    return pattern.finditer(text)


def _needs_more(command: Command, one: Parameter, named: dict[str, str]) -> bool:
    """Tell whether another option needs what stands alone, too."""
    others = (each for each in command.parameters if each is not one and each.name not in named)
    return any(each.is_required for each in others)


def _take(free: list[str], needs_more: bool) -> tuple[str, list[str]]:
    """Return the value that what stands alone begins with, and the rest.

    All of it is one value, unless more are needed and the first is quoted.
    """
    first = free[0]
    is_quoted = len(first) > 1 and first[0] in _QUOTES and first[-1] in _QUOTES
    if is_quoted and (needs_more or len(free) == 1):
        return first[1:-1], free[1:]
    return " ".join(free), []


def _value(one: Parameter, said: str, find_channel: FindChannel) -> Any:
    option = one.option
    text = unescape(said).strip()
    if not text:
        return None
    if option.choices:
        for label, value in option.choices:
            if text.casefold() in (label.casefold(), _(label).casefold(), str(value).casefold()):
                return value
        raise replies.not_a_choice(one.name, text, [_(label) for label, _value in option.choices])
    if one.type is ChannelId:
        found = _CHANNEL.fullmatch(said.strip())
        channel = find_channel(found["id"] if found else text.removeprefix("#"))
        if channel is None:
            raise replies.not_a_channel(one.name, text)
        return channel
    if one.type is int:
        return _number(one, text)
    return text


def _number(one: Parameter, text: str) -> int:
    least, most = one.option.least, one.option.most
    number = int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
    is_less = number is None or (least is not None and number < least)
    if is_less or number is None or (most is not None and number > most):
        raise replies.not_a_number(one.name, text, least, most)
    return number
