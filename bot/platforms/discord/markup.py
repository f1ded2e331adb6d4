"""Inline nodes as Discord markdown; what people or data say is shown literally.

Syntax: https://docs.discord.com/developers/reference#message-formatting
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from bot.cards import (
    ChannelRef,
    Code,
    CommandRef,
    Inline,
    Link,
    MemberRef,
    Node,
    RoleRef,
    Strong,
    When,
)
from bot.platforms.discord.identity import snowflake

LONGEST_URL = 1000
"""A longer address is left out, so that a link always fits a page."""

_STYLES = {"date": "D", "time": "t", "full": "F", "relative": "R"}
_INVISIBLE = "\u200b"
# What no client draws: control characters, and halves of surrogate pairs that JSON may carry.
_UNDRAWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SPECIAL = re.compile(
    r"(?P<url>https?://\S+)"
    r"|^[^\S\n]*(?:(?P<number>\d+)(?=\.(?:\s|$))|(?P<marker>\#{1,6}|-\#|[-+])(?=\s|$))"
    r"|(?P<everybody>@(?=everyone|here|\Z))"
    r"|(?P<sign>[\\*_~`|<>\[\]]|:(?=[\w+~-]+:))",
    re.MULTILINE,
)
_PLAIN_URL = re.compile(
    r"https?://[^\W_](?:[^\W_]|[.-])*(?::\d+)?(?:[/?#][\w.~:/?#@!$&'()+,;=%-]*)?"
)
_WEB = re.compile(r"(?i:https?)://[^\s<>]+")
# A web address at the end that is not the target of a link, and what may follow it.
_OPEN_ADDRESS = re.compile(r"(?<![^\\]\]\()https?://\S*\Z")
_AFTER_ADDRESS = re.compile(r"""[.,;:!?)'"]*(?:\s|\Z)""")
_BACKTICKS = str.maketrans("`", "ˋ")  # noqa: RUF001 - U+02CB looks the same and closes no code
# Escapes do not help inside the words of a link: Discord counts its brackets anyway.
_BRACKETS = str.maketrans("[]", "()")


def escape(text: str) -> str:
    """Return ``text`` so that Discord shows it as it is, with no mention and no formatting.

    Plain web addresses stay as they are: escaped ones would no longer open.
    """
    return _SPECIAL.sub(_escape_match, _clean(text))


def _clean(text: str) -> str:
    return _UNDRAWABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _escape_match(match: re.Match[str]) -> str:
    if url := match["url"]:
        if _PLAIN_URL.fullmatch(url):
            return url
        # Discord would take the signs and escapes after an odd address as part of it: do not link.
        scheme, _, rest = url.partition("://")
        return f"{scheme}\\://{_SPECIAL.sub(_escape_match, rest)}"
    if match["number"]:
        return f"{match[0]}\\"
    if marker := match["marker"]:
        return f"{match[0].removesuffix(marker)}\\{marker}"
    # Discord has no escape for @everyone and @here.
    return f"@{_INVISIBLE}" if match["everybody"] else f"\\{match[0]}"


def timestamp(at: datetime, style: str) -> str:
    """Return ``<t:unix:style>``, drawn in the reader's zone."""
    return f"<t:{int(at.timestamp())}:{style}>"


def link(text: str, url: str) -> str:
    """Return a masked link, or plain words when the address is not one of the web's."""
    # Parentheses would end the address early, a backslash would escape them.
    safe = lowered(url).replace("(", "%28").replace(")", "%29").replace("\\", "%5C")
    if not is_web(url) or len(safe) > LONGEST_URL:
        return escape(text)
    # Discord shows a link as raw text when its words are themselves an address.
    words = re.sub(r"https?://", "", one_line(text)) or safe.split("/")[2]
    return f"[{escape(words.translate(_BRACKETS))}]({safe})"


def is_web(url: str) -> bool:
    """Tell whether ``url`` is a whole address of the web."""
    return _WEB.fullmatch(url) is not None


def lowered(url: str) -> str:
    """Return ``url`` with its scheme in the case that every client takes for an address."""
    scheme, sign, rest = url.partition("://")
    return f"{scheme.lower()}{sign}{rest}"


def one_line(text: str) -> str:
    """Return ``text`` without line breaks and doubled spaces."""
    return " ".join(_clean(text).split())


def draw(content: Inline, command_ids: Mapping[str, int]) -> str:
    """Return inline content as Discord markdown; ``command_ids`` are by root name."""
    drawn = ""
    for node in content:
        drawn = join(drawn, draw_node(node, command_ids))
    return drawn


def join(first: str, second: str) -> str:
    """Return both texts in a row, kept apart where they would be read as one."""
    if first and second and second[0] in "*`" and first[-1] == second[0]:
        return f"{first}{_INVISIBLE}{second}"
    if "://" in first and _OPEN_ADDRESS.search(first) and not _AFTER_ADDRESS.match(second):
        # Nothing but white space ends an address; an escape would become part of it.
        return f"{first} {second}"
    return first + second


def draw_node(node: Node, command_ids: Mapping[str, int]) -> str:
    """Return one node as Discord markdown."""
    match node:
        case str():
            return escape(node)
        case Strong(text):
            return _strong(_clean(text))
        case Code(text):
            return f"`{one_line(text).translate(_BACKTICKS)}`" if one_line(text) else ""
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
        case RoleRef(own_id):
            return f"<@&{snowflake(own_id)}>"


def _strong(text: str) -> str:
    words = text.strip()
    if not words:
        return text
    before, _, after = text.partition(words)
    return f"{before}**{escape(words)}**{after}"
