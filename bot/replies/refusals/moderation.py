"""What is refused to moderators of mentoring and to whoever reports, and what to do next."""

from __future__ import annotations

from bot.errors import InvalidInputError, NotFoundError, StaleActionError
from bot.words import _


def out_of_range(number: int, least: int, most: int) -> InvalidInputError:
    """Refuse a rule that could not be kept."""
    return InvalidInputError(
        _("{number} is not between {least} and {most}.", number=number, least=least, most=most),
        _("Choose another number."),
    )


def no_round() -> StaleActionError:
    """Say that a round was sent already, or was prepared too long ago."""
    return StaleActionError(
        _("This round is over: it was sent, or it is older than a day."),
        _("Prepare another with /config mentors round."),
    )


def nothing_to_report() -> NotFoundError:
    """Say that what a report would be about is gone or was never theirs."""
    return NotFoundError(
        _("There is nobody to report here any more."),
        _("Nobody was told. Please write to a moderator yourself."),
    )


def too_many_reports(most: int) -> InvalidInputError:
    """Say how many reports may be made in a day."""
    return InvalidInputError(
        _("You made {most} reports in a day, which is the most.", most=most),
        _("The moderators have them. If it's urgent, write to one of them yourself."),
    )


def no_report() -> StaleActionError:
    """Say that a report is not there any more."""
    return StaleActionError(
        _("This report is gone."), _("/config mentors reports shows those that are left.")
    )


def not_to_be_suspended() -> StaleActionError:
    """Say that whoever was reported is no mentor here."""
    return StaleActionError(
        _("This person is not a mentor here, so there is nothing to suspend."),
        _("Talk to them, or use your server's own tools."),
    )


def suspended() -> InvalidInputError:
    """Say that somebody may take on nobody; the same words whatever the reason."""
    return InvalidInputError(
        _("You can't take new learners in this server right now."),
        _("Its moderators paused you as a mentor. Please ask them."),
    )
