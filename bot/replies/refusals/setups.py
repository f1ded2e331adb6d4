"""What is refused in the guided set-up."""

from __future__ import annotations

from bot.errors import InvalidInputError
from bot.words import _, stored


def no_channel() -> InvalidInputError:
    """Say that no channel at all was chosen."""
    return InvalidInputError(
        _("Choose a channel for at least one of the posts."),
        _("Press the button again; one of the two may stay empty."),
    )


def unsent_test(reason: str) -> InvalidInputError:
    """Say why the test post could not be sent."""
    return InvalidInputError(
        _("The test post could not be sent: {reason}", reason=stored(reason)),
        _("Mend it and press the button again; your settings are saved."),
    )


def everybodys_role() -> InvalidInputError:
    """Refuse @everyone as the mentors' role."""
    return InvalidInputError(
        _("Everybody has this role, so it cannot be the mentors'."),
        _("Press the button again and choose a role that only your mentors have, or none."),
    )


def role_gone() -> InvalidInputError:
    """Refuse a mentors' role that was deleted meanwhile."""
    return InvalidInputError(
        _("The role of the mentors was deleted meanwhile. Nothing was saved."),
        _("Go back to the mentors and choose another role, or none."),
    )
