"""What is said about a command that was typed as words, where no list of options guides people."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Card, Code, Item, Items, Node, Role, Text, inline
from bot.errors import InvalidInputError
from bot.words import N_, _

_LONGEST = 60
CANNOT_TAKE_FILES = N_("This needs a file, which cannot be attached to a command here.")
TAKE_FILE_ELSEWHERE = N_("Everything it sets can be set with the other /config commands, too.")
FILES_BY_DM = N_("The file is in your direct messages with me.")
SEND = N_("Send")
CANCEL = N_("Cancel")
STRANGER = N_("I only answer members of this workspace.")
STRANGER_HINT = N_("You are a guest from another one. The same commands may be there, too.")


def not_a_choice(name: str, text: str, labels: Sequence[str]) -> InvalidInputError:
    """Say that an option takes only what is in its list."""
    return InvalidInputError(
        _("{name} cannot be {text}.", name=name, text=_short(text)),
        _("Choose one of these: {labels}.", labels=", ".join(labels)),
    )


def not_a_number(name: str, text: str, least: int | None, most: int | None) -> InvalidInputError:
    """Say which numbers an option takes."""
    said = _("{name} cannot be {text}.", name=name, text=_short(text))
    if least is not None and most is not None:
        return InvalidInputError(
            said, _("Type a number from {least} to {most}.", least=least, most=most)
        )
    return InvalidInputError(said, _("Type a whole number."))


def not_a_channel(name: str, text: str) -> InvalidInputError:
    """Say that an option takes a channel."""
    return InvalidInputError(
        _("{name} cannot be {text}.", name=name, text=_short(text)),
        _("Type # and choose a channel from the list that appears."),
    )


def twice(name: str) -> InvalidInputError:
    """Say that an option was given twice."""
    return InvalidInputError(
        _("{name} is given twice.", name=name), _("Say it once, and send the command again.")
    )


def left_over(text: str) -> InvalidInputError:
    """Say that nothing takes what else was typed."""
    return InvalidInputError(
        _("I don't know what to do with {text}.", text=_short(text)),
        _("Say which option it is for, such as due:tomorrow."),
    )


def commands_of(noun: str, typed: str, commands: Sequence[tuple[str, str]]) -> Card:
    """List what can be done with a noun, as (path, description); ``typed`` was none of it."""
    items = tuple(Item(path, (_(description),)) for path, description in commands)
    said: Node = Code(_short(typed)) if typed else ""
    told = (
        inline(_("{words} is none of these."), words=said)
        if typed
        else (_("Add one of these words."),)
    )
    return Card(
        title=f"/{noun}",
        summary=_("What can be done with /{noun}", noun=noun),
        blocks=(Text(told), Items(items)),
        role=Role.WARN if typed else Role.INFO,
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
