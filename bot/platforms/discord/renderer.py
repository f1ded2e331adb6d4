"""A Card as Discord Components V2: one container, paged visibly, never cut silently."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import discord

from bot.cards import (
    Action,
    Block,
    Button,
    Card,
    Image,
    Item,
    Items,
    LinkButton,
    Role,
    Select,
)
from bot.platforms.discord import limits, markup
from bot.platforms.discord.custom_id import CHOICE, encode
from bot.platforms.discord.frame import Frame, can_carry, frame
from bot.platforms.discord.identity import snowflake
from bot.platforms.discord.paging import Page, pack
from bot.platforms.discord.parts import lay_out
from bot.platforms.discord.pieces import NEW_LINE, Piece, append, cut
from bot.replies import framing
from bot.words import _, current_language, speak

_ACCENTS = {
    Role.INFO: 0x5865F2,
    Role.GOOD: 0x2D7D46,
    Role.WARN: 0xB7791F,
    Role.BAD: 0xC0392B,
    Role.BRAND: 0x1F6FEB,
}
_STYLES = {
    "primary": discord.ButtonStyle.primary,
    "secondary": discord.ButtonStyle.secondary,
    "danger": discord.ButtonStyle.danger,
}
# What Discord keeps of a file name; any other sign would break attachment:// (discord.File.uri).
_ODD_IN_FILENAME = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST_FILENAME = 100
_ENDS = 9
_KNOWN_CARDS = 256
_KNOWN_ITEMS = 2048


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page ready to send; ``following`` holds the other pages of a card without a pager."""

    view: discord.ui.LayoutView
    files: list[discord.File]
    allowed_mentions: discord.AllowedMentions
    page: int
    pages: int
    following: list[Rendered] = field(default_factory=list["Rendered"])

    def take(self, end: Rendered) -> bool:
        """Add another page's components below these; tell whether Discord takes so many."""
        components = self.view.total_children_count + end.view.total_children_count
        letters = self.view.content_length() + end.view.content_length()
        if components > limits.COMPONENTS or letters > limits.TEXT_BUDGET:
            return False
        for item in end.view.children:
            self.view.add_item(item)
        return True


def draw_end(text: str, button: Button) -> Rendered:
    """Return a line with a button; it may end a page that has the same button."""
    pressed: discord.ui.Button[Any] = discord.ui.Button(
        label=button.label,
        style=_STYLES[button.style],
        custom_id=encode(button.verb, button.args, ordinal=_ENDS),
    )
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.Section(f"-# {markup.escape(text)}", accessory=pressed))
    view.stop()
    return Rendered(view, [], discord.AllowedMentions.none(), 1, 1)


class Renderer:
    """Draw cards; ``command_ids`` (by root name) lets people tap mentioned commands."""

    def __init__(self, command_ids: Mapping[str, int]) -> None:
        self._known = lru_cache(_KNOWN_CARDS)(self._lay_out)
        self._item = lru_cache(_KNOWN_ITEMS)(self._draw_item)
        self.command_ids = command_ids

    @property
    def command_ids(self) -> Mapping[str, int]:
        """Return the ids of commands by root name."""
        return self._command_ids

    @command_ids.setter
    def command_ids(self, ids: Mapping[str, int]) -> None:
        self._command_ids = ids
        self._known.cache_clear()
        self._item.cache_clear()

    def render(self, card: Card, page: int = 1) -> Rendered:
        """Return one page of ``card`` (1-based; a page that does not exist is the nearest).

        A card without a pager comes with all its pages, to be sent one after another; its buttons
        and its mark are on the last.

        Raises
        ------
        ValueError
            The verb and arguments of a button do not fit a custom_id.
        """
        with speak(card.language):
            return self._render(card, page)

    def _render(self, card: Card, page: int) -> Rendered:
        outline, pages = self._known(card) if _is_common(card) else self._lay_out(card)
        if card.pager or len(pages) == 1:
            return _Drawing(card, outline, min(max(page, 1), len(pages)), len(pages)).draw(pages)
        first, *following = (
            _Drawing(card, outline, number, len(pages)).draw(pages)
            for number in range(1, len(pages) + 1)
        )
        first.following.extend(following)
        return first

    def _lay_out(self, card: Card) -> tuple[Frame, list[Page]]:
        if card.parts:
            return lay_out(card, self.command_ids)
        outline = frame(card)
        pieces = self._cut if _is_common(card) else cut
        return outline, pack(outline, pieces(outline.blocks, self.command_ids))

    def _cut(self, blocks: Sequence[Block], command_ids: Mapping[str, int]) -> Iterator[Piece]:
        """Cut blocks of the catalogue, whose items come back in every list of results."""
        language = current_language()
        for block in blocks:
            if not isinstance(block, Items) or not block.items:
                yield from cut((block,), command_ids)
                continue
            for position, item in enumerate(block.items):
                heading = "" if position else block.heading
                first, *rest = self._item(item, heading, block.select, language)
                yield replace(first, joint=NEW_LINE) if position else first
                yield from rest

    def _draw_item(
        self, item: Item, heading: str, select: str, _language: str
    ) -> tuple[Piece, ...]:
        return tuple(cut((Items((item,), heading, select),), self.command_ids))


def _is_common(card: Card) -> bool:
    """Tell whether a card states the catalogue's facts, the same for everybody.

    What members wrote is never kept.
    """
    return bool(card.sources) and not card.is_personal


def page_id(mark: str, page: int) -> int:
    """Return the component id of one page of a marked card, kept by Discord and never shown.

    A positive 32-bit integer (docs: components/reference, "Anatomy of a Component").
    """
    digest = hashlib.blake2s(f"{mark}/{page}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) >> 1 or 1


class _Drawing:
    """One page in the making: its buttons have different ids, its files different names."""

    def __init__(self, card: Card, outline: Frame, page: int, pages: int) -> None:
        self._card = card
        self._outline = outline
        self._page = page
        self._pages = pages
        self._custom_ids: set[str] = set()
        self._files: dict[str, discord.File] = {}

    def draw(self, pages: list[Page]) -> Rendered:
        container: discord.ui.Container[Any] = discord.ui.Container(
            accent_colour=_ACCENTS[self._card.role], id=self._id()
        )
        for item in self._items(pages[self._page - 1]):
            container.add_item(item)
        # timeout=None and stopped: clicks are handled by the DynamicItem, nothing is kept here.
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(container)
        view.stop()
        return Rendered(
            view, list(self._files.values()), _mentions(self._card), self._page, self._pages
        )

    def _id(self) -> int | None:
        """Return what names this page of a marked card: the mark's button is only on the last."""
        if self._card.mark is None or self._pages == 1:
            return None
        return page_id(self._card.mark, self._page)

    def _items(self, pieces: Page) -> list[discord.ui.Item[Any]]:
        items: list[discord.ui.Item[Any]] = []
        if self._outline.head:
            items.append(discord.ui.TextDisplay(self._outline.head))
        items += self._body(pieces)
        if foot := self._foot():
            items += [discord.ui.Separator(), discord.ui.TextDisplay(foot)]
        if self._card.pager or self._page == self._pages:
            items += self._rows()
        items += self._selects(pieces)
        if self._card.pager and self._pages > 1:
            items.append(self._pager(*self._card.pager))
        # Discord refuses an empty container.
        return items or [discord.ui.TextDisplay(markup.escape(self._card.summary) or "—")]

    def _foot(self) -> str:
        *lines, last = self._outline.foot or ("",)
        if self._pages > 1:
            page = framing.page_of(self._page, self._pages)
            last = f"{last} · {page}" if last else page
        return "\n".join(f"-# {line}" for line in (*lines, last) if line)

    def _body(self, pieces: Page) -> list[discord.ui.Item[Any]]:
        """Join neighbouring text into one component; give everything else its own."""
        items: list[discord.ui.Item[Any]] = []
        text = ""
        for piece in pieces:
            if piece.is_plain:
                text = append(text, piece)
                continue
            if text:
                items.append(discord.ui.TextDisplay(text))
                text = ""
            items.append(self._item(piece))
        if text:
            items.append(discord.ui.TextDisplay(text))
        return items

    def _item(self, piece: Piece) -> discord.ui.Item[Any]:
        if piece.action is not None:
            return discord.ui.Section(piece.text, accessory=self._button(piece.action, piece.mark))
        if piece.row:
            return discord.ui.ActionRow(*self._in_a_row(piece.row, piece.mark))
        if piece.file is None:
            return discord.ui.Separator()
        uploaded = self._upload(piece.file.content, piece.file.filename)
        if isinstance(piece.file, Image):
            uploaded.description = limits.clip(piece.file.alt, limits.ALT_TEXT)
            media = discord.MediaGalleryItem(uploaded.uri, description=uploaded.description)
            return discord.ui.MediaGallery(media)
        uploaded.description = limits.clip(piece.file.description, limits.ALT_TEXT)
        return discord.ui.File(uploaded.uri)

    def _upload(self, content: bytes, filename: str) -> discord.File:
        wanted = _ODD_IN_FILENAME.sub("_", filename).strip(".")[-_LONGEST_FILENAME:] or "file"
        name, copy = wanted, 1
        while name in self._files:
            copy += 1
            name = f"{copy}-{wanted}"
        self._files[name] = discord.File(io.BytesIO(content), filename=name)
        return self._files[name]

    def _button(self, action: Action, mark: str | None = None) -> discord.ui.Button[Any]:
        label = _one_of(action.label, limits.BUTTON_LABEL)
        if isinstance(action, LinkButton):
            return discord.ui.Button(label=label, url=markup.lowered(action.url))
        ordinal = 0
        while (custom_id := encode(action.verb, action.args, mark, ordinal)) in self._custom_ids:
            ordinal += 1
        self._custom_ids.add(custom_id)
        return discord.ui.Button(label=label, style=_STYLES[action.style], custom_id=custom_id)

    def _in_a_row(
        self, actions: tuple[Action, ...], mark: str | None
    ) -> Iterator[discord.ui.Button[Any]]:
        for action in actions:
            is_marked = mark is not None and can_carry(action, mark)
            yield self._button(action, mark if is_marked else None)
            mark = None if is_marked else mark

    def _rows(self) -> list[discord.ui.ActionRow[Any]]:
        marked = self._outline.marked
        buttons = [
            self._button(action, self._card.mark if position == marked else None)
            for position, action in enumerate(self._outline.actions)
        ]
        size = limits.BUTTONS_PER_ROW
        return [
            discord.ui.ActionRow(*buttons[start : start + size])
            for start in range(0, len(buttons), size)
        ]

    def _selects(self, pieces: Page) -> Iterator[discord.ui.ActionRow[Any]]:
        """Yield the selects of what is on this page, then those of the card."""
        offered: dict[str, list[Button]] = {}
        for piece in pieces:
            if piece.option is not None:
                offered.setdefault(piece.select, []).append(piece.option)
        own = (Select(label, tuple(buttons)) for label, buttons in offered.items())
        is_end = bool(self._card.pager) or self._page == self._pages
        for at, select in enumerate((*own, *(self._outline.selects if is_end else ()))):
            yield discord.ui.ActionRow(self._select(select, at))

    def _select(self, select: Select, at: int) -> discord.ui.Select[Any]:
        """Draw a select whose values are what the custom_ids of its buttons would be."""
        options = {
            encode(button.verb, button.args): _one_of(button.label, limits.OPTION_LABEL)
            for button in select.buttons
        }
        return discord.ui.Select(
            custom_id=encode(CHOICE, (str(at),)),
            placeholder=_one_of(select.label, limits.PLACEHOLDER),
            options=[discord.SelectOption(label=name, value=id) for id, name in options.items()],
        )

    def _pager(self, verb: str, *args: str) -> discord.ui.ActionRow[Any]:
        row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
        targets = (1, self._page - 1, self._page + 1)
        for label, target in zip(framing.PAGER, targets, strict=True):
            button = self._button(Button(_(label), verb, (*args, str(target))))
            button.disabled = target == self._page or not 1 <= target <= self._pages
            row.add_item(button)
        return row


def _one_of(label: str, longest: int) -> str:
    return limits.clip(markup.one_line(label), longest) or "—"


def _mentions(card: Card) -> discord.AllowedMentions:
    if not card.notify:
        return discord.AllowedMentions.none()
    people = [discord.Object(snowflake(member)) for member in card.notify]
    return discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=people)
