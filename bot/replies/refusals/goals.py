"""What is refused about goals."""

from __future__ import annotations

from bot.errors import InvalidInputError, NotFoundError, StaleActionError
from bot.words import N_, _

_MAKE_ROOM = N_(
    "Open goals can still be finished or dropped, and deleting a goal makes room within two days. "
    "To start afresh, take a copy with /privacy export and delete with /privacy delete."
)


def no_such_goal() -> NotFoundError:
    """Say that the member has no such goal (somebody else's looks the same)."""
    return NotFoundError(
        _("You have no such goal."),
        _("Start typing its title and pick it from the list, or see them all with /goal list."),
    )


def too_many(most: int) -> InvalidInputError:
    """Say that no more goals can be open at once."""
    return InvalidInputError(
        _("You have {most} open goals, which is the most I keep.", most=most),
        _("Finish one with /goal done or drop one with /goal drop, then try again."),
    )


def too_many_kept(most: int) -> InvalidInputError:
    """Say that no more goals can be kept, whatever became of them."""
    return InvalidInputError(
        _("You have {most} goals in all, which is the most I keep.", most=most),
        _("Delete one you no longer need (open it with /goal show), then try again."),
    )


def too_long_a_history(most: int) -> InvalidInputError:
    """Say that no more can be kept of what happened to a member's goals."""
    return InvalidInputError(
        _("Your goals have {most} notes and changes, which is the most I keep.", most=most),
        _(_MAKE_ROOM),
    )


def dropped() -> InvalidInputError:
    """Say that a goal has to be taken up again first."""
    return InvalidInputError(
        _("You dropped this goal; it's kept without alerts."),
        _("To take it up again, open it with /goal show and reopen it there."),
    )


def done() -> InvalidInputError:
    """Say that a goal that was reached cannot be given up."""
    return InvalidInputError(
        _("You have already reached this goal, so there's nothing to drop."),
        _("Marked by mistake? Open it with /goal show and reopen it there, then drop it."),
    )


def gone_for_good() -> StaleActionError:
    """Say that a deleted goal cannot be brought back any more."""
    return StaleActionError(
        _("This goal can't be brought back any more."),
        _("A goal that you delete is kept for a day. Add it again with /goal add."),
    )


def no_title() -> InvalidInputError:
    """Say that a goal needs a title."""
    return InvalidInputError(_("A goal needs a title."), _("Say in one sentence what you want."))


def long_title(n: int, most: int) -> InvalidInputError:
    """Say that a title is too long."""
    return InvalidInputError(
        _("The title has {n} characters; {most} is the most.", n=n, most=most),
        _("Say it in one sentence; details belong in your own notes."),
    )


def long_note(n: int, most: int) -> InvalidInputError:
    """Say that the note of a step is too long."""
    return InvalidInputError(
        _("The note has {n} characters; {most} is the most.", n=n, most=most),
        _("Keep what you did in a sentence or two."),
    )


def long_reason(n: int, most: int) -> InvalidInputError:
    """Say that the reason for dropping a goal is too long."""
    return InvalidInputError(
        _("The reason has {n} characters; {most} is the most.", n=n, most=most),
        _("Say why in a sentence or two."),
    )


def wordless_message() -> InvalidInputError:
    """Say that a message holds nothing to make a title of."""
    return InvalidInputError(
        _("This message has no text that could become a goal."),
        _("Choose a message with words in it, or write your own with /goal add."),
    )
