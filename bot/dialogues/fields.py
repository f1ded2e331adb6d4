"""Fields that several forms ask for."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogues import options
from bot.dialogues.forms import Choice, Line
from bot.dialogues.seam import Option
from bot.replies import forms as words

_DAYS = tuple((name, str(number)) for number, name in enumerate(words.WEEKDAYS))

DAY = Choice("day", words.POST_DAY, _DAYS, is_required=True)
"""A day of the week as a number; 0 is Monday."""


def time_line(key: str, label: str, hint: str, example: str) -> Line:
    """Return a line for a time of day in people's own words; what saves it gets HH:MM, or off."""
    return _named(Line(key, label, hint, 40, example), options.time(hint))


def date_line(key: str, label: str, hint: str = words.OPTIONAL) -> Line:
    """Return a line for a day ahead in people's words; what saves it gets YYYY-MM-DD, or off."""
    return _named(Line(key, label, hint, 100, words.DAY_EXAMPLE), options.day(hint))


def past_date_line(key: str, label: str, hint: str) -> Line:
    """Return a line for a day of one's life; what saves it gets YYYY-MM-DD, or off."""
    return _named(Line(key, label, hint, 100, words.DAY_EXAMPLE), options.past_day(hint))


def certification_line(key: str, label: str, hint: str | None, example: str = "") -> Line:
    """Return a line for a certification by any of its names; what saves it gets its id."""
    return _named(Line(key, label, hint, example=example), options.certification(""))


def _named(line: Line, option: Option) -> Line:
    return replace(line, naming=options.or_off(option).naming, suggest=option.suggest)


TIME = replace(time_line("time", words.POST_TIME, words.POST_TIME_HINT, "09:00"), is_required=True)

ZONE = _named(
    Line("zone", words.POST_ZONE, words.POST_ZONE_HINT, 50, words.ZONE_EXAMPLE, is_required=True),
    options.zone(""),
)
