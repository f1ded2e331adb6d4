"""Asking for somebody's time zone where it is needed, without losing what they were doing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cards import Block, Button, Card, Note, Select, Text
from bot.replies.times import zone_words
from bot.words import _


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones in which somebody likely lives, those of many people, and what time it is (UTC)."""

    likely: Sequence[str]
    common: Sequence[str]
    now: datetime


def actions(zones: Zones, verb: str, *args: str) -> tuple[Button, ...]:
    """Return a button for each likely zone; what it does is given the zone last."""
    return tuple(
        Button(_named(zone, zones.now), verb, (*args, zone), style="primary")
        for zone in zones.likely
    )


def selects(zones: Zones, verb: str, *args: str) -> tuple[Select, ...]:
    """Return the zones of many people behind one word."""
    others = (zone for zone in zones.common if zone not in zones.likely)
    buttons = tuple(Button(_named(zone, zones.now), verb, (*args, zone)) for zone in others)
    return (Select(_("Another time zone"), buttons),)


def ask(
    zones: Zones, told: Sequence[Block], verb: str, args: tuple[str, ...], elsewhere: Button
) -> Card:
    """Ask for the zone below what is to be done; choosing one goes on with it.

    ``elsewhere`` opens the field in which any other place can be typed.
    """
    return Card(
        title=_("Which time zone are you in?"),
        summary=_("I need your time zone to go on."),
        blocks=(
            *told,
            Note((_("What you typed is kept, and your time zone is saved in your settings."),)),
        ),
        actions=(*actions(zones, verb, *args), elsewhere),
        selects=selects(zones, verb, *args),
    )


def needed(zones: Zones, draft: str) -> Card:
    """Ask for the zone that a form needs; choosing one saves what was typed."""
    told = Text((_("The hours you chose are in your own time zone. Choose it, and I go on."),))
    elsewhere = Button(_("Type a place"), "zone.type", (draft,))
    return ask(zones, (told,), "zone.here", (draft,), elsewhere)


def _named(zone: str, now: datetime) -> str:
    """Say a zone with the time that it is there, by which people know their own."""
    return _(
        "{zone} (now {time})", zone=zone_words(zone), time=f"{now.astimezone(ZoneInfo(zone)):%H:%M}"
    )
