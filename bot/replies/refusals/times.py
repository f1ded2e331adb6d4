"""What is refused about times and days in their written forms."""

from __future__ import annotations

from bot.errors import InvalidInputError
from bot.words import _


def unknown_zone(nearest: str) -> InvalidInputError:
    """Say that no time zone has this name; ``nearest`` is empty where nothing is near."""
    return InvalidInputError(
        _("That time zone is not known."),
        _("Pick one from the list while typing, such as {zone}.", zone=nearest or "Europe/Rome"),
    )


def unreadable_time() -> InvalidInputError:
    """Say that a time of day cannot be read."""
    return InvalidInputError(
        _("That time cannot be read."),
        _("Write it on the 24-hour clock, such as 09:00 or 18:30."),
    )


def unreadable_day(example: str) -> InvalidInputError:
    """Say that a day cannot be read."""
    return InvalidInputError(
        _("That day cannot be read."),
        _("Write it as YYYY-MM-DD, such as {example}.", example=example),
    )


def far_day(example: str) -> InvalidInputError:
    """Say that a day is too far from today."""
    return InvalidInputError(
        _("That day is too far away."),
        _("Choose a day such as {example}, or leave it empty.", example=example),
    )


def begun_day() -> InvalidInputError:
    """Say that a day has begun, so that nothing can wait for it."""
    return InvalidInputError(
        _("That day has already begun."), _("Choose a later day, or leave it empty.")
    )


def future_day() -> InvalidInputError:
    """Say that what happened cannot lie in the future."""
    return InvalidInputError(_("That day is in the future."), _("Give the day it happened."))


def ancient_day() -> InvalidInputError:
    """Say that what happened cannot lie before a lifetime."""
    return InvalidInputError(_("That day is too long ago."), _("Give the day it happened."))


def past_day() -> InvalidInputError:
    """Say that a day to come was asked for."""
    return InvalidInputError(
        _("That day is in the past."), _("Choose a later day, or leave it empty.")
    )
