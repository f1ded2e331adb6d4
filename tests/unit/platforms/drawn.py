"""What a card says, and what its rendered pages hold in the payload that Discord would get."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from discord.http import handle_message_parameters

from bot.cards import (
    Alert,
    Attachment,
    Card,
    Code,
    Divider,
    Facts,
    Image,
    Inline,
    Items,
    Link,
    Note,
    Progress,
    Steps,
    Strong,
    Table,
    Text,
)
from bot.platforms.discord.frame import Frame
from bot.platforms.discord.renderer import Rendered, Renderer
from bot.words import _
from playground.component_limits import walk
from playground.message_limits import check_message
from tests.unit.platforms.discord_client import shown

TEXT, SEPARATOR, ROW, BUTTON, SELECT = 10, 14, 1, 2, 3


def pages(renderer: Renderer, whole: Card) -> list[Rendered]:
    """Return every page of a card, however they come."""
    first = renderer.render(whole)
    if whole.pager:
        return [first, *(renderer.render(whole, page) for page in range(2, first.pages + 1))]
    return [first, *first.following]


def said(whole: Card) -> Iterator[str]:
    """Yield every text of a card that a person must be able to read."""
    for block in whole.blocks:
        match block:
            case Text(content, heading):
                yield from (heading, *inline(content))
            case Note(content) | Alert(content):
                yield from inline(content)
            case Facts(rows, heading):
                yield heading
                for label, content in rows:
                    yield from (label, *inline(content))
            case Steps(steps, heading):
                yield heading
                for _done, content in steps:
                    yield from inline(content)
            case Items(items, heading):
                yield heading
                for item in items:
                    yield from (item.title, *inline(item.detail))
            case Table(caption, _columns, rows):
                yield caption
                for row in rows:
                    yield from row
            case Progress(now, of, label):
                yield _("{label}: {now} of {of}", label=label, now=now, of=of)
            case Image() | Attachment() | Divider():
                pass


def inline(content: Inline) -> Iterator[str]:
    for node in content:
        match node:
            case str():
                yield node
            case Strong(text):
                yield text
            case Link(text):
                # Words of a link can hold neither square brackets nor an address of their own.
                yield re.sub("https?://", "", text).replace("[", "(").replace("]", ")")
            case Code(text):
                yield text.replace("`", "ˋ")  # noqa: RUF001
            case _:
                pass


def components(page: Rendered) -> list[dict[str, Any]]:
    """Return every component of a page in reading order."""
    return list(walk(view_of(page)))


def view_of(page: Rendered) -> list[dict[str, Any]]:
    return page.view.to_components()


def check(page: Rendered) -> None:
    """Raise what Discord would refuse of a page, as discord.py would send it."""
    payload = view_of(page)
    with handle_message_parameters(
        view=page.view, files=page.files, allowed_mentions=page.allowed_mentions
    ) as sent:
        parts = sent.multipart or []
        [told] = [part["value"] for part in parts if part["name"] == "payload_json"] or [
            sent.payload
        ]
        body = json.loads(told) if isinstance(told, str) else told
    assert body["components"] == payload
    check_message(body, files=len(page.files))
    names = [file.filename for file in page.files]
    assert len(names) == len(set(names)) <= 10
    used = re.findall(r"attachment://([A-Za-z0-9_.-]+)'", str(payload))
    assert sorted(used) == sorted(names)


def buttons(page: Rendered) -> list[dict[str, Any]]:
    return [component for component in components(page) if component["type"] == BUTTON]


def labels(page: Rendered) -> list[str]:
    """Return what can be pressed or chosen."""
    return [one["label"] for one in (*buttons(page), *options(page))]


def options(page: Rendered) -> list[dict[str, Any]]:
    """Return what the selects of a page offer."""
    return [one for part in components(page) if part["type"] == SELECT for one in part["options"]]


def read(page: Rendered) -> str:
    """Return all of a page that people read: where a link leads is not part of it."""
    return re.sub(r"(?<=\])\(https?://[^\s)]*\)", "", text(page))


def text(page: Rendered) -> str:
    """Return all of a page as markdown."""
    return "\n".join(c["content"] for c in components(page) if c["type"] == TEXT)


def body(page: Rendered, outline: Frame) -> str:
    """Return what a person reads between title and footer, without white space.

    Call it in the language of the card.
    """
    [container] = view_of(page)
    children: list[dict[str, Any]] = list(container["components"])
    while children and children[-1]["type"] == ROW:
        children.pop()
    if outline.foot or page.pages > 1:
        counted = _("Page {page} of {pages}", page=page.page, pages=page.pages)
        last = [*outline.foot[-1:], *([counted] if page.pages > 1 else [])]
        lines = [*outline.foot[:-1], " · ".join(last)]
        assert children.pop()["content"] == "\n".join(f"-# {line}" for line in lines)
        assert children.pop()["type"] == SEPARATOR
    if outline.head:
        assert children.pop(0)["content"] == outline.head
    texts = [c["content"] for c in walk(children) if c["type"] == TEXT]
    return squeeze("".join(map(shown, texts)))


def squeeze(text: str) -> str:
    """Return the signs that a screen can show, without white space."""
    return re.sub(r"[\s\u200b\x00-\x1f\x7f-\x9f\ud800-\udfff]", "", text)
