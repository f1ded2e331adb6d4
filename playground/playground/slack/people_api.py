"""People, faults and the clock over HTTP, for tests in other languages and for a page.

``POST /playground/slack/acts`` lets a person do one thing and answers with what they see then.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from aiohttp import web

from playground.slack.forms import NotPossibleError
from playground.slack.messages import Message
from playground.slack.person import SlackPerson
from playground.slack.reply import Reply
from playground.slack.views import View
from playground.wire import Json

if TYPE_CHECKING:
    from playground.slack.server import SlackServer

Act = Callable[[SlackPerson, Json], Awaitable[Reply | list[Reply] | list[tuple[str, str]]]]


async def _says(person: SlackPerson, given: Json) -> Reply:
    return person.says(given["text"], where=given.get("where"), dm=bool(given.get("dm")))


async def _sees(person: SlackPerson, given: Json) -> list[Reply]:
    return person.sees(where=given.get("where"), dm=bool(given.get("dm")))


async def _reload(person: SlackPerson, _: Json) -> list[Reply]:
    person.reload()
    return []


async def _close(person: SlackPerson, given: Json) -> list[Reply]:
    person.close(_target(person, given), everything=bool(given.get("everything")))
    return []


ACTS: dict[str, Act] = {
    "slash": lambda p, g: p.slash(
        g["command"], g.get("text", ""), where=g.get("where"), dm=bool(g.get("dm"))
    ),
    "click": lambda p, g: p.click(_target(p, g), g["name"], g.get("option")),
    "choose": lambda p, g: p.choose(_target(p, g), g["name"], g.get("value")),
    "suggest": lambda p, g: p.suggest(_target(p, g), g["name"], g.get("text", "")),
    "submit": lambda p, g: p.submit(_target(p, g), **g.get("values", {})),
    "send": lambda p, g: p.send(_target(p, g), **g.get("values", {})),
    "shortcut": lambda p, g: p.shortcut(g["name"]),
    "menu": lambda p, g: p.menu(g["name"], _target(p, g)),
    "home": lambda p, g: p.home(fresh=bool(g.get("fresh", True))),
    "close": _close,
    "reload": _reload,
    "says": _says,
    "sees": _sees,
}

FAULTS = ("answer", "refuse", "cut", "clear", "drop_sockets", "refresh_sockets")


def add_routes(app: web.Application, server: SlackServer) -> None:
    """Serve ``/playground/slack/…`` and ``/playground/clock``."""

    async def people(_: web.Request) -> web.Response:
        users = [each for each in server.workspace.users.values() if not each.is_bot]
        return web.json_response([{"id": each.id, "name": each.real_name} for each in users])

    async def act(request: web.Request) -> web.Response:
        try:
            given = _object(await request.json())
            person, does = server.person(str(given["person"])), ACTS[str(given["do"])]
            found = await does(person, given)
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": f"not understood: {error}"}, status=400)
        except NotPossibleError as error:
            return web.json_response({"error": str(error)}, status=409)
        except AssertionError as error:
            return web.json_response({"error": str(error)}, status=504)
        return web.json_response(
            [_told(each) for each in found] if isinstance(found, list) else _told(found)
        )

    async def fault(request: web.Request) -> web.Response:
        try:
            given = _object(await request.json())
            name = str(given.pop("fault"))
            if name not in FAULTS:
                raise KeyError(name)
            getattr(server.faults, name)(**given)
        except (KeyError, TypeError, ValueError, re.error) as error:
            return web.json_response({"error": f"not understood: {error}"}, status=400)
        return web.json_response({})

    async def wire(_: web.Request) -> web.Response:
        return web.json_response([each.told() for each in server.wire.frames])

    async def read_clock(_: web.Request) -> web.Response:
        return web.json_response(server.clock.told())

    async def follow_clock(request: web.Request) -> web.Response:
        after = int(request.query.get("after", "0"))
        return web.json_response(await server.clock.change_after(after))

    async def move_clock(request: web.Request) -> web.Response:
        try:
            given = _object(await request.json())
            if "advance_seconds" in given:
                server.clock.advance(timedelta(seconds=float(given["advance_seconds"])))
            else:
                to = datetime.fromisoformat(str(given.get("now", "")))
                server.clock.jump(to if to.tzinfo else to.replace(tzinfo=UTC))
        except (TypeError, ValueError, OverflowError) as error:
            return web.json_response({"error": f"Send advance_seconds or now: {error}"}, status=400)
        return web.json_response(server.clock.told())

    app.router.add_get("/playground/slack/people", people)
    app.router.add_post("/playground/slack/acts", act)
    app.router.add_post("/playground/slack/faults", fault)
    app.router.add_get("/playground/slack/wire", wire)
    app.router.add_get("/playground/clock", read_clock)
    app.router.add_get("/playground/clock/changes", follow_clock)
    app.router.add_post("/playground/clock", move_clock)


def _object(given: Any) -> Json:
    if not isinstance(given, dict):
        raise TypeError("send a JSON object")
    return cast(Json, given)


def _target(person: SlackPerson, given: Json) -> Reply:
    """Return the message or view that is named: ``channel`` and ``ts``, or ``view``."""
    found = person.at(given.get("channel"), given.get("ts"), given.get("view"))
    if found is None:
        raise NotPossibleError("there is no such message or view")
    return found


def _told(found: Reply | tuple[str, str]) -> Json:
    if isinstance(found, tuple):
        return {"text": found[0], "value": found[1]}
    told: Json = {"text": found.text, "buttons": found.buttons, "errors": found.errors}
    if isinstance(found.source, Message):
        told |= {"channel": found.source.channel, "message": found.seen}
        told["deleted"] = found.deleted
    elif isinstance(found.source, View):
        told["view"] = found.seen
    return told
