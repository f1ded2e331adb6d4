"""What the bot says about what it kept for a member; private to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import Button, Card, Inline, Item, Items, Note, Role, Text, When
from bot.model import Delivery
from bot.replies import posts

_BACK = Button("Back to the inbox", "inbox.list")


def listing(kept: Sequence[tuple[Delivery, Card]]) -> Card:
    """List what could not be sent: what it said, when it was due and why it is here."""
    if not kept:
        return Card(
            title="Your inbox is empty",
            summary="Nothing waits for you.",
            blocks=(Text(("Everything I had for you was sent, read or put away.",)),),
            actions=(Button("Where I reach you", "place.choose"),),
        )
    count = f"{len(kept)} message{'' if len(kept) == 1 else 's'}"
    items = tuple(
        Item(card.summary, _why(delivery), Button("Read", "inbox.read", (delivery.id,)))
        for delivery, card in kept
    )
    return Card(
        title="Your inbox",
        summary=f"{count} could not be sent to you.",
        subtitle=f"{count} · only you can see this",
        blocks=(Items(items),),
        actions=(
            Button("Put away all", "inbox.clear"),
            Button("Where I reach you", "place.choose"),
        ),
        pager=("inbox.list",),
    )


def _why(delivery: Delivery) -> Inline:
    return ("due ", When(delivery.due_at), f" · {delivery.reason or 'it could not be sent'}")


def read(delivery: Delivery, cards: Sequence[Card]) -> Card:
    """Show a message of the inbox with the way to put it away."""
    whole = _whole(delivery, cards)
    away = Button("Put away", "inbox.away", (delivery.id,), style="primary")
    return replace(whole, actions=(*whole.actions, away, _BACK))


def opened(delivery: Delivery, cards: Sequence[Card]) -> Card:
    """Show what a message says to which its member was called in a channel."""
    return _whole(delivery, cards)


def _whole(delivery: Delivery, cards: Sequence[Card]) -> Card:
    if not cards:
        return Card(
            title="Nothing left to read",
            summary="What this message was about is done or deleted.",
            blocks=(Text(("What this message was about is done or deleted.",)),),
            role=Role.INFO,
        )
    whole = posts.merge(cards)
    return replace(whole, blocks=(*whole.blocks, Note(("Due ", When(delivery.due_at), "."))))
