"""What can be made to go wrong, in the ways Slack and networks do."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any

from playground.slack.errors import SlackError, rate_limited
from playground.slack.socket_mode import SocketMode


class BrokenConnectionError(Exception):
    """Cut the connection of a request instead of answering it."""


@dataclass(slots=True)
class Hold:
    """Keep back the answers of matching requests until ``release`` is called.

    ``reached`` is set when one arrived; without ``apply`` nothing happened yet by then.
    """

    method: re.Pattern[str]
    left: int
    apply: bool
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Let the held requests go on."""
        self.released.set()


@dataclass(slots=True)
class _Fault:
    method: re.Pattern[str]
    left: int
    apply: bool
    error: Exception


class Faults:
    """Switch faults on; each is used up by the requests it hits.

    ``method`` is a regular expression searched in names such as "chat.postMessage". With
    ``apply`` a request takes effect and only its answer is lost; without it nothing happens.
    """

    def __init__(self, sockets: SocketMode) -> None:
        self._sockets = sockets
        self._faults: list[_Fault] = []
        self._holds: list[Hold] = []

    def answer(
        self,
        status: int,
        method: str = "",
        *,
        times: int = 1,
        retry_after: float = 1,
        apply: bool = False,
    ) -> None:
        """Answer the next matching requests with 429 (``retry_after`` in seconds) or 5xx."""
        error = (
            rate_limited(retry_after)
            if status == 429
            else SlackError("service_unavailable", status=status)
        )
        self._faults.append(_Fault(re.compile(method), times, apply, error))

    def refuse(
        self, error: str, method: str = "", *, times: int = 1, apply: bool = False, **extra: Any
    ) -> None:
        """Refuse the next matching requests by one of Slack's names, such as "fatal_error"."""
        refusal = SlackError(error, **extra)
        self._faults.append(_Fault(re.compile(method), times, apply, refusal))

    def cut(self, method: str = "", *, times: int = 1, apply: bool = False) -> None:
        """Cut the connection of the next matching requests."""
        fault = _Fault(re.compile(method), times, apply, BrokenConnectionError())
        self._faults.append(fault)

    def hold(self, method: str = "", *, times: int = 1, apply: bool = True) -> Hold:
        """Hold back the answers of the next matching requests (to kill the bot meanwhile)."""
        hold = Hold(re.compile(method), times, apply)
        self._holds.append(hold)
        return hold

    def clear(self) -> None:
        """Switch everything off and let held requests go on."""
        self._faults.clear()
        for hold in self._holds:
            hold.release()
        self._holds.clear()

    def drop_sockets(self) -> None:
        """Break the app's connections without a word, as networks do."""
        self._sockets.drop()

    def refresh_sockets(self, reason: str = "refresh_requested") -> None:
        """Warn the app and end its connections a little later, as Slack does every few hours."""
        self._sockets.say_goodbye(reason)

    def taken(self, method: str, *, apply: bool) -> Exception | None:
        """Return what a request is to be answered with, before or after it took effect."""
        for fault in self._faults:
            if fault.left > 0 and fault.apply is apply and fault.method.search(method):
                fault.left -= 1
                return fault.error
        return None

    def held(self, method: str) -> Hold | None:
        """Return the hold that a request falls under, if there is one."""
        for hold in self._holds:
            if hold.left > 0 and hold.method.search(method):
                hold.left -= 1
                return hold
        return None
