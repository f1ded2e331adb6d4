"""A card as its reader sees it: plain text, buttons and what may be pressed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.cards import (
    Action,
    Alert,
    Button,
    Card,
    CommandRef,
    Facts,
    Inline,
    Item,
    Items,
    Link,
    Note,
    Strong,
    Text,
    When,
)


def words(content: Inline) -> str:
    return "".join(_word(node) for node in content)


def _word(node: object) -> str:
    match node:
        case str():
            return node
        case Link(text, url):
            return f"{text} ({url})"
        case CommandRef(path):
            return f"/{path}"
        case Strong(text):
            return text
        case When(at):
            return f"{at:%Y-%m-%d %H:%M}"
        case _:
            raise AssertionError(f"look-ups say nothing like {node!r}")


def lines(card: Card) -> list[str]:
    """Return every line of the blocks, labelled values as ``label: value``."""
    found: list[str] = []
    for block in card.blocks:
        if heading := getattr(block, "heading", ""):
            found.append(f"# {heading}")
        match block:
            case Facts(rows):
                found += [f"{label}: {words(value)}" for label, value in rows]
            case Items(items):
                found += [f"{item.title}: {words(item.detail)}" for item in items]
            case Text(content) | Note(content) | Alert(content):
                found += words(content).splitlines()
            case other:
                raise AssertionError(f"look-ups hold nothing like {other!r}")
    return found


def text(card: Card) -> str:
    return "\n".join((card.title, card.subtitle, card.summary, *lines(card)))


def section(card: Card, heading: str) -> dict[str, str]:
    """Return the labelled values under a heading."""
    [block] = [b for b in card.blocks if isinstance(b, Facts) and b.heading == heading]
    return {label: words(value) for label, value in block.rows}


def headings(card: Card) -> list[str]:
    return [line.removeprefix("# ") for line in lines(card) if line.startswith("# ")]


def notes(card: Card) -> str:
    return "\n".join(words(block.content) for block in card.blocks if isinstance(block, Note))


def presses(card: Card) -> list[Action]:
    """Return every button, those of list entries and selects too."""
    own = [_pressed(item, b) for b in card.blocks if isinstance(b, Items) for item in b.items]
    behind = (button for select in card.selects for button in select.buttons)
    return [*(action for action in own if action is not None), *card.actions, *behind]


def _pressed(item: Item, held: Items) -> Action | None:
    """Return the button of an entry; behind a select it is called like the entry."""
    is_option = held.select and isinstance(item.action, Button)
    return replace(item.action, label=item.title) if is_option else item.action  # pyright: ignore


def buttons(card: Card) -> dict[str, tuple[str, ...]]:
    """Return the card's own buttons and what its selects offer: label to (verb, arguments)."""
    behind = (button for select in card.selects for button in select.buttons)
    own = (*card.actions, *behind)
    return {a.label: (a.verb, *a.args) for a in own if isinstance(a, Button)}


def blanks(card: Card) -> Iterator[str]:
    """Yield every part that would be drawn empty."""
    for block in card.blocks:
        match block:
            case Facts(rows):
                yield from (label for label, value in rows if not words(value).strip())
                yield from ("label" for label, _ in rows if not label.strip())
            case Items(items):
                yield from ("item" for item in items if not item.title.strip())
            case Text() | Note():
                if not words(block.content).strip():
                    yield type(block).__name__
            case _:
                pass
