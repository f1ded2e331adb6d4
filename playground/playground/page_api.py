"""What the page asks for: the same things a person does by program, over JSON.

Every rule about commands, buttons and forms is the driver's own; here is only transport.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from aiohttp import WSMsgType, web

from playground import forms, invocations
from playground import permissions as may
from playground.component_limits import walk
from playground.events import Event
from playground.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL
from playground.invocations import NotPossibleError, Place
from playground.message_limits import MAX_CONTENT
from playground.offering import who_may
from playground.recording import Recording
from playground.refusals import size
from playground.switchboard import Switchboard
from playground.wire import Json, encode
from playground.wirelog import Frame

if TYPE_CHECKING:
    from playground.server import PlaygroundServer

_API: Final = "/playground/api"
_PAGE: Final = Path(__file__).parent / "page"
_WIRE_SHOWN: Final = 200
_MOST_DAYS: Final = 31
# Nothing but our own files runs or is loaded; what people or bots write is only ever text.
_POLICY: Final = (
    "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'"
)
_Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_routes(app: web.Application, server: PlaygroundServer) -> None:
    """Mount the page and its API."""
    api = _PageApi(server)
    app.router.add_get("/", _send_page)
    app.router.add_get("/page/{name}", _send_page)
    for name in ("state", "messages", "events", "faults", "due", "tours", "recording"):
        app.router.add_get(f"{_API}/{name}", _explained(getattr(api, name)))
    for name in (
        "slash",
        "autocomplete",
        "component",
        "modal",
        "message",
        "dismiss",
        "menu",
        "delete",
        "dm",
        "days",
        "fault",
        "tour",
        "record",
        "reset",
    ):
        app.router.add_post(f"{_API}/{name}", _explained(getattr(api, name)))


async def _send_page(request: web.Request) -> web.StreamResponse:
    name = request.match_info.get("name", "index.html")
    file = _PAGE / name
    if file.parent != _PAGE or not file.is_file():
        raise web.HTTPNotFound
    headers = {
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }
    return web.FileResponse(file, headers=headers)


def _explained(handler: _Answer) -> _Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except NotPossibleError as error:
            return web.json_response({"error": str(error)}, status=422)
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": f"bad request: {error!r}"}, status=400)

    return answer


class _PageApi:
    """Answer the page's requests, one method a route."""

    def __init__(self, server: PlaygroundServer) -> None:
        self._server = server
        self._world = server.world
        self._switches = Switchboard(server)
        self._recording: Recording | None = None

    async def state(self, request: web.Request) -> web.Response:
        """Return everything that a person's client shows around the messages."""
        me = self._person(request.query.get("person", ""))
        channels = self._world.channels_of(me["id"])
        guilds: list[Json] = [
            {
                "id": guild.id,
                "name": guild.data["name"],
                "channels": [c for c in channels if c.get("guild_id") == guild.id],
                "threads": guild.active_threads(me["id"]),
                "roles": list(guild.roles.values()),
                "members": list(guild.members.values()),
            }
            for guild in self._world.guilds.values()
            if me["id"] in guild.members
        ]
        dm = self._world.open_dm(me["id"])
        first = next((c["id"] for guild in guilds for c in guild["channels"]), dm["id"])
        return web.json_response(
            {
                "me": me,
                "people": self._people(),
                "bot": self._world.bot,
                "online": self._server.gateway.is_bot_online,
                "guilds": guilds,
                "dm": dm,
                "welcome": self._server.welcome and self._server.welcome.told(),
                "is_new": me["id"] not in self._world.has_commanded,
                "commands": self._commands(me["id"], first),
                "withheld": self._withheld(me["id"], first),
                "dm_commands": self._commands(me["id"], dm["id"]),
                "clock": self._server.clock.told(),
                "wire": [f.told() for f in list(self._server.wire.frames)[-_WIRE_SHOWN:]],
            }
        )

    async def messages(self, request: web.Request) -> web.Response:
        """Return what a person sees in a channel, oldest first."""
        me = self._person(request.query["person"])
        channel_id = request.query["channel"]
        if not self._may_see(me["id"], channel_id):
            raise web.HTTPForbidden
        found = self._world.messages.visible(channel_id, me["id"])
        private = [m["id"] for m in found if m["id"] in self._world.messages.private_to]
        dated = [self._world.messages.dated(message) for message in found]
        return web.json_response({"messages": dated, "private": private})

    async def events(self, request: web.Request) -> web.WebSocketResponse:
        """Push what the person's client hears of, until the page goes away."""
        me = self._person(request.query["person"])
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        queue: asyncio.Queue[Json] = asyncio.Queue()

        def hear(event: Event) -> None:
            if self._concerns(me["id"], event):
                queue.put_nowait({"t": event.name, "d": self._shown(event)})

        def see(frame: Frame) -> None:
            queue.put_nowait({"t": "WIRE", "d": frame.told()})

        stop_hearing, stop_seeing = self._world.subscribe(hear), self._server.wire.watch(see)
        sending = asyncio.create_task(_forward(queue, socket))
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            stop_hearing()
            stop_seeing()
            sending.cancel()
        return socket

    async def slash(self, request: web.Request) -> web.Response:
        """Send a typed command."""
        body, place = await self._asked(request)
        files = {name: _file(given) for name, given in body.get("files", {}).items()}
        data = invocations.chat_input(place, body["path"], {**body["options"], **files})
        started = self._start(COMMAND, place, data)
        self._world.has_commanded.add(place.user_id)
        return started

    async def menu(self, request: web.Request) -> web.Response:
        """Use a context menu command on a message or a person."""
        body, place = await self._asked(request)
        if "message" in body:
            target = self._seen(place, body["message"])
        else:
            target = self._world.users[body["user"]]
        return self._start(COMMAND, place, invocations.menu(place, body["name"], target))

    async def autocomplete(self, request: web.Request) -> web.Response:
        """Ask for suggestions; they arrive as an INTERACTION event."""
        body, place = await self._asked(request)
        data = invocations.autocomplete(place, body["path"], body["options"], body["focused"])
        return self._start(AUTOCOMPLETE, place, data)

    async def component(self, request: web.Request) -> web.Response:
        """Press a button or choose in a select."""
        body, place = await self._asked(request)
        message = self._seen(place, body["message"])
        parts = walk(message["components"])
        used = next((part for part in parts if part.get("custom_id") == body["id"]), None)
        if used is None:
            raise NotPossibleError("this button is gone; the message has changed")
        data = invocations.component(place, used, body.get("values", []))
        return self._start(COMPONENT, place, data, message)

    async def modal(self, request: web.Request) -> web.Response:
        """Send a filled-in form."""
        body, place = await self._asked(request)
        values = {key: _uploads(given) for key, given in body["values"].items()}
        data = forms.submission(place, body["modal"], values)
        source = self._world.messages.get(place.channel_id, body.get("source") or "")
        return self._start(MODAL, place, data, source)

    async def message(self, request: web.Request) -> web.Response:
        """Write a plain message."""
        body, place = await self._asked(request)
        content = body["content"]
        if size(content) > MAX_CONTENT:
            raise NotPossibleError(f"a message has at most {MAX_CONTENT} characters")
        if not self._world.permissions(place.user_id, place.channel_id) & may.SEND_MESSAGES:
            raise NotPossibleError("you may not write in this channel")
        if content.strip():
            self._world.write(place.user_id, place.channel_id, content)
        return web.json_response({})

    async def dismiss(self, request: web.Request) -> web.Response:
        """Make a private answer go away, as "Dismiss message" does."""
        body, place = await self._asked(request)
        message = self._seen(place, body["message"])
        if message["id"] in self._world.messages.private_to:
            self._world.messages.delete(message, guild_id=place.guild_id)
        return web.json_response({})

    async def delete(self, request: web.Request) -> web.Response:
        """Delete a message of one's own."""
        body, place = await self._asked(request)
        message = self._seen(place, body["message"])
        if message["author"]["id"] != place.user_id:
            raise NotPossibleError("this message is somebody else's")
        self._world.messages.delete(message, guild_id=place.guild_id)
        return web.json_response({})

    async def dm(self, request: web.Request) -> web.Response:
        """Open the direct messages with the bot."""
        body = await request.json()
        return web.json_response(self._world.open_dm(self._person(body["person"])["id"]))

    async def days(self, request: web.Request) -> web.Response:
        """Let days fly past, so that nothing looks missed."""
        body = await request.json()
        await self._server.fly(min(int(body["days"]), _MOST_DAYS))
        return web.json_response(self._server.clock.told())

    async def tours(self, _: web.Request) -> web.Response:
        """Return the guided tours."""
        return web.json_response({"tours": self._server.tours.told()})

    async def tour(self, request: web.Request) -> web.Response:
        """Perform one step of a tour."""
        body = await request.json()
        return web.json_response(await self._server.tours.step(body["id"], int(body["step"])))

    async def record(self, request: web.Request) -> web.Response:
        """Begin to write down what people do, or stop and throw it away."""
        body = await request.json()
        if self._recording is not None:
            self._recording.stop()
        self._recording = Recording(self._server) if body["on"] else None
        return web.json_response({})

    async def recording(self, _: web.Request) -> web.Response:
        """Return what was written down so far, as a dialogue file."""
        recording = self._recording
        told = {"on": False} if recording is None else {"on": True, "yaml": recording.as_yaml()}
        return web.json_response(told)

    async def faults(self, request: web.Request) -> web.Response:
        """Return what can be made to go wrong for a person in a channel."""
        me = self._person(request.query["person"])
        return web.json_response(self._switches.told(me["id"], request.query["channel"]))

    async def fault(self, request: web.Request) -> web.Response:
        """Let something go wrong, or right again."""
        body, place = await self._asked(request)
        self._switches.press(body["name"], place.user_id, place.channel_id)
        return web.json_response(self._switches.told(place.user_id, place.channel_id))

    async def due(self, request: web.Request) -> web.Response:
        """Return when a person sees the bot's next post, if the server was told how to find out."""
        me = self._person(request.query.get("person", ""))
        seen, due = self._server.next_seen, self._server.next_due
        at = None
        if seen:
            at = await seen(me["id"], [one["id"] for one in self._world.channels_of(me["id"])])
        elif due:
            at = await due()
        is_known = seen is not None or due is not None
        return web.json_response({"known": is_known, "at": at and at.isoformat()})

    async def reset(self, _: web.Request) -> web.Response:
        """Bring everything back to how it began; the bot keeps its own data."""
        self._server.reset()
        return web.json_response({})

    async def _asked(self, request: web.Request) -> tuple[Any, Place]:
        body = await request.json()
        me = self._person(body["person"])
        if not self._may_see(me["id"], body["channel"]):
            raise NotPossibleError("you cannot see this channel")
        return body, Place(self._world, me["id"], body["channel"])

    def _start(
        self, kind: int, place: Place, data: Json, source: Json | None = None
    ) -> web.Response:
        if not self._server.gateway.is_bot_online:
            raise NotPossibleError("the bot is not connected; wait a moment and try again")
        started = self._server.interactions.start(
            kind, place.user_id, place.channel_id, data, source=source
        )
        return web.json_response({"id": started.id})

    def _seen(self, place: Place, message_id: str) -> Json:
        message = self._world.messages.get(place.channel_id, message_id)
        if message is None or not self._world.messages.is_for(message_id, place.user_id):
            raise NotPossibleError("this message is gone")
        return message

    def _person(self, own_id: str) -> Json:
        return self._world.person(own_id) if own_id else self._people()[0]

    def _people(self) -> list[Json]:
        owners = {guild.data["owner_id"] for guild in self._world.guilds.values()}
        return [user for user in self._world.people if user["id"] not in owners]

    def _commands(self, user_id: str, channel_id: str) -> list[Json]:
        return invocations.commands_shown(Place(self._world, user_id, channel_id))

    def _withheld(self, user_id: str, channel_id: str) -> list[Json]:
        """Return the commands that only others are offered here, and who these are."""
        guild = self._world.guild_of(channel_id)
        return [
            {"name": command["name"], "why": why}
            for command in self._world.commands_for(guild.id if guild else None)
            if (why := who_may(self._world, user_id, channel_id, command))
        ]

    def _shown(self, event: Event) -> Json:
        is_message = event.name in ("MESSAGE_CREATE", "MESSAGE_UPDATE")
        return self._world.messages.dated(event.payload) if is_message else event.payload

    def _may_see(self, user_id: str, channel_id: str) -> bool:
        dm = self._world.dm_of(user_id)
        if dm is not None and dm["id"] == channel_id:
            return True
        if self._world.guild_of(channel_id) is None:
            return False
        return bool(self._world.permissions(user_id, channel_id) & may.VIEW_CHANNEL)

    def _concerns(self, user_id: str, event: Event) -> bool:
        audience = event.audience
        if not audience.people or audience.user_id not in (None, user_id):
            return False
        is_gone = event.name == "CHANNEL_DELETE"
        place = audience.channel_id
        return place is None or is_gone or self._may_see(user_id, place)


def _file(given: Json) -> tuple[str, bytes]:
    return given["name"], base64.b64decode(given["data"])


def _uploads(given: Any) -> Any:
    """Turn the page's files, ``{name, data}``, into what the driver takes; leave all else."""
    listed = cast(list[Any], given) if isinstance(given, list) else []
    if listed and all(isinstance(one, dict) for one in listed):
        return [_file(one) for one in listed]
    return cast(Any, given)


async def _forward(queue: asyncio.Queue[Json], socket: web.WebSocketResponse) -> None:
    while True:
        await socket.send_frame(encode(await queue.get()), WSMsgType.TEXT)
