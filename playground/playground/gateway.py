"""Discord's gateway, version 10 (docs, events/gateway)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, Final, cast

from aiohttp import WSMsgType, web

from playground import intents
from playground import permissions as may
from playground.events import Audience, Event, Json
from playground.guild import Guild
from playground.member_chunks import chunks
from playground.sessions import SLICE_SECONDS, Connection, Session
from playground.users import told_to_itself
from playground.wire import decode, part
from playground.wirelog import WireLog
from playground.world import World

_MAX_PAYLOAD: Final = 4096
_MAX_SESSIONS: Final = 64


class Gateway:
    """Accept the bot's connections and pass on the world's events.

    ``heartbeat_seconds`` is what HELLO asks for; ``ack_seconds`` how long a heartbeat's answer
    takes, as over a network: discord.py notes when it sent one only after the send has returned,
    and an answer before that counts as one heartbeat late. ``slice_seconds`` is how long guilds
    are told after READY before others get their turn. ``privileged`` are the privileged intents
    that the application was granted. ``guilds_per_shard`` is Discord's 2,500; load tests raise it.
    ``identify_seconds`` is how long one of the ``max_concurrency`` buckets of shards is closed
    after an IDENTIFY: 5 on Discord, 0 here, so that tests may restart a bot at once.
    """

    def __init__(self, world: World, log: WireLog) -> None:
        self._world = world
        self._log = log
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self.heartbeat_seconds = 41.25
        self.ack_seconds = 0.02
        self.slice_seconds = SLICE_SECONDS
        self.privileged = 0
        self.guilds_per_shard = 2500
        self.max_concurrency = 16
        self.identify_seconds = 0.0
        self.url = ""
        self.identified = 0
        self.resumed = 0
        self._identified_at: dict[int, float] = {}
        self._unsubscribe = world.subscribe(self._pass_on)

    @property
    def is_bot_online(self) -> bool:
        """Tell whether a bot is connected and identified."""
        return any(connection.session for connection in self._connections)

    @property
    def application_flags(self) -> int:
        """Return the application's flags, which name the privileged intents that were granted."""
        return intents.application_flags(self.privileged, len(self._world.guilds))

    def send_all(self, frame: Json) -> None:
        """Send one frame to every connection."""
        for connection in self._connections:
            connection.send(frame)

    def close_all(self, code: int) -> None:
        """Close every connection; sessions stay resumable."""
        for connection in self._connections:
            connection.close(code)

    def invalidate(self, *, resumable: bool) -> None:
        """Send op 9 to every connection; forget the sessions unless they are resumable."""
        if not resumable:
            self._sessions.clear()
        self.send_all({"op": 9, "d": resumable})

    def forget(self) -> None:
        """Close everything and drop all sessions, because the world was reset."""
        self._sessions.clear()
        self.close_all(4000)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Speak with one bot until it goes."""
        socket = web.WebSocketResponse(max_msg_size=1 << 20)
        await socket.prepare(request)
        connection = Connection(socket, request, self._log)
        self._connections.add(connection)
        pump = asyncio.create_task(connection.pump())
        try:
            if request.query.get("v", "10") != "10":
                await socket.close(code=4012)
                return socket
            interval = int(self.heartbeat_seconds * 1000)
            connection.send({"op": 10, "s": None, "t": None, "d": {"heartbeat_interval": interval}})
            await self._listen(connection)
        finally:
            self._connections.discard(connection)
            if connection.session and connection.session.connection is connection:
                connection.session.connection = None
            self._tell_pages()
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)
        return socket

    def _tell_pages(self) -> None:
        told: Json = {"online": self.is_bot_online}
        self._world.bus.publish("BOT_CONNECTION", told, Audience(bot=False))

    async def _listen(self, connection: Connection) -> None:
        socket = connection.socket
        while not socket.closed:
            try:
                message = await socket.receive(timeout=self.heartbeat_seconds * 1.5)
            except TimeoutError:
                await socket.close(code=4009)
                return
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            if code := self._hear(connection, message.data):
                connection.close(code)

    def _hear(self, connection: Connection, raw: str | bytes) -> int:
        """Handle one message of the bot; return a close code, or 0."""
        if len(raw) > _MAX_PAYLOAD or connection.takes_too_much():
            return 4002 if len(raw) > _MAX_PAYLOAD else 4008
        try:
            frame: Json = decode(raw)
            op = int(frame["op"])
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return 4002
        self._log.add("gateway", "bot", _OPS.get(op, f"op {op}"), _without_token(frame))
        if op == 1:
            ack: Json = {"op": 11, "s": None, "t": None, "d": None}
            asyncio.get_running_loop().call_later(self.ack_seconds, connection.send, ack)
            return 0
        handlers: dict[int, Callable[[Connection, Json], int]] = {
            2: self._identify,
            6: self._resume,
            3: _ignore,
            4: _ignore,
            8: self._chunk,
        }
        if op not in handlers:
            return 4001
        if op not in (2, 6) and connection.session is None:
            return 4003
        code = handlers[op](connection, part(frame, "d"))
        if op in (2, 6) and connection.session:
            self._tell_pages()
        return code

    def _identify(self, connection: Connection, data: Json) -> int:
        if connection.session:
            return 4005
        if not self._world.is_token(data.get("token")):
            return 4004
        if (shard := _shard(data.get("shard"))) is None:
            return 4010
        number, count = shard
        if len(self._world.guilds) / count > self.guilds_per_shard:
            return 4011
        wanted = data.get("intents")
        if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted & ~intents.KNOWN:
            return 4013
        if wanted & intents.PRIVILEGED & ~self.privileged:
            return 4014
        now, bucket = time.monotonic(), number % self.max_concurrency
        if now - self._identified_at.get(bucket, -self.identify_seconds) < self.identify_seconds:
            connection.send({"op": 9, "s": None, "t": None, "d": False})
            return 0
        self._identified_at[bucket] = now
        session = Session(wanted, shard)
        session.connection = connection
        connection.session = session
        self._sessions[session.id] = session
        if len(self._sessions) > _MAX_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        self.identified += 1
        self._greet(session, data)
        return 0

    def _greet(self, session: Session, data: Json) -> None:
        bot_id = self._world.bot["id"]
        guilds = [
            guild.id
            for guild in self._world.guilds.values()
            if bot_id in guild.members and session.serves(guild.id)
        ]
        ready: Json = {
            "v": 10,
            "user": told_to_itself(self._world.bot),
            "guilds": [{"id": guild_id, "unavailable": True} for guild_id in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "session_type": "normal",
            "private_channels": [],
            "application": {"id": self._world.application["id"], "flags": self.application_flags},
        }
        if "shard" in data:
            ready["shard"] = list(session.shard)
        session.dispatch("READY", ready)
        if session.intents & intents.GUILDS:
            session.coming = dict.fromkeys(reversed(guilds))
            asyncio.get_running_loop().call_soon(self._bring_guilds, session)

    def _bring_guilds(self, session: Session) -> None:
        """Tell the guilds still to come, a few milliseconds' worth at a time."""
        ends = time.monotonic() + self.slice_seconds
        while session.coming and session.id in self._sessions:
            self._bring(session, session.coming.popitem()[0])
            if time.monotonic() >= ends:
                asyncio.get_running_loop().call_soon(self._bring_guilds, session)
                return

    def _bring(self, session: Session, guild_id: str) -> None:
        if guild := self._world.guilds.get(guild_id):
            # Only a guild joined later comes without ``unavailable``.
            told = {**self._guild(session, guild), "unavailable": False}
            session.dispatch("GUILD_CREATE", told)

    def _guild(self, session: Session, guild: Guild) -> Json:
        everybody = bool(session.intents & intents.GUILD_MEMBERS)
        return guild.wire(self._world.bot["id"], all_members=everybody)

    def _resume(self, connection: Connection, data: Json) -> int:
        session = self._sessions.get(str(data.get("session_id")))
        seen = data.get("seq")
        after = seen if isinstance(seen, int) else 0
        if not self._world.is_token(data.get("token")):
            return 4004
        if session is None or (session.replay and session.replay[0][0] > after + 1):
            connection.send({"op": 9, "s": None, "t": None, "d": False})
            return 0
        if after > session.sequence:
            return 4007
        if session.connection:
            session.connection.close(4000)
        session.connection = connection
        connection.session = session
        for number, frame in session.replay:
            if number > after:
                connection.send(frame, "replayed")
        self.resumed += 1
        session.dispatch("RESUMED", {"_trace": []})
        return 0

    def _chunk(self, connection: Connection, data: Json) -> int:
        guild = self._world.guilds.get(str(data.get("guild_id")))
        session = connection.session
        if guild and session:
            for chunk in chunks(guild, data, session.intents):
                session.dispatch("GUILD_MEMBERS_CHUNK", chunk)
        return 0

    def _pass_on(self, event: Event) -> None:
        name, _, audience = event
        if not audience.bot:
            return
        bot_id = self._world.bot["id"]
        if intents.needs_sight(name) and not self._is_seen(audience):
            return
        for session in self._sessions.values():
            if not session.serves(audience.guild_id):
                continue
            if not intents.hears(session.intents, event, bot_id):
                continue
            if audience.guild_id in session.coming:
                # Nothing of a guild may reach the bot before the guild itself.
                del session.coming[audience.guild_id]
                self._bring(session, audience.guild_id)
            if (seen := self._seen_by_bot(session, event)) is not None:
                session.dispatch(name, seen)

    def _is_seen(self, audience: Audience) -> bool:
        if not audience.guild_id or not audience.channel_id:
            return True
        held = self._world.permissions(self._world.bot["id"], audience.channel_id)
        return bool(held & may.VIEW_CHANNEL)

    def _seen_by_bot(self, session: Session, event: Event) -> Json | None:
        name, payload, audience = event
        if name == "GUILD_CREATE":
            return {**payload, **self._guild(session, self._world.guilds[payload["id"]])}
        if name in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            return self._message(session, payload, audience)
        if name == "THREAD_MEMBERS_UPDATE":
            bot_id = self._world.bot["id"]
            return intents.thread_members_for(session.intents, payload, bot_id)
        return payload

    def _message(self, session: Session, message: Json, audience: Audience) -> Json:
        """Blank what the bot may not read without the message content intent (docs)."""
        bot_id = self._world.bot["id"]
        author = message["author"]["id"]
        shown = dict(message)
        guild = self._world.guilds.get(audience.guild_id or "")
        if guild and author in guild.members:
            shown["member"] = {k: v for k, v in guild.members[author].items() if k != "user"}
        mentioned = any(user["id"] == bot_id for user in message["mentions"])
        readable = author == bot_id or mentioned or not guild
        if not readable and not session.intents & intents.MESSAGE_CONTENT:
            return intents.without_content(shown)
        return shown


_OPS: Final = {1: "HEARTBEAT", 2: "IDENTIFY", 3: "PRESENCE", 6: "RESUME", 8: "MEMBERS"}


def _ignore(_: Connection, __: Json) -> int:
    return 0


def _without_token(frame: Json) -> Json:
    data = frame.get("d")
    return {**frame, "d": {**data, "token": "…"}} if isinstance(data, dict) else frame


def _shard(given: Any) -> tuple[int, int] | None:
    """Return shard number and count; None if there is no such shard."""
    if given is None:
        return 0, 1
    pair = cast(list[Any], given) if isinstance(given, list) else []
    if len(pair) != 2 or not all(type(number) is int for number in pair):
        return None
    number, count = pair
    return (number, count) if 0 <= number < count else None
