"""What the bot says about where and when it reaches a member; all of it is private."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import (
    Action,
    Block,
    Button,
    Card,
    ChannelRef,
    CommandRef,
    Inline,
    Note,
    Role,
    Text,
    When,
)
from bot.model import Delivery, Member, Place
from bot.replies import posts

OPENED_TOO_MANY = "Discord lets me open no more direct messages for some minutes."
NO_CHANNEL_HERE = "There is no channel of a community here that I can post in."
RUN_IT_IN_A_CHANNEL = "Press it in another channel of your community, or choose the inbox."

_DM = Button("By direct message", "place.dm", style="primary")
_CHANNEL = Button("In this channel", "place.channel")
_INBOX = Button("Only in my inbox", "place.inbox")
_WAY_OUT = Button("If that fails, call me in this channel", "place.backup")
_NO_WAY_OUT = Button("Never call me in a channel", "place.nobackup")
_PROMISE = Note(
    (
        "I send only what you ask for, and you can stop it at any time. A direct message holds "
        "everything; in a channel I only call you, and you alone read the rest; the inbox is ",
        CommandRef("me inbox"),
        ", and nothing is sent.",
    )
)


def place_words(member: Member) -> Inline:
    """Say where a member is reached."""
    if member.place is Place.DM:
        way_out: Inline = ()
        if member.channel_id is not None:
            way_out = (", or else in ", ChannelRef(member.channel_id))
        return ("by direct message", *way_out)
    if member.place is Place.CHANNEL and member.channel_id is not None:
        return ("in ", ChannelRef(member.channel_id), ", without anything private")
    return ("only in your inbox, ", CommandRef("me inbox"))


def ask_place(card: Card, member: Member) -> Card:
    """Return a card about something to be sent with its place, or with the question where to.

    Who has never chosen a place is asked; for anybody else the card says which it is.
    """
    if member.consented_at is not None:
        return replace(card, blocks=(*card.blocks, Note(("I send it ", *place_words(member), "."))))
    question = Text(
        ("Until you choose, it waits in your inbox.",), heading="Where shall I send it?"
    )
    return replace(
        card,
        blocks=(*card.blocks, question, _PROMISE),
        actions=(*card.actions, _DM, _CHANNEL, _INBOX),
    )


def choose_place(member: Member) -> Card:
    """Offer the places where a member can be reached."""
    return Card(
        title="Where shall I send it?",
        summary="Choose where I send you what you ask for.",
        blocks=(Text(("Now: ", *place_words(member), ".")), _PROMISE),
        actions=(_DM, _CHANNEL, _INBOX),
    )


def hello() -> Card:
    """Confirm, in the direct messages, that they were asked for and how they stop."""
    return Card(
        title="Direct messages are on",
        summary="You asked for direct messages; they arrive here.",
        blocks=(
            Text(("You just asked me to send you here what you schedule: nothing else.",)),
            Note(
                (
                    "To stop, press the button. ",
                    CommandRef("privacy delete"),
                    " deletes everything I know of you.",
                )
            ),
        ),
        actions=(Button("Stop direct messages", "place.inbox"),),
        role=Role.GOOD,
    )


def chosen(member: Member) -> Card:
    """Confirm where a member is reached from now on."""
    if member.place is Place.INBOX:
        rest: Inline = ("Nothing is sent to you; what comes waits there until you read it.",)
        others: tuple[Action, ...] = (_DM, _CHANNEL)
    elif member.place is Place.CHANNEL:
        rest = ("Others see that there is something for you, not what it is.",)
        others = (_DM, _INBOX)
    elif member.channel_id is None:
        rest = ("If direct messages stop arriving, what comes waits in your inbox.",)
        others = (_WAY_OUT, _INBOX)
    else:
        rest = ("In the channel others see that there is something for you, not what it is.",)
        others = (_NO_WAY_OUT, _INBOX)
    return Card(
        title="Saved",
        summary="Where you are reached is saved.",
        blocks=(Text(("I reach you ", *place_words(member), ".")), Text(rest)),
        actions=others,
        role=Role.GOOD,
    )


def dm_refused(reason: str) -> Card:
    """Say why no direct message arrived and offer the other ways; nothing was changed."""
    return Card(
        title="I cannot send you direct messages",
        summary=f"No direct message could be sent: {reason}",
        blocks=(
            Text((reason,)),
            Text(
                (
                    "Nothing was changed. Allow messages from members of this server in its "
                    "Privacy Settings and try again, or choose another way.",
                )
            ),
        ),
        actions=(_CHANNEL, _INBOX, Button("Try again", "place.dm")),
        role=Role.WARN,
    )


def returned(count: int) -> Card:
    """Tell a member, once they are back, what direct messages could not bring."""
    waiting = f"{count} message{'' if count == 1 else 's'}"
    what: Inline = (
        (f"{waiting} could not be sent meanwhile: see ", CommandRef("me inbox"), ".")
        if count
        else ("Nothing was missed.",)
    )
    return Card(
        title="Direct messages did not arrive",
        summary=f"Direct messages did not arrive; {waiting} in the inbox.",
        blocks=(
            Text(("Discord refused my last direct message to you. I try again from now on.",)),
            Text(what),
        ),
        actions=(Button("Choose another place", "place.choose"),),
        role=Role.WARN,
    )


def opened(delivery: Delivery, cards: Sequence[Card]) -> Card:
    """Show what a message says, to its member only."""
    if not cards:
        return Card(
            title="Nothing left to read",
            summary="What this message was about is done or deleted.",
            blocks=(Text(("What this message was about is done or deleted.",)),),
        )
    due: tuple[Block, ...] = (Note(("Due ", When(delivery.due_at), ".")),)
    whole = posts.merge(cards)
    return replace(whole, blocks=(*whole.blocks, *due))
