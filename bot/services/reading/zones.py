"""Time zones as people name them: by city, country, abbreviation, offset or IANA name.

Names of cities and countries are CLDR's (through Babel), in every language that the bot speaks;
which zone belongs to which country, and what an old name is called today, is the time zone
database's own (``zone.tab``, ``tzdata.zi``). What is kept and shown is its name today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process

from bot.services.reading.cities import CITIES
from bot.services.reading.text import make_plain
from bot.words import current_language, languages

MAX_CHOICES = 25
_MOST_LIKELY = 4
_DATA = files("tzdata") / "zoneinfo"
# Offered before anything is typed: one or two for every part of the world with many members.
_COMMON = (
    *("UTC", "Europe/London", "Europe/Paris", "Europe/Berlin", "Europe/Rome", "Europe/Madrid"),
    *("Europe/Warsaw", "Europe/Athens", "Europe/Istanbul", "America/New_York", "America/Chicago"),
    *("America/Denver", "America/Los_Angeles", "America/Mexico_City"),
    *("America/Sao_Paulo", "Africa/Cairo", "Africa/Lagos", "Africa/Johannesburg", "Asia/Dubai"),
    *("Asia/Kolkata", "Asia/Singapore", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney"),
    "Pacific/Auckland",
)
# Where those of the reader's language live; it stands first where several zones fit.
_HOME = {"it": "Europe/Rome"}
# The time zone database abbreviates these differently, or no more.
_ALSO_CALLED = {
    "bst": ("Asia/Dhaka",),
    "et": ("America/New_York",),
    "ct": ("America/Chicago",),
    "mt": ("America/Denver",),
    "pt": ("America/Los_Angeles",),
    "sgt": ("Asia/Singapore",),
    "gst": ("Asia/Dubai",),
    "brt": ("America/Sao_Paulo",),
    "cdmx": ("America/Mexico_City",),
}
_UNIVERSAL = ("utc", "gmt", "z", "zulu")
_OFFSET = re.compile(r"(?:(?:utc|gmt) ?)?([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)")
OFFSET_PATTERN = r"(?:(?:utc|gmt) ?[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2})(?!\d)"
_SEASONS = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
_ABBREVIATION = re.compile(r"[A-Z]{3,5}")
_NEAR = 70.0
_SHORTEST_TYPO = 4


def find_zones(text: str) -> tuple[str, ...]:
    """Return the IANA zones that a text may mean, the likeliest first; none if it means none.

    An offset means a zone that never changes its clocks.
    """
    said = _said(text)
    if not said:
        return ()
    if (offset := _OFFSET.fullmatch(said)) is not None:
        return _fixed(offset)
    named = _names()
    found = named.get(said) or named.get(said.removesuffix(" time")) or _in_country(text)
    return _ordered(found)


def _in_country(text: str) -> tuple[str, ...]:
    """Return the zones of "city, country" where both are known and belong together."""
    city, _, country = text.partition(",")
    named = _names()
    there = set(named.get(_said(country), ()))
    return tuple(zone for zone in named.get(_said(city), ()) if zone in there)


def suggest_zones(text: str) -> list[tuple[str, str]]:
    """Return (label, IANA zone) of what a text may mean while it is typed, at most 25.

    The first ones are common zones where nothing was typed; nothing comes of a senseless text.
    """
    said = _said(text)
    if not said:
        found: Iterable[str] = _ordered(_COMMON)
    else:
        found = find_zones(text) or nearest_zones(text, MAX_CHOICES)
    return [(zone, zone) for zone in dict.fromkeys(found)][:MAX_CHOICES]


def nearest_zones(text: str, most: int = 3) -> tuple[str, ...]:
    """Return the zones whose names begin like a text or are spelled nearly so; often none."""
    said = _said(text)
    named = _names()
    begun = [
        name
        for name in named
        if said and (name.startswith(said) or f" {said}" in name or f"/{said}" in name)
    ]
    typos: list[str] = []
    if len(said) >= _SHORTEST_TYPO:
        scored = process.extract(
            said, named.keys(), scorer=fuzz.ratio, limit=most, score_cutoff=_NEAR
        )
        typos = [name for name, _, _ in scored]
    found = (zone for name in (*sorted(begun, key=len), *typos) for zone in _ordered(named[name]))
    return tuple(dict.fromkeys(found))[:most]


def likely_zones(locale: str) -> tuple[str, ...]:
    """Return the zones of many people where a locale such as ``pt-BR`` or ``de`` is spoken.

    None where that is not known.
    """
    language, _, territory = locale.replace("_", "-").partition("-")
    if not territory:
        spoken: dict[str, str] = get_global("likely_subtags")  # pyright: ignore
        territory = spoken.get(language, "").rpartition("_")[2]
    there = [zone for zone, country in _current().items() if country == territory.upper()]
    common = [zone for zone in _COMMON if zone in there]
    return tuple(common or there)[:_MOST_LIKELY]


def common_zones() -> tuple[str, ...]:
    """Return the zones of many people, one or two for every part of the world."""
    return _ordered(_COMMON)


def spoken_zones() -> tuple[str, ...]:
    """Return every name of a zone that can stand within a phrase, plain."""
    return tuple(name for name in _names() if len(name) > 1)


def _said(text: str) -> str:
    return make_plain(text.replace("_", " ")).plain.strip(" ()")


def _ordered(zones: Iterable[str]) -> tuple[str, ...]:
    """Return zones with the reader's own first, then those of many people."""
    home = _HOME.get(current_language())
    first = [zone for zone in (home, *_COMMON) if zone is not None]
    rank = {zone: number for number, zone in enumerate(dict.fromkeys(first))}
    return tuple(sorted(dict.fromkeys(zones), key=lambda zone: rank.get(zone, len(rank))))


def _fixed(offset: re.Match[str]) -> tuple[str, ...]:
    hours, minutes = int(offset[2]), int(offset[3] or 0)
    if not hours and not minutes:
        return ("UTC",)
    if not minutes and hours <= 12 + 2 * (offset[1] == "+"):
        # The database's names of this kind count the other way (POSIX).
        return (f"Etc/GMT{'-' if offset[1] == '+' else '+'}{hours}",)
    wanted = timedelta(hours=hours, minutes=minutes) * (1 if offset[1] == "+" else -1)
    steady = (zone for zone in _current() if _offsets(zone) == (wanted, wanted))
    return tuple(steady)[:1]


@cache
def _offsets(zone: str) -> tuple[timedelta | None, ...]:
    return tuple(season.astimezone(ZoneInfo(zone)).utcoffset() for season in _SEASONS)


@cache
def _current() -> dict[str, str]:
    """Return every zone by the name that it bears today, with its country's ISO 3166 code."""
    known = available_timezones()
    rows = (line.split("\t") for line in _lines("zone.tab"))
    return {"UTC": "", **{row[2]: row[0] for row in rows if row[2] in known}}


@cache
def _links() -> dict[str, str]:
    """Return for each name that is not a country's zone today the one that it stands for."""
    rows = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    target = {row[2]: row[1] for row in rows}
    current = _current()
    return {
        name: found
        for name in available_timezones() - current.keys()
        if (found := _follow(name, target)) in current
    }


def _follow(name: str, target: dict[str, str]) -> str:
    while name in target:
        name = target[name]
    return "UTC" if name in ("Etc/UTC", "Etc/GMT") else name


def _lines(name: str) -> Iterator[str]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Return the zones of each plain name."""
    found: dict[str, list[str]] = {}

    def add(name: str, zones: Iterable[str]) -> None:
        known = found.setdefault(_said(name), [])
        known += [zone for zone in zones if zone not in known]

    for name in _UNIVERSAL:
        add(name, ("UTC",))
    for name, zones in _abbreviations().items():
        add(name, zones)
    for zone in _current():
        add(zone, (zone,))
        add(zone.rpartition("/")[2], (zone,))
    for old, zone in _links().items():
        if "/" in old:
            add(old, (zone,))
        if _said(last := old.rpartition("/")[2]) not in found:
            add(last, (zone,))
    for steady in available_timezones():
        if steady.startswith("Etc/GMT") and steady[-1] != "0" and steady != "Etc/GMT":
            add(steady, (steady,))
    for zone, cities in CITIES.items():
        for city in cities:
            add(city, (zone,))
    for name, zones in _translated():
        add(name, zones)
    return {name: tuple(zones) for name, zones in found.items() if name and zones}


def _translated() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what cities and countries are called in the languages that the bot speaks."""
    current, links = _current(), _links()
    of_country: dict[str, list[str]] = {}
    for zone, country in current.items():
        of_country.setdefault(country, []).append(zone)
    for language in languages():
        locale = Locale.parse(language)
        cities: dict[str, dict[str, str]] = locale.time_zones  # pyright: ignore
        for zone, names in cities.items():
            own = zone if zone in current else links.get(zone)
            if own is not None and "city" in names:
                yield names["city"], (own,)
        territories: dict[str, str] = locale.territories  # pyright: ignore
        for territory, name in territories.items():
            if zones := of_country.get(territory):
                yield name, tuple(zones)


def _abbreviations() -> dict[str, tuple[str, ...]]:
    """Return the zones of each abbreviation; where clocks change, the hour that it names, too."""
    found: dict[str, dict[str, str]] = {}
    for zone in _current():
        for season in _SEASONS:
            local = season.astimezone(ZoneInfo(zone))
            name = local.tzname() or ""
            if _ABBREVIATION.fullmatch(name) and name not in ("UTC", "GMT"):
                found.setdefault(name.casefold(), {})[zone] = f"{local:%z}"
    named: dict[str, tuple[str, ...]] = {}
    for name, zones in found.items():
        offsets = set(zones.values())
        steady = _fixed_of(offsets.pop()) if len(offsets) == 1 else ()
        is_steady = all(len(set(_offsets(zone))) == 1 for zone in zones)
        common = [zone for zone in _COMMON if zone in zones]
        rest = [zone for zone in zones if zone not in _COMMON]
        named[name] = (*common, *(() if is_steady else steady), *rest)
    for name, zones in _ALSO_CALLED.items():
        named[name] = (*named.get(name, ()), *zones)
    return named


def _fixed_of(offset: str) -> tuple[str, ...]:
    found = _OFFSET.fullmatch(offset)
    return () if found is None else _fixed(found)
