"""A Card as Discord Components V2: one container, paged visibly, never cut silently."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.cards import Action, Button, Card, LinkButton, Role
from bot.platforms.discord import limits, markup
from bot.platforms.discord.custom_id import decode, encode
from bot.platforms.discord.identity import snowflake
from bot.platforms.discord.pieces import Piece, cut

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
_ABOUT = Button("About this post", "post.about")
_PAGER_COMPONENTS = 4
_PAGER_TEXT = 30
_SEPARATOR = 1


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page ready to send; ``more`` holds the rest of a card that has no pager."""

    view: discord.ui.LayoutView
    files: list[discord.File]
    allowed_mentions: discord.AllowedMentions
    page: int
    pages: int
    more: list[discord.ui.LayoutView] = field(default_factory=list[discord.ui.LayoutView])


class Renderer:
    """Draw cards; ``command_ids`` (by root name) lets people tap mentioned commands."""

    def __init__(self, command_ids: Mapping[str, int]) -> None:
        self.command_ids = command_ids

    def render(self, card: Card, page: int = 1) -> Rendered:
        """Return one page of ``card`` (1-based; a page that does not exist is the nearest)."""
        pages = self._pages(card)
        count = len(pages)
        page = min(max(page, 1), count)
        if card.pager or count == 1:
            shown, more = self._draw(card, pages[page - 1], page, count), []
        else:
            shown, *more = (self._draw(card, own, n, count) for n, own in enumerate(pages, 1))
        return Rendered(
            view=shown,
            files=_files(pages[page - 1]),
            allowed_mentions=_mentions(card),
            page=page,
            pages=count,
            more=more,
        )

    def _pages(self, card: Card) -> list[list[Piece]]:
        """Pack the pieces so that every page keeps Discord's budgets with its frame around."""
        head, foot = limits.length(_head(card)), limits.length(_foot(card))
        text_budget = limits.TEXT_BUDGET - head - foot - _PAGER_TEXT
        rows = -(-len(_actions(card)) // limits.BUTTONS_PER_ROW)
        # Container, title, footer with its separator, the buttons and the pager.
        frame = 4 + _SEPARATOR + rows + len(_actions(card)) + _PAGER_COMPONENTS
        budget = limits.COMPONENTS - frame
        pages: list[list[Piece]] = [[]]
        components = text = 0
        for piece in cut(card, self.command_ids):
            cost, size = piece.components, limits.length(piece.text) + 2
            if pages[-1] and (components + cost > budget or text + size > text_budget):
                pages.append([])
                components = text = 0
            pages[-1].append(piece)
            components, text = components + cost, text + size
        return pages

    def _draw(
        self, card: Card, pieces: list[Piece], page: int, pages: int
    ) -> discord.ui.LayoutView:
        used: set[str] = set()
        container: discord.ui.Container[Any] = discord.ui.Container(
            accent_colour=_ACCENTS[card.role]
        )
        container.add_item(discord.ui.TextDisplay(_head(card)))
        for item in _body(pieces, used):
            container.add_item(item)
        if foot := _foot(card, page, pages):
            container.add_item(discord.ui.Separator())
            container.add_item(discord.ui.TextDisplay(foot))
        for row in _rows(_actions(card), card.mark, used):
            container.add_item(row)
        if card.pager and pages > 1:
            container.add_item(_pager(card.pager, page, pages, used))
        # timeout=None and stopped: clicks are handled by the DynamicItem, nothing is kept here.
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(container)
        view.stop()
        return view


def _head(card: Card) -> str:
    title = f"## {markup.escape(' '.join(card.title.split()))}"
    return f"{title}\n-# {markup.escape(card.subtitle)}" if card.subtitle else title


def _foot(card: Card, page: int = 1, pages: int = 1) -> str:
    parts: list[str] = []
    if card.as_of is not None:
        parts.append(f"Checked {card.as_of.isoformat()}")
    if card.issuer is not None:
        parts.append(markup.link(card.issuer.text, card.issuer.url))
    if pages > 1:
        parts.append(f"Page {page} of {pages}")
    return f"-# {' · '.join(parts)}" if parts else ""


def _actions(card: Card) -> tuple[Action, ...]:
    if card.mark is not None and not any(isinstance(action, Button) for action in card.actions):
        return (*card.actions, _ABOUT)
    return card.actions


def _body(pieces: Sequence[Piece], used: set[str]) -> list[discord.ui.Item[Any]]:
    """Join neighbouring text into one component; give everything else its own."""
    items: list[discord.ui.Item[Any]] = []
    text = ""

    def flush() -> None:
        nonlocal text
        if text:
            items.append(discord.ui.TextDisplay(text))
        text = ""

    for piece in pieces:
        if piece.is_plain:
            # A new block gets a gap; a heading brings its own.
            gap = "\n\n" if piece.starts and not piece.text.startswith("#") else "\n"
            text = f"{text}{gap}{piece.text}" if text else piece.text
            continue
        flush()
        items.append(_item(piece, used))
    flush()
    return items


def _item(piece: Piece, used: set[str]) -> discord.ui.Item[Any]:
    if piece.picture is not None:
        media = discord.MediaGalleryItem(
            f"attachment://{piece.picture.filename}",
            description=piece.picture.alt[: limits.ALT_TEXT],
        )
        return discord.ui.MediaGallery(media)
    if piece.file is not None:
        return discord.ui.File(f"attachment://{piece.file.filename}")
    if piece.action is not None:
        return discord.ui.Section(piece.text, accessory=_button(piece.action, None, used))
    return discord.ui.Separator()


def _button(action: Action, mark: str | None, used: set[str]) -> discord.ui.Button[Any]:
    label = action.label[: limits.BUTTON_LABEL]
    if isinstance(action, LinkButton):
        return discord.ui.Button(label=label, url=action.url[: limits.BUTTON_URL])
    ordinal = 0
    while (custom_id := encode(action.verb, action.args, mark, ordinal)) in used:
        ordinal += 1
    used.add(custom_id)
    return discord.ui.Button(label=label, style=_STYLES[action.style], custom_id=custom_id)


def _rows(
    actions: tuple[Action, ...], mark: str | None, used: set[str]
) -> list[discord.ui.ActionRow[Any]]:
    buttons: list[discord.ui.Button[Any]] = []
    for action in actions:
        marked = mark if isinstance(action, Button) else None
        buttons.append(_button(action, marked, used))
        if marked is not None:
            mark = None
    size = limits.BUTTONS_PER_ROW
    return [
        discord.ui.ActionRow(*buttons[start : start + size])
        for start in range(0, len(buttons), size)
    ]


def _pager(
    pager: tuple[str, ...], page: int, pages: int, used: set[str]
) -> discord.ui.ActionRow[Any]:
    verb, *args = pager
    targets = (("First", 1), ("Previous", page - 1), ("Next", page + 1))
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    for label, target in targets:
        button = _button(Button(label, verb, (*args, str(target))), None, used)
        button.disabled = not 1 <= target <= pages or target == page
        row.add_item(button)
    return row


def _files(pieces: Sequence[Piece]) -> list[discord.File]:
    files: list[discord.File] = []
    for piece in pieces:
        if piece.file is not None:
            file, text = piece.file, piece.file.description
        elif piece.picture is not None:
            file, text = piece.picture, piece.picture.alt
        else:
            continue
        content = io.BytesIO(file.content)
        files.append(
            discord.File(content, filename=file.filename, description=text[: limits.ALT_TEXT])
        )
    return files


def _mentions(card: Card) -> discord.AllowedMentions:
    if not card.notify:
        return discord.AllowedMentions.none()
    people = [discord.Object(snowflake(member)) for member in card.notify]
    return discord.AllowedMentions(everyone=False, roles=False, users=people)


def find_marks(components: Sequence[Any]) -> set[str]:
    """Return the marks in a message's components, however deep they are nested."""
    marks: set[str] = set()
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if isinstance(custom_id, str) and (decoded := decode(custom_id)) and decoded.mark:
            marks.add(decoded.mark)
        children = [*getattr(component, "children", ()), getattr(component, "accessory", None)]
        marks |= find_marks([child for child in children if child is not None])
    return marks
