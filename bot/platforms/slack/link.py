"""Socket Mode: a connection that is always there, and an acknowledgement for everything it brings.

slack_sdk's own client dials a refused address again for ever and closes a connection before it
has the next (python-slack-sdk issues 1922 and 1110): what comes in between is lost. Here each dial
asks for a new address, and a connection that Slack wants to end is read until the next is there.
Source: docs.slack.dev, apis/events-api/using-socket-mode.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.errors import StartupError
from bot.platforms.slack.refusals import FAILURES, error_of, explain_app_token, retry_after
from bot.platforms.slack.web import Web

log = structlog.get_logger(__name__)

_HEARTBEAT_SECONDS = 20.0
_DIAL_SECONDS = 10.0
_CLOSE_SECONDS = 2.0
_LONGEST_WAIT_SECONDS = 30.0
# A connection that ends sooner was not one.
_BRIEF_SECONDS = 1.0
_LEAVING = frozenset({"warning", "refresh_requested"})

Json = dict[str, Any]


@dataclass(slots=True)
class Envelope:
    """What Slack brings: ``type`` and ``payload``; it is acknowledged once."""

    type: str
    payload: Json
    _send: Callable[[Json], Awaitable[None]]
    _id: str
    is_acknowledged: bool = field(default=False, init=False)

    async def acknowledge(self, payload: Json | None = None) -> None:
        """Tell Slack that it arrived, with what to show at once, if anything; again does nothing.

        Slack waits three seconds.
        """
        if self.is_acknowledged:
            return
        self.is_acknowledged = True
        await self._send({"envelope_id": self._id, **({"payload": payload} if payload else {})})


class Link:
    """Stay connected; hand each envelope to ``handle`` in a task of its own."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        web: Web,
        app_token: str,
        handle: Callable[[Envelope], Awaitable[None]],
        on_connected: Callable[[], Awaitable[None]],
        first_wait_seconds: float = 1.0,
    ) -> None:
        self._session = session
        self._web = web
        self._app_token = app_token
        self._handle = handle
        self._on_connected = on_connected
        self._first_wait = first_wait_seconds
        self._open: set[aiohttp.ClientWebSocketResponse] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._was_connected = False
        self._disabled = False

    @property
    def is_connected(self) -> bool:
        """Tell whether Slack has somewhere to bring things."""
        return bool(self._open)

    async def run(self) -> None:
        """Stay connected until cancelled.

        Raises
        ------
        StartupError
            Slack refuses the app for good, or cannot be reached at the start.
        """
        failures = 0
        while not self._disabled:
            wait = 0.0
            try:
                lasted = await self._connect()
            except SlackApiError as error:
                if (told := explain_app_token(error)) is not None:
                    raise StartupError(told) from error
                failures, wait = failures + 1, retry_after(error)
                log.warning("slack.not_connected", reason=error_of(error) or "no answer of Slack's")
            except FAILURES as error:
                if not self._was_connected:
                    raise StartupError(
                        f"Slack cannot be reached: {error or type(error).__name__}. "
                        "Check the network."
                    ) from error
                failures += 1
                log.warning("slack.not_connected", reason=type(error).__name__)
            else:
                failures = 0 if lasted > _BRIEF_SECONDS else failures + 1
            if failures:
                again = min(self._first_wait * 2 ** (failures - 1), _LONGEST_WAIT_SECONDS)
                # The first dial after a connection that was one is at once.
                await asyncio.sleep(max(wait, again))
        raise StartupError(
            "Slack has switched Socket Mode off for this app. Switch it on in the app's settings "
            "(Socket Mode), then start the bot. Nothing that was planned is lost."
        )

    async def close(self) -> None:
        """Let what is being answered finish, then disconnect."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                for socket in tuple(self._open):
                    await socket.close()
                if self._tasks:
                    await asyncio.wait(self._tasks)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connect(self) -> float:
        """Return how many seconds a connection served, once it is time for the next."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(_DIAL_SECONDS):
            opened = await self._web.apps_connections_open(app_token=self._app_token)
            socket = await self._session.ws_connect(
                str(opened["url"]), heartbeat=_HEARTBEAT_SECONDS, max_msg_size=0
            )
        began, is_leaving = loop.time(), asyncio.Event()
        self._spawn(self._read(socket, is_leaving))
        await is_leaving.wait()
        return loop.time() - began

    async def _read(
        self, socket: aiohttp.ClientWebSocketResponse, is_leaving: asyncio.Event
    ) -> None:
        """Read a connection to its end; it says when the next is due, and is read on meanwhile."""
        try:
            async for message in socket:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    continue
                frame: Json = json.loads(message.data)
                if frame.get("type") == "hello":
                    self._open.add(socket)
                    self._was_connected = True
                    self._spawn(self._on_connected())
                elif frame.get("type") == "disconnect":
                    reason = str(frame.get("reason"))
                    log.info("slack.leaving", reason=reason)
                    self._disabled = self._disabled or reason == "link_disabled"
                    if reason in _LEAVING:
                        is_leaving.set()
                elif "envelope_id" in frame:
                    self._spawn(self._serve(socket, frame))
        finally:
            self._open.discard(socket)
            is_leaving.set()
            await socket.close()

    async def _serve(self, socket: aiohttp.ClientWebSocketResponse, frame: Json) -> None:
        async def send(told: Json) -> None:
            # Slack forgets what came over a connection that is gone.
            with suppress(ConnectionError, RuntimeError):
                await socket.send_str(json.dumps(told))

        envelope = Envelope(
            str(frame.get("type")), frame.get("payload") or {}, send, str(frame["envelope_id"])
        )
        try:
            await self._handle(envelope)
        except Exception:
            log.exception("slack.envelope_failed", envelope=envelope.type)
        finally:
            await envelope.acknowledge()

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
