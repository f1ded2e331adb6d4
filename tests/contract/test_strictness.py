"""Whatever a bot sends, it gets one of Discord's own answers and never a crash."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from playground import bodies, rest_channels, rest_guilds, rest_members, rest_roles, rest_threads
from playground import permissions as may
from playground.guild import FORUM, PUBLIC_THREAD
from playground.intents import PRIVILEGED
from playground.interactions import COMMAND, COMPONENT
from playground.rest import Route
from playground.routes import ROUTES
from playground.seed import CHANNELS, GUILD_ID, academy
from playground.server import PlaygroundServer

ANSWERS = {200, 201, 204, 400, 401, 403, 404, 413}
OVERWRITTEN = "1000000000000000011"


def vocabulary() -> list[str]:
    """Return every key that a shape names, so that random objects reach the handlers."""
    keys: set[str] = set()
    for module in (bodies, rest_channels, rest_guilds, rest_members, rest_roles, rest_threads):
        assert module.__file__
        with open(module.__file__, encoding="utf-8") as file:
            keys.update(re.findall(r'(?:"|\b)([a-z_]{2,40})(?:=|": )', file.read()))
    return sorted(keys)


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.sampled_from([0, 1, 2, 4, 5, 9, 10, 11, 12, 15, 17, 18, 60, 1 << 6, 1 << 15])
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(["x", "a b", "\ud800", "<@1>", "attachment://a", "2026-01-01T00:00:00Z"])
    | st.sampled_from([*CHANNELS.values(), GUILD_ID, "1000000000000000001", OVERWRITTEN])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(vocabulary()), inner, max_size=8)
    ),
    max_leaves=25,
)
BODIES = st.dictionaries(st.sampled_from(vocabulary()), VALUES, max_size=12) | VALUES


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture):
    yield
    told = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.getMessage() for record in told] == []


def stage(server: PlaygroundServer) -> dict[str, list[str]]:
    """Fill the world with one of everything and return what a path may name."""
    world = server.world
    server.limits.limit = server.limits.per_second = 10**9
    server.gateway.privileged = PRIVILEGED
    guild = world.guilds[GUILD_ID]
    for role_id in guild.members[world.bot["id"]]["roles"]:
        world.edit_role(guild, role_id, permissions=str(may.ADMINISTRATOR), position=9)
    ana, general = world.person("ana"), CHANNELS["general"]
    said = world.write(ana["id"], general, "hello")
    own = world.post(world.new_message(world.bot, general, content="mine"))
    world.reactions.add(said, ana["id"], "👍")
    forum = world.add_channel(guild, "forum", kind=FORUM)
    thread = world.threads.start(
        world.channel(general) or {}, "t", owner_id=ana["id"], kind=PUBLIC_THREAD
    )
    webhook = world.webhooks.add(world.channel(general) or {}, "hook")
    world.set_commands("", [{"id": "5", "name": "ping", "type": 1, "description": "p"}])
    data = {"type": 1, "name": "ping"}
    waiting = server.interactions.start(COMMAND, ana["id"], general, data)
    pressed = server.interactions.start(COMPONENT, ana["id"], general, {}, source=own)
    dm = world.open_dm(ana["id"])
    return {
        "channel_id": [general, general, thread["id"], forum["id"], dm["id"], "7"],
        "message_id": [said["id"], own["id"], "7", "@original"],
        "guild_id": [GUILD_ID, GUILD_ID, "7"],
        "user_id": [ana["id"], world.bot["id"], "7"],
        "role_id": [*guild.roles, "7"],
        "overwrite_id": [guild.id, ana["id"], "7"],
        "webhook_id": [webhook["id"], world.application["id"], "7"],
        "token": [webhook["token"], waiting.token, pressed.token, "x"],
        "interaction_id": [waiting.id, pressed.id, "7"],
        "application_id": [world.application["id"], "7"],
        "command_id": ["5", "7"],
        "emoji": ["👍", "x", "%3A"],
        "answer_id": ["1", "7"],
        "code": ["abc"],
    }


def path_of(route: Route, names: dict[str, str]) -> str:
    return "/api/v10" + route.path.format(**names)


async def ask(
    http: aiohttp.ClientSession, server: PlaygroundServer, method: str, path: str, body: Any
) -> tuple[int, Any]:
    headers = {"Authorization": f"Bot {server.world.token}", "Content-Type": "application/json"}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with http.request(method, server.url + path, data=data, headers=headers) as answer:
        raw = await answer.read()
        return answer.status, json.loads(raw) if raw else None


FUZZ = settings(
    deadline=None,
    phases=[Phase.generate],  # a world cannot be shrunk in bearable time
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@settings(FUZZ, max_examples=60, derandomize=True)
@given(data=st.data())
async def test_random_json_gets_a_documented_answer(quiet: None, data: st.DataObject):
    await send_anything(data)


@pytest.mark.soak
@settings(FUZZ, max_examples=5000)
@given(data=st.data())
async def test_much_random_json_gets_a_documented_answer(quiet: None, data: st.DataObject):
    await send_anything(data)


async def send_anything(data: st.DataObject) -> None:
    async with PlaygroundServer(academy()) as server, aiohttp.ClientSession() as http:
        places = stage(server)
        for route in data.draw(st.lists(st.sampled_from(ROUTES), min_size=10, max_size=10)):
            names = {
                name: data.draw(st.sampled_from(places[name]), label=name)
                for name in re.findall(r"{(\w+)}", route.path)
            }
            path = path_of(route, names)
            body = data.draw(BODIES, label=f"{route.method} {path}")
            status, told = await ask(http, server, route.method, path, body)
            assert status in ANSWERS, (route.method, path, body, told)
            if status >= 400:
                assert isinstance(told["code"], int) and told["message"], told


async def test_malformed_bodies_are_refused(quiet: None):
    async with PlaygroundServer(academy()) as server, aiohttp.ClientSession() as http:
        names = {name: options[0] for name, options in stage(server).items()}
        for route in (route for route in ROUTES if route.body):
            path = path_of(route, names)
            for broken in (b"{", b"\xff", b'{"a": NaN}', b"[" * 5000, b'{"x": 1'):
                status, told = await ask(http, server, route.method, path, broken)
                assert (status, told["code"]) == (400, 50109), (route, broken)
            for wrong in ("text", 1, True, [1], [[]]):
                status, told = await ask(http, server, route.method, path, wrong)
                assert (status, told["code"]) == (400, 50035), (route, wrong)
                assert told["errors"]


async def test_ids_that_are_none_are_refused(quiet: None):
    async with PlaygroundServer(academy()) as server, aiohttp.ClientSession() as http:
        options = stage(server)
        for route in ROUTES:
            names = {name: options[name][0] for name in re.findall(r"{(\w+)}", route.path)}
            for wrong in (name for name in names if name.endswith("_id")):
                path = path_of(route, {**names, wrong: "general"})
                status, told = await ask(http, server, route.method, path, {})
                assert (status, told["code"]) == (400, 50035), path
                assert told["errors"][wrong]["_errors"][0]["code"] == "NUMBER_TYPE_COERCE"
