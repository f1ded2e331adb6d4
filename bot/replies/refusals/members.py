"""What is refused about reaching members."""

from __future__ import annotations

from collections.abc import Iterable

from bot.errors import InvalidInputError, NotFoundError, PermissionDeniedError
from bot.words import N_, _

_RUN_IT_IN_A_CHANNEL = N_("Press it in another channel of your community, or choose the inbox.")


def no_channel() -> PermissionDeniedError:
    """Say that here is no channel to call the member in."""
    return PermissionDeniedError(
        _("There is no channel of a community here that I can post in."), _(_RUN_IT_IN_A_CHANNEL)
    )


def not_postable(missing: Iterable[str]) -> PermissionDeniedError:
    """Say which permissions the bot lacks in the channel (``missing``, in English)."""
    return PermissionDeniedError(
        _("I cannot post in this channel: I lack {missing}.", missing=", ".join(map(_, missing))),
        _(_RUN_IT_IN_A_CHANNEL),
    )


def unusable_cap(most: int) -> InvalidInputError:
    """Say that a weekly number of messages cannot be used."""
    return InvalidInputError(
        _("That number of messages cannot be used."),
        _("Write a whole number from 1 to {most}, or leave it empty for no limit.", most=most),
    )


def half_quiet() -> InvalidInputError:
    """Say that quiet hours need both ends."""
    return InvalidInputError(
        _("Quiet hours need a beginning and an end."),
        _("Give both, such as 22:00 and 07:00, or neither."),
    )


def empty_quiet() -> InvalidInputError:
    """Say that quiet hours cannot end when they begin."""
    return InvalidInputError(
        _("Quiet hours cannot end when they begin."),
        _("Choose another end, or pause all messages until a day."),
    )


def not_theirs() -> NotFoundError:
    """Say that a message is somebody else's, or gone: both look the same."""
    return NotFoundError(
        _("This message is not for you, or it is gone."),
        _("Your own messages are in /me inbox."),
    )
