"""Blocks as pieces: the smallest parts that must stay together on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from bot.platforms.discord import limits, markup
from bot.replies import framing
from bot.words import _

NEW_BLOCK = "\n\n"
NEW_LINE = "\n"
SAME_LINE = ""

# Four of them fill a page well.
_LONGEST_PIECE = 800
_LONGEST_NODE = 300
_LONGEST_ADDRESS = 600
_LONGEST_HEADING = 200
_SMALL = "-# "
_SPACE = re.compile(r"\s")
_WORD = re.compile(r"\S+")
_UNDERSCORED_HOST = re.compile(r"\w+://[^/?#]*_")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with at most one action, or a row of them, or one picture or file, or a divider.

    ``joint`` is what stands between it and text before it on the same page; the first button that
    can carry ``mark`` does. ``option`` is offered in the page's select of the name ``select``.
    """

    text: str = ""
    joint: str = NEW_BLOCK
    action: Action | None = None
    row: tuple[Action, ...] = ()
    mark: str | None = None
    file: Image | Attachment | None = None
    is_divider: bool = False
    select: str = ""
    option: Button | None = None

    @property
    def is_plain(self) -> bool:
        """Tell whether it is nothing but text."""
        return bool(self.text) and self.action is None


def cut(blocks: Iterable[Block], ids: Mapping[str, int]) -> Iterator[Piece]:
    """Yield the pieces of blocks in order; ``ids`` are those of commands by root name."""
    for block in blocks:
        yield from _block(block, ids)


def append(text: str, piece: Piece) -> str:
    """Return ``text`` with that of a piece after it."""
    if not text:
        return piece.text
    # A heading brings its own gap.
    is_heading = piece.joint == NEW_BLOCK and piece.text.startswith("#")
    joint = NEW_LINE if is_heading else piece.joint
    return f"{text}{joint}{piece.text}" if joint else markup.join(text, piece.text)


def is_openable(url: str) -> bool:
    """Tell whether a button can open the address.

    Whether Discord takes a host's name with an underscore is not documented: a link in text works.
    """
    is_short = limits.length(url) <= limits.BUTTON_URL
    return markup.is_web(url) and is_short and not _UNDERSCORED_HOST.match(url)


def _block(block: Block, ids: Mapping[str, int]) -> Iterator[Piece]:
    match block:
        case Text(content, heading):
            yield from _lines(heading, [content], ids)
        case Facts(rows, heading):
            facts = [framing.labelled(label, content) for label, content in rows]
            yield from _lines(heading, facts, ids)
        case Steps(steps, heading):
            lines = [(f"{framing.state(done)} ", *content) for done, content in steps]
            yield from _lines(heading, lines, ids)
        case Table(caption, columns, rows):
            yield from _lines(caption, [framing.row(columns, row) for row in rows], ids)
        case Items(items, heading, select):
            yield from _items(items, heading, select, ids)
        case Note(content):
            yield from _small(content, ids)
        case Alert(content, level):
            yield from _write("", framing.labelled(framing.level(level), content), ids)
        case Progress():
            yield from _write("", framing.progress(block), ids)
        case Image() | Attachment():
            yield from _file(block, ids)
        case Divider():
            yield Piece(is_divider=True)


def _lines(heading: str, lines: Sequence[Inline], ids: Mapping[str, int]) -> Iterator[Piece]:
    """Yield each line on a line of its own; the heading stays with the first."""
    opening, before = _heading(heading)
    joint = NEW_BLOCK
    for line in lines or [()]:
        for piece in _write(opening, (*before, *line), ids):
            yield replace(piece, joint=joint if piece.joint == NEW_BLOCK else piece.joint)
        opening, before, joint = "", (), NEW_LINE


def _heading(text: str) -> tuple[str, Inline]:
    """Return a heading's markdown, or content instead when it is too long for a heading."""
    drawn = markup.escape(markup.one_line(text))
    if limits.length(drawn) > _LONGEST_HEADING:
        return "", (Strong(text), "\n")
    return (f"### {drawn}\n" if drawn else ""), ()


def _write(opening: str, content: Inline, ids: Mapping[str, int]) -> Iterator[Piece]:
    """Cut inline content where a page may end, never inside an escape or a tag."""
    text, joint = opening, NEW_BLOCK
    for node in content:
        for part in _parts(node):
            drawn = markup.draw_node(part, ids)
            if text.strip() and limits.length(text) + limits.length(drawn) > _LONGEST_PIECE:
                yield Piece(text, joint)
                text, joint = "", SAME_LINE
            text = markup.join(text, drawn)
    if text.strip():
        yield Piece(text, joint)


def _small(content: Inline, ids: Mapping[str, int]) -> Iterator[Piece]:
    for piece in _write("", content, ids):
        lines = [_SMALL + line for line in piece.text.split("\n") if line.strip()]
        if lines:
            joint = NEW_BLOCK if piece.joint == NEW_BLOCK else NEW_LINE
            yield replace(piece, text="\n".join(lines), joint=joint)


def _parts(node: Node) -> Iterator[Node]:
    """Yield a node as nodes short enough to fit a page whatever escaping adds."""
    match node:
        case str():
            yield from _chunks(node)
        case Strong(text):
            yield from (Strong(chunk) for chunk in _chunks(text))
        case Code(text):
            yield from (Code(chunk) for chunk in _chunks(text))
        case Link(text, url):
            yield from (Link(chunk, url) for chunk in _chunks(text))
        case _:
            yield node


def _chunks(text: str) -> Iterator[str]:
    while len(text) > _LONGEST_NODE:
        end = _end_of_chunk(text)
        yield text[:end]
        text = text[end:]
    yield text


def _end_of_chunk(text: str) -> int:
    """Return where to cut: after white space, after a whole address, or else in a word."""
    spaces = [space.end() for space in _SPACE.finditer(text, 1, _LONGEST_NODE)]
    if spaces:
        return spaces[-1]
    word = _WORD.match(text)
    is_address = word is not None and "://" in word[0] and len(word[0]) <= _LONGEST_ADDRESS
    return word.end() if word and is_address else _LONGEST_NODE


def _items(
    items: Sequence[Item], heading: str, select: str, ids: Mapping[str, int]
) -> Iterator[Piece]:
    if not items:
        yield from _lines(heading, (), ids)
    opening, before = _heading(heading)
    joint = NEW_BLOCK
    for item in items:
        action, detail = item.action, item.detail
        if isinstance(action, LinkButton) and not is_openable(action.url):
            action, detail = None, (*detail, "\n", Link(action.label, action.url))
        option: Button | None = None
        if select and isinstance(action, Button):
            action, option = None, replace(action, label=item.title)
        title = Strong(markup.one_line(item.title) or "—")
        first, *rest = _write(opening, (*before, title, *(("\n", *detail) if detail else ())), ids)
        yield replace(first, action=action, joint=joint, select=select, option=option)
        yield from rest
        opening, before, joint = "", (), NEW_LINE


def _file(file: Image | Attachment, ids: Mapping[str, int]) -> Iterator[Piece]:
    described = file.alt if isinstance(file, Image) else file.description
    if len(file.content) > limits.FILE_BYTES:
        size = f"{len(file.content) / 1024 / 1024:.1f} MiB"
        too_large = _(
            "{file} ({size}) is larger than Discord accepts: {description}",
            file=file.filename,
            size=size,
            description=described,
        )
        yield from _block(Alert((too_large,)), ids)
        return
    yield Piece(file=file)
    if limits.length(described) > limits.ALT_TEXT:
        yield from _small((described,), ids)
