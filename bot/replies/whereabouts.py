"""Asking for somebody's time zone where it is needed, without losing what they were doing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cards import Block, Button, Card, Note, Select, Text
from bot.replies.times import city_words
from bot.words import _

# What one select takes; where it is used, any other place can be typed.
_MOST_OFFERED = 25


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones in which somebody likely lives, those of many people, and what time it is (UTC)."""

    likely: Sequence[str]
    common: Sequence[str]
    now: datetime


def select(zones: Zones, label: str, verb: str) -> Select:
    """Return the zones behind one word, the likely ones first; the verb is given the zone."""
    every = tuple(dict.fromkeys((*zones.likely, *zones.common)))
    return Select(label, tuple(_buttons(every[:_MOST_OFFERED], zones.now, verb)))


def ask(
    zones: Zones, told: Sequence[Block], verb: str, args: tuple[str, ...], elsewhere: Button
) -> Card:
    """Ask for the zone below what is to be done; choosing one goes on with it.

    ``elsewhere`` opens the field in which any other place can be typed.
    """
    others = [zone for zone in zones.common if zone not in zones.likely]
    return Card(
        title=_("Which time zone are you in?"),
        summary=_("I need your time zone to go on."),
        blocks=(
            *told,
            Note((_("What you typed is kept, and your time zone is saved in your settings."),)),
        ),
        actions=(
            *(
                replace(one, style="primary")
                for one in _buttons(zones.likely, zones.now, verb, *args)
            ),
            elsewhere,
        ),
        selects=(Select(_("Another time zone"), tuple(_buttons(others, zones.now, verb, *args))),),
    )


def needed(zones: Zones, draft: str) -> Card:
    """Ask for the zone that a form needs; choosing one saves what was typed."""
    told = Text((_("The hours you chose are in your own time zone. Choose it, and I go on."),))
    elsewhere = Button(_("Type a place"), "zone.type", (draft,))
    return ask(zones, (told,), "zone.here", (draft,), elsewhere)


def _buttons(zones: Iterable[str], now: datetime, verb: str, *args: str) -> Iterator[Button]:
    """Yield a button for each zone with the time that it is there, by which people know it."""
    for zone in zones:
        there = f"{now.astimezone(ZoneInfo(zone)):%H:%M}"
        yield Button(f"{city_words(zone)} ({there})", verb, (*args, zone))
