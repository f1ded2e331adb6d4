"""What the page offers to go wrong, each with its state; the faults themselves are `Faults`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from playground import permissions as may
from playground.invocations import NotPossibleError
from playground.wire import Json

if TYPE_CHECKING:
    from playground.server import PlaygroundServer

_SLOW_SECONDS: Final = 2.0
_RATE_LIMIT_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Switch:
    """Name one fault and ``what`` it does; without ``is_on`` it happens at once and is over."""

    name: str
    label: str
    what: str
    press: Callable[[], None]
    is_on: bool | None = None

    def told(self) -> Json:
        """Return what the page draws."""
        shown: Json = {"name": self.name, "label": self.label, "what": self.what}
        return shown if self.is_on is None else {**shown, "on": self.is_on}


class Switchboard:
    """Offer the faults that make sense for a person in a channel."""

    def __init__(self, server: PlaygroundServer) -> None:
        self._server = server

    def told(self, person_id: str, channel_id: str) -> list[Json]:
        """Return the switches as the page draws them."""
        return [switch.told() for switch in self._switches(person_id, channel_id)]

    def press(self, name: str, person_id: str, channel_id: str) -> None:
        """Let something go wrong, or right again.

        Raises
        ------
        NotPossibleError
            There is no such switch here.
        """
        for switch in self._switches(person_id, channel_id):
            if switch.name == name:
                switch.press()
                return
        raise NotPossibleError(f"{name!r} cannot go wrong here")

    def _switches(self, person_id: str, channel_id: str) -> list[Switch]:
        faults = self._server.faults
        return [
            self._next_request(
                429,
                "Rate limit the next request",
                f"The bot's next request will be told to wait {_RATE_LIMIT_SECONDS} seconds (429).",
            ),
            self._next_request(
                500,
                "Fail the next request",
                "The bot's next request will fail with 500; a good bot tries again.",
            ),
            Switch(
                "reconnect",
                "Ask the bot to reconnect",
                "The bot was asked to connect anew.",
                faults.ask_to_reconnect,
            ),
            Switch(
                "drop",
                "Drop the bot's connection",
                "The bot's connection was cut; it connects anew by itself.",
                faults.close_gateway,
            ),
            Switch(
                "slow",
                "Slow answers",
                f"Every answer to the bot takes {_SLOW_SECONDS:.0f} seconds.",
                self._toggle_slow,
                faults.delay_seconds > 0,
            ),
            self._dms(person_id),
            *self._channel(channel_id),
        ]

    def _next_request(self, status: int, label: str, what: str) -> Switch:
        faults = self._server.faults
        is_waiting = faults.is_waiting(status)

        def press() -> None:
            if is_waiting:
                faults.call_off(status)
            else:
                faults.answer(status, retry_after=_RATE_LIMIT_SECONDS)

        return Switch(str(status), label, what, press, is_waiting)

    def _toggle_slow(self) -> None:
        faults = self._server.faults
        faults.delay_seconds = 0.0 if faults.delay_seconds else _SLOW_SECONDS

    def _dms(self, person_id: str) -> Switch:
        name = self._server.world.users[person_id]["global_name"]
        is_closed = person_id in self._server.world.closed_dms
        faults = self._server.faults

        def press() -> None:
            (faults.open_dms if is_closed else faults.close_dms)(person_id)

        what = f"Direct messages to {name} are refused (50007)."
        return Switch("dms", f"{name} accepts no direct messages", what, press, is_closed)

    def _channel(self, channel_id: str) -> list[Switch]:
        world = self._server.world
        guild = world.guild_of(channel_id)
        channel = guild.channels.get(channel_id) if guild else None
        if channel is None:
            return []
        bot_id = world.bot["id"]
        is_denied = any(one["id"] == bot_id for one in channel["permission_overwrites"])

        def press() -> None:
            world.overwrite(channel_id, bot_id, deny=0 if is_denied else may.SEND_MESSAGES)

        return [
            Switch(
                "permission",
                f"The bot may not post in #{channel['name']}",
                f"What the bot posts in #{channel['name']} is refused (50013).",
                press,
                is_denied,
            ),
            Switch(
                "delete",
                f"Delete #{channel['name']}",
                f"#{channel['name']} was deleted.",
                lambda: world.delete_channel(channel_id),
            ),
        ]
