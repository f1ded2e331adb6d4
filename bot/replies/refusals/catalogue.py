"""What is refused about names, and about entries of the catalogue."""

from __future__ import annotations

from bot.errors import NotFoundError, Sought, StaleActionError
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
    Sought.TERM: (N_("I know no term of that name."), N_("Ask in your own words with /find.")),
    Sought.GOAL: (N_("I know no goal of that name."), N_("/goal list shows them all.")),
    Sought.ZONE: (
        N_("I know no time zone of that name."),
        N_("Type a city or an offset, such as Berlin or UTC+2."),
    ),
    Sought.DAY: (N_("I know no such day."), N_("Write it like: tomorrow, 31 december.")),
    Sought.TIME: (N_("I know no such time of day."), N_("Write it like: 9:00, 18:30, 9am.")),
}
_UNKNOWN_CALLED = {
    Sought.CERTIFICATION: N_("I know no certification called “{name}”."),
    Sought.ROLE: N_("I know no job role called “{name}”."),
    Sought.STAGE: N_("I know no stage called “{name}”."),
    Sought.SKILL: N_("I know no skill called “{name}”."),
    Sought.FOCUS: N_("I know no focus called “{name}”."),
    Sought.TOPIC: N_("I know no topic called “{name}”."),
    Sought.TERM: N_("I know no term called “{name}”."),
    Sought.GOAL: N_("I know no goal called “{name}”."),
    Sought.ZONE: N_("I know no time zone “{name}”."),
    Sought.DAY: N_("I know no day “{name}”."),
    Sought.TIME: N_("I know no time of day “{name}”."),
}


def unknown_name(what: Sought) -> tuple[str, str]:
    """Say that nothing has this name, and where the names are."""
    message, hint = _UNKNOWN[what]
    return _(message), _(hint)


def unknown_called(what: Sought, name: str) -> NotFoundError:
    """Say by the name that was typed that nothing has it; it is empty if nobody could see it."""
    message, hint = unknown_name(what)
    return NotFoundError(_(_UNKNOWN_CALLED[what], name=name) if name else message, hint)


def choice_gone() -> StaleActionError:
    """Say that it was chosen before, or that what was typed is no longer known."""
    return StaleActionError(
        _("This choice was already made, or I no longer know what you typed with it."),
        _("Nothing was done this time: type it again if you still need it."),
    )


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
