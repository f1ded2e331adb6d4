"""What every page of a card repeats: title, footer and buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.cards import (
    Action,
    Block,
    Button,
    Card,
    Item,
    Items,
    Link,
    LinkButton,
    Note,
    Select,
    Source,
    Strong,
    Text,
)
from bot.model import MemberId
from bot.platforms.discord import limits, markup
from bot.platforms.discord.custom_id import fits
from bot.platforms.discord.pieces import is_openable
from bot.replies import framing
from bot.words import N_, _

ABOUT = Button(N_("About this post"), "post.about")

_LONGEST_TITLE = 300
_LONGEST_SUBTITLE = 300
_LONGEST_ISSUER = 600
_LONGEST_SOURCES = 400
_MOST_ACTIONS = 10


@dataclass(frozen=True, slots=True)
class Frame:
    """The repeated parts; ``blocks`` are the card's and what was too long to repeat.

    ``foot`` is lines. ``marked`` is the position of the button that carries the card's mark, if it
    has one. Each of ``selects`` has as many options as Discord takes.
    """

    head: str
    foot: tuple[str, ...]
    actions: tuple[Action, ...]
    selects: tuple[Select, ...]
    marked: int | None
    is_brief: bool
    blocks: tuple[Block, ...]


def can_carry(action: Action, mark: str) -> bool:
    """Tell whether a button has room for a mark."""
    return isinstance(action, Button) and fits(action.verb, action.args, mark)


def frame(card: Card) -> Frame:
    """Return how ``card`` is framed on every page."""
    actions, marked = _actions(card)
    read = () if card.is_brief else framing.read_sources(card)
    sources = _sources_line(read)
    is_repeated = limits.length(sources) <= _LONGEST_SOURCES
    return Frame(
        head=_head(card),
        foot=tuple(_foot(card, sources if is_repeated else "")),
        actions=actions[:_MOST_ACTIONS],
        selects=tuple(_selects(card)),
        marked=marked,
        is_brief=card.is_brief,
        blocks=(
            *_before(card),
            *card.blocks,
            *_after(card, actions[_MOST_ACTIONS:]),
            *(() if is_repeated else (Note(framing.sources(read)),)),
        ),
    )


def _head(card: Card) -> str:
    lines: list[str] = []
    if title := _title(card):
        # Half the length: escaping at most doubles it.
        fits = limits.length(title) <= _LONGEST_TITLE
        own = markup.one_line(card.title)
        lines.append(
            f"## {title if fits else markup.escape(limits.clip(own, _LONGEST_TITLE // 2))}"
        )
    if card.shared_by is not None:
        lines.append(shared_line(card.shared_by))
    subtitle = _subtitle(card)
    if subtitle and limits.length(subtitle) <= _LONGEST_SUBTITLE:
        lines.append(f"-# {subtitle}")
    return "\n".join(lines)


def shared_line(member: MemberId) -> str:
    """Return the line right below the title that names who shared a card."""
    return "-# " + markup.draw(framing.shared_by(member), {})


def _title(card: Card) -> str:
    return markup.escape(markup.one_line(card.title))


def _subtitle(card: Card) -> str:
    return markup.escape(markup.one_line(card.subtitle))


def _issuer(card: Card) -> str:
    return markup.link(card.issuer.text, card.issuer.url) if card.issuer else ""


def _foot(card: Card, sources: str) -> Iterator[str]:
    if sources:
        yield sources
    parts = [framing.checked(card.as_of)] if card.as_of else []
    if card.is_brief and (read := framing.read_sources(card)):
        parts.append(framing.counted(read))
    own = _own(card)
    if own and limits.length(own) <= _LONGEST_SOURCES:
        parts.append(own)
    issuer = _issuer(card)
    if issuer and limits.length(issuer) <= _LONGEST_ISSUER:
        parts.append(issuer)
    if parts:
        yield " · ".join(parts)


def _before(card: Card) -> Iterator[Block]:
    if limits.length(_title(card)) > _LONGEST_TITLE:
        yield Text((Strong(markup.one_line(card.title)),))
    if limits.length(_subtitle(card)) > _LONGEST_SUBTITLE:
        yield Note((markup.one_line(card.subtitle),))


def _after(card: Card, spilled: tuple[Action, ...]) -> Iterator[Block]:
    for action in card.actions:
        if isinstance(action, LinkButton) and not is_openable(action.url):
            yield Text((Link(action.label, action.url),))
    if spilled:
        yield Items(tuple(Item(action.label, action=action) for action in spilled))
    if limits.length(_own(card)) > _LONGEST_SOURCES:
        yield Note((" · ".join(framing.own_sources(card)),))
    if card.issuer and limits.length(_issuer(card)) > _LONGEST_ISSUER:
        yield Note((card.issuer,))


def _own(card: Card) -> str:
    """Return the sources without an address: each says itself whose word it is."""
    labels = framing.own_sources(card)
    return " · ".join(markup.escape(markup.one_line(label)) for label in labels)


def _sources_line(read: tuple[Source, ...]) -> str:
    return markup.one_line(markup.draw(framing.sources(read), {})) if read else ""


def _selects(card: Card) -> Iterator[Select]:
    for select in card.selects:
        for start in range(0, len(select.buttons), limits.OPTIONS):
            yield replace(select, buttons=select.buttons[start : start + limits.OPTIONS])


def _actions(card: Card) -> tuple[tuple[Action, ...], int | None]:
    """Return the buttons under the card and which of them carries its mark."""
    shown = tuple(
        action
        for action in card.actions
        if not isinstance(action, LinkButton) or is_openable(action.url)
    )
    if card.mark is None:
        return shown, None
    for position, action in enumerate(shown[:_MOST_ACTIONS]):
        if can_carry(action, card.mark):
            return shown, position
    last = min(len(shown), _MOST_ACTIONS - 1)
    about = replace(ABOUT, label=_(ABOUT.label))
    return (*shown[:last], about, *shown[last:]), last
