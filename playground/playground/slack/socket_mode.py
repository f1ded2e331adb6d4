"""Socket Mode: tickets, greetings, envelopes and their acknowledgements, goodbyes.

Source: docs.slack.dev, apis/events-api/using-socket-mode.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, cast

from aiohttp import WSCloseCode, WSMsgType, web

from playground.slack.identity import Windows
from playground.wire import Json, decode, encode
from playground.wirelog import WireLog

MAX_CONNECTIONS: Final = 10
_TICKET_SECONDS: Final = 30.0
_MOST_WAITING: Final = 1_000
_LOG: Final = logging.getLogger(__name__)

Settle = Callable[[bool, Any], None]
"""Is told whether an envelope was acknowledged in time, and with which payload."""


@dataclass(slots=True)
class _Envelope:
    frame: Json
    settle: Settle
    is_event: bool
    socket: web.WebSocketResponse | None = None
    deadline: asyncio.TimerHandle | None = None
    retry: asyncio.TimerHandle | None = None
    attempt: int = 0


@dataclass(slots=True)
class SocketMode:
    """Hold the app's connections; each envelope goes to one of them, in turn.

    ``ack_seconds`` is how long an acknowledgement may take, ``retry_seconds`` how long after it an
    event comes again (Slack: at once, after one minute, after five), ``overlap_seconds`` the time
    between a warning and the end of a connection.
    """

    app_id: str
    windows: Windows
    wire: WireLog
    ack_seconds: float = 3.0
    retry_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    overlap_seconds: float = 10.0
    on_change: Callable[[], None] = lambda: None
    sockets: dict[web.WebSocketResponse, asyncio.Transport | None] = field(
        default_factory=dict[web.WebSocketResponse, asyncio.Transport | None]
    )
    _tickets: dict[str, float] = field(default_factory=dict[str, float])
    _waiting: dict[str, _Envelope] = field(default_factory=dict[str, _Envelope])
    _turn: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    @property
    def pending(self) -> int:
        """Return how many envelopes wait for their acknowledgement, or to be sent again."""
        return len(self._waiting)

    def ticket(self) -> str:
        """Return a ticket: one connection, within half a minute."""
        now = self.windows.now()
        self._tickets = {name: ends for name, ends in self._tickets.items() if ends > now}
        ticket = str(uuid.uuid4())
        self._tickets[ticket] = now + _TICKET_SECONDS
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve a connection of the app."""
        ends = self._tickets.pop(request.query.get("ticket", ""), 0.0)
        if ends <= self.windows.now():
            raise web.HTTPNotFound(text="The ticket was used or has expired.")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self.sockets) >= MAX_CONNECTIONS:
            await self._send(socket, self._goodbye("too_many_websockets"))
            await socket.close()
            return socket
        self.sockets[socket] = request.transport
        try:
            await self._send(socket, self._hello())
            self.on_change()
            self._resend_lost()
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._receive(message.data)
        finally:
            self._lose(socket)
        return socket

    def dispatch(self, kind: str, payload: Json, settle: Settle, *, answers: bool) -> None:
        """Send an interaction; ``answers`` lets the acknowledgement carry a payload.

        It is sent once: without a connection, or when that breaks, it is lost, and ``settle`` hears
        so at once or when the time is over.
        """
        self._post(self._envelope(kind, payload, settle, answers=answers, is_event=False))

    def dispatch_event(self, payload: Json) -> None:
        """Send an event, again if need be."""

        def settle(_: bool, __: Any) -> None:
            """Do nothing: nobody waits for an event."""

        self._post(self._envelope("events_api", payload, settle, answers=False, is_event=True))

    def say_goodbye(self, reason: str = "refresh_requested") -> None:
        """Warn every connection, and end it when the time for overlap is over."""
        for socket in tuple(self.sockets):
            self._run(self._part(socket, reason))

    def drop(self) -> None:
        """Break every connection without a word, as networks do."""
        for socket, transport in tuple(self.sockets.items()):
            self._lose(socket)
            if transport is not None:
                transport.abort()

    async def close(self) -> None:
        """End everything."""
        for envelope in self._waiting.values():
            for timer in (envelope.deadline, envelope.retry):
                if timer:
                    timer.cancel()
        self._waiting.clear()
        for task in tuple(self._tasks):
            task.cancel()
        for socket in tuple(self.sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    def _envelope(
        self, kind: str, payload: Json, settle: Settle, *, answers: bool, is_event: bool
    ) -> _Envelope:
        frame: Json = {
            "envelope_id": str(uuid.uuid4()),
            "payload": payload,
            "type": kind,
            "accepts_response_payload": answers,
        }
        return _Envelope(frame, settle, is_event)

    def _post(self, envelope: _Envelope) -> None:
        loop = asyncio.get_running_loop()
        self._waiting[envelope.frame["envelope_id"]] = envelope
        if len(self._waiting) > _MOST_WAITING:
            # Nobody connects: what is oldest is lost.
            self._settle(next(iter(self._waiting.values())), False, None)
        if envelope.is_event:
            envelope.frame["retry_attempt"] = envelope.attempt
            envelope.frame["retry_reason"] = "timeout" if envelope.attempt else ""
        open_ones = [each for each in self.sockets if not each.closed]
        if not open_ones:
            if envelope.is_event:
                self._try_later(envelope)
            else:
                self._settle(envelope, False, None)
            return
        self._turn += 1
        envelope.socket = open_ones[self._turn % len(open_ones)]
        envelope.deadline = loop.call_later(self.ack_seconds, self._give_up, envelope)
        self._run(self._send(envelope.socket, envelope.frame))

    def _give_up(self, envelope: _Envelope) -> None:
        if envelope.is_event:
            envelope.socket = None
            self._try_later(envelope)
        else:
            self._settle(envelope, False, None)

    def _try_later(self, envelope: _Envelope) -> None:
        """Send an event again after its time, or as soon as somebody connects."""
        if envelope.attempt >= len(self.retry_seconds):
            self._settle(envelope, False, None)
            return
        delay = self.retry_seconds[envelope.attempt]
        envelope.retry = asyncio.get_running_loop().call_later(
            max(delay, 0.001), self._try_again, envelope
        )

    def _try_again(self, envelope: _Envelope) -> None:
        if not self.sockets:
            # Whoever connects next gets it.
            envelope.retry = None
            return
        envelope.attempt += 1
        self._post(envelope)

    def _resend_lost(self) -> None:
        for envelope in tuple(self._waiting.values()):
            if envelope.is_event and envelope.socket is None:
                if envelope.retry:
                    envelope.retry.cancel()
                envelope.attempt += 1
                self._post(envelope)

    def _receive(self, data: str) -> None:
        try:
            told: Any = decode(data)
        except ValueError:
            _LOG.warning("The app sent a frame that is no JSON: %.200s", data)
            return
        frame = cast(Json, told) if isinstance(told, dict) else {}
        self.wire.add("socket", "bot", "ack", frame)
        envelope = self._waiting.get(str(frame.get("envelope_id")))
        if envelope is None:
            _LOG.warning("The app acknowledged what is not waiting: %s", frame.get("envelope_id"))
            return
        payload = frame.get("payload")
        if payload and not envelope.frame["accepts_response_payload"]:
            _LOG.warning("This envelope takes no payload: %s", envelope.frame["type"])
            payload = None
        self._settle(envelope, True, payload)

    def _settle(self, envelope: _Envelope, acked: bool, payload: Any) -> None:
        for timer in (envelope.deadline, envelope.retry):
            if timer:
                timer.cancel()
        self._waiting.pop(envelope.frame["envelope_id"], None)
        envelope.settle(acked, payload)
        self.on_change()

    def _lose(self, socket: web.WebSocketResponse) -> None:
        if socket not in self.sockets:
            return
        del self.sockets[socket]
        for envelope in tuple(self._waiting.values()):
            if envelope.socket is socket and envelope.is_event:
                envelope.socket = None
                if envelope.deadline:
                    envelope.deadline.cancel()
                self._try_later(envelope)
        self.on_change()

    async def _part(self, socket: web.WebSocketResponse, reason: str) -> None:
        await self._send(socket, self._goodbye("warning"))
        await asyncio.sleep(self.overlap_seconds)
        await self._send(socket, self._goodbye(reason))
        await socket.close()

    async def _send(self, socket: web.WebSocketResponse, frame: Json) -> None:
        self.wire.add("socket", "slack", str(frame["type"]), frame)
        with contextlib.suppress(ConnectionError, RuntimeError):
            await socket.send_str(encode(frame).decode())

    def _run(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.sockets),
            "debug_info": self._debug_info() | {"build_number": 1},
            "connection_info": {"app_id": self.app_id},
        }

    def _goodbye(self, reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": self._debug_info()}

    def _debug_info(self) -> Json:
        return {"host": f"applink-{secrets.token_hex(4)}", "approximate_connection_time": 18060}
