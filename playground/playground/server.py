"""The playground as one loopback web server: REST, gateway, attachments, clock and page."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from aiohttp import web

from playground import clock, page_api
from playground.answers import Answers
from playground.faults import Faults
from playground.gateway import Gateway
from playground.interactions import Interactions
from playground.person import Person
from playground.ratelimits import RateLimits
from playground.refusals import RefusalError
from playground.rest import API, MAX_REQUEST_BYTES, Rest
from playground.routes import ROUTES
from playground.tours import Tours
from playground.welcome import Welcome
from playground.wire import Json, decode, encode
from playground.wirelog import WireLog
from playground.world import World

_LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SHUTDOWN_SECONDS: Final = 0.2
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PlaygroundServer:
    """Serve one world on a loopback address; use it as an async context manager.

    ``port=0`` takes any free port. If the wanted port is taken another one is used and
    ``moved_from`` names the wanted one. ``unknown_routes`` lists what was answered 501.
    ``tours`` is a folder of dialogues for the page to show. ``exposed`` allows an address that
    other machines reach, where anybody can be everybody: for a network of one's own only.
    ``next_due``, if set, tells when the bot posts next (aware), for days that fly past;
    ``next_seen`` the same of what one person may see, for the page's clock.
    ``welcome`` is what the page says to each person until their first command.
    """

    def __init__(
        self,
        world: World,
        port: int = 0,
        host: str = "127.0.0.1",
        tours: Path | None = None,
        *,
        welcome: Welcome | None = None,
        exposed: bool = False,
    ) -> None:
        if not exposed and not ipaddress.ip_address(host).is_loopback:
            raise ValueError(
                f"The playground listens on loopback only, not on {host}, unless it is exposed: "
                "whoever reaches it can act as everybody."
            )
        self.exposed = exposed
        self.world = world
        self.host = host
        self.port = port
        self.moved_from: int | None = None
        self.tours = Tours(self, tours)
        self.next_due: clock.NextDue | None = None
        self.next_seen: clock.NextSeen | None = None
        self.welcome = welcome
        self.wire = WireLog()
        self.clock = clock.MovableClock(world.bus)
        world.messages.clock_offset = lambda: self.clock.offset.total_seconds()
        self.gateway = Gateway(world, self.wire)
        self.interactions = Interactions(world)
        self.answers = Answers(world, self.interactions)
        self.faults = Faults(world, self.gateway)
        self._rest = Rest(world, self.answers, self.gateway, self.faults, self.wire)
        self._fresh = encode(world.snapshot())
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return where the server listens, without a slash at the end."""
        return f"http://{self._authority}"

    @property
    def api_url(self) -> str:
        """Return the address of the REST API."""
        return self.url + API

    @property
    def gateway_url(self) -> str:
        """Return the address of the gateway."""
        return f"ws://{self._authority}/gateway/"

    @property
    def clock_url(self) -> str:
        """Return the address of the clock."""
        return self.url + "/playground/clock"

    @property
    def page_url(self) -> str:
        """Return the address of the page for people."""
        return self.url + "/"

    @property
    def limits(self) -> RateLimits:
        """Return the rate limits, to be tightened or widened."""
        return self._rest.limits

    @property
    def unknown_routes(self) -> list[str]:
        """Return the requests that were answered 501."""
        return self._rest.unknown_routes

    def person(self, name: str) -> Person:
        """Return the driver of a person, by username or id."""
        return Person(self, self.world.person(name))

    async def fly(self, days: int) -> None:
        """Let days pass as they would, so that nothing looks missed to the bot."""
        await clock.fly(self.clock, days, self.next_due)

    def reset(self) -> None:
        """Bring the world back to how the server was given it, and the clock to real time.

        Registered commands and open DM channels stay, because the bot has them in memory; it is
        told the guilds anew.
        """
        state: Json = decode(self._fresh)
        state["commands"] = self.world.commands
        state["dms"] = self.world.dms
        self.interactions.forget()
        self.faults.clear()
        self.unknown_routes.clear()
        self.world.restore(state)
        self.world.announce()
        self.clock.advance(-self.clock.offset if self.clock.offset else timedelta(0))

    async def __aenter__(self) -> Self:
        """Bind the port and serve."""
        bound = self._bind()
        self.port = bound.getsockname()[1]
        self.gateway.url = self.gateway_url
        self.world.cdn_url = self.url
        self._runner = web.AppRunner(
            self._app(), access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS
        )
        await self._runner.setup()
        await web.SockSite(self._runner, bound).start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let held requests go, close the bot's connections and the port."""
        self.faults.clear()
        self.interactions.forget()
        self.clock.release()
        self.gateway.close_all(1001)
        if self._runner:
            await self._runner.cleanup()

    @property
    def _authority(self) -> str:
        address = ipaddress.ip_address(self.host)
        if address.is_unspecified:
            # Listening everywhere; this machine reaches it here.
            return f"127.0.0.1:{self.port}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    def _bind(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((self.host, self.port))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                bound.close()
                raise
            self.moved_from = self.port
            bound.bind((self.host, 0))
        bound.setblocking(False)
        return bound

    def _app(self) -> web.Application:
        app = web.Application(
            middlewares=[_refusing_foreigners(exposed=self.exposed), _answer_refusals],
            client_max_size=MAX_REQUEST_BYTES,
        )
        self._rest.add_to(app, ROUTES)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_get("/attachments/{channel}/{id}/{filename}", self._send_file)
        clock.add_routes(app, self.clock)
        page_api.add_routes(app, self)
        return app

    async def _send_file(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        # The page has the same origin: a hostile file must not run as part of it.
        headers = {
            "Content-Type": file.content_type,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        }
        if not file.content_type.startswith("image/"):
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.body, headers=headers)


def _refusing_foreigners(*, exposed: bool) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Refuse what another site sends through the browser (DNS rebinding, cross-site requests)."""

    @web.middleware
    async def refuse(request: web.Request, handler: _Handler) -> web.StreamResponse:
        host = urlsplit(f"//{request.host}").hostname or ""
        origin = request.headers.get("Origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.host
        # A name can be made to point here; an address cannot.
        if foreign or not (host in _LOCAL_NAMES or (exposed and _is_address(host))):
            raise web.HTTPForbidden(text="The playground only answers this computer.")
        return await handler(request)

    return refuse


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@web.middleware
async def _answer_refusals(request: web.Request, handler: _Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except RefusalError as error:
        return web.json_response(error.body, status=error.status)
