"""Inline nodes as Discord markdown; what people or data say is shown literally.

Syntax: https://discord.com/developers/docs/reference#message-formatting
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from bot.cards import ChannelRef, Code, CommandRef, Inline, Link, MemberRef, Node, Strong, When
from bot.platforms.discord.identity import snowflake

_STYLES = {"date": "D", "time": "t", "full": "F", "relative": "R"}
# Everything that can start or end formatting, a mention, a timestamp or a link.
_SPECIAL = re.compile(r"([\\*_~`|<>\[\]])")
_EVERYBODY = re.compile(r"@(?=everyone|here)")
_LINE_START = re.compile(r"^(\s*)(#{1,6}|-#|[-+]|\d+\.)(?=\s|$)", re.MULTILINE)
_BACKTICKS = str.maketrans("`", "ˋ")  # noqa: RUF001 - U+02CB looks the same and closes no code


def escape(text: str) -> str:
    """Return ``text`` so that Discord shows it as it is, with no mention and no formatting.

    Web addresses stay as they are: escaped ones would no longer open.
    """
    parts = re.split(r"(https?://[^\s<>()\[\]`]+)", text)
    shown = [
        part if position % 2 else _SPECIAL.sub(r"\\\1", part) for position, part in enumerate(parts)
    ]
    marked = _LINE_START.sub(_escape_marker, "".join(shown))
    # A zero-width space: Discord has no escape for these two.
    return _EVERYBODY.sub("@\u200b", marked)


def _escape_marker(match: re.Match[str]) -> str:
    indent, marker = match.groups()
    if marker[0].isdigit():
        return f"{indent}{marker[:-1]}\\."
    return f"{indent}\\{marker}"


def timestamp(at: datetime, style: str) -> str:
    """Return ``<t:unix:style>``, drawn in the reader's zone."""
    return f"<t:{int(at.timestamp())}:{style}>"


def link(text: str, url: str) -> str:
    """Return a masked link, or plain words when the address is not one of the web's."""
    if not re.fullmatch(r"https?://[^\s<>]+", url):
        return escape(text)
    # Parentheses would end the address early.
    safe = url.replace("(", "%28").replace(")", "%29")
    return f"[{escape(text)}]({safe})"


def draw(content: Inline, command_ids: Mapping[str, int]) -> str:
    """Return inline content as Discord markdown."""
    return "".join(draw_node(node, command_ids) for node in content)


def draw_node(node: Node, command_ids: Mapping[str, int]) -> str:
    """Return one node as Discord markdown."""
    match node:
        case str():
            return escape(node)
        case Strong(text):
            return f"**{escape(text)}**" if text.strip() else ""
        case Code(text):
            return f"`{text.translate(_BACKTICKS)}`"
        case Link(text, url):
            return link(text, url)
        case When(at, style):
            return timestamp(at, _STYLES[style])
        case CommandRef(path):
            root = command_ids.get(path.split(" ", 1)[0])
            return f"</{path}:{root}>" if root else f"`/{path}`"
        case ChannelRef(own_id):
            return f"<#{snowflake(own_id)}>"
        case MemberRef(own_id):
            return f"<@{snowflake(own_id)}>"
