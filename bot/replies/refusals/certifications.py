"""What is refused about comparing certifications and about who meets what they ask for."""

from __future__ import annotations

from bot.errors import InvalidInputError
from bot.words import N_, _

_DIGITS = N_("Write digits only, such as 24; 0 if you have none yet.")


def twice(name: str) -> InvalidInputError:
    """Say that a certification cannot be compared with itself."""
    return InvalidInputError(
        _("You chose {name} twice.", name=name),
        _("Choose different certifications to compare."),
    )


def not_months(text: str) -> InvalidInputError:
    """Say that an answer is no number of months."""
    return InvalidInputError(_("“{text}” is not a whole number of months.", text=text), _(_DIGITS))


def not_hours(text: str) -> InvalidInputError:
    """Say that an answer is no number of hours."""
    return InvalidInputError(_("“{text}” is not a whole number of hours.", text=text), _(_DIGITS))
