"""A bot that is nothing but a wire: it answers every command with one fixed card.

Usage: ``python -m bench.load_client CORE SPEC`` where SPEC is JSON: ``url``, ``gateway``,
``token``, ``application``, ``commands`` to register, ``card`` to answer with, ``pages`` to hold
open. A JSON line is printed when all guilds have come, another at the end of stdin.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import zlib
from collections import deque
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bench.child import lines_of, pin

_GUILDS = 1
_CONNECTIONS = 32
_CHECKED_ONE_IN = 100
_LAST_LOOKS = 50
_EVENTS = "/playground/api/events"


class Http(asyncio.Protocol):
    """One kept-alive connection with one request at a time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._received = b""
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for work."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Hand over an answer once it is whole."""
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) >= length:
            self._received = body[length:]
            self._pool.answered(self, int(head[9:12]), body[:length])

    def connection_lost(self, exc: Exception | None) -> None:
        """Count a connection that the server closed."""
        self._pool.lost += 1


class Pool:
    """Post to the callbacks, as many at once as there are connections."""

    def __init__(self, card: str) -> None:
        self._body = json.dumps({"type": 4, "data": json.loads(card)}).encode()
        self._free: list[Http] = []
        self._waiting: deque[bytes] = deque()
        self.statuses: dict[int, int] = {}
        self.lost = 0
        self.wrong = 0

    async def open(self, host: str, port: int) -> None:
        """Connect."""
        loop = asyncio.get_running_loop()
        for _ in range(_CONNECTIONS):
            self._free.append((await loop.create_connection(lambda: Http(self), host, port))[1])
        self._head = (
            f"Host: {host}:{port}\r\nContent-Type: application/json\r\n"
            f"User-Agent: DiscordBot (bench, 1)\r\nContent-Length: {len(self._body)}\r\n\r\n"
        ).encode()

    def answer(self, interaction: Any) -> None:
        """Answer one interaction with the card, and ask for the message back."""
        path = f"/api/v10/interactions/{interaction['id']}/{interaction['token']}/callback"
        request = f"POST {path}?with_response=1 HTTP/1.1\r\n".encode() + self._head + self._body
        if self._free:
            self._free.pop().transport.write(request)
        else:
            self._waiting.append(request)

    def answered(self, connection: Http, status: int, body: bytes) -> None:
        """Count an answer; look into some of them."""
        count = self.statuses[status] = self.statuses.get(status, 0) + 1
        if count % _CHECKED_ONE_IN == 1 and status == 200:
            message = json.loads(body)["resource"]["message"]
            self.wrong += not message["components"]
        if self._waiting:
            connection.transport.write(self._waiting.popleft())
        else:
            self._free.append(connection)


class Wire:
    """The gateway connection."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, token: str, pool: Pool) -> None:
        self._socket = socket
        self._token = token
        self._pool = pool
        self._inflate = zlib.decompressobj()
        self._sequence = 0
        self._missing = 0
        self._asked = 0.0
        self.received = asyncio.Event()
        self.seconds = 0.0
        self.bytes = 0

    async def listen(self) -> None:
        """Work through what the server sends."""
        beating: asyncio.Task[None] | None = None
        async for message in self._socket:
            frame = json.loads(self._inflate.decompress(message.data))
            self.bytes += len(message.data)
            if frame["op"] == 10:
                seconds = frame["d"]["heartbeat_interval"] / 1000
                beating = asyncio.create_task(self._beat(seconds))
                await self._identify()
            elif frame["op"] == 0:
                self._sequence = frame["s"]
                self._hear(frame["t"], frame["d"])
        if beating:
            beating.cancel()

    def _hear(self, name: str, data: Any) -> None:
        if name == "INTERACTION_CREATE":
            self._pool.answer(data)
        elif name == "READY":
            self._missing = len(data["guilds"])
        elif name == "GUILD_CREATE":
            self._missing -= 1
            if not self._missing:
                self.seconds = time.perf_counter() - self._asked
                self.received.set()

    async def _identify(self) -> None:
        properties = {"os": "linux", "browser": "bench", "device": "bench"}
        told = {"token": self._token, "intents": _GUILDS, "properties": properties}
        self._asked = time.perf_counter()
        await self._socket.send_json({"op": 2, "d": told})

    async def _beat(self, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            await self._socket.send_json({"op": 1, "d": self._sequence})


async def _count_messages(page: aiohttp.ClientWebSocketResponse, heard: dict[str, int]) -> None:
    """Hear what an open page hears."""
    async for message in page:
        heard["messages"] += message.data.startswith('{"t":"MESSAGE_CREATE"')


async def main(spec: Any) -> None:
    """Connect, say so, and answer until the end of stdin."""
    pool, heard = Pool(spec["card"]), {"messages": 0}
    address = urlsplit(str(spec["url"]))
    async with aiohttp.ClientSession() as http:
        authorisation = {"Authorization": f"Bot {spec['token']}"}
        commands = f"{spec['url']}/api/v10/applications/{spec['application']}/commands"
        async with http.put(commands, json=spec["commands"], headers=authorisation) as answer:
            answer.raise_for_status()
        await pool.open(address.hostname or "", address.port or 0)
        query = {"v": "10", "encoding": "json", "compress": "zlib-stream"}
        async with http.ws_connect(spec["gateway"], params=query, max_msg_size=0) as socket:
            wire = Wire(socket, spec["token"], pool)
            tasks = [asyncio.create_task(wire.listen())]
            await wire.received.wait()
            for _ in range(spec["pages"]):
                page = await http.ws_connect(spec["url"] + _EVENTS, params={"person": "ana"})
                tasks.append(asyncio.create_task(_count_messages(page, heard)))
            print(json.dumps({"seconds": wire.seconds, "bytes": wire.bytes}), flush=True)  # noqa: T201
            async for _ in lines_of(sys.stdin):
                pass
            for _ in range(_LAST_LOOKS):
                if not spec["pages"] or heard["messages"] >= sum(pool.statuses.values()):
                    break
                await asyncio.sleep(0.1)
            told = {"statuses": pool.statuses, "lost": pool.lost, "wrong": pool.wrong, **heard}
            print(json.dumps(told), flush=True)  # noqa: T201
            for task in tasks:
                task.cancel()


if __name__ == "__main__":
    pin(int(sys.argv[1]))
    asyncio.run(main(json.loads(sys.argv[2])))
