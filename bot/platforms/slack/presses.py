"""What a button or an option says when it is used: ``["goal.done", "<id>"]``, as JSON.

It is Slack's ``value``; the ``action_id`` names the verb and tells equal buttons of one message
apart. Anybody can send any text back, so whatever is no such list is refused.
"""

from __future__ import annotations

import json
import re
from typing import Any, cast

from bot.platforms.slack import limits

_VERB = re.compile(r"[a-z]+\.[a-z]+")
LINK = "link"
"""What the action_id of a button begins with that only opens an address."""


def encode(verb: str, args: tuple[str, ...] = (), longest: int = limits.VALUE) -> str:
    """Return the value of a button, or of an option.

    Raises
    ------
    ValueError
        It would be longer than Slack allows, or the verb is malformed.
    """
    value = json.dumps([verb, *args], ensure_ascii=False, separators=(",", ":"))
    if len(value) > longest or _VERB.fullmatch(verb) is None:
        raise ValueError(f"not a value Slack would accept: {value!r}")
    return value


def fits(verb: str, args: tuple[str, ...] = ()) -> bool:
    """Tell whether a button may say this."""
    try:
        encode(verb, args)
    except ValueError:
        return False
    return True


def decode(value: object) -> tuple[str, tuple[str, ...]] | None:
    """Return the verb and its arguments, or None when it is none of ours."""
    if not isinstance(value, str) or len(value) > limits.VALUE:
        return None
    try:
        told: Any = json.loads(value)
    except ValueError:
        return None
    if not isinstance(told, list) or not told:
        return None
    parts = cast(list[object], told)
    if not all(isinstance(part, str) for part in parts):
        return None
    verb, *args = cast(list[str], parts)
    return (verb, tuple(args)) if _VERB.fullmatch(verb) else None
