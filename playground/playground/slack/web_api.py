"""The Web API: every method by its name, with tokens, scopes, rate limits and faults."""

from __future__ import annotations

import logging
from typing import Any, Final, cast

from aiohttp import web

from playground.slack.errors import SlackError
from playground.slack.faults import BrokenConnectionError, Faults
from playground.slack.interactions import Interactions
from playground.slack.methods import chat, conversations, directory, files, surfaces
from playground.slack.methods.call import METHODS, Call, Method
from playground.slack.rate_limits import RateLimits
from playground.slack.socket_mode import SocketMode
from playground.slack.workspace import Workspace
from playground.wire import Json, decode
from playground.wirelog import WireLog

API: Final = "/api"
# Importing them registers their methods.
FAMILIES: Final = (chat, conversations, directory, files, surfaces)
# Given as JSON, or as text that holds JSON.
_STRUCTURED: Final = {
    "attachments": "invalid_attachments",
    "blocks": "invalid_blocks_format",
    "files": "invalid_arguments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
}
_LOG: Final = logging.getLogger(__name__)


class WebApi:
    """Answer ``/api/<method>``; ``unknown_methods`` lists what was answered 501."""

    def __init__(
        self,
        workspace: Workspace,
        interactions: Interactions,
        sockets: SocketMode,
        faults: Faults,
        wire: WireLog,
    ) -> None:
        self.workspace = workspace
        self.limits = RateLimits(
            workspace.windows, {name: each.rate for name, each in METHODS.items()}
        )
        self.unknown_methods: list[str] = []
        self.url = ""
        self._interactions = interactions
        self._sockets = sockets
        self._faults = faults
        self._wire = wire

    def add_to(self, app: web.Application) -> None:
        """Serve the methods."""
        app.router.add_route("*", f"{API}/{{method}}", self._serve)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        given: Json = {}
        try:
            given = await _arguments(request)
            answer, status, headers = await self._answer(name, request, given), 200, {}
        except SlackError as error:
            answer, status, headers = error.body, error.status, error.headers
        except BrokenConnectionError:
            self._wire.add("web", "bot", name, given, status=0, answer=None)
            if request.transport is not None:
                request.transport.abort()
            raise web.HTTPInternalServerError from None
        shown = {key: value for key, value in given.items() if key != "token"}
        self._wire.add("web", "bot", name, shown, status=status, answer=answer)
        return web.json_response(answer, status=status, headers=self._headers(name) | headers)

    async def _answer(self, name: str, request: web.Request, given: Json) -> Json:
        method = METHODS.get(name)
        if method is None:
            self.unknown_methods.append(name)
            _LOG.error("The playground does not know the method %s: 501", name)
            raise SlackError("unknown_method", status=501)
        self._authenticate(method, request, given)
        if fault := self._faults.taken(name, apply=False):
            raise fault
        hold = self._faults.held(name)
        if hold and not hold.apply:
            hold.reached.set()
            await hold.released.wait()
        channel = str(given.get("channel", ""))
        place = self.workspace.place(channel)
        self.limits.count(name, place.id if place else channel)
        call = Call(given, self.workspace, self._interactions, self._sockets, self.url)
        if method.scopes:
            call.need_scope(*method.scopes)
        answer = method.handle(call)
        if hold and hold.apply:
            hold.reached.set()
            await hold.released.wait()
        if fault := self._faults.taken(name, apply=True):
            raise fault
        return answer

    def _authenticate(self, method: Method, request: web.Request, given: Json) -> None:
        header = request.headers.get("Authorization", "")
        token = header.removeprefix("Bearer ") if header else str(given.get("token") or "")
        if not token:
            raise SlackError("not_authed")
        workspace = self.workspace
        if workspace.token_error is not None:
            raise SlackError(workspace.token_error)
        is_app = token == workspace.app_token
        is_bot = token == workspace.bot_token
        if workspace.takes_any_token:
            is_app, is_bot = token.startswith("xapp-"), token.startswith("xoxb-")
        if not is_app and not is_bot:
            raise SlackError("invalid_auth")
        if is_app != method.takes_app_token:
            raise SlackError("not_allowed_token_type")

    def _headers(self, name: str) -> dict[str, str]:
        scopes = self.workspace.manifest.scopes
        headers = {"X-Slack-Req-Id": self.workspace.ids.next("R").lower()}
        if scopes is not None:
            headers["X-OAuth-Scopes"] = ",".join(sorted(scopes))
        method = METHODS.get(name)
        if method and method.scopes:
            headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
        return headers


async def _arguments(request: web.Request) -> Json:
    """Return the arguments of a request, from its query and its body.

    Raises
    ------
    SlackError
        invalid_json, json_not_object, invalid_post_type, or what a broken part is called.
    """
    given: Json = dict(request.query)
    body = await request.read()
    kind = request.content_type
    if request.method == "POST" and body:
        if kind == "application/json":
            given |= _json(body)
        elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
            given |= dict(await request.post())
        else:
            raise SlackError("invalid_post_type")
    for key, error in _STRUCTURED.items():
        value = given.get(key)
        if isinstance(value, str):
            try:
                given[key] = decode(value)
            except ValueError:
                raise SlackError(error) from None
    return given


def _json(body: bytes) -> Json:
    try:
        told: Any = decode(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(told, dict):
        raise SlackError("json_not_object")
    return cast(Json, told)
