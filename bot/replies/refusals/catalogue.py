"""What is refused about names and entries of the catalogue."""

from __future__ import annotations

from bot.errors import StaleActionError
from bot.words import _


def entry_gone() -> StaleActionError:
    """Say that an entry has left the catalogue since its card was made."""
    return StaleActionError(
        _("This entry is no longer in the catalogue."), _("Search again with /find.")
    )


def idea_gone() -> StaleActionError:
    """Say that the entry that a goal should be made from has left the catalogue."""
    return StaleActionError(
        _("This entry is no longer in the catalogue."), _("Write your own with /goal add.")
    )
