"""Shards, intents, member chunks and compression, through the real client."""

from __future__ import annotations

import asyncio
import json
import sys
import zlib
from typing import Any

import aiohttp
import discord
import pytest

from playground.connecting import connect, online
from playground.intents import GUILD_MEMBERS
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot


class ShardedBot(discord.AutoShardedClient):
    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, dm_messages=True)
        super().__init__(intents=intents, guild_ready_timeout=0.05)
        self.messages: asyncio.Queue[discord.Message] = asyncio.Queue()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait the five seconds that discord.py waits before each further shard."""

    async def on_message(self, message: discord.Message) -> None:
        await self.messages.put(message)


async def test_automatic_shards_share_the_guilds(playground: PlaygroundServer):
    playground.world.add_guilds(9)
    playground.gateway.guilds_per_shard = 4
    async with online(client := ShardedBot(), playground):
        assert (client.shard_count, len(client.guilds)) == (3, 10)
        assert {guild.shard_id for guild in client.guilds} == {
            (guild.id >> 22) % 3 for guild in client.guilds
        }
        playground.person("ana").says("to shard 0", dm=True)
        message = await asyncio.wait_for(client.messages.get(), 5)
        assert message.content == "to shard 0"
        assert playground.gateway.identified == 3


async def test_too_few_shards_are_refused(playground: PlaygroundServer):
    playground.world.add_guilds(9)
    playground.gateway.guilds_per_shard = 4
    with pytest.raises(discord.ConnectionClosed) as caught:
        async with online(SampleBot(), playground):
            pass
    assert caught.value.code == 4011


class Raw:
    """Speak with the gateway without a client library."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.inflate = zlib.decompressobj()

    async def get(self) -> dict[str, Any]:
        message = await self.socket.receive(timeout=5)
        if message.type is aiohttp.WSMsgType.CLOSE:
            return {"closed": message.data}
        raw: Any = message.data
        if message.type is aiohttp.WSMsgType.BINARY:
            assert raw.endswith(b"\x00\x00\xff\xff")
            raw = self.inflate.decompress(raw)
        return json.loads(raw)

    async def until(self, name: str) -> dict[str, Any]:
        while (frame := await self.get()).get("t") != name:
            assert "closed" not in frame, frame
        return frame["d"]


async def raw(server: PlaygroundServer, http: aiohttp.ClientSession, **query: str) -> Raw:
    socket = Raw(await http.ws_connect(server.url + "/gateway/", params={"v": "10", **query}))
    assert (await socket.get())["op"] == 10
    return socket


def identify(server: PlaygroundServer, intents: Any, **more: Any) -> dict[str, Any]:
    data = {"token": server.world.token, "intents": intents, "properties": {}, **more}
    return {"op": 2, "d": data}


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"op": 2, "d": {"token": "wrong", "intents": 1}}, 4004),
        ({"op": 99, "d": None}, 4001),
        ({"op": 8, "d": {}}, 4003),
        ([], 4002),
        ({"op": "x"}, 4002),
        ({"op": 1e400}, 4002),
        ({"op": 2, "d": {"shard": [2, 2], "intents": 1}}, 4010),
        ({"op": 2, "d": {"shard": [1], "intents": 1}}, 4010),
        ({"op": 2, "d": {"shard": "x", "intents": 1}}, 4010),
        ({"op": 2, "d": {"intents": 1 << 26}}, 4013),
        ({"op": 2, "d": {"intents": "1"}}, 4013),
        ({"op": 2, "d": {"intents": 1 << 15}}, 4014),
        ({"op": 6, "d": {"token": None}}, 4004),
    ],
)
async def test_bad_frames_close_the_gateway(playground: PlaygroundServer, frame: Any, code: int):
    if isinstance(frame, dict) and code in (4010, 4013, 4014):
        frame = {"op": 2, "d": {"token": playground.world.token, **frame["d"]}}
    async with aiohttp.ClientSession() as http:
        socket = await raw(playground, http)
        await socket.socket.send_str(json.dumps(frame))
        assert await socket.get() == {"closed": code}


async def test_one_bucket_of_shards_identifies_once_in_five_seconds(playground: PlaygroundServer):
    playground.gateway.identify_seconds, playground.gateway.max_concurrency = 5.0, 1
    async with aiohttp.ClientSession() as http:
        first, second = await raw(playground, http), await raw(playground, http)
        await first.socket.send_json(identify(playground, 1, shard=[0, 2]))
        await first.until("READY")
        await second.socket.send_json(identify(playground, 1, shard=[1, 2]))
        assert (await second.get())["op"] == 9
        url, headers = (
            playground.api_url + "/gateway/bot",
            {"Authorization": f"Bot {playground.world.token}"},
        )
        async with http.get(url, headers=headers) as answer:
            told = await answer.json()
    assert told["session_start_limit"] == {
        "total": 1000,
        "remaining": 999,
        "reset_after": 86_400_000,
        "max_concurrency": 1,
    }


async def test_members_are_asked_for_by_name_and_id(playground: PlaygroundServer, bot: SampleBot):
    guild = bot.guilds[0]
    assert [m.name for m in await guild.query_members("m", limit=5)] == ["mia"]
    found = await guild.query_members(user_ids=[1000000000000000011, 1000000000000000012])
    assert sorted(m.name for m in found) == ["ana", "ben"]


async def test_all_members_need_the_intent(playground: PlaygroundServer):
    playground.gateway.privileged = GUILD_MEMBERS
    guild = next(iter(playground.world.guilds.values()))
    for number in range(2000):
        playground.world.add_member(guild, playground.world.add_user(f"Extra {number}"))
    everybody = {"op": 8, "d": {"guild_id": guild.id, "query": "", "limit": 0, "nonce": "n"}}
    async with aiohttp.ClientSession() as http:
        socket = await raw(playground, http)
        await socket.socket.send_json(identify(playground, 1 | GUILD_MEMBERS))
        await socket.until("GUILD_CREATE")
        await socket.socket.send_json(everybody)
        chunks = [await socket.until("GUILD_MEMBERS_CHUNK") for _ in range(3)]
        assert [len(chunk["members"]) for chunk in chunks] == [1000, 1000, 6]
        assert [(c["chunk_index"], c["chunk_count"], c["nonce"]) for c in chunks] == [
            (0, 3, "n"),
            (1, 3, "n"),
            (2, 3, "n"),
        ]
        poor = await raw(playground, http)
        await poor.socket.send_json(identify(playground, 1))
        await poor.until("GUILD_CREATE")
        await poor.socket.send_json(everybody)
        await poor.socket.send_json({"op": 8, "d": {"guild_id": guild.id, "user_ids": ["7"]}})
        first = await poor.until("GUILD_MEMBERS_CHUNK")
        assert (first["members"], first["not_found"]) == ([], ["7"])


async def test_zstd_is_what_discord_py_asks_for(playground: PlaygroundServer, bot: SampleBot):
    assert type(bot.ws._decompressor).__name__ == "_ZstdDecompressionContext"
    assert (await playground.person("ana").slash("show deep echo", text="x")).text.startswith("x")


async def test_zlib_with_a_client_that_has_no_zstandard(playground: PlaygroundServer):
    connect(SampleBot(), playground)
    program = """
import sys
sys.modules["zstandard"] = None
import asyncio, discord, yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
_, Route.BASE, gateway, token = sys.argv
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
client = discord.Client(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05)
@client.event
async def on_ready():
    print(type(client.ws._decompressor).__name__, len(client.guilds))
    await client.close()
client.run(token, log_handler=None)
"""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program),
        *(playground.api_url, playground.gateway_url, playground.world.token),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await asyncio.wait_for(running.communicate(), 20)
    assert out.split() == [b"_ZlibDecompressionContext", b"1"]


async def test_unknown_compression_is_plain_text(playground: PlaygroundServer):
    async with aiohttp.ClientSession() as http:
        socket = await raw(playground, http, compress="lzma-stream")
        await socket.socket.send_json(identify(playground, 1))
        assert (await socket.until("READY"))["v"] == 10
