"""Places and years in a question, for which a figure may be missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from zoneinfo import available_timezones

from babel import Locale

from bot.catalogue.names import normalise

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CITY = re.compile(r"(?:Africa|America|Asia|Australia|Europe)/([^/]+)")
_LARGE = (
    *("usa", "uk", "uae", "eu", "europe", "asia", "africa", "america", "latin america"),
    *("south america", "north america", "middle east", "england", "scotland", "wales"),
    *("california", "texas", "bangalore", "mumbai", "delhi", "hyderabad", "san francisco"),
    *("munich", "frankfurt", "hamburg", "barcelona", "milan", "boston", "seattle"),
)
_LONGEST = 4


def places(text: str) -> list[str]:
    """Return the countries, regions and cities that a text names, as ``normalise`` leaves them."""
    known = _places()
    words = tuple(normalise(text).split())
    found: list[str] = []
    at = 0
    while at < len(words):
        for end in range(min(at + _LONGEST, len(words)), at, -1):
            if (name := " ".join(words[at:end])) in known:
                found.append(name)
                at = end
                break
        else:
            at += 1
    return found


def years(text: str) -> list[str]:
    """Return the years that a text names."""
    return _YEAR.findall(text)


@cache
def _places() -> frozenset[str]:
    return frozenset(_names())


def _names() -> Iterator[str]:
    """Yield CLDR's countries, and the cities by which the time zone database names zones."""
    yield from _LARGE
    territories: dict[str, str] = Locale("en").territories  # pyright: ignore
    for code, name in territories.items():
        if _COUNTRY.fullmatch(code):
            yield normalise(name)
    for zone in available_timezones():
        if found := _CITY.fullmatch(zone):
            yield normalise(found[1])
