"""Pieces packed into pages that keep every budget of a message; nothing is ever left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from bot.platforms.discord import limits
from bot.platforms.discord.frame import Frame
from bot.platforms.discord.pieces import Piece
from bot.replies import framing

Page = tuple[Piece, ...]

# Container, title, footer with the line above it; First, Previous and Next in their row.
_FRAME_COMPONENTS = 4
_PAGER_COMPONENTS = 4
_SECTION_COMPONENTS = 3
# The longest joint, or a sign that keeps two texts apart.
_JOINT = 2
_MANY = 999
_SELECT_COMPONENTS = 2
_ANY_LENGTH = 10**9
# Where a link leads is not read.
_TARGET = re.compile(r"(?<=\])\(https?://[^\s)]*\)")


@dataclass(frozen=True, slots=True)
class Load:
    """What a message holds of each thing that Discord limits, and what people read of its text."""

    components: int = 0
    text: int = 0
    read: int = 0
    lines: int = 0
    options: int = 0
    files: int = 0
    file_bytes: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(
            self.components + other.components,
            self.text + other.text,
            self.read + other.read,
            self.lines + other.lines,
            self.options + other.options,
            self.files + other.files,
            self.file_bytes + other.file_bytes,
        )

    def fits(self, budget: Self) -> bool:
        """Tell whether nothing exceeds ``budget``."""
        return (
            self.components <= budget.components
            and self.text <= budget.text
            and self.read <= budget.read
            and self.lines <= budget.lines
            and self.options <= budget.options
            and self.files <= budget.files
            and self.file_bytes <= budget.file_bytes
        )


def pack(frame: Frame, pieces: Iterable[Piece]) -> list[Page]:
    """Return the pages, at least one, in order."""
    budget = _budget(frame)
    pages: list[list[Piece]] = [[]]
    load = Load()
    for piece in pieces:
        own = _load(piece, pages[-1])
        if pages[-1] and not (load + own).fits(budget):
            pages.append([])
            load, own = Load(), _load(piece, [])
        if piece.is_divider and not pages[-1]:
            continue
        pages[-1].append(piece)
        load += own
    kept = [page for page in map(_without_last_divider, pages) if page]
    return kept or [()]


def measure(pieces: Iterable[Piece]) -> Load:
    """Return what pieces hold on a page of their own."""
    page: list[Piece] = []
    load = Load()
    for piece in pieces:
        load += _load(piece, page)
        page.append(piece)
    return load


def budget_alone(frame: Frame) -> Load:
    """Return what is left for the body of a message that is all there is."""
    return _left(frame, _FRAME_COMPONENTS, "")


def _budget(frame: Frame) -> Load:
    """Return what is left for the body of each page."""
    page = "-#  · " + framing.page_of(_MANY, _MANY)
    return _left(frame, _FRAME_COMPONENTS + _PAGER_COMPONENTS, page)


def _left(frame: Frame, components: int, page: str) -> Load:
    rows = -(-len(frame.actions) // limits.BUTTONS_PER_ROW)
    taken = components + rows + len(frame.actions) + _SELECT_COMPONENTS * len(frame.selects)
    foot = "".join(f"\n-# {line}" for line in frame.foot)
    repeated = (frame.head, foot, page)
    words = sum(map(limits.length, repeated))
    read = limits.READ_AT_ONCE - sum(map(_read, repeated)) if frame.is_brief else _ANY_LENGTH
    lines = limits.LINES_AT_ONCE - len(frame.selects) if frame.is_brief else _ANY_LENGTH
    return Load(
        components=limits.COMPONENTS - taken,
        text=limits.TEXT_BUDGET - words,
        read=read,
        lines=lines,
        options=limits.OPTIONS,
        files=limits.FILES,
        file_bytes=limits.REQUEST_BYTES,
    )


def _load(piece: Piece, page: list[Piece]) -> Load:
    """Return what a piece adds to a page; text right after text shares its component."""
    if piece.file is not None:
        return Load(components=1, files=1, file_bytes=len(piece.file.content))
    is_joined = piece.is_plain and bool(page) and page[-1].is_plain
    own = 1 + len(piece.row)
    components = _SECTION_COMPONENTS if piece.action else 0 if is_joined else own
    if piece.option is not None and all(one.select != piece.select for one in page if one.option):
        components += _SELECT_COMPONENTS
    return Load(
        components=components,
        text=limits.length(piece.text) + _JOINT,
        read=_read(piece.text) + _JOINT,
        lines=_lines(piece.text) if piece.option else 0,
        options=piece.option is not None,
    )


def _read(text: str) -> int:
    return limits.length(_TARGET.sub("", text))


def _lines(text: str) -> int:
    """Return how many lines a text takes on a phone."""
    lines = _TARGET.sub("", text).splitlines()
    return sum(-(-limits.length(line) // limits.PHONE_LINE) for line in lines)


def _without_last_divider(page: list[Piece]) -> Page:
    while page and page[-1].is_divider:
        page.pop()
    return tuple(page)
