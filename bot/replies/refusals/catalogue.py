"""What is refused about names and entries of the catalogue."""

from __future__ import annotations

from bot.errors import Sought, StaleActionError
from bot.words import N_, _

_PICK = N_("Pick one from the list while typing.")
_UNKNOWN = {
    Sought.CERTIFICATION: (
        N_("I know no certification of that name."),
        N_("/cert list shows them all."),
    ),
    Sought.ROLE: (N_("I know no job role of that name."), _PICK),
    Sought.STAGE: (N_("I know no stage of that name."), N_("/career path shows all six.")),
    Sought.SKILL: (N_("I know no skill of that name."), _PICK),
    Sought.FOCUS: (N_("I know no focus of that name."), _PICK),
    Sought.TOPIC: (N_("I know no topic of that name."), N_("/trend topics shows them all.")),
}


def unknown_name(what: Sought) -> tuple[str, str]:
    """Say that the catalogue has nothing of this name, and where the names are."""
    message, hint = _UNKNOWN[what]
    return _(message), _(hint)


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
