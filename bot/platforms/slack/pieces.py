"""A card's blocks as pieces: the smallest parts that must stay together on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.cards import (
    Action,
    Alert,
    Attachment,
    Block,
    Button,
    Code,
    Divider,
    Facts,
    Image,
    Inline,
    Item,
    Items,
    Link,
    LinkButton,
    Node,
    Note,
    Progress,
    Steps,
    Strong,
    Table,
    Text,
)
from bot.platforms.slack.richtext import Reader, is_web, one_line, speak
from bot.replies import framing

# Four of them fill a page well.
_LONGEST_PIECE = 700
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with at most one action under it, or a row of them, or a divider.

    With ``is_line`` it stands right below the text before it; what ``goes_on`` continues that text
    on its line. ``is_aside``: it is drawn smaller. ``option`` is offered in the page's select of
    the name ``select``.
    """

    content: Inline = ()
    is_line: bool = False
    goes_on: bool = False
    is_aside: bool = False
    is_divider: bool = False
    row: tuple[Action, ...] = ()
    select: str = ""
    option: Button | None = None

    @property
    def is_joined(self) -> bool:
        """Tell whether it belongs to the text before it."""
        return self.is_line or self.goes_on


def cut(blocks: Iterable[Block]) -> Iterator[Piece]:
    """Yield the pieces of blocks in order; files and pictures are named, not drawn."""
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[Piece]:
    match block:
        case Text(content, heading):
            yield from _lines(heading, [content])
        case Facts(rows, heading):
            yield from _lines(heading, [framing.labelled(*row) for row in rows])
        case Steps(steps, heading):
            lines = [(f"{framing.state(done)} ", *content) for done, content in steps]
            yield from _lines(heading, lines)
        case Table(caption, columns, rows):
            yield from _lines(caption, [framing.row(columns, row) for row in rows])
        case Items(items, heading, select):
            yield from _items(items, heading, select)
        case Note(content):
            yield from (replace(piece, is_aside=True) for piece in _write(content))
        case Alert(content, level):
            yield from _write(framing.labelled(framing.level(level), content))
        case Progress():
            yield from _write(framing.progress(block))
        case Image(_, filename, described) | Attachment(_, filename, described):
            yield from _write(framing.labelled(filename, (described,)))
        case Divider():
            yield Piece(is_divider=True)


def _lines(heading: str, lines: Sequence[Inline]) -> Iterator[Piece]:
    """Yield each line on a line of its own; the heading stays with the first."""
    before = _heading(heading)
    for at, line in enumerate(lines or [()]):
        for piece in _write((*before, *line)):
            yield piece if piece.goes_on else replace(piece, is_line=at > 0)
        before = ()


def _heading(text: str) -> Inline:
    return (Strong(one_line(text)), "\n") if one_line(text) else ()


def _items(items: Sequence[Item], heading: str, select: str) -> Iterator[Piece]:
    before, is_alone = _heading(heading), True
    if not items:
        yield from _write(before)
    for item in items:
        action, detail, option = item.action, item.detail, None
        if isinstance(action, LinkButton) and not is_web(action.url):
            action, detail = None, (*detail, "\n", Link(action.label, action.url))
        if select and isinstance(action, Button):
            action, option = None, replace(action, label=item.title)
        title = Strong(one_line(item.title) or "—")
        *rest, last = _write((*before, title, *(("\n", *detail) if detail else ())))
        pieces = [*rest, replace(last, row=(action,) if action else ())]
        first = replace(pieces[0], is_line=not is_alone, select=select, option=option)
        yield from (first, *pieces[1:])
        before, is_alone = (), action is not None


def _write(content: Inline) -> Iterator[Piece]:
    """Cut inline content where a page may end."""
    nodes: list[Node] = []
    length, goes_on = 0, False
    for node in content:
        for part in _parts(node):
            own = len(speak((part,), _ANYBODY))
            if nodes and length + own > _LONGEST_PIECE:
                yield Piece(tuple(nodes), goes_on=goes_on)
                nodes, length, goes_on = [], 0, True
            nodes.append(part)
            length += own
    if length:
        yield Piece(tuple(nodes), goes_on=goes_on)


_ANYBODY = Reader()


def _parts(node: Node) -> Iterator[Node]:
    """Yield a node as nodes short enough to fit a piece."""
    match node:
        case str():
            yield from _chunks(node)
        case Strong(text):
            yield from map(Strong, _chunks(text))
        case Code(text):
            yield from map(Code, _chunks(text))
        case Link(text, url):
            yield from (Link(chunk, url) for chunk in _chunks(text))
        case _:
            yield node


def _chunks(text: str) -> Iterator[str]:
    while len(text) > _LONGEST_PIECE:
        spaces = [space.end() for space in _SPACE.finditer(text, 1, _LONGEST_PIECE)]
        end = spaces[-1] if spaces else _LONGEST_PIECE
        yield text[:end]
        text = text[end:]
    yield text
