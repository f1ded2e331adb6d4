"""What the bot says about what it kept for a member; private to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import Button, Card, Inline, Item, Items, Note, Role, Text, When, inline
from bot.model import Delivery
from bot.replies import posts
from bot.replies.commands import tappable
from bot.words import _, plural, stored


def listing(kept: Sequence[tuple[Delivery, Card]]) -> Card:
    """List what could not be sent: what it said, when it was due and why it is here."""
    if not kept:
        return Card(
            title=_("Your inbox is empty"),
            summary=_("Nothing waits for you."),
            blocks=(Text((_("You're all caught up."),)),),
            actions=(Button(_("Where I reach you"), "place.choose"),),
        )
    count = plural("{n} message", "{n} messages", len(kept))
    items = tuple(
        Item(card.summary, _why(delivery), Button(_("Read"), "inbox.read", (delivery.id,)))
        for delivery, card in kept
    )
    return Card(
        title=_("Your inbox"),
        summary=plural(
            "{n} message could not be sent to you.",
            "{n} messages could not be sent to you.",
            len(kept),
        ),
        subtitle=_("{count} · only you can see this", count=count),
        blocks=(Items(items),),
        actions=(
            Button(_("Dismiss all"), "inbox.clear"),
            Button(_("Where I reach you"), "place.choose"),
        ),
        pager=("inbox.list",),
    )


def _why(delivery: Delivery) -> Inline:
    reason = stored(delivery.reason) if delivery.reason else _("it could not be sent")
    due = inline(_("due {when}"), when=When(delivery.due_at))
    return (*due, " · ", *tappable(reason))


def read(delivery: Delivery, cards: Sequence[Card]) -> Card:
    """Show a message of the inbox with the way to put it away."""
    whole = _whole(delivery, cards)
    away = Button(_("Dismiss"), "inbox.away", (delivery.id,), style="primary")
    back = Button(_("Back to the inbox"), "inbox.list")
    return replace(whole, actions=(*whole.actions, away, back))


def opened(delivery: Delivery, cards: Sequence[Card]) -> Card:
    """Show what a message says to which its member was called in a channel."""
    return _whole(delivery, cards)


def rest(delivery_id: str, first: str, cards: Sequence[Card]) -> Card:
    """List what a message had no room for, with a button on each that shows it."""
    if not cards:
        return _nothing()
    count = plural("{n} message", "{n} messages", len(cards))
    items = tuple(
        Item(card.summary, action=Button(_("Open"), "inbox.open", (card.mark or "",)))
        for card in cards
    )
    return Card(
        title=_("What else came"),
        summary=count,
        subtitle=_("{count} · only you can see this", count=count),
        blocks=(Items(items),),
        pager=("inbox.rest", delivery_id, first),
    )


def _whole(delivery: Delivery, cards: Sequence[Card]) -> Card:
    if not cards:
        return _nothing()
    # Nobody looks for an answer: it needs no mark.
    whole = replace(posts.merge(cards), mark=None)
    return replace(
        whole, blocks=(*whole.blocks, Note(inline(_("Due {when}."), when=When(delivery.due_at))))
    )


def _nothing() -> Card:
    return Card(
        title=_("Nothing left to read"),
        summary=_("What this message was about is done, dropped or deleted."),
        blocks=(Text((_("What this message was about is done, dropped or deleted."),)),),
        role=Role.INFO,
    )
