"""What lets the playground stand a load: slices of work, bounds of memory, short collections."""

from __future__ import annotations

import asyncio
import gc
import json
import zlib
from collections.abc import Callable
from typing import Any

import aiohttp

from playground.collector import keep_collections_short
from playground.events import Event
from playground.intents import GUILDS
from playground.interactions import COMMAND
from playground.seed import academy
from playground.server import PlaygroundServer
from playground.wire import decode, encode
from playground.wirelog import Frame

_HELLO = 10


class RawBot:
    """A gateway connection without any library's state."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._inflate = zlib.decompressobj()

    async def frame(self) -> Any:
        message = await asyncio.wait_for(self._socket.receive(), 5)
        return json.loads(self._inflate.decompress(message.data))

    async def identify(self, token: str) -> None:
        assert (await self.frame())["op"] == _HELLO
        told = {"token": token, "intents": GUILDS, "properties": {}}
        await self._socket.send_json({"op": 2, "d": told})

    async def until(self, name: str) -> list[Any]:
        frames = [await self.frame()]
        while frames[-1]["t"] != name:
            frames.append(await self.frame())
        return frames


def after_ready(server: PlaygroundServer, act: Callable[[], object]) -> None:
    """Act as soon as the loop gets its turn after READY."""

    def see(frame: Frame) -> None:
        if frame.name == "READY":
            asyncio.get_running_loop().call_soon(act)

    server.wire.watch(see)


async def test_others_run_while_guilds_are_told():
    world = academy()
    world.add_guilds(30)
    async with PlaygroundServer(world) as server, aiohttp.ClientSession() as http:
        server.gateway.slice_seconds = 0
        async with http.ws_connect(f"{server.gateway_url}?compress=zlib-stream") as socket:
            last = list(world.guilds.values())[-1]
            channel_id = next(iter(last.channels))
            after_ready(server, lambda: world.edit_channel(channel_id, name="renamed-meanwhile"))
            bot = RawBot(socket)
            await bot.identify(world.token)
            await bot.until("READY")
            told = [await bot.frame() for _ in range(len(world.guilds) + 1)]
    created = [frame["d"]["id"] for frame in told if frame["t"] == "GUILD_CREATE"]
    assert sorted(created) == sorted(world.guilds)
    # The guild whose channel changed came before its turn, and before the change.
    assert created[-1] != last.id
    changed = next(n for n, frame in enumerate(told) if frame["t"] == "CHANNEL_UPDATE")
    assert any(frame["d"]["id"] == last.id for frame in told[:changed])
    assert [frame["s"] for frame in told] == list(range(2, len(told) + 2))


async def test_a_guild_left_before_its_turn_is_not_told():
    world = academy()
    world.add_guilds(5)
    async with PlaygroundServer(world) as server, aiohttp.ClientSession() as http:
        server.gateway.slice_seconds = 0
        async with http.ws_connect(f"{server.gateway_url}?compress=zlib-stream") as socket:
            gone = list(world.guilds)[-1]
            after_ready(server, lambda: world.remove_guild(gone))
            bot = RawBot(socket)
            await bot.identify(world.token)
            await bot.until("READY")
            told = [await bot.frame() for _ in range(len(world.guilds) + 1)]
    assert [f["d"]["id"] for f in told if f["t"] == "GUILD_DELETE"] == [gone]
    assert gone not in [f["d"]["id"] for f in told if f["t"] == "GUILD_CREATE"]


async def test_only_the_last_messages_are_kept():
    world = academy()
    world.messages.kept = 5
    general, ana = world.channel_named("general")["id"], world.person("ana")["id"]
    other = world.channel_named("trend-tips")["id"]
    world.write(ana, other, "oldest")
    for number in range(7):
        world.write(ana, general, f"number {number}")
    assert world.messages.all(other) == []
    assert [m["content"] for m in world.messages.all(general)] == [
        f"number {number}" for number in range(2, 7)
    ]
    world.restore(decode(encode(world.snapshot())))
    world.write(ana, other, "newest")
    assert len(world.messages.all(general)) == 4


async def test_private_marks_go_with_their_messages():
    world = academy()
    world.messages.kept = 3
    channel_id, ana = world.channel_named("general")["id"], world.person("ana")["id"]
    for _ in range(10):
        world.post(world.new_message(world.bot, channel_id), private_to=ana)
    assert world.messages.private_to.keys() == {m["id"] for m in world.messages.all(channel_id)}


async def test_old_interactions_are_forgotten(playground: PlaygroundServer):
    playground.interactions.kept = 3
    world = playground.world
    place = world.channel_named("general")["id"], world.person("ana")["id"]
    started = [
        playground.interactions.start(COMMAND, place[1], place[0], {"name": "x", "type": 1})
        for _ in range(5)
    ]
    found = [playground.interactions.find(interaction.token) for interaction in started]
    assert [one is not None for one in found] == [False, False, True, True, True]


async def test_a_page_hears_of_a_message_in_full(playground: PlaygroundServer):
    heard: list[Event] = []
    playground.world.subscribe(heard.append)
    ana = playground.person("ana")
    async with aiohttp.ClientSession() as http:
        url = f"{playground.url}/playground/api/events"
        async with http.ws_connect(url, params={"person": ana.id}) as page:
            # Half a pair of surrogates can be typed, but not be sent as UTF-8.
            ana.says("half \ud83d of a pair")
            message = json.loads((await asyncio.wait_for(page.receive(), 5)).data)
    assert message["t"] == "MESSAGE_CREATE"
    assert message["d"] == {**heard[0].payload, "content": "half ? of a pair"}


def test_a_full_collection_freezes_what_it_found():
    before, callbacks = gc.get_freeze_count(), list(gc.callbacks)
    try:
        keep_collections_short()
        assert gc.get_freeze_count() > before
        kept = [[number] for number in range(1000)]
        frozen = gc.get_freeze_count()
        gc.collect(2)
        assert gc.get_freeze_count() >= frozen + len(kept)
    finally:
        gc.callbacks[:] = callbacks
        gc.unfreeze()


def test_numbers_that_no_double_holds_are_told_all_the_same():
    assert encode({"id": 2**70}) == b'{"id": 1180591620717411303424}'
