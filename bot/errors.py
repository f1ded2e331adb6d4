"""The errors a member may see: every message is safe to show and says what to do next."""

from __future__ import annotations

from enum import StrEnum

from bot.words import _


class MentorError(Exception):
    """Carry a sentence for the person who asked, and optionally what they may try next.

    Parameters
    ----------
    message
        What happened, in plain words, without ids of other people or internals.
    hint
        What to do next; shown as a second sentence.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NotFoundError(MentorError):
    """Say that nothing has this name, with the nearest names that do exist."""

    def __init__(self, message: str, hint: str = "", nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.nearest = nearest


class Sought(StrEnum):
    """What can be looked up by name."""

    CERTIFICATION = "certification"
    ROLE = "role"
    STAGE = "stage"
    SKILL = "skill"
    FOCUS = "focus"
    TOPIC = "topic"
    TERM = "term"
    GOAL = "goal"
    ZONE = "zone"
    DAY = "day"
    TIME = "time"


class UnknownNameError(NotFoundError):
    """Say what was looked for; the catalogue has no words, ``bot.replies.failures`` adds them."""

    def __init__(self, what: Sought, nearest: tuple[str, ...] = ()) -> None:
        super().__init__("", nearest=nearest)
        self.what = what

    def __str__(self) -> str:
        return f"no {self.what} of that name"


class InvalidInputError(MentorError):
    """Say which value cannot be used and what form it should have.

    ``field`` names the field or option that held it, where that is known.
    """

    field = ""


class ZoneNeededError(InvalidInputError):
    """Say that hours were told by somebody whose time zone nobody told."""


class UnknownZoneError(InvalidInputError):
    """Say that the installed time zone data does not hold a zone (any more)."""

    def __init__(self, zone: str) -> None:
        super().__init__(
            _("The time zone {zone} is not known here (any more).", zone=zone),
            _("Choose another time zone."),
        )


class StorageUnavailableError(MentorError):
    """Say that the database cannot be used just now: locked by another program, or no room."""

    def __init__(self) -> None:
        super().__init__(
            _("The bot cannot read or save anything just now."),
            _("Try again in a minute; its operator finds the reason in the log."),
        )


class PlatformUnavailableError(MentorError):
    """Say that the platform does not answer just now."""

    def __init__(self) -> None:
        super().__init__(
            _("I can't get the member list from Discord right now."), _("Try again in a minute.")
        )


class PermissionDeniedError(MentorError):
    """Say which permission the person lacks, or the bot lacks in a channel."""


class NotAMemberError(PermissionDeniedError):
    """Say that the bot is no member of a community where its commands are, and what invites it."""

    def __init__(self, invitation: str) -> None:
        super().__init__(
            _("I am not a member of this server: my commands were added here without me."),
            _("Somebody with Manage Server has to invite me with the link below."),
        )
        self.invitation = invitation


class StaleActionError(MentorError):
    """Say that a button belongs to something that has changed or is gone."""


class StartupError(Exception):
    """Refuse to start, in one sentence an operator can act on (exit status 2)."""


class CatalogueError(StartupError):
    """Name the data file, the key and the reason of every invalid entry."""


class DatabaseError(StartupError):
    """Say why the database cannot be used; nothing in it was touched."""
