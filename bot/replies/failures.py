"""What the bot says when it cannot do what was asked."""

from __future__ import annotations

from bot.cards import (
    Alert,
    Block,
    Card,
    Code,
    CommandRef,
    Link,
    Node,
    Note,
    Role,
    Text,
    inline,
)
from bot.errors import MentorError, NotAMemberError, NotFoundError, UnknownNameError
from bot.replies.commands import tappable
from bot.replies.refusals.catalogue import unknown_name
from bot.words import N_, _

_LONGEST_TITLE = 120
UNUSABLE_VALUE = N_("One of the values cannot be used.")
PICK_FROM_LIST = N_(
    "Start typing and pick from the list that appears, then send the command again."
)
NEEDS_MANAGE_SERVER = N_("Only people with the Manage Server permission can change this.")
ASK_A_MODERATOR = N_("Ask a moderator of this community to do it.")
COMMAND_CHANGED = N_("This command has just changed.")
NOTHING_SENT = N_("Nothing was sent. Fix the problem and try again.")
FORM_TOO_LATE = N_("This took too long for the form to open.")
PRESS_AGAIN = N_("Try again; nothing was changed.")
TOO_MUCH_AT_ONCE = N_("You asked for too much at once.")
WAIT = N_(
    "I still answer what you asked before. Wait a moment, then try again; nothing was changed."
)
TRY_AGAIN_SOON = N_("Restart your app or wait a minute, then try again.")


def refused(error: MentorError) -> Card:
    """Say what was refused and what to do next; nothing was written.

    The title is what happened, where it is short enough for one.
    """
    message, hint = error.message, error.hint
    if isinstance(error, UnknownNameError):
        message, hint = unknown_name(error.what)
    title, said = message.removesuffix("."), ()
    if len(title) > _LONGEST_TITLE:
        title, said = _("I can't do that"), (Text((message,)),)
    blocks: list[Block] = [*said]
    if isinstance(error, NotFoundError) and error.nearest:
        blocks.append(Text(inline(_("Did you mean {names}?"), names=_alternatives(error.nearest))))
    if hint:
        blocks.append(Text(tappable(hint)))
    if isinstance(error, NotAMemberError):
        blocks.append(Text((Link(_("Invite me"), error.invitation),)))
    return Card(
        title=title,
        summary=message,
        blocks=tuple(blocks),
        role=Role.WARN,
    )


def in_one(error: MentorError) -> str:
    """Return what was refused and what to do next, as a line beside what was typed."""
    message, hint = error.message, error.hint
    if isinstance(error, UnknownNameError):
        message, hint = unknown_name(error.what)
    return f"{message} {hint}".strip()


def _alternatives(names: tuple[str, ...]) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for position, name in enumerate(names):
        if position:
            nodes.append(_(" or ") if position == len(names) - 1 else ", ")
        nodes.append(Code(name))
    return tuple(nodes)


def unexpected(reference: str) -> Card:
    """Own up to a fault of ours under a reference that is also in the log."""
    return Card(
        title=_("Something went wrong on our side"),
        summary=_("An unexpected error happened (reference {reference}).", reference=reference),
        blocks=(
            Alert((_("Please try again; no partial changes were saved."),), "bad"),
            Text(
                inline(
                    _(
                        "If it happens again, give whoever runs the bot this reference: "
                        "{reference}. {command} says how to reach them."
                    ),
                    reference=Code(reference),
                    command=CommandRef("privacy info"),
                )
            ),
            Note((_("The log holds the reference, never what you typed."),)),
        ),
        role=Role.BAD,
    )


def form_ended(typed: tuple[str, ...]) -> Card:
    """Give back what was typed into a form that can no longer be sent."""
    words = _("What you wrote, to copy into a new one")
    return Card(
        title=_("This form had ended"),
        summary=_("Nothing was saved from this form."),
        blocks=(
            Text(
                (
                    _(
                        "It was opened before I was updated, and I can no longer save what it "
                        "says. Nothing was saved this time: open it again."
                    ),
                )
            ),
            *(
                Text((text,), heading=words if not place else "")
                for place, text in enumerate(typed)
            ),
        ),
        role=Role.WARN,
    )
