"""Pieces packed into pages that keep every budget of a message; nothing is ever left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from bot.platforms.discord import limits
from bot.platforms.discord.frame import Frame
from bot.platforms.discord.pieces import Piece

Page = tuple[Piece, ...]

# Container, title, footer with the line above it; First, Previous and Next in their row.
_FRAME_COMPONENTS = 4
_PAGER_COMPONENTS = 4
_SECTION_COMPONENTS = 3
_PAGE_WORDS = len(" · Page 999 of 999") + len("-# ")


@dataclass(frozen=True, slots=True)
class Load:
    """What a message holds of each thing that Discord limits."""

    components: int = 0
    text: int = 0
    files: int = 0
    file_bytes: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(
            self.components + other.components,
            self.text + other.text,
            self.files + other.files,
            self.file_bytes + other.file_bytes,
        )

    def fits(self, budget: Self) -> bool:
        """Tell whether nothing exceeds ``budget``."""
        return (
            self.components <= budget.components
            and self.text <= budget.text
            and self.files <= budget.files
            and self.file_bytes <= budget.file_bytes
        )


def pack(frame: Frame, pieces: Iterable[Piece]) -> list[Page]:
    """Return the pages, at least one, in order."""
    budget = _budget(frame)
    pages: list[list[Piece]] = [[]]
    load = Load()
    for piece in pieces:
        own = _load(piece)
        if pages[-1] and not (load + own).fits(budget):
            pages.append([])
            load = Load()
        if piece.is_divider and not pages[-1]:
            continue
        pages[-1].append(piece)
        load += own
    kept = [page for page in map(_without_last_divider, pages) if page]
    return kept or [()]


def _budget(frame: Frame) -> Load:
    """Return what is left for the body of each page."""
    rows = -(-len(frame.actions) // limits.BUTTONS_PER_ROW)
    taken = _FRAME_COMPONENTS + _PAGER_COMPONENTS + rows + len(frame.actions)
    words = limits.length(frame.head) + limits.length(frame.foot) + _PAGE_WORDS
    return Load(
        components=limits.COMPONENTS - taken,
        text=limits.TEXT_BUDGET - words,
        files=limits.FILES,
        file_bytes=limits.REQUEST_BYTES,
    )


def _load(piece: Piece) -> Load:
    """Return what a piece adds at most: on its page it may share a component with others."""
    if piece.file is not None:
        return Load(components=1, files=1, file_bytes=len(piece.file.content))
    components = _SECTION_COMPONENTS if piece.action else 1
    return Load(components, limits.length(piece.text) + limits.length(piece.joint))


def _without_last_divider(page: list[Piece]) -> Page:
    while page and page[-1].is_divider:
        page.pop()
    return tuple(page)
