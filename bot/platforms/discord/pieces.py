"""A card's blocks as pieces: the smallest parts that must stay together on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.cards import (
    Action,
    Alert,
    Attachment,
    Block,
    Card,
    Code,
    Divider,
    Facts,
    Image,
    Inline,
    Items,
    Node,
    Note,
    Progress,
    Source,
    Steps,
    Strong,
    Table,
    Text,
)
from bot.platforms.discord import limits, markup

_LONGEST_PIECE = 1200
_LONGEST_NODE = 300
_LEVEL_WORDS = {"info": "Note", "warn": "Warning", "bad": "Important"}
_BAR = 10

# How many components each kind of piece needs (nested ones count).
_SECTION = 3
_GALLERY = 1
_SINGLE = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with at most one action, one picture or file, or a divider; ``starts`` a block."""

    text: str = ""
    action: Action | None = None
    picture: Image | None = None
    file: Attachment | None = None
    is_divider: bool = False
    starts: bool = True

    @property
    def is_plain(self) -> bool:
        """Tell whether it is nothing but text."""
        return bool(self.text) and self.action is None

    @property
    def components(self) -> int:
        """Return how many components it needs at most."""
        return _SECTION if self.action else _SINGLE


Ids = Mapping[str, int]


def cut(card: Card, ids: Ids) -> list[Piece]:
    """Return the pieces of a card's blocks and sources, in order."""
    pieces = [piece for block in card.blocks for piece in _block(block, ids)]
    return [*pieces, *_sources(card.sources)]


def _block(block: Block, ids: Ids) -> Iterator[Piece]:
    match block:
        case Text(content, heading):
            yield from _paragraphs(_heading(heading), content, ids)
        case Note(content):
            yield from _paragraphs("-# ", content, ids)
        case Alert(content, level):
            yield from _paragraphs(f"**{_LEVEL_WORDS[level]}:** ", content, ids)
        case Facts(rows, heading):
            lines = [(f"**{markup.escape(label)}:** ", content) for label, content in rows]
            yield from _lines(heading, lines, ids)
        case Steps(steps, heading):
            lines = [("✅ Done: " if done else "◻️ Open: ", content) for done, content in steps]
            yield from _lines(heading, lines, ids)
        case Items():
            yield from _items(block, ids)
        case Table(caption, columns, rows):
            lines = [_row(columns, row) for row in rows]
            yield from _lines(caption, lines, ids)
        case Progress(now, of, label):
            filled = round(_BAR * min(max(now, 0), of) / of) if of else 0
            bar = "▰" * filled + "▱" * (_BAR - filled)
            yield from _paragraphs("", (f"{label}: {now} of {of} ", bar), ids)
        case Image():
            yield Piece(picture=block)
        case Attachment():
            yield Piece(file=block)
        case Divider():
            yield Piece(is_divider=True)


def _heading(text: str) -> str:
    return f"### {markup.escape(_one_line(text))[:_LONGEST_NODE]}\n" if text else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(prefix: str, content: Inline, ids: Ids) -> Iterator[Piece]:
    """Cut inline content where a page may end, never inside a word's escape or a tag."""
    text, starts = prefix, True
    for node in content:
        for part in _parts(node):
            drawn = markup.draw_node(part, ids)
            if limits.length(text) + limits.length(drawn) > _LONGEST_PIECE and text.strip():
                yield Piece(text, starts=starts)
                text, starts = "", False
            text += drawn
    if text.strip():
        yield Piece(text, starts=starts)


def _parts(node: Node) -> Iterator[Node]:
    """Yield a node as nodes short enough to fit a page whatever escaping adds."""
    match node:
        case str():
            yield from _chunks(node)
        case Strong(text):
            yield from (Strong(chunk) for chunk in _chunks(text))
        case Code(text):
            yield from (Code(chunk) for chunk in _chunks(text))
        case _:
            yield node


def _chunks(text: str) -> Iterator[str]:
    while len(text) > _LONGEST_NODE:
        end = text.rfind(" ", 1, _LONGEST_NODE) + 1 or _LONGEST_NODE
        yield text[:end]
        text = text[end:]
    yield text


def _lines(heading: str, lines: Iterable[tuple[str, Inline]], ids: Ids) -> Iterator[Piece]:
    prefix, starts = _heading(heading), True
    for label, content in lines:
        for piece in _paragraphs(prefix + label, content or ("",), ids):
            yield Piece(piece.text, starts=starts and piece.starts)
        prefix, starts = "", False


def _row(columns: tuple[str, ...], row: tuple[str, ...]) -> tuple[str, Inline]:
    first, *rest = row
    cells = "; ".join(
        f"{column}: {cell}" for column, cell in zip(columns[1:], rest, strict=False) if cell
    )
    return f"**{markup.escape(_one_line(first))[:_LONGEST_NODE]}** ", (cells,)


def _items(block: Items, ids: Ids) -> Iterator[Piece]:
    prefix, starts = _heading(block.heading), True
    for item in block.items:
        detail: Inline = ("\n", *item.detail) if item.detail else ()
        title = Strong(_one_line(item.title) or "—")
        first, *rest = _paragraphs(prefix, (title, *detail), ids)
        yield Piece(first.text, action=item.action, starts=starts)
        yield from (Piece(piece.text, starts=False) for piece in rest)
        prefix, starts = "", False


def _sources(sources: tuple[Source, ...]) -> Iterator[Piece]:
    if not sources:
        return
    drawn: list[str] = []
    for source in dict.fromkeys(sources):
        name = markup.link(source.label, source.url) if source.url else markup.escape(source.label)
        drawn.append(f"{name} ({markup.escape(source.date)})" if source.date else name)
    text, starts = "-# Sources: ", True
    for position, one in enumerate(drawn):
        one = one if position == len(drawn) - 1 else f"{one} · "
        if limits.length(text) + limits.length(one) > _LONGEST_PIECE:
            yield Piece(text, starts=starts)
            text, starts = "-# ", False
        text += one
    yield Piece(text, starts=starts)
