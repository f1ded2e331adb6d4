"""How Discord's client reads markdown, written from its rules and not from ours.

The rules are those of the web client (simple-markdown): at each place the first rule that fits
takes what it matches; a backslash shows any sign that is no letter, digit or space as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

BLOCKS = {
    "heading": r" *\#{1,3} +(?=\S)",
    "subtext": r" *-\# +(?=\S)",
    "list": r" *(?:[*-]|\d+\.) +(?=\S)",
    "quote": r" *>(?:>>)? ",
}
INLINE = {
    "escape": r"\\([^0-9A-Za-z\s])",
    "fence": r"```[\s\S]+?```",
    "code": r"(`+)([\s\S]*?[^`])\1(?!`)",
    "address": r"https?://[^\s<]+[^<.,:;\"'\]\s]",
    "link": r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\(\s*<?((?:[^\s\\]|\\.)*?)>?\s*\)",
    "strong": r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)",
    "underline": r"__((?:\\[\s\S]|[^\\])+?)__(?!_)",
    "em": r"\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
    r"|\b_((?:__|\\[\s\S]|[^\\_])+?)_\b",
    "strike": r"~~([\s\S]+?)~~",
    "spoiler": r"\|\|([\s\S]+?)\|\|",
    "mention": r"<(?:@[!&]?|\#)\d+>|@everyone|@here",
    "command": r"</[^:>]+:\d+>",
    "moment": r"<t:-?\d+(?::[tTdDfFsSR])?>",
    "emoji": r"<a?:\w+:\d+>|:[\w+~-]+:",
    "autolink": r"<https?://[^ >]+>",
    "guide": r"<id:\w+>",
}
_BLOCKS = {kind: re.compile(rule) for kind, rule in BLOCKS.items()}
# What no rule starts with: read at once, or long texts take long.
_RUN = re.compile(r"[^\\`h\[*_~|<@:\n]+")
_INLINE = {kind: re.compile(rule) for kind, rule in INLINE.items()}


class Token(NamedTuple):
    kind: str
    text: str


def read(markdown: str) -> Iterator[Token]:
    """Yield what the client makes of a text: "text" for what it shows as it is."""
    at = 0
    while at < len(markdown):
        token, at = _next(markdown, at)
        yield token


def shown(markdown: str) -> str:
    """Return the text a person sees, whatever it is formatted as."""
    return "".join(
        shown(token.text) if token.kind in ("strong", "link") else token.text
        for token in read(markdown)
        if token.kind not in _BLOCKS
    ).replace("\u200b", "")


def formatting(markdown: str) -> set[str]:
    return {token.kind for token in read(markdown)} - {"text"}


def _next(markdown: str, at: int) -> tuple[Token, int]:
    if at == 0 or markdown[at - 1] == "\n":
        for kind, rule in _BLOCKS.items():
            if match := rule.match(markdown, at):
                return Token(kind, match[0]), match.end()
    if run := _RUN.match(markdown, at):
        return Token("text", run[0]), run.end()
    for kind, rule in _INLINE.items():
        if match := rule.match(markdown, at):
            return _token(kind, match), match.end()
    return Token("text", markdown[at]), at + 1


def _token(kind: str, match: re.Match[str]) -> Token:
    if kind == "escape":
        return Token("text", match[1])
    if kind == "address":
        return Token("text", match[0])
    if kind == "code":
        return Token(kind, match[2])
    inner = next((group for group in match.groups() if group is not None), match[0])
    return Token(kind, inner)
