"""Several cards as one message: each whole with its own buttons, or in short beside an opener.

A message that a moment brings is one, however much falls due in it: what it does not hold is
counted, and one button shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import reduce

from bot.cards import Button, Card, Note, Part, Strong, Text
from bot.platforms.discord import limits, markup
from bot.platforms.discord.frame import Frame, can_carry, frame
from bot.platforms.discord.paging import Load, Page, budget_alone, measure
from bot.platforms.discord.pieces import NEW_LINE, Piece, append, cut
from bot.replies import posts

_MOST_WHOLE = 2
# Holds a reminder of the greatest length with a note; what is longer is told by its summary.
_LONGEST_SHORT = 800


def lay_out(card: Card, ids: Mapping[str, int]) -> tuple[Frame, list[Page]]:
    """Return how a card of parts is framed, and its only page; ``ids`` are those of commands."""
    outline = frame(replace(card, mark=None))
    budget = budget_alone(outline)
    opening = tuple(cut(outline.blocks, ids))
    if len(card.parts) <= _MOST_WHOLE:
        whole = _marked((*opening, *_whole(card.parts, ids)), card.mark)
        if whole is not None and measure(whole).fits(budget):
            return outline, [whole]
    short = (*opening, *_in_short(card, ids, measure(opening), budget))
    return outline, [_marked(short, card.mark) or short]


def _whole(parts: Iterable[Part], ids: Mapping[str, int]) -> Iterator[Piece]:
    """Yield each part with its buttons under it."""
    for at, part in enumerate(parts):
        outline = frame(part.card)
        subtitle = (Note((part.card.subtitle,)),) if part.card.subtitle else ()
        if at:
            yield Piece(is_divider=True)
        yield Piece(f"### {markup.escape(markup.one_line(part.card.title))}")
        for place, piece in enumerate(cut((*subtitle, *outline.blocks), ids)):
            yield piece if place else replace(piece, joint=NEW_LINE)
        yield from _foot(outline)
        # A row is of buttons, and there are few in a message that nobody asked for.
        actions = (*outline.actions, *(one for select in outline.selects for one in select.buttons))
        for start in range(0, len(actions), limits.BUTTONS_PER_ROW):
            yield Piece(row=actions[start : start + limits.BUTTONS_PER_ROW])


def _in_short(card: Card, ids: Mapping[str, int], load: Load, budget: Load) -> Iterator[Piece]:
    """Yield as many parts as the budget allows, each beside its opener, and a way to the rest."""
    pieces = [Piece(_words(part.card, ids), action=part.opener) for part in card.parts]
    if (load + measure(pieces)).fits(budget):
        yield from pieces
        return
    load += measure([_rest(card, 0)])
    for shown, piece in enumerate(pieces):
        load += measure([piece])
        if not load.fits(budget):
            yield _rest(card, shown)
            return
        yield piece


def _words(card: Card, ids: Mapping[str, int]) -> str:
    """Return what a part says without its buttons, or its summary where that is long."""
    outline = frame(card)
    pieces = (*cut((Text((Strong(card.title),)), *outline.blocks), ids), *_foot(outline))
    lines = (replace(piece, joint=piece.joint and NEW_LINE) for piece in pieces if piece.text)
    text = reduce(append, lines, "")
    if limits.length(text) > _LONGEST_SHORT:
        # Half the length: escaping at most doubles it. Its opener shows all of it.
        text = markup.escape(limits.clip(card.summary, _LONGEST_SHORT // 2))
    return text or "—"


def _foot(outline: Frame) -> Iterator[Piece]:
    """Yield what a card's own page would end with: sources, and when they were checked."""
    for line in outline.foot:
        yield Piece(f"-# {line}", NEW_LINE)


def _rest(card: Card, shown: int) -> Piece:
    verb, *args = card.rest
    left = card.parts[shown:]
    told, label = posts.rest(len(left))
    return Piece(told, action=Button(label, verb, (*args, *left[0].opener.args), style="primary"))


def _marked(pieces: Page, mark: str | None) -> Page | None:
    """Return the pieces with the mark at the first button that has room; None if none has."""
    if mark is None:
        return pieces
    for at, piece in enumerate(pieces):
        actions = piece.row or ((piece.action,) if piece.action else ())
        if any(can_carry(action, mark) for action in actions):
            return (*pieces[:at], replace(piece, mark=mark), *pieces[at + 1 :])
    return None
