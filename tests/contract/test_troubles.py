"""Rate limits, faults, unknown routes and foreign callers."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp
import discord
import pytest
from discord.http import Route

from playground.reading import transcript
from playground.seed import CHANNELS, academy
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot


def general(bot: SampleBot) -> discord.TextChannel:
    channel = bot.get_channel(int(CHANNELS["general"]))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_429_is_retried(playground: PlaygroundServer, bot: SampleBot):
    playground.faults.answer(429, "POST /channels", times=2)
    await general(bot).send("patience")
    assert [post.text for post in await playground.person("ana").posts("general")] == ["patience"]
    statuses = [f.status for f in playground.wire.frames if f.name.startswith("POST /channels")]
    assert statuses == [429, 429, 200]


async def test_bucket_runs_out_and_the_bot_waits(playground: PlaygroundServer, bot: SampleBot):
    playground.limits.limit, playground.limits.window = 2, 0.2
    started = time.monotonic()
    for number in range(5):
        await general(bot).send(str(number))
    assert time.monotonic() - started >= 0.4
    assert len(await playground.person("ana").posts("general", 5)) == 5


async def test_500_is_retried(playground: PlaygroundServer, bot: SampleBot):
    playground.faults.answer(500, "POST /channels")
    await general(bot).send("again")
    assert len(await playground.person("ana").posts("general")) == 1


async def test_held_answer_is_applied_but_unknown_to_the_bot(
    playground: PlaygroundServer, bot: SampleBot
):
    hold = playground.faults.hold("POST /channels")
    sending = asyncio.create_task(general(bot).send("applied"))
    [post] = await playground.person("ana").posts("general")
    assert post.text == "applied"
    assert not sending.done()
    hold.release()
    assert (await sending).content == "applied"


async def test_dropped_request_is_not_applied(playground: PlaygroundServer, bot: SampleBot):
    hold = playground.faults.hold("POST /channels", apply=False)
    sending = asyncio.create_task(general(bot).send("lost"))
    await asyncio.wait_for(hold.reached.wait(), 5)
    assert playground.world.messages.all(CHANNELS["general"]) == []
    hold.release()
    with pytest.raises(discord.DiscordServerError):
        await sending


async def test_unknown_route_is_501_and_noted(playground: PlaygroundServer, bot: SampleBot):
    with pytest.raises(discord.DiscordServerError) as caught:
        await bot.http.request(Route("GET", "/voice/regions"))
    assert caught.value.status == 501
    assert playground.unknown_routes == ["GET /voice/regions"]
    playground.unknown_routes.clear()


async def call(server: PlaygroundServer, path: str, **more: Any) -> tuple[int, Any]:
    method = more.pop("method", "GET")
    async with (
        aiohttp.ClientSession() as http,
        http.request(method, server.url + path, **more) as response,
    ):
        if response.content_type == "application/json":
            return response.status, await response.json()
        return response.status, await response.text()


async def test_token_is_needed(playground: PlaygroundServer):
    assert (await call(playground, "/api/v10/users/@me"))[0] == 401


async def test_headers_of_every_answer(playground: PlaygroundServer):
    headers = {"Authorization": f"Bot {playground.world.token}"}
    url = playground.api_url + "/users/@me"
    async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as response:
        assert response.headers["Content-Type"] == "application/json"
        told = {key for key in response.headers if key.startswith("X-RateLimit-")}
    assert {"X-RateLimit-Bucket", "X-RateLimit-Remaining", "X-RateLimit-Reset-After"} <= told


async def test_an_answer_to_an_interaction_belongs_to_no_bucket(playground: PlaygroundServer):
    url = playground.api_url + "/interactions/1/unknown/callback"
    async with aiohttp.ClientSession() as http, http.post(url, json={"type": 4}) as response:
        assert (await response.json())["code"] == 10062
        assert [key for key in response.headers if key.startswith("X-RateLimit-")] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
    ],
)
async def test_foreign_callers_are_refused(playground: PlaygroundServer, headers: dict[str, str]):
    assert (await call(playground, "/playground/clock", headers=headers))[0] == 403
    assert (await call(playground, "/gateway/", headers=headers))[0] == 403


async def test_clock_moves_and_tells_followers(playground: PlaygroundServer):
    status, before = await call(playground, "/playground/clock")
    assert (status, before["offset_seconds"], before["version"]) == (200, 0, 0)
    following = asyncio.create_task(call(playground, "/playground/clock/changes?after=0"))
    week = {"advance_seconds": 604800}
    await call(playground, "/playground/clock", method="POST", json=week)
    _, told = await asyncio.wait_for(following, 5)
    assert (told["offset_seconds"], told["version"]) == (604800, 1)
    jump = {"now": "2030-01-01T00:00:00+00:00"}
    _, told = await call(playground, "/playground/clock", method="POST", json=jump)
    assert told["now"].startswith("2030-01-01T00:00:0")
    for bad in ({}, {"now": "tomorrow"}, {"advance_seconds": "much"}, []):
        assert (await call(playground, "/playground/clock", method="POST", json=bad))[0] == 400


async def test_late_answers_and_follow_ups_are_refused(
    playground: PlaygroundServer, bot: SampleBot
):
    interactions = playground.interactions
    reply = await playground.person("ana").slash("show deep echo", text="x")
    assert reply.interaction
    app, token = playground.world.application["id"], reply.interaction.token
    webhook = f"/api/v10/webhooks/{app}/{token}"
    body = {"content": "more"}
    assert (await call(playground, webhook, method="POST", json=body))[0] == 200
    interactions.token_seconds = 0
    status, told = await call(playground, webhook, method="POST", json=body)
    assert (status, told["code"]) == (404, 10015)
    interactions.token_seconds, interactions.answer_seconds = 900, 0
    with pytest.raises(AssertionError):
        await playground.person("ana").slash("show silent")
    waiting = interactions.start(2, reply.interaction.user_id, CHANNELS["general"], {"type": 1})
    late = f"/api/v10/interactions/{waiting.id}/{waiting.token}/callback"
    status, told = await call(playground, late, method="POST", json={"type": 4, "data": body})
    assert (status, told["code"]) == (404, 10062)


async def test_taken_port_is_told():
    async with (
        PlaygroundServer(academy()) as first,
        PlaygroundServer(academy(), first.port) as second,
    ):
        assert second.moved_from == first.port != second.port


def test_other_computers_are_never_served():
    with pytest.raises(ValueError, match="loopback"):
        PlaygroundServer(academy(), host="192.0.2.1")


async def test_an_exposed_server_answers_its_address_and_no_other_name():
    async with PlaygroundServer(academy(), host="0.0.0.0", exposed=True) as server:
        assert server.url.startswith("http://127.0.0.1:")
        for host, status in (("192.0.2.1", 200), ("evil.example", 403)):
            headers = {"Host": f"{host}:{server.port}"}
            assert (await call(server, "/playground/clock", headers=headers))[0] == status
        headers = {"Host": "192.0.2.1", "Origin": "https://evil.example"}
        assert (await call(server, "/playground/clock", headers=headers))[0] == 403


async def test_reset_keeps_the_bot_working(playground: PlaygroundServer, bot: SampleBot):
    ana = playground.person("ana")
    await ana.slash("show deep echo", text="x")
    playground.faults.delete_channel("trend-tips")
    playground.reset()
    assert ana.sees() == []
    assert playground.world.channel_named("trend-tips")
    assert (await ana.slash("show deep echo", text="y")).text.startswith("y")


async def test_failure_tells_the_conversation(playground: PlaygroundServer, bot: SampleBot):
    ana = playground.person("ana")
    ana.says("anybody?")
    await ana.slash("show card")
    seen = transcript(playground.world, [reply.message for reply in ana.sees()])
    assert seen.splitlines()[0] == "Ana: anybody?"
    assert "TPM Mentor: Card" in seen
    assert "[Form]" in seen
