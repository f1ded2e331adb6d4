"""What the bot says when it cannot do what was asked."""

from __future__ import annotations

from bot.cards import Alert, Block, Card, Code, CommandRef, Node, Note, Role, Text
from bot.errors import MentorError, NotFoundError

UNUSABLE_VALUE = "One of the values cannot be used."
PICK_FROM_LIST = "Start typing and pick from the list that appears, then send the command again."
NEEDS_MANAGE_SERVER = "Only people with the Manage Server permission can change this."
ASK_A_MODERATOR = "Ask a moderator of this community to do it."
COMMAND_CHANGED = "This command has just changed."
TRY_AGAIN_SOON = "Restart your app or wait a minute, then try again."


def refused(error: MentorError) -> Card:
    """Say what was refused and what to do next; nothing was written."""
    blocks: list[Block] = [Text((error.message,))]
    if isinstance(error, NotFoundError) and error.nearest:
        blocks.append(Text(("Did you mean ", *_alternatives(error.nearest), "?")))
    if error.hint:
        blocks.append(Text((error.hint,)))
    return Card(
        title="That did not work",
        summary=error.message,
        blocks=tuple(blocks),
        role=Role.WARN,
    )


def _alternatives(names: tuple[str, ...]) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for position, name in enumerate(names):
        if position:
            nodes.append(" or " if position == len(names) - 1 else ", ")
        nodes.append(Code(name))
    return tuple(nodes)


def unexpected(reference: str) -> Card:
    """Own up to a fault of ours under a reference that is also in the log."""
    return Card(
        title="Something went wrong on our side",
        summary=f"An unexpected error happened (reference {reference}).",
        blocks=(
            Alert(("Please try again; nothing was half-saved.",), "bad"),
            Text(
                (
                    "If it happens again, give whoever runs the bot this reference: ",
                    Code(reference),
                    ". ",
                    CommandRef("privacy info"),
                    " says how to reach them.",
                )
            ),
            Note(("The log holds the reference, never what you typed.",)),
        ),
        role=Role.BAD,
    )
