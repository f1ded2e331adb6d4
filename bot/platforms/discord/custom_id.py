"""What a custom_id says: version, verb, arguments, and the mark of a delivery or a form's state.

``v1:goal.done:abcd1234`` or ``v1:post.about:~<delivery>``. It only points; state lives in the
database. At most 100 characters (docs: components/reference, "Custom ID").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from bot.platforms.discord import limits

VERSION = 1
CHOICE = "card.choose"
"""The verb of a select: what is chosen is a custom_id itself."""
TEMPLATE = re.compile(r"v(?P<version>\d{1,4}):(?P<verb>[a-z]+\.[a-z]+)(?P<rest>(?::[^:]*)*)")
_MARK = "~"
_SHOWN = "="
_ORDINAL = "!"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The parts of a custom_id."""

    version: int
    verb: str
    args: tuple[str, ...]
    mark: str | None = None
    shown: str = ""


def encode(
    verb: str,
    args: tuple[str, ...] = (),
    mark: str | None = None,
    ordinal: int = 0,
    shown: str = "",
) -> str:
    """Return a custom_id; ``ordinal`` tells equal buttons of one message apart.

    ``shown`` are the marks of what a form shows (``bot.dialogues.forms``).

    Raises
    ------
    ValueError
        It would be longer than Discord allows, or the verb is malformed.
    """
    parts = [f"v{VERSION}", verb, *map(_quote, args)]
    if mark is not None:
        parts.append(_MARK + _quote(mark))
    if shown:
        parts.append(_SHOWN + shown)
    if ordinal:
        parts.append(f"{_ORDINAL}{ordinal}")
    encoded = ":".join(parts)
    match = TEMPLATE.fullmatch(encoded)
    if len(encoded) > limits.CUSTOM_ID or match is None or match["verb"] != verb:
        raise ValueError(f"not a custom_id Discord would accept: {encoded!r}")
    return encoded


def fits(verb: str, args: tuple[str, ...] = (), mark: str | None = None) -> bool:
    """Tell whether a button may say this, even as the second of its kind on a message."""
    try:
        encode(verb, args, mark, ordinal=1)
    except ValueError:
        return False
    return True


def _quote(text: str) -> str:
    # quote() leaves "~" alone, which starts a mark here.
    return quote(text, safe="").replace(_MARK, "%7E")


def decode(custom_id: str) -> Decoded | None:
    """Return the parts of a custom_id, or None when it is none of ours."""
    match = TEMPLATE.fullmatch(custom_id)
    if match is None:
        return None
    raw = match["rest"].split(":")[1:]
    mark = next((unquote(part[1:]) for part in raw if part.startswith(_MARK)), None)
    shown = next((part[1:] for part in raw if part.startswith(_SHOWN)), "")
    own = (_MARK, _ORDINAL, _SHOWN)
    args = tuple(unquote(part) for part in raw if not part.startswith(own))
    return Decoded(int(match["version"]), match["verb"], args, mark, shown)
