"""Inline nodes as the elements of rich text: nothing in them can format or notify anybody.

Slack's other markup has no escape for its signs. Rich text is structured, so what people wrote is
shown as it is. Source: docs.slack.dev, reference/block-kit/blocks/rich-text-block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

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
from bot.model import MemberId
from bot.platforms.slack import limits
from bot.platforms.slack.commands import typed
from bot.platforms.slack.identity import name_on_slack

Json = dict[str, Any]

# What no client draws: control characters, and halves of surrogate pairs that JSON may carry.
_UNDRAWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)'\"]", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>|]+", re.IGNORECASE)
# docs.slack.dev, messaging/formatting-message-text, "Date formatting"
_FORMATS = {
    "date": "{date_short_pretty}",
    "time": "{time}",
    "full": "{date_short_pretty} {time}",
    "relative": "{ago}",
}
_WRITTEN = {"date": "%d %b %Y", "time": "%H:%M %Z", "full": "%d %b %Y %H:%M %Z"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a card: in which zone, and whom a mention would notify.

    In front of everybody, ``is_public``, a mention notifies: people outside of ``notify`` are
    called by their ``names``, groups always.
    """

    zone: str = "UTC"
    is_public: bool = False
    notify: frozenset[MemberId] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict[str, str])


def draw(content: Inline, reader: Reader, style: Json | None = None) -> list[Json]:
    """Return inline content as elements of a rich text section; ``style`` is added to each."""
    drawn = [element for node in content for element in _draw(node, reader)]
    if style is None:
        return drawn
    return [{**one, "style": {**one.get("style", {}), **style}} for one in drawn]


def _draw(node: Node, reader: Reader) -> Iterator[Json]:
    match node:
        case str():
            yield from _plain(node)
        case Strong(text):
            yield from _text(text, bold=True)
        case Code(text):
            yield from _text(text, code=True)
        case CommandRef(path):
            yield from _text(typed(path), code=True)
        case Link(text, url):
            yield from _link(text, url)
        case When(at, style):
            yield {
                "type": "date",
                "timestamp": int(at.timestamp()),
                "format": _FORMATS[style],
                "fallback": written(node, reader),
            }
        case ChannelRef(own_id):
            yield {"type": "channel", "channel_id": name_on_slack(own_id)}
        case MemberRef(own_id):
            if reader.is_public and own_id not in reader.notify:
                yield from _text(_name(own_id, reader), bold=True)
            else:
                yield {"type": "user", "user_id": name_on_slack(own_id)}
        case RoleRef(own_id):
            if reader.is_public:
                yield from _text(_name(own_id, reader), bold=True)
            else:
                yield {"type": "usergroup", "usergroup_id": name_on_slack(own_id)}


def speak(content: Inline, reader: Reader) -> str:
    """Return what inline content says, as plain words."""
    return "".join(_said(node, reader) for node in content)


def _said(node: Node, reader: Reader) -> str:
    match node:
        case str():
            return clean(node)
        case Strong(text) | Code(text):
            return clean(text)
        case CommandRef(path):
            return typed(path)
        case Link(text, url):
            return one_line(text) or url
        case When():
            return written(node, reader)
        case ChannelRef(own_id) | MemberRef(own_id) | RoleRef(own_id):
            return _name(own_id, reader)


def written(when: When, reader: Reader) -> str:
    """Return a moment in the reader's zone, for clients that do not draw dates."""
    form = _WRITTEN.get(when.style, _WRITTEN["full"])
    return when.at.astimezone(ZoneInfo(reader.zone)).strftime(form)


def clean(text: str) -> str:
    """Return ``text`` without signs that no client draws."""
    return _UNDRAWABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return ``text`` without line breaks and doubled spaces."""
    return " ".join(clean(text).split())


def is_web(url: str) -> bool:
    """Tell whether ``url`` is a whole address of the web that Slack takes."""
    return len(url) <= limits.URL and _WEB.fullmatch(url) is not None


def _name(own_id: str, reader: Reader) -> str:
    return clean(reader.names.get(own_id, "")) or name_on_slack(own_id)


def _text(text: str, **style: bool) -> Iterator[Json]:
    if shown := clean(text):
        yield {"type": "text", "text": shown, "style": style}


def _link(text: str, url: str) -> Iterator[Json]:
    if is_web(url):
        yield {"type": "link", "url": url, "text": one_line(text) or url}
    elif shown := clean(text):
        yield {"type": "text", "text": shown}


def _plain(text: str) -> Iterator[Json]:
    """Yield a text with its plain web addresses as links: nothing else of it is read as markup."""
    shown, at = clean(text), 0
    for found in _ADDRESS.finditer(shown):
        if not is_web(found[0]):
            continue
        if before := shown[at : found.start()]:
            yield {"type": "text", "text": before}
        yield {"type": "link", "url": found[0]}
        at = found.end()
    if rest := shown[at:]:
        yield {"type": "text", "text": rest}
