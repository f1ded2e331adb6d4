"""A bot's session and the connection that it listens on (docs, events/gateway)."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from typing import Final

from aiohttp import WSMsgType, web

from playground.compression import stream_for
from playground.events import Json
from playground.wire import encode
from playground.wirelog import WireLog

SLICE_SECONDS: Final = 0.002
_REPLAY_FRAMES: Final = 20_000
_SENDS_PER_MINUTE: Final = 120
_SEND_LIMIT_WINDOW: Final = 60.0


class Session:
    """Hold what a bot's session needs to be resumed: its events since the start.

    ``coming`` are the ids of the guilds that READY named and GUILD_CREATE has not told yet,
    the next one last.
    """

    def __init__(self, intents: int, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self.sequence = 0
        self.replay: deque[tuple[int, bytes]] = deque(maxlen=_REPLAY_FRAMES)
        self.connection: Connection | None = None
        self.coming: dict[str, None] = {}

    def dispatch(self, name: str, data: Json) -> None:
        """Number an event, keep it for a resume and send it if connected."""
        self.sequence += 1
        frame = encode({"op": 0, "t": name, "s": self.sequence, "d": data})
        self.replay.append((self.sequence, frame))
        if self.connection:
            self.connection.send(frame, name)

    def serves(self, guild_id: str | None) -> bool:
        """Tell whether a guild (or a DM: shard 0) belongs to this session's shard."""
        number, count = self.shard
        return ((int(guild_id) >> 22) % count if guild_id else 0) == number


class Connection:
    """Send frames over one socket, in order, in the compression the bot asked for."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, log: WireLog) -> None:
        self.socket = socket
        self._transport = request.transport
        self.session: Session | None = None
        self._stream = stream_for(request.query.get("compress"))
        self._queue: asyncio.Queue[bytes | int] = asyncio.Queue()
        self._log = log
        self._sent: deque[float] = deque()

    def send(self, frame: bytes | Json, name: str = "") -> None:
        """Queue one message."""
        if isinstance(frame, bytes):
            self._log.add("gateway", "discord", name, frame.decode())
            self._queue.put_nowait(frame)
        else:
            self._log.add("gateway", "discord", f"op {frame['op']}", frame)
            self._queue.put_nowait(encode(frame))

    def close(self, code: int) -> None:
        """Close after what is queued; 1006 breaks the connection without a close frame."""
        self._queue.put_nowait(code)

    async def pump(self) -> None:
        """Send what is queued until the socket is closed; let others run every few ms."""
        ends = 0.0
        while True:
            if time.monotonic() > ends:
                await asyncio.sleep(0)
                ends = time.monotonic() + SLICE_SECONDS
            item = await self._queue.get()
            if isinstance(item, int):
                await self._shut(item)
                return
            if self._stream is None:
                await self.socket.send_frame(item, WSMsgType.TEXT)
            else:
                await self.socket.send_bytes(self._stream.add(item))

    def takes_too_much(self) -> bool:
        """Count a message from the bot; tell whether there were over 120 in a minute."""
        now = time.monotonic()
        self._sent.append(now)
        while self._sent[0] < now - _SEND_LIMIT_WINDOW:
            self._sent.popleft()
        return len(self._sent) > _SENDS_PER_MINUTE

    async def _shut(self, code: int) -> None:
        if code == 1006 and isinstance(self._transport, asyncio.Transport):
            self._transport.abort()
        else:
            await self.socket.close(code=code)
