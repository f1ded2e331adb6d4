"""Discord lets the bot in no more: one sentence that says what to do, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from playground.server import PlaygroundServer
from tests.e2e.processes import bot_process, environment, eventually, online
from tests.e2e.stage import NOON
from tests.e2e.test_command_line import Operator, operator

__all__ = ["operator"]

STOP_SECONDS = 30.0


class Ending:
    """What the operator sees at the end of a bot's process."""

    status: int | None = None
    told: str = ""


@asynccontextmanager
async def running(server: PlaygroundServer, folder: Path) -> AsyncGenerator[Ending]:
    """Run the bot's process; at the end of the block it has ended by itself."""
    ending = Ending()
    async with bot_process(server, folder, "bot", "run") as bot:
        await online(server)
        yield ending
        _, err = await asyncio.wait_for(bot.communicate(), STOP_SECONDS)
        ending.status, ending.told = bot.returncode, err.decode()


def is_one_sentence(ending: Ending, *words: str) -> bool:
    last = ending.told.strip().splitlines()[-1]
    return (
        ending.status == 2
        and "Traceback" not in ending.told
        and all(word in last for word in words)
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (4004, ("MENTOR_DISCORD_TOKEN", "Reset Token")),
        (4010, ("2,500", "second application")),
        (4011, ("2,500", "second application")),
        (4012, ("newer version",)),
        (4013, ("intents",)),
        (4014, ("intents",)),
    ],
)
async def test_a_connection_closed_for_good_ends_in_one_sentence(
    playground: PlaygroundServer, tmp_path: Path, code: int, words: tuple[str, ...]
):
    async with running(playground, tmp_path) as ending:
        playground.faults.close_gateway(code)
    assert is_one_sentence(ending, *words), ending.told


async def test_a_token_refused_by_the_api_stops_the_bot_and_its_post_follows_later(
    playground: PlaygroundServer, tmp_path: Path
):
    playground.clock.jump(NOON)
    world, mia = playground.world, playground.person("mia")
    tips, token = world.channel_named("trend-tips")["id"], world.token
    async with running(playground, tmp_path) as ending:
        await mia.slash("config channel set", purpose="trend-tip", channel=tips)
        world.token = "a.new.one"
        playground.clock.advance(timedelta(days=2))
    assert is_one_sentence(ending, "MENTOR_DISCORD_TOKEN"), ending.told
    assert token not in ending.told
    world.token = token
    async with bot_process(playground, tmp_path, "bot", "run"):
        await eventually(playground, lambda: len(world.messages.all(tips)) == 1)


async def test_one_answer_that_doubts_the_token_does_not_stop_the_bot(
    playground: PlaygroundServer, tmp_path: Path
):
    playground.clock.jump(NOON)
    tips = playground.world.channel_named("trend-tips")["id"]
    async with bot_process(playground, tmp_path, "bot", "run") as bot:
        await online(playground)
        mia = playground.person("mia")
        await mia.slash("config channel set", purpose="trend-tip", channel=tips)
        playground.faults.answer(401, "POST /channels")
        playground.clock.advance(timedelta(days=2))
        await eventually(playground, lambda: len(playground.world.messages.all(tips)) == 1)
        assert bot.returncode is None


@pytest.mark.parametrize("status", [200, 403])
@pytest.mark.parametrize("route", ["/users/@me", "/oauth2", "/commands"])
async def test_a_page_in_the_place_of_an_answer_ends_in_one_sentence(
    playground: PlaygroundServer, operator: Operator, status: int, route: str
):
    playground.faults.answer_page(status, route, times=9)
    operator.settings = environment(playground, operator.folder)
    ending = Ending()
    ending.status, _, ending.told = await operator.type("run")
    assert is_one_sentence(ending, "proxy", "MENTOR_DISCORD_API_URL"), ending.told


async def test_an_api_version_that_is_no_more_ends_in_one_sentence(
    playground: PlaygroundServer, operator: Operator
):
    playground.faults.refuse(50041, "/users/@me")
    operator.settings = environment(playground, operator.folder)
    ending = Ending()
    ending.status, _, ending.told = await operator.type("run")
    assert is_one_sentence(ending, "newer version"), ending.told


@pytest.mark.parametrize(
    ("servers", "shards", "is_in_time"),
    [(1, 2500, True), (3, 2, False), (2001, 2500, False)],
)
async def test_check_warns_of_shards_in_time(
    playground: PlaygroundServer, operator: Operator, servers: int, shards: int, is_in_time: bool
):
    playground.world.add_guilds(servers - 1, channels=0)
    playground.gateway.guilds_per_shard = shards
    operator.settings = environment(playground, operator.folder)
    operator.settings["MENTOR_OPERATOR_CONTACT"] = "ops@example.org"
    status, out, _ = await operator.type("check")
    assert (status == 0) == is_in_time, out
    assert ("shard(s)" in out) != is_in_time
    assert f"{servers:,} server" in out


async def test_check_asks_discord_about_the_token(playground: PlaygroundServer, operator: Operator):
    operator.settings = environment(playground, operator.folder)
    operator.settings |= {"MENTOR_DISCORD_TOKEN": "old", "MENTOR_OPERATOR_CONTACT": "o@example.org"}
    status, out, _ = await operator.type("check")
    assert (status, "Discord refused" in out) == (1, True)
    operator.settings["MENTOR_DISCORD_API_URL"] = "http://127.0.0.1:9/api/v10"
    status, out, _ = await operator.type("check")
    assert (status, "cannot be reached" in out) == (0, True)
