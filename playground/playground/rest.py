"""Discord's REST API, version 10: how every request is received, checked and answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from playground.answers import ORIGINAL, Answers
from playground.composing import Draft, Upload
from playground.events import Json
from playground.faults import Faults, PageError
from playground.gateway import Gateway
from playground.ratelimits import LimitedError, RateLimits
from playground.refusals import Form, RefusalError, refusal
from playground.shapes import Shape, moment, read, snowflake
from playground.wire import decode, encode
from playground.wirelog import WireLog
from playground.world import World

API: Final = "/api/v10"
MAX_REQUEST_BYTES: Final = 110 * 1024 * 1024
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """Hold one request: path variables as strings, the query and the body in its route's shape."""

    world: World
    answers: Answers
    gateway: Gateway
    ids: dict[str, str]
    query: dict[str, str]
    body: Any
    uploads: tuple[Upload, ...]
    reason: str | None = None

    def draft(self) -> Draft:
        """Return body and files of a request that sends or edits a message."""
        return Draft(self.json(), self.uploads)

    def json(self) -> Json:
        """Return the body of a route that takes an object."""
        return self.body

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """Return a number of the query; refuse one out of range (400, code 50035)."""
        given = self.query.get(name, str(default))
        form = Form((name,))
        if not (given.isascii() and given.isdigit() and len(given) < 20):
            form.fault("NUMBER_TYPE_COERCE", f'Value "{given[:100]}" is not int.')
        else:
            form.number(int(given), low, high)
        form.refuse()
        return int(given)

    def snowflake(self, name: str) -> int | None:
        """Return an id of the query; None if it was not given."""
        if name not in self.query:
            return None
        form = Form((name,))
        kept = snowflake(form, self.query[name])
        form.refuse()
        return int(kept)

    def moment(self, name: str) -> str | None:
        """Return a time of the query as ISO 8601 in UTC; None if it was not given."""
        if name not in self.query:
            return None
        form = Form((name,))
        kept = moment(form, self.query[name])
        form.refuse()
        return kept

    def flag(self, name: str) -> bool:
        """Return a truth value of the query; false if it was not given."""
        return self.query.get(name, "").lower() in ("1", "true")


Handler = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """Name a route; ``tokenless`` ones carry an interaction's or webhook's token in the path.

    ``body`` is the shape of the JSON it takes; without one a body is ignored. ``status`` is that of
    success with an answer. An ``unlimited`` one belongs to no bucket, so its answers name none.
    """

    method: str
    path: str
    handler: Handler
    body: Shape | None = None
    tokenless: bool = False
    unlimited: bool = False
    status: int = 200


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
            _check_ids(ids)
            headers = self._count(route, ids)
            if (hold := self._faults.held(name)) and not hold.apply:
                hold.reached.set()
                await hold.released.wait()
                raise RefusalError(503, 0, "The request was dropped by a fault")
            query = dict(request.query)
            given = read(route.body, {} if body is None else body) if route.body else None
            reason = _reason(request)
            call = Call(
                self._world, self._answers, self._gateway, ids, query, given, uploads, reason
            )
            answer = route.handler(call)
            if hold:
                hold.reached.set()
                await hold.released.wait()
            status = 204 if answer is None else route.status
        except PageError as error:
            self._wire.add("proxy", "bot", name, body, status=error.status, answer=error.page)
            return web.Response(status=error.status, text=error.page, content_type="text/html")
        except RefusalError as error:
            status, answer = error.status, error.body
            if isinstance(error, LimitedError):
                headers = {**headers, **error.headers}
        self._wire.add("rest", "bot", name, body, status=status, answer=answer)
        if self._faults.delay_seconds:
            await asyncio.sleep(self._faults.delay_seconds)
        return _response(status, answer, headers)

    def _authorise(self, route: Route, request: web.Request) -> None:
        if route.tokenless:
            return
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bot" or not self._world.is_token(token):
            raise refusal(0)

    def _count(self, route: Route, ids: dict[str, str]) -> dict[str, str]:
        if route.unlimited:
            return {}
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
    return web.Response(
        status=status, body=encode(answer), headers={**headers, "Content-Type": "application/json"}
    )


def _reason(request: web.Request) -> str | None:
    given = request.headers.get("X-Audit-Log-Reason")
    if given is None:
        return None
    reason = unquote(given)
    form = Form(("reason",))
    form.text(reason, 0, 512)
    form.refuse()
    return reason


def _check_ids(ids: dict[str, str]) -> None:
    form = Form()
    for name, given in ids.items():
        if name.endswith("_id") and given != ORIGINAL:
            snowflake(form.at(name), given)
    form.refuse()


async def _read(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    if not request.can_read_body:
        return None, ()
    if request.content_type == "application/json":
        return _parse(await request.read()), ()
    if request.content_type == "multipart/form-data":
        try:
            return await _read_parts(request)
        except (ValueError, LookupError, RecursionError, AssertionError) as error:
            raise refusal(50109) from error
    if not await request.read():
        return None, ()
    form = Form()
    wanted = "'application/json', 'multipart/form-data'"
    form.fault("CONTENT_TYPE_INVALID", f'Expected "Content-Type" header to be one of {{{wanted}}}.')
    form.refuse()
    return None, ()


async def _read_parts(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
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
        return decode(data) if data else None
    except ValueError as error:
        raise refusal(50109) from error
