"""What is refused about a community's posts."""

from __future__ import annotations

from bot.errors import InvalidInputError
from bot.words import _


def no_channel() -> InvalidInputError:
    """Say that a post cannot be tested without a channel."""
    return InvalidInputError(
        _("No channel is set for this post."), _("Choose one with /config channel set.")
    )
