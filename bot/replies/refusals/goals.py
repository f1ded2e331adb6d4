"""What is refused about goals."""

from __future__ import annotations

from bot.errors import InvalidInputError, NotFoundError
from bot.words import N_, _

_START_AFRESH = N_(
    "Open goals can still be finished. To start afresh, take a copy with /privacy export and "
    "delete with /privacy delete."
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
        _("Finish one with /goal done, then add this one."),
    )


def too_many_kept(most: int) -> InvalidInputError:
    """Say that no more goals can be kept, open and done together."""
    return InvalidInputError(
        _("You have {most} goals, open and done, which is the most I keep.", most=most),
        _(_START_AFRESH),
    )


def too_long_a_history(most: int) -> InvalidInputError:
    """Say that no more can be kept of what happened to a member's goals."""
    return InvalidInputError(
        _("Your goals have {most} notes and changes, which is the most I keep.", most=most),
        _(_START_AFRESH),
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


def wordless_message() -> InvalidInputError:
    """Say that a message holds nothing to make a title of."""
    return InvalidInputError(
        _("This message has no text that could become a goal."),
        _("Choose a message with words in it, or write your own with /goal add."),
    )


def past_due(example: str) -> InvalidInputError:
    """Say that a due date has passed."""
    return InvalidInputError(
        _("The due date is in the past."),
        _("Choose a day from today on, such as {example}.", example=example),
    )
