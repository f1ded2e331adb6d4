"""A Card as Block Kit: pages that keep every limit, and all of their words once more as text.

Whoever listens to Slack hears a message's ``text`` and nothing of its blocks (docs.slack.dev,
reference/methods/chat.postMessage, "Accessibility"), so it says the whole page.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.cards import (
    Action,
    Attachment,
    Audience,
    Block,
    Button,
    Card,
    Image,
    Inline,
    Item,
    Items,
    LinkButton,
    Note,
    Select,
    Strong,
    Text,
)
from bot.platforms.slack import limits, presses
from bot.platforms.slack.pieces import Piece, cut
from bot.platforms.slack.richtext import Reader, clean, draw, is_web, one_line, speak
from bot.replies import framing
from bot.words import _
from bot.words import speak as in_language

Json = dict[str, Any]
File = Image | Attachment
Page = tuple[Piece, ...]

_CHOICE = "card.choose"
_MOST_ACTIONS = 15
_MOST_WHOLE = 2
_LONGEST_LINE = 300
# Title, subtitle, who shared it, footer, pager.
_FRAME_BLOCKS = 5
_STYLES = {"primary": {"style": "primary"}, "danger": {"style": "danger"}, "secondary": {}}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page ready to send; ``following`` holds the other pages of a card without a pager.

    ``files`` are what the card holds to look at or to download, which no ephemeral message can.
    """

    blocks: list[Json]
    text: str
    page: int
    pages: int
    following: tuple[Rendered, ...] = ()
    files: tuple[File, ...] = ()

    def told(self) -> Json:
        """Return the part of a request that says what the message is."""
        return {"blocks": self.blocks, "text": self.text}


def render(card: Card, reader: Reader, page: int = 1, first_id: int = 1) -> Rendered:
    """Return one page of ``card`` (1-based; a page that does not exist is the nearest).

    A card without a pager comes with all its pages, to be sent one after another; its buttons are
    under the last. They are numbered from ``first_id`` on.

    Raises
    ------
    ValueError
        The verb and arguments of a button do not fit.
    """
    with in_language(card.language):
        reader = replace(
            reader, is_public=_is_public(card), notify=frozenset(card.notify) | reader.notify
        )
        outline = _outline(card, reader)
        pages = _pack(outline, _pieces(card, outline), reader)
        files = tuple(one for one in card.blocks if isinstance(one, Image | Attachment))
        if card.pager or len(pages) == 1:
            page = min(max(page, 1), len(pages))
            return replace(
                _Drawing(card, outline, reader, page, pages, first_id).draw(), files=files
            )
        first, *following = (
            _Drawing(card, outline, reader, number, pages, first_id).draw()
            for number in range(1, len(pages) + 1)
        )
        return replace(first, following=tuple(following), files=files)


def _pieces(card: Card, outline: _Outline) -> Iterator[Piece]:
    """Yield a card's own pieces, then each of its parts with its buttons, or with its opener."""
    yield from cut(outline.blocks)
    is_whole = len(card.parts) <= _MOST_WHOLE
    for part in card.parts:
        told = part.card
        subtitle = (Note((told.subtitle,)),) if told.subtitle else ()
        yield Piece(is_divider=True)
        yield from cut((Text((Strong(one_line(told.title)),)), *subtitle, *told.blocks))
        under = (*told.actions, *(one for select in told.selects for one in select.buttons))
        yield Piece(row=under if is_whole and under else (part.opener,))


def _is_public(card: Card) -> bool:
    return card.audience is not Audience.PRIVATE


@dataclass(frozen=True, slots=True)
class _Outline:
    """What every page repeats, and ``blocks``: the card's, and what was too long to repeat."""

    title: str
    lines: tuple[Inline, ...]
    foot: Inline
    actions: tuple[Action, ...]
    selects: tuple[Select, ...]
    blocks: tuple[Block, ...] = field(default=())
    is_brief: bool = False


def _outline(card: Card, reader: Reader) -> _Outline:
    title, subtitle = one_line(card.title), one_line(card.subtitle)
    before: list[Block] = []
    if len(title) > limits.HEADER:
        before.append(Text((Strong(title),)))
    lines: list[Inline] = [framing.shared_by(card.shared_by)] if card.shared_by else []
    if subtitle and len(subtitle) <= _LONGEST_LINE:
        lines.append((subtitle,))
    elif subtitle:
        before.append(Note((subtitle,)))
    read = framing.read_sources(card)
    sources = framing.sources(read) if read and not card.is_brief else ()
    is_repeated = len(speak(sources, reader)) <= _LONGEST_LINE
    openable = [one for one in card.actions if isinstance(one, Button) or is_web(one.url)]
    spilled = openable[_MOST_ACTIONS:]
    after: list[Block] = [
        Text(((one.label + ": " + one.url),))
        for one in card.actions
        if isinstance(one, LinkButton) and not is_web(one.url)
    ]
    if spilled:
        after.append(Items(tuple(Item(one.label, action=one) for one in spilled)))
    if sources and not is_repeated:
        after.append(Note(sources))
    own = one_line(" · ".join(framing.own_sources(card)))
    if len(own) > _LONGEST_LINE:
        after.append(Note((own,)))
    if card.issuer and len(card.issuer.text) > _LONGEST_LINE:
        after.append(Note((card.issuer,)))
    return _Outline(
        title=limits.clip(title, limits.HEADER),
        lines=tuple(lines),
        foot=_foot(card, sources if is_repeated else ()),
        actions=tuple(openable[:_MOST_ACTIONS]),
        selects=tuple(_cut_selects(card.selects)),
        blocks=(*before, *card.blocks, *after),
        is_brief=card.is_brief,
    )


def _foot(card: Card, sources: Inline) -> Inline:
    parts: list[Inline] = [(framing.checked(card.as_of),)] if card.as_of else []
    if card.is_brief and (read := framing.read_sources(card)):
        parts.append((framing.counted(read),))
    own = one_line(" · ".join(framing.own_sources(card)))
    if own and len(own) <= _LONGEST_LINE:
        parts.append((own,))
    if card.issuer and len(card.issuer.text) <= _LONGEST_LINE:
        parts.append((card.issuer,))
    line = _joined(parts, " · ")
    return _joined([one for one in (sources, line) if one], "\n")


def _joined(parts: Sequence[Inline], between: str) -> Inline:
    return tuple(node for at, part in enumerate(parts) for node in ((between,) * (at > 0) + part))


def _cut_selects(selects: Sequence[Select]) -> Iterator[Select]:
    for select in selects:
        for start in range(0, len(select.buttons), limits.OPTIONS):
            yield replace(select, buttons=select.buttons[start : start + limits.OPTIONS])


def _pack(outline: _Outline, pieces: Iterator[Piece], reader: Reader) -> list[Page]:
    """Return the pages, at least one, in order; nothing is left out."""
    rows = -(-len(outline.actions) // limits.BUTTONS)
    most_blocks = limits.BLOCKS - _FRAME_BLOCKS - rows - len(outline.selects)
    repeated = speak((outline.title, *_joined(outline.lines, "\n"), *outline.foot), reader)
    most = limits.BODY
    if outline.is_brief:
        most = max(limits.READ_AT_ONCE - len(repeated), limits.READ_AT_ONCE // 2)
    pages: list[list[Piece]] = [[]]
    blocks = length = offered = 0
    for piece in pieces:
        own, letters = _count(piece, pages[-1]), len(speak(piece.content, reader)) + 1
        is_full = blocks + own > most_blocks or length + letters > most
        if pages[-1] and (is_full or offered == limits.OPTIONS):
            pages.append([])
            blocks = length = offered = 0
            own = _count(piece, [])
        if piece.is_divider and not pages[-1]:
            continue
        pages[-1].append(piece)
        blocks, length = blocks + own, length + letters
        offered += piece.option is not None
    for page in pages:
        while page and page[-1].is_divider:
            page.pop()
    return [tuple(page) for page in pages if page] or [()]


def _count(piece: Piece, page: Sequence[Piece]) -> int:
    """Return how many blocks a piece adds to a page."""
    is_joined = piece.is_joined and bool(page) and not page[-1].row and bool(page[-1].content)
    rows = -(-len(piece.row) // limits.BUTTONS)
    own = rows + (not is_joined and bool(piece.content or piece.is_divider))
    is_new = piece.option is not None and all(one.select != piece.select for one in page)
    return own + is_new


class _Drawing:
    """One page in the making: each of its buttons has an id of its own."""

    def __init__(
        self,
        card: Card,
        outline: _Outline,
        reader: Reader,
        page: int,
        pages: list[Page],
        first_id: int,
    ) -> None:
        self._card = card
        self._outline = outline
        self._reader = reader
        self._page = page
        self._pages = pages
        self._next_id = first_id
        self._spoken: list[str] = []

    def draw(self) -> Rendered:
        blocks = list(self._blocks())
        text = "\n".join(filter(None, self._spoken)) or clean(self._card.summary) or "—"
        if not blocks:
            blocks = [rich(draw((text,), self._reader))]
        return Rendered(blocks, _escaped(text), self._page, len(self._pages))

    def _blocks(self) -> Iterator[Json]:
        outline, pieces = self._outline, self._pages[self._page - 1]
        if outline.title:
            self._spoken.append(outline.title)
            yield {"type": "header", "text": plain(outline.title)}
        for line in outline.lines:
            yield self._text(line, is_aside=True)
        yield from self._body(pieces)
        if foot := self._foot():
            yield self._text(foot, is_aside=True)
        is_end = bool(self._card.pager) or self._page == len(self._pages)
        if is_end:
            yield from self._rows(outline.actions)
        yield from self._selects(pieces, is_end)
        if self._card.pager and len(self._pages) > 1:
            yield self._pager(*self._card.pager)

    def _foot(self) -> Inline:
        if len(self._pages) == 1:
            return self._outline.foot
        page = framing.page_of(self._page, len(self._pages))
        return (*self._outline.foot, " · ", page) if self._outline.foot else (page,)

    def _body(self, pieces: Page) -> Iterator[Json]:
        """Yield text that belongs together as one block, and each row of buttons under its text."""
        content: list[Any] = []
        is_aside = False
        for at, piece in enumerate(pieces):
            is_joined = piece.is_joined and bool(content)
            if content and not (is_joined or (piece.row and not piece.content)):
                yield self._text(tuple(content), is_aside=is_aside)
                content = []
            if piece.is_divider:
                yield {"type": "divider"}
                continue
            if is_joined and piece.is_line:
                content.append("\n")
            content += piece.content
            is_aside = piece.is_aside
            if piece.row:
                if content:
                    yield self._text(tuple(content), is_aside=is_aside)
                content = []
                yield from self._rows(piece.row)
            if content and at == len(pieces) - 1:
                yield self._text(tuple(content), is_aside=is_aside)

    def _text(self, content: Inline, *, is_aside: bool) -> Json:
        self._spoken.append(speak(content, self._reader))
        elements = draw(content, self._reader, {"italic": True} if is_aside else None)
        return rich(elements or draw(("—",), self._reader))

    def _rows(self, actions: Sequence[Action]) -> Iterator[Json]:
        for start in range(0, len(actions), limits.BUTTONS):
            row = [self._button(one) for one in actions[start : start + limits.BUTTONS]]
            yield {"type": "actions", "elements": row}

    def _button(self, action: Action) -> Json:
        button: Json = {"type": "button", "text": plain(action.label, limits.BUTTON_TEXT)}
        if isinstance(action, LinkButton):
            return {**button, "action_id": self._id(presses.LINK), "url": action.url}
        value = presses.encode(action.verb, action.args)
        style = _STYLES[action.style]
        return {**button, "action_id": self._id(action.verb), "value": value, **style}

    def _id(self, verb: str) -> str:
        self._next_id += 1
        return f"{verb}/{self._next_id - 1}"

    def _selects(self, pieces: Page, is_end: bool) -> Iterator[Json]:
        """Yield the selects of what is on this page, then those of the card."""
        offered: dict[str, list[Button]] = {}
        for piece in pieces:
            if piece.option is not None:
                offered.setdefault(piece.select, []).append(piece.option)
        own = (Select(label, tuple(buttons)) for label, buttons in offered.items())
        for select in (*own, *(self._outline.selects if is_end else ())):
            yield {"type": "actions", "elements": [self._select(select)]}

    def _select(self, select: Select) -> Json:
        options = {
            presses.encode(one.verb, one.args, limits.OPTION_VALUE): one.label
            for one in select.buttons
        }
        return {
            "type": "static_select",
            "action_id": self._id(_CHOICE),
            "placeholder": plain(select.label, limits.PLACEHOLDER),
            "options": [
                {"text": plain(label, limits.OPTION_TEXT), "value": value}
                for value, label in options.items()
            ],
        }

    def _pager(self, verb: str, *args: str) -> Json:
        """Return the buttons that turn the pages: Slack greys none out, so the others are there."""
        last = len(self._pages)
        row = [
            self._button(Button(_(label), verb, (*args, str(target))))
            for label, target in zip(
                framing.PAGER, (1, self._page - 1, self._page + 1), strict=True
            )
            if target != self._page and 1 <= target <= last
        ]
        return {"type": "actions", "elements": row}


def rich(elements: list[Json]) -> Json:
    """Return a block of one paragraph."""
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "elements": [section]}


def plain(text: str, longest: int = limits.HEADER) -> Json:
    """Return words as they are, on one line."""
    # Without `emoji`, :words: between colons become pictures.
    return {
        "type": "plain_text",
        "text": limits.clip(one_line(text), longest) or "—",
        "emoji": False,
    }


def _escaped(text: str) -> str:
    """Return text whose signs Slack does not read as mentions (formatting-message-text)."""
    cut_text = limits.clip(text, limits.SPOKEN)
    return html.escape(cut_text, quote=False)
