"""The local Slack as one loopback web server: Web API, Socket Mode, answers, uploads, clock."""

from __future__ import annotations

import ipaddress
from types import TracebackType
from typing import Any, Final, Self, cast

from aiohttp import web

from playground.clock import MovableClock
from playground.slack import people_api
from playground.slack.answering import answer
from playground.slack.errors import SlackError
from playground.slack.faults import Faults
from playground.slack.interactions import Interactions
from playground.slack.loopback import bind, refuse_foreigners
from playground.slack.person import SlackPerson
from playground.slack.rate_limits import RateLimits
from playground.slack.socket_mode import SocketMode
from playground.slack.views import Views
from playground.slack.web_api import API, WebApi
from playground.slack.workspace import Workspace
from playground.wire import decode
from playground.wirelog import WireLog

_MAX_REQUEST_BYTES: Final = 30_000_000
_SHUTDOWN_SECONDS: Final = 0.2


class SlackServer:
    """Serve one workspace on a loopback address; use it as an async context manager.

    ``port=0`` takes any free port; a port that is taken is replaced by a free one. ``clock`` is
    what bots follow whose schedules are to be moved; Slack's own windows follow
    ``workspace.windows``. ``unknown_methods`` lists what was answered 501.
    """

    def __init__(
        self,
        workspace: Workspace,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        clock: MovableClock | None = None,
    ) -> None:
        self.workspace = workspace
        self.host, self.port = host, port
        self.clock = clock or MovableClock(workspace.bus)
        self.wire = WireLog()
        self.sockets = SocketMode(workspace.app_id, workspace.windows, self.wire)
        self.sockets.on_change = lambda: workspace.tell("sockets")
        self.views = Views(workspace)
        self.interactions = Interactions(workspace, self.sockets, self.views)
        self.faults = Faults(self.sockets)
        self._api = WebApi(workspace, self.interactions, self.sockets, self.faults, self.wire)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return where the server listens, without a slash at the end."""
        version = ipaddress.ip_address(self.host).version
        host = f"[{self.host}]" if version == 6 else self.host
        return f"http://{host}:{self.port}"

    @property
    def api_url(self) -> str:
        """Return the ``base_url`` of a Slack client."""
        return f"{self.url}{API}/"

    @property
    def clock_url(self) -> str:
        """Return the address of the clock."""
        return f"{self.url}/playground/clock"

    @property
    def limits(self) -> RateLimits:
        """Return the rate limits, to be tightened, widened or switched off."""
        return self._api.limits

    @property
    def unknown_methods(self) -> list[str]:
        """Return the methods that were answered 501."""
        return self._api.unknown_methods

    @property
    def is_app_online(self) -> bool:
        """Tell whether the app has a Socket Mode connection."""
        return bool(self.sockets.sockets)

    def person(self, name: str) -> SlackPerson:
        """Return the driver of a person, by name, handle or id; raise KeyError if there is none."""
        return SlackPerson(self, self.workspace.user(name))

    async def __aenter__(self) -> Self:
        """Bind the port and serve."""
        bound = bind(self.host, self.port)
        self.port = bound.getsockname()[1]
        self._api.url = self.interactions.url = self.url
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
        """Let held requests go, close the app's connections and the port."""
        self.faults.clear()
        self.interactions.deeds.forget()
        self.clock.release()
        await self.sockets.close()
        if self._runner:
            await self._runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[refuse_foreigners], client_max_size=_MAX_REQUEST_BYTES)
        self._api.add_to(app)
        app.router.add_get("/link/", self.sockets.serve)
        app.router.add_post("/{kind:commands|actions|app}/{team}/{secret}", self._answer)
        app.router.add_post("/upload/v1/{file}", self._upload)
        app.router.add_get("/files-pri/{file}/{name}", self._download)
        app.router.add_get("/files-pri/{file}/download/{name}", self._download)
        people_api.add_routes(app, self)
        return app

    async def _answer(self, request: web.Request) -> web.Response:
        body = await request.read()
        given: Any = None
        try:
            given = decode(body)
            answer(self.interactions, request.match_info["secret"], given)
            status, told = 200, "ok"
        except ValueError:
            status, told = 400, "invalid_payload"
        except SlackError as error:
            self.wire.add(
                "web", "bot", "response_url", given, status=error.status, answer=error.body
            )
            return web.json_response(error.body, status=error.status)
        self.wire.add("web", "bot", "response_url", given, status=status, answer=told)
        return web.Response(text=told, status=status)

    async def _upload(self, request: web.Request) -> web.Response:
        """Take a file's bytes: raw, or as a form's only part."""
        file = self.workspace.files.get(request.match_info["file"])
        if file is None or file.body is not None:
            raise web.HTTPNotFound(text="file_not_found")
        if request.content_type == "multipart/form-data":
            parts = (await request.post()).values()
            body = b"".join(cast(web.FileField, each).file.read() for each in parts)
        else:
            body = await request.read()
        if len(body) != file.length:
            raise web.HTTPBadRequest(text=f"{file.length} bytes were announced")
        file.body = body
        return web.Response(text=f"OK - {len(body)}")

    async def _download(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token != self.workspace.bot_token:
            raise web.HTTPForbidden(text="A file is for who has the bot's token.")
        name = request.match_info["file"].rpartition("-")[2]
        file = self.workspace.files.get(name)
        if file is None or file.body is None:
            raise web.HTTPNotFound
        return web.Response(
            body=file.body,
            headers={
                "Content-Type": "application/octet-stream",
                "X-Content-Type-Options": "nosniff",
                "Content-Disposition": "attachment",
            },
        )
