"""Who reads a card, and what the people, channels and groups in it are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from bot.cards import Card, MemberRef
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.identity import name_on_slack
from bot.platforms.slack.places import SlackPlaces
from bot.platforms.slack.richtext import Reader

# More names than anybody reads in one card; the others are called by their ids.
_MOST_ASKED = 20


class Readers:
    """Make readers of cards; whoever is named in one is looked up before it is drawn."""

    def __init__(self, directory: Directory, places: SlackPlaces) -> None:
        self._directory = directory
        self._places = places

    async def of(self, card: Card, zone: str | None = None) -> Reader:
        """Return who reads a card, in a zone if one is known."""
        named = dict.fromkeys(one.id for one in _members(card))
        if card.shared_by is not None:
            named[card.shared_by] = None
        for own_id in list(named)[:_MOST_ASKED]:
            await self._directory.find(name_on_slack(own_id))
        return Reader(zone or "UTC", names=_Names(self._directory, self._places))


class _Names(Mapping[str, str]):
    """What is called how, by our ids; "" where that is not known."""

    def __init__(self, directory: Directory, places: SlackPlaces) -> None:
        self._directory = directory
        self._places = places

    def __getitem__(self, own_id: str) -> str:
        return self._places.name(own_id) or self._directory.name(name_on_slack(own_id))

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _members(value: Any) -> Iterator[MemberRef]:
    """Yield everybody who is named anywhere in a card."""
    if isinstance(value, MemberRef):
        yield value
    elif isinstance(value, tuple):
        for one in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _members(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _members(getattr(value, field.name))
