"""What is said around and between a card's own words, whichever platform draws it."""

from __future__ import annotations

from datetime import date

from bot.cards import Card, Inline, Link, MemberRef, Node, Progress, Source, Strong, inline
from bot.model import MemberId
from bot.words import N_, _, day_written, plural

PAGER = (N_("First"), N_("Previous"), N_("Next"))
_LEVELS = {"info": N_("Note"), "warn": N_("Warning"), "bad": N_("Important")}
_BAR = 10


def level(name: str) -> str:
    """Return what an alert of a level begins with."""
    return _(_LEVELS[name])


def state(is_done: bool) -> str:
    """Return what a step begins with."""
    return _("✅ Done:") if is_done else _("◻️ Open:")


def labelled(label: str, content: Inline) -> Inline:
    """Return content behind its label, which alone is bold: with two nothing stands out."""
    plain = (node.text if isinstance(node, Strong) else node for node in content)
    return Strong(f"{label}:"), " ", *plain


def progress(block: Progress) -> Inline:
    """Return how much is reached, in words and as a bar."""
    now, of = block.now, block.of
    filled = round(_BAR * min(max(now, 0), of) / of) if of > 0 else 0
    bar = "▰" * filled + "▱" * (_BAR - filled)
    reached = _("{label}: {now} of {of}", label=block.label, now=now, of=of)
    return f"{reached} ", bar


def row(columns: tuple[str, ...], cells: tuple[str, ...]) -> Inline:
    """Return a table's row as a line: phones have no room for columns."""
    first, *rest = cells or ("",)
    names = (*columns[1:], *[""] * len(rest))
    told = [
        f"{name}: {cell}" if name else cell for name, cell in zip(names, rest, strict=False) if cell
    ]
    return Strong(first), " ", "; ".join(told)


def read_sources(card: Card) -> tuple[Source, ...]:
    """Return the sources with an address, each once."""
    return tuple(dict.fromkeys(source for source in card.sources if source.url))


def own_sources(card: Card) -> tuple[str, ...]:
    """Return the sources without an address, each once: they say themselves whose word it is."""
    return tuple(dict.fromkeys(one.label for one in card.sources if one.url is None))


def sources(read: tuple[Source, ...]) -> Inline:
    """Return where it was read, each source under its name."""
    nodes: list[Node] = [_("Sources:") + " "]
    for source in read:
        nodes.append(Link(source.label, source.url or ""))
        nodes += [f" ({source.date})"] if source.date else []
        nodes.append(" · ")
    return tuple(nodes[:-1])


def counted(read: tuple[Source, ...]) -> str:
    """Return how many sources a brief card has."""
    return plural("{n} source", "{n} sources", len(read))


def checked(day: date) -> str:
    """Return when the facts were checked."""
    return _("Checked {day}", day=day_written(day))


def page_of(page: int, pages: int) -> str:
    """Return which page this is."""
    return _("Page {page} of {pages}", page=page, pages=pages)


def shared_by(member: MemberId) -> Inline:
    """Return who shows a card to everybody."""
    return inline(_("Shared by {member}"), member=MemberRef(member))
