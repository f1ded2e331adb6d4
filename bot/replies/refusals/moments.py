"""What is refused about moments in a person's own words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import InvalidInputError
from bot.words import N_, _

_EXAMPLES = N_("Write it like: tomorrow 9am, in 2 hours, friday 18:30, 2026-12-05 08:00.")


def unreadable() -> InvalidInputError:
    """Say that a phrase means no time."""
    return InvalidInputError(_("That time cannot be read."), _(_EXAMPLES))


def ambiguous(text: str, days: Sequence[str]) -> InvalidInputError:
    """Ask which of ``days`` is meant; there may be none."""
    return InvalidInputError(
        _("{text} can be read in two ways.", text=text),
        _("Do you mean {days}? Write the day like that.", days=_(" or ").join(days))
        if days
        else _("Write the day as YYYY-MM-DD."),
    )


def no_such_day(number: int) -> InvalidInputError:
    """Say that no month is that long."""
    return InvalidInputError(_("No month has a day {number}.", number=number), _(_EXAMPLES))


def past() -> InvalidInputError:
    """Say that a time has passed."""
    return InvalidInputError(_("That time is in the past."), _(_EXAMPLES))


def too_far() -> InvalidInputError:
    """Say that a time is too far ahead."""
    return InvalidInputError(_("That is more than five years ahead."), _("Choose an earlier day."))
