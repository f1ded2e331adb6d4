"""Discord's REST API, version 10: how every request is received, checked and answered."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import BodyPartReader, web

from playground.answers import Answers
from playground.composing import Draft, Upload
from playground.events import Json
from playground.faults import Faults
from playground.gateway import Gateway
from playground.ratelimits import LimitedError, RateLimits
from playground.refusals import RefusalError, refusal
from playground.wire import part
from playground.wirelog import WireLog
from playground.world import World

API: Final = "/api/v10"
MAX_REQUEST_BYTES: Final = 110 * 1024 * 1024
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """Hold one request: path variables as strings, the query and the parsed body."""

    world: World
    answers: Answers
    gateway: Gateway
    ids: dict[str, str]
    query: dict[str, str]
    body: Any
    uploads: tuple[Upload, ...]

    def draft(self) -> Draft:
        """Return body and files of a request that sends or edits a message."""
        return Draft(self.json(), self.uploads)

    def json(self) -> Json:
        """Return the body as an object; an empty one if there was none."""
        return part({"body": self.body}, "body")


Handler = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """Name a route; ``tokenless`` ones carry an interaction's token in the path instead."""

    method: str
    path: str
    handler: Handler
    tokenless: bool = False


class Rest:
    """Serve routes under ``/api/v10`` and answer 501, loudly, for all others.

    A handler returns the JSON to answer (200), or None (204), and refuses by ``RefusalError``.
    """

    def __init__(
        self, world: World, answers: Answers, gateway: Gateway, faults: Faults, wire: WireLog
    ) -> None:
        self._world = world
        self._answers = answers
        self._gateway = gateway
        self._faults = faults
        self._wire = wire
        self.limits = RateLimits()
        self.unknown_routes: list[str] = []

    def add_to(self, app: web.Application, routes: list[Route]) -> None:
        """Mount the routes and the catch-all."""
        for route in routes:
            app.router.add_route(route.method, API + route.path, self._serving(route))
        app.router.add_route("*", API + "/{tail:.*}", self._refuse_unknown)

    def _serving(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._serve(route, request)

        return serve

    async def _serve(self, route: Route, request: web.Request) -> web.StreamResponse:
        name = f"{request.method} {request.path.removeprefix(API)}"
        headers: dict[str, str] = {}
        body: Any = None
        try:
            body, uploads = await _read(request)
            self._authorise(route, request)
            self._faults.check(name)
            ids = dict(request.match_info)
            headers = self._count(route, ids)
            if (hold := self._faults.held(name)) and not hold.apply:
                hold.reached.set()
                await hold.released.wait()
                raise RefusalError(503, 0, "The request was dropped by a fault")
            query = dict(request.query)
            call = Call(self._world, self._answers, self._gateway, ids, query, body, uploads)
            answer = route.handler(call)
            if hold:
                hold.reached.set()
                await hold.released.wait()
            status = 204 if answer is None else 200
        except RefusalError as error:
            status, answer = error.status, error.body
            if isinstance(error, LimitedError):
                headers = {**headers, **error.headers}
        self._wire.add("rest", "bot", name, body, status=status, answer=answer)
        return _response(status, answer, headers)

    def _authorise(self, route: Route, request: web.Request) -> None:
        if route.tokenless:
            return
        if request.headers.get("Authorization") != f"Bot {self._world.token}":
            raise refusal(0)

    def _count(self, route: Route, ids: dict[str, str]) -> dict[str, str]:
        major = ids.get("channel_id") or ids.get("guild_id") or ids.get("token") or ""
        name = f"{route.method} {route.path}"
        return self.limits.count(name, major, is_webhook=route.tokenless)

    async def _refuse_unknown(self, request: web.Request) -> web.Response:
        name = f"{request.method} {request.path.removeprefix(API)}"
        self.unknown_routes.append(name)
        log.error("The playground does not know %s: answered 501", name)
        body: Json = {"message": f"501: the playground does not know {name}", "code": 0}
        self._wire.add("rest", "bot", name, None, status=501, answer=body)
        return _response(501, body, {})


def _response(status: int, answer: Any, headers: dict[str, str]) -> web.Response:
    # discord.py parses JSON only if the type is exactly this, without a charset.
    if status == 204:
        return web.Response(status=204, headers=headers)
    body = json.dumps(answer).encode()
    return web.Response(
        status=status, body=body, headers={**headers, "Content-Type": "application/json"}
    )


async def _read(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    if not request.can_read_body:
        return None, ()
    if request.content_type != "multipart/form-data":
        return _parse(await request.read()), ()
    body: Any = None
    uploads: list[Upload] = []
    async for field in await request.multipart():
        if not isinstance(field, BodyPartReader):
            continue
        name = field.name or ""
        data = bytes(await field.read(decode=True))
        if name == "payload_json":
            body = _parse(data)
        elif name.startswith("files[") and name[6:-1].isdigit():
            given = field.headers.get("Content-Type", "").replace("application/octet-stream", "")
            uploads.append(Upload(int(name[6:-1]), field.filename or "file", data, given))
    if len(uploads) > 10:
        raise RefusalError(400, 30015, "Maximum number of attachments in a message reached (10)")
    return body, tuple(uploads)


def _parse(data: bytes) -> Any:
    try:
        return json.loads(data) if data else None
    except ValueError as error:
        raise refusal(50109) from error
