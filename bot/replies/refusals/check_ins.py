"""What is refused about check-ins."""

from __future__ import annotations

from bot.errors import NotFoundError, StaleActionError
from bot.words import _


def stopped() -> StaleActionError:
    """Say that the member stopped check-ins, so that none comes again."""
    return StaleActionError(
        _("You stopped check-ins."), _("Start them again with /nudge settings.")
    )


def no_such_check_in() -> NotFoundError:
    """Say that the member has no such check-in."""
    return NotFoundError(_("You have no such check-in."), _("See yours with /nudge settings."))
