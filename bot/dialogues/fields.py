"""Fields that several forms ask for."""

from __future__ import annotations

from bot.dialogues.forms import Choice, Line
from bot.replies import forms as words

_DAYS = tuple((name, str(number)) for number, name in enumerate(words.WEEKDAYS))

DAY = Choice("day", words.POST_DAY, _DAYS, is_required=True)
"""A day of the week as a number; 0 is Monday."""

TIME = Line("time", words.POST_TIME, words.POST_TIME_HINT, 40, "09:00", is_required=True)

ZONE = Line("zone", words.POST_ZONE, words.POST_ZONE_HINT, 50, words.ZONE_EXAMPLE, is_required=True)


def date_line(key: str, label: str, hint: str = words.OPTIONAL) -> Line:
    """Return a line for a day in people's own words."""
    return Line(key, label, hint, 100, words.DAY_EXAMPLE)
