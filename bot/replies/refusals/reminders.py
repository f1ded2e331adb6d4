"""What is refused about reminders."""

from __future__ import annotations

from bot.errors import InvalidInputError, NotFoundError, StaleActionError
from bot.words import _


def no_such_reminder() -> NotFoundError:
    """Say that the member has no such reminder (any more)."""
    return NotFoundError(
        _("You have no such reminder any more."), _("See yours with /remind list.")
    )


def draft_gone() -> StaleActionError:
    """Say that a draft is no longer there to be saved or changed."""
    return StaleActionError(
        _("This draft is gone; nothing was saved."), _("Type it again with /remind me.")
    )


def nothing_to_save() -> NotFoundError:
    """Say that a draft was never understood."""
    return NotFoundError(_("There is nothing to save."), _("Type it again."))


def draft_passed() -> InvalidInputError:
    """Say that the time of a draft has passed before it was saved."""
    return InvalidInputError(_("That time has passed."), _("Press Change and choose a later one."))


def time_passed() -> InvalidInputError:
    """Say that a saved reminder has no time left to come."""
    return InvalidInputError(_("Its time has passed."), _("Give it a new one with Edit."))


def too_many(most: int) -> InvalidInputError:
    """Say that no more reminders can be kept."""
    return InvalidInputError(
        _("You have {most} reminders, which is the most I keep.", most=most),
        _("Delete one in /remind list, then save this one."),
    )


def many_lines(n: int, most: int) -> InvalidInputError:
    """Say that a reminder has too many lines."""
    return InvalidInputError(
        _("The reminder has {n} lines; {most} is the most.", n=n, most=most),
        _("Put several of them in one line."),
    )


def no_words() -> InvalidInputError:
    """Say that a reminder needs words."""
    return InvalidInputError(_("A reminder needs words."), _("Say what I shall remind you of."))


def long_text(n: int, most: int) -> InvalidInputError:
    """Say that the words of a reminder are too many."""
    return InvalidInputError(
        _("The text has {n} characters; {most} is the most.", n=n, most=most),
        _("Say it in a sentence or two."),
    )
