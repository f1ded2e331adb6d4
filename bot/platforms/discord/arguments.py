"""A button's arguments, read by what its handler says it takes: anybody can send any text back."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from enum import StrEnum
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from bot.model import ChannelId, MessageId
from bot.platforms.discord.identity import snowflake

_POINTERS: tuple[object, ...] = (ChannelId, MessageId)


def read_arguments(
    function: Callable[..., Any], args: Sequence[str], *, after: int = 0
) -> list[Any]:
    """Return ``args`` as the annotations of ``function`` say, from its parameter ``after`` on.

    Raises
    ------
    ValueError
        They are too few, too many, or one cannot be read.
    """
    hints = get_type_hints(function)
    parameters = list(inspect.signature(function).parameters.values())[after:]
    single = [one for one in parameters if one.kind is not one.VAR_POSITIONAL]
    needed = sum(one.default is one.empty for one in single)
    is_open = len(single) < len(parameters)
    if len(args) < needed or (len(args) > len(single) and not is_open):
        raise ValueError(f"{len(args)} arguments")
    read = [_read(hints.get(one.name), text) for one, text in zip(single, args, strict=False)]
    return [*read, *args[len(single) :]]


def read_number(text: str) -> int:
    """Return a number that is not negative; raises ValueError."""
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    return int(text)


def _read(hint: Any, text: str) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return _read_any(get_args(hint), text)
    if get_origin(hint) is Literal:
        return next((one for one in get_args(hint) if one == text), None) or _refuse(text)
    if hint is int:
        return read_number(text)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(text)
    if hint in _POINTERS:
        snowflake(text)
    return text


def _read_any(hints: Sequence[Any], text: str) -> Any:
    for hint in hints:
        try:
            return _read(hint, text)
        except ValueError:
            continue
    return _refuse(text)


def _refuse(text: str) -> Any:
    raise ValueError(text)
