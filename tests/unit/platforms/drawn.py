"""What a rendered page holds, read from the payload that Discord would get."""

from __future__ import annotations

import re
from typing import Any

from bot.platforms.discord.frame import Frame
from bot.platforms.discord.renderer import Rendered
from playground.component_limits import check_layout, walk
from playground.refusals import Form
from tests.unit.platforms.discord_client import shown

TEXT, SEPARATOR, ROW, BUTTON = 10, 14, 1, 2


def components(page: Rendered) -> list[dict[str, Any]]:
    """Return every component of a page in reading order."""
    return list(walk(view_of(page)))


def view_of(page: Rendered) -> list[dict[str, Any]]:
    return page.view.to_components()


def check(page: Rendered) -> None:
    """Raise what Discord would refuse of a page."""
    form = Form()
    payload = view_of(page)
    check_layout(form.at("components"), payload)
    form.refuse()
    names = [file.filename for file in page.files]
    assert len(names) == len(set(names)) <= 10
    used = re.findall(r"attachment://([A-Za-z0-9_.-]+)'", str(payload))
    assert sorted(used) == sorted(names)


def buttons(page: Rendered) -> list[dict[str, Any]]:
    return [component for component in components(page) if component["type"] == BUTTON]


def labels(page: Rendered) -> list[str]:
    return [button["label"] for button in buttons(page)]


def text(page: Rendered) -> str:
    """Return all of a page as markdown."""
    return "\n".join(c["content"] for c in components(page) if c["type"] == TEXT)


def body(page: Rendered, outline: Frame) -> str:
    """Return what a person reads between title and footer, without white space."""
    [container] = view_of(page)
    children: list[dict[str, Any]] = list(container["components"])
    while children and children[-1]["type"] == ROW:
        children.pop()
    parts = [outline.foot] if outline.foot else []
    parts += [f"Page {page.page} of {page.pages}"] if page.pages > 1 else []
    if parts:
        assert children.pop()["content"] == f"-# {' · '.join(parts)}"
        assert children.pop()["type"] == SEPARATOR
    if outline.head:
        assert children.pop(0)["content"] == outline.head
    texts = [c["content"] for c in walk(children) if c["type"] == TEXT]
    return squeeze("".join(map(shown, texts)))


def squeeze(text: str) -> str:
    """Return the signs that a screen can show, without white space."""
    return re.sub(r"[\s\u200b\x00-\x1f\x7f-\x9f\ud800-\udfff]", "", text)
