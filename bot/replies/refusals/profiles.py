"""What is refused about what members tell of their path."""

from __future__ import annotations

from bot.errors import InvalidInputError
from bot.words import _


def dates_of_nothing() -> InvalidInputError:
    """Say that dates came without their certification."""
    return InvalidInputError(
        _("These dates belong to no certification."), _("Name the certification, too.")
    )


def early_cycle() -> InvalidInputError:
    """Say that a renewal cycle begins before its certification was earned."""
    return InvalidInputError(
        _("A renewal cycle cannot begin before the certification was earned."),
        _("Swap the two dates, or leave one empty."),
    )
