"""What the world tells its listeners: gateway sessions, page sockets and the driver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from playground.wire import Json


@dataclass(frozen=True, slots=True)
class Audience:
    """Say who may see an event.

    ``guild_id``/``channel_id`` place it, ``user_id`` makes it private to one person, ``bot`` and
    ``people`` tell which side hears of it at all.
    """

    guild_id: str | None = None
    channel_id: str | None = None
    user_id: str | None = None
    bot: bool = True
    people: bool = True


class Event(NamedTuple):
    """One change: Discord's dispatch name, or one of the playground's own.

    The playground's own names are INTERACTION (the state a person sees), COMMANDS (the registered
    commands changed), CLOCK (the clock was moved) and RESET (everything changed).
    """

    name: str
    payload: Json
    audience: Audience


Listener = Callable[[Event], None]


class Bus:
    """Tell every listener at once, in the order of the changes."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` for each event until the returned function is called."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def publish(self, name: str, payload: Json, audience: Audience) -> None:
        """Tell all listeners; a payload must not be changed afterwards."""
        event = Event(name, payload, audience)
        for listener in tuple(self._listeners):
            listener(event)
