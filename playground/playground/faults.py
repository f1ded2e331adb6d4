"""What can be made to go wrong, in the ways Discord and networks do."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playground.events import Audience
from playground.ratelimits import LimitedError
from playground.refusals import RefusalError, refusal
from playground.wire import Json

if TYPE_CHECKING:
    from playground.gateway import Gateway
    from playground.world import World


@dataclass(slots=True)
class Hold:
    """Keep back the answers of matching requests until ``release`` is called.

    With ``apply`` the request takes effect first and only its answer is kept back; without it
    the request is dropped before anything happens. ``reached`` is set when one arrived.
    """

    pattern: re.Pattern[str]
    left: int
    apply: bool
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Let the held answers go."""
        self.released.set()


@dataclass(slots=True)
class _Answer:
    pattern: re.Pattern[str]
    left: int
    status: int = 0
    retry_after: float = 0.0
    code: int = 0
    everywhere: bool = False
    page: str | None = None

    def error(self) -> RefusalError:
        """Return what a request that it hits is answered with."""
        if self.page is not None:
            return PageError(self.status, self.page)
        if self.code:
            return refusal(self.code)
        if self.status == 429:
            return LimitedError(self.retry_after, everywhere=self.everywhere)
        return RefusalError(self.status, 0, f"{self.status}: asked for by a fault")


class PageError(RefusalError):
    """Answer with a page, as a proxy between the bot and Discord does."""

    def __init__(self, status: int, page: str) -> None:
        super().__init__(status, 0, page)
        self.page = page


class Faults:
    """Switch faults on; each is used up by the requests it hits.

    ``route`` is a regular expression searched in ``"POST /channels/123/messages"``.
    ``delay_seconds`` holds back every answer of the REST API.
    """

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway
        self._answers: list[_Answer] = []
        self._holds: list[Hold] = []
        self.delay_seconds = 0.0

    def answer(
        self,
        status: int,
        route: str = "",
        *,
        times: int = 1,
        retry_after: float = 0.05,
        everywhere: bool = False,
    ) -> None:
        """Answer the next matching requests with 429 (``retry_after`` in seconds) or 5xx.

        ``everywhere``: all requests are asked to wait, not those to one channel.
        """
        answer = _Answer(re.compile(route), times, status, retry_after, everywhere=everywhere)
        self._answers.append(answer)

    def is_waiting(self, status: int) -> bool:
        """Return whether a request is still to be answered with a status."""
        return any(one.left > 0 and one.status == status for one in self._answers)

    def call_off(self, status: int) -> None:
        """Let requests through that were to be answered with a status."""
        self._answers = [one for one in self._answers if one.status != status]

    def refuse(self, code: int, route: str = "", *, times: int = 1) -> None:
        """Refuse the next matching requests with one of Discord's codes, such as 40003."""
        self._answers.append(_Answer(re.compile(route), times, code=code))

    def answer_page(self, status: int, route: str = "", *, times: int = 1) -> None:
        """Answer the next matching requests with a page instead of JSON, as a proxy does."""
        page = f"<html><body><h1>{status}</h1></body></html>"
        self._answers.append(_Answer(re.compile(route), times, status, page=page))

    def hold(self, route: str, *, times: int = 1, apply: bool = True) -> Hold:
        """Hold back the answers of the next matching requests (to kill the bot meanwhile)."""
        hold = Hold(re.compile(route), times, apply)
        self._holds.append(hold)
        return hold

    def clear(self) -> None:
        """Switch everything off and let held answers go."""
        self.delay_seconds = 0.0
        self._answers.clear()
        for hold in self._holds:
            hold.release()
        self._holds.clear()

    def close_gateway(self, code: int = 1006) -> None:
        """Break the bot's connections; 1006 drops them without a word, as networks do."""
        self._gateway.close_all(code)

    def ask_to_reconnect(self) -> None:
        """Send op 7: the bot has to reconnect and resume."""
        self._gateway.send_all({"op": 7, "d": None})

    def invalidate_session(self, *, resumable: bool) -> None:
        """Send op 9: the bot has to resume, or to identify anew."""
        self._gateway.invalidate(resumable=resumable)

    def close_dms(self, person: str) -> None:
        """Let a person refuse direct messages (403, code 50007)."""
        self._world.closed_dms.add(self._world.person(person)["id"])

    def open_dms(self, person: str) -> None:
        """Let a person accept direct messages again."""
        self._world.closed_dms.discard(self._world.person(person)["id"])

    def deny(self, channel: str, permissions: int) -> None:
        """Take permissions away from the bot in a channel, given by name."""
        found = self._world.channel_named(channel)
        self._world.overwrite(found["id"], self._world.bot["id"], deny=permissions)

    def allow(self, channel: str) -> None:
        """Give the bot back what ``deny`` took."""
        found = self._world.channel_named(channel)
        self._world.overwrite(found["id"], self._world.bot["id"])

    def delete_channel(self, channel: str) -> None:
        """Delete a channel, given by name."""
        self._world.delete_channel(self._world.channel_named(channel)["id"])

    def check(self, name: str) -> None:
        """Raise the error a request is to be answered with, if one was asked for (FAULT)."""
        for fault in self._answers:
            if fault.left > 0 and fault.pattern.search(name):
                fault.left -= 1
                error = fault.error()
                told: Json = {"request": name, "status": error.status}
                self._world.bus.publish("FAULT", told, Audience(bot=False))
                raise error

    def held(self, name: str) -> Hold | None:
        """Return the hold that a request falls under, if there is one."""
        for hold in self._holds:
            if hold.left > 0 and hold.pattern.search(name):
                hold.left -= 1
                return hold
        return None
