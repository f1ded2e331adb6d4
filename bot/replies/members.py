"""What the bot says about where and when it reaches a member; all of it is private."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.cards import (
    Action,
    Button,
    Card,
    ChannelRef,
    CommandRef,
    Facts,
    Inline,
    Note,
    Role,
    Text,
    When,
)
from bot.model import Member, Outlook, Place
from bot.replies.forms import POST_TITLES

OPENED_TOO_MANY = "Discord lets me open no more direct messages for some minutes."
NO_CHANNEL_HERE = "There is no channel of a community here that I can post in."
RUN_IT_IN_A_CHANNEL = "Press it in another channel of your community, or choose the inbox."

_DM = Button("By direct message", "place.dm", style="primary")
_CHANNEL = Button("In this channel", "place.channel")
_INBOX = Button("Only in my inbox", "place.inbox")
_WAY_OUT = Button("If that fails, call me in this channel", "place.backup")
_NO_WAY_OUT = Button("Never call me in a channel", "place.nobackup")
_PLACES = Button("Where I reach you", "place.choose")
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


def settings(
    member: Member, outlook: Outlook | None, now: datetime, *, is_saved: bool = False
) -> Card:
    """Show what a member set and what it means for their next message."""
    is_paused = member.paused_until is not None and now < member.paused_until
    resume = (Button("Resume", "me.resume", style="primary"),) if is_paused else ()
    return Card(
        title="Saved" if is_saved else "Your settings",
        summary="When and where I send you what you ask for.",
        blocks=(
            Facts(
                (
                    ("Reached", place_words(member)),
                    ("Time zone", (member.zone or "not set: UTC",)),
                    ("Quiet hours", (_quiet_words(member),)),
                    ("At most", (_cap_words(member),)),
                    ("Paused", _pause_words(member, is_paused)),
                )
            ),
            Text(_outlook_words(outlook), heading="Your next message"),
            Note(
                (
                    "Alerts of your goals follow your time zone; all else that is already "
                    "scheduled keeps its own. Reminders come to the minute: the weekly limit does "
                    "not hold them back.",
                )
            ),
        ),
        actions=(*resume, Button("Change", "me.edit"), _PLACES),
        role=Role.GOOD if is_saved else Role.INFO,
    )


def _quiet_words(member: Member) -> str:
    if member.quiet_from is None or member.quiet_until is None:
        return "none"
    return f"{member.quiet_from:%H:%M} to {member.quiet_until:%H:%M}; what is due then comes after"


def _cap_words(member: Member) -> str:
    if member.weekly_cap is None:
        return "as many messages as you scheduled"
    plural = "" if member.weekly_cap == 1 else "s"
    return f"{member.weekly_cap} message{plural} in seven days; the rest come later"


def _pause_words(member: Member, is_paused: bool) -> Inline:
    if not is_paused or member.paused_until is None:
        return ("no",)
    return ("until ", When(member.paused_until), "; what is due before waits in your inbox")


def _outlook_words(outlook: Outlook | None) -> Inline:
    if outlook is None:
        return ("Nothing is scheduled for you.",)
    what = POST_TITLES[outlook.kind]
    if outlook.arrives_at is None:
        reason = outlook.kept_because or ""
        return (f"{what}, due ", When(outlook.due_at), f", goes to your inbox: {reason}")
    if outlook.arrives_at == outlook.due_at:
        return (f"{what}, ", When(outlook.due_at), ".")
    due, later = When(outlook.due_at), When(outlook.arrives_at)
    return (f"{what}, due ", due, ", arrives ", later, ", by your settings.")
