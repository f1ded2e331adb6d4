"""What is refused about a community's posts."""

from __future__ import annotations

from bot.errors import InvalidInputError
from bot.words import _


def no_channel() -> InvalidInputError:
    """Say that a post cannot be tested without a channel."""
    return InvalidInputError(
        _("No channel is set for this post."), _("Choose one with /config channel set.")
    )


def no_channel_at_all() -> InvalidInputError:
    """Say that no channel at all was chosen."""
    return InvalidInputError(
        _("Choose a channel for at least one of the posts."), _("One of the two may stay empty.")
    )


def everybodys_role() -> InvalidInputError:
    """Refuse @everyone as the mentors' role."""
    return InvalidInputError(
        _("Everybody has this role, so it cannot be the mentors'."),
        _("Choose a role that only your mentors have, or none."),
    )


def role_gone() -> InvalidInputError:
    """Refuse a mentors' role that was deleted meanwhile."""
    return InvalidInputError(
        _("The role of the mentors was deleted meanwhile. Nothing was saved."),
        _("Choose another role, or none."),
    )
