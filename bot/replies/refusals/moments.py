"""What is refused about days and times in a person's own words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import InvalidInputError, ZoneNeededError
from bot.words import N_, _

_EXAMPLES = N_("Write it like: tomorrow 9am, in 2 hours, friday 18:30, every monday at 9.")
_DAYS = N_("Write it like: tomorrow, in 2 weeks, friday, 31 december, 2026-12-31.")
_TIMES = N_("Write the time as 9:00, 18:30, 9am or 6:30pm.")
_REPEATS = N_(
    "I can repeat: every 2 days, every monday and thursday, weekdays, every other week on friday,"
    " every month on the 15th, first monday of every month, last day of every month."
)


def of_day(error: InvalidInputError) -> InvalidInputError:
    """Return a refusal with examples of days, where only a day is asked."""
    return InvalidInputError(error.message, _(_DAYS))


def of_time(error: InvalidInputError) -> InvalidInputError:
    """Return a refusal with examples of times of day, where only one is asked."""
    return InvalidInputError(error.message, _(_TIMES))


def empty() -> InvalidInputError:
    """Say that nothing was typed."""
    return InvalidInputError(_("A time is missing."), _(_EXAMPLES))


def too_long(most: int) -> InvalidInputError:
    """Say that a text is too long to be a time."""
    return InvalidInputError(
        _("That is too long for a time: at most {n} characters.", n=most), _(_EXAMPLES)
    )


def unknown_word(word: str, before: str) -> InvalidInputError:
    """Name the word that is not understood, after those that were."""
    if before:
        said = _("I understand “{before}”, but not “{word}”.", before=before, word=word)
    else:
        said = _("I don't understand “{word}”.", word=word)
    return InvalidInputError(said, _(_EXAMPLES))


def unfinished(text: str) -> InvalidInputError:
    """Say that something is missing at the end."""
    return InvalidInputError(_("Something is missing after “{text}”.", text=text), _(_EXAMPLES))


def said_twice(first: str, second: str) -> InvalidInputError:
    """Name two parts of which only one can count."""
    return InvalidInputError(
        _("“{first}” and “{second}” cannot both be meant.", first=first, second=second),
        _("Keep one of them, or set two reminders."),
    )


def two_times(text: str) -> InvalidInputError:
    """Say that only one time of day can be kept."""
    return InvalidInputError(
        _("“{text}” names two times of day.", text=text), _("Set a reminder for each of them.")
    )


def two_days(text: str) -> InvalidInputError:
    """Say that only one day can be kept where nothing repeats."""
    return InvalidInputError(
        _("“{text}” names several days.", text=text),
        _("To repeat it, write every: every monday and wednesday."),
    )


def only_repeated(text: str) -> InvalidInputError:
    """Say that only what repeats has a beginning or an end."""
    return InvalidInputError(
        _("“{text}” needs something that repeats.", text=text),
        _("Add how often, such as: every day."),
    )


def ends_before(text: str) -> InvalidInputError:
    """Say that a repetition would end before it comes for the first time."""
    return InvalidInputError(
        _("“{text}” is before the first time.", text=text), _("Choose a later end.")
    )


def zone_needed() -> ZoneNeededError:
    """Say that a time of day means nothing without a zone."""
    return ZoneNeededError(
        _("I don't know your time zone yet."),
        _("Add a city, such as: 9am Berlin. Or say how long from now: in 2 hours."),
    )


def many_zones(text: str) -> InvalidInputError:
    """Say that a country or an abbreviation has too many zones to offer."""
    return InvalidInputError(
        _("“{text}” has too many time zones.", text=text), _("Name a city instead.")
    )


def no_length(text: str) -> InvalidInputError:
    """Say that a length of time is none."""
    return InvalidInputError(
        _("“{text}” is not a length of time I can count.", text=text), _(_EXAMPLES)
    )


def no_such_time(text: str) -> InvalidInputError:
    """Say that no clock shows this."""
    return InvalidInputError(
        _("No clock shows “{text}”.", text=text),
        _(_TIMES),
    )


def no_such_day(text: str) -> InvalidInputError:
    """Say that no calendar has this day."""
    return InvalidInputError(
        _("There is no day “{text}”.", text=text), _("Check the day and the month.")
    )


def no_such_nth(text: str) -> InvalidInputError:
    """Say that not every month has this."""
    return InvalidInputError(
        _("Not every month has “{text}”.", text=text), _("Use first to fourth, or last.")
    )


def no_repetition(text: str) -> InvalidInputError:
    """Say that something cannot be repeated so, and what can."""
    return InvalidInputError(_("I cannot repeat “{text}”.", text=text), _(_REPEATS))


def no_day(text: str) -> InvalidInputError:
    """Ask for the day of a month."""
    return InvalidInputError(
        _("Which day do you mean by “{text}”?", text=text),
        _("Add the day, such as 15 {text}.", text=text),
    )


def only_day(text: str) -> InvalidInputError:
    """Name a part that has no place where only a day is asked."""
    return InvalidInputError(
        _("Only a day is asked here, without “{text}”.", text=text),
        _(_DAYS),
    )


def only_clock(text: str) -> InvalidInputError:
    """Name a part that has no place where only a time of day is asked."""
    return InvalidInputError(
        _("Only a time of day is asked here, without “{text}”.", text=text),
        _(_TIMES),
    )


def next_day(text: str) -> InvalidInputError:
    """Say that a time belongs to the day after."""
    return InvalidInputError(
        _("“{text}” is on the next day already.", text=text),
        _("Write 00:00 for the start of a day, 23:59 for its end."),
    )


def not_yet(text: str) -> InvalidInputError:
    """Say that what happened cannot lie in the future."""
    return InvalidInputError(
        _("“{text}” is in the future.", text=text), _("Give the day it happened.")
    )


def too_long_ago(years: int) -> InvalidInputError:
    """Say that what happened cannot lie before a lifetime."""
    return InvalidInputError(
        _("That is more than {n} years ago.", n=years), _("Give the day it happened.")
    )


def past(text: str) -> InvalidInputError:
    """Say that a time has passed."""
    return InvalidInputError(_("“{text}” is in the past.", text=text), _(_EXAMPLES))


def now() -> InvalidInputError:
    """Say that what is asked for is now."""
    return InvalidInputError(_("That is now."), _("Choose a time ahead, such as: in 5 minutes."))


def too_far(years: int) -> InvalidInputError:
    """Say that a day is too far ahead."""
    return InvalidInputError(
        _("That is more than {n} years ahead.", n=years), _("Choose an earlier day.")
    )


def several(readings: Sequence[str]) -> InvalidInputError:
    """Ask which of the readings is meant."""
    return InvalidInputError(
        _("That can mean: {readings}.", readings=_(" or ").join(readings)),
        _("Write the one that you mean."),
    )


def begun_day() -> InvalidInputError:
    """Say that a day has begun, so that nothing can wait for it."""
    return InvalidInputError(
        _("That day has already begun."), _("Choose a later day, or leave it empty.")
    )


def unknown_zone(text: str, nearest: Sequence[str]) -> InvalidInputError:
    """Say that no time zone has this name; ``nearest`` may be empty."""
    hint = _("Type a city or an offset, such as Berlin or UTC+2.")
    if nearest:
        hint = _("Do you mean {nearest}?", nearest=_(" or ").join(nearest))
    return InvalidInputError(_("I know no time zone “{text}”.", text=text), hint)
