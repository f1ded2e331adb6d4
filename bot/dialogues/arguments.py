"""What a command, button or form was given, read by what its handler says it takes.

Anybody can send any text back, so whatever cannot be read is refused.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from bot.model import ChannelId, MessageId, RoleId

_POINTERS: tuple[object, ...] = (ChannelId, MessageId, RoleId)
IsId = Callable[[str], bool]
"""Tell whether a text is an id of the platform that asks."""


def parameters(function: Callable[..., Any]) -> tuple[inspect.Parameter, ...]:
    """Return what a function takes, with its annotations as types."""
    if inspect.ismethod(function):
        return _parameters(function.__func__)[1:]
    return _parameters(function)


@lru_cache(maxsize=1024)
def _parameters(function: Callable[..., Any]) -> tuple[inspect.Parameter, ...]:
    hints = get_type_hints(function, include_extras=True)
    taken = inspect.signature(function).parameters.values()
    return tuple(one.replace(annotation=hints.get(one.name, str)) for one in taken)


def read_arguments(
    function: Callable[..., Any], args: Sequence[str], is_id: IsId, *, after: int = 1
) -> list[Any]:
    """Return ``args`` as the annotations of ``function`` say, from its parameter ``after`` on.

    Raises
    ------
    ValueError
        They are too few, too many, or one cannot be read.
    """
    taken = [one for one in parameters(function)[after:] if one.kind is not one.KEYWORD_ONLY]
    taken = [one for one in taken if one.kind is not one.VAR_KEYWORD]
    single = [one for one in taken if one.kind is not one.VAR_POSITIONAL]
    needed = sum(one.default is one.empty for one in single)
    is_open = len(single) < len(taken)
    if len(args) < needed or (len(args) > len(single) and not is_open):
        raise ValueError(f"{len(args)} arguments")
    read = [_read(one.annotation, text, is_id) for one, text in zip(single, args, strict=False)]
    return [*read, *args[len(single) :]]


def read_values(
    function: Callable[..., Any], values: Mapping[str, Any], is_id: IsId
) -> dict[str, Any]:
    """Return named values as the annotations of ``function`` say; unknown names stay as they are.

    A text that is empty is None where the function takes it.

    Raises
    ------
    ValueError
        One cannot be read.
    """
    taken = {one.name: one.annotation for one in parameters(function)}
    return {name: _read(taken.get(name), value, is_id) for name, value in values.items()}


def read_number(text: str) -> int:
    """Return a number that is not negative; raises ValueError."""
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    return int(text)


def _read(hint: Any, value: Any, is_id: IsId) -> Any:
    if get_origin(hint) is Annotated:
        return _read(get_args(hint)[0], value, is_id)
    if get_origin(hint) in (Union, UnionType):
        return _read_any(get_args(hint), value, is_id)
    if not isinstance(value, str):
        return value
    if get_origin(hint) is Literal:
        return next((one for one in get_args(hint) if one == value), None) or _refuse(value)
    if hint is type(None):
        return None if not value else _refuse(value)
    if hint is int:
        return read_number(value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    if hint in _POINTERS and not is_id(value):
        raise ValueError(value)
    return value


def _read_any(hints: Sequence[Any], value: Any, is_id: IsId) -> Any:
    if value in ("", None) and type(None) in hints:
        return None
    for hint in hints:
        try:
            return _read(hint, value, is_id)
        except ValueError:
            continue
    return _refuse(value)


def _refuse(value: Any) -> Any:
    raise ValueError(value)
