"""The bot is invited, removed and invited again, also while it is not running."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.model import Community, CommunityId
from playground import permissions as may
from playground.events import Json
from playground.guild import Guild
from playground.seed import GUILD_ID
from playground.server import PlaygroundServer
from playground.world import World
from tests.e2e.stage import Stage, raise_curtain

TIPS = "trend-tips"


def newcomers(world: World, member: Json, *, denied: int = 0) -> Guild:
    """Return a guild that the bot is not in yet, with #welcome as its system channel."""
    elsewhere = World()
    guild = elsewhere.add_guild("Newcomers")
    channel = elsewhere.add_channel(guild, "welcome")
    own_role = guild.members[world.bot["id"]]["roles"][0]
    elsewhere.overwrite(channel["id"], own_role, deny=denied)
    elsewhere.add_member(guild, member)
    guild.data["system_channel_id"] = channel["id"]
    return guild


def invite(world: World, guild: Guild) -> None:
    guild.members[world.bot["id"]]["joined_at"] = datetime.now(UTC).isoformat()
    world.join(guild)


async def known(stage: Stage, guild_id: str, is_so: Callable[[Community], bool]) -> Community:
    """Wait until something is so about a community."""
    communities = stage.bot.client.services.communities
    async with asyncio.timeout(5):
        while not is_so(found := await communities.community(CommunityId(f"discord:{guild_id}"))):
            pass
    return found


def posts(server: PlaygroundServer) -> int:
    return sum(frame.name.startswith("POST /channels/") for frame in server.wire.frames)


async def test_an_invited_bot_says_hello_once_in_the_system_channel(
    playground: PlaygroundServer, tmp_path: Path
):
    world = playground.world
    async with AsyncExitStack() as first:
        stage = await raise_curtain(playground, tmp_path, first)
        guild = newcomers(world, stage.ana.user)
        invite(world, guild)
        await known(stage, guild.id, lambda one: one.greeted_at is not None)
        [hello] = await stage.ana.posts("welcome")
        assert "Hello" in hello.text
        assert "</config setup:" in hello.text
    async with AsyncExitStack() as second:
        stage = await raise_curtain(playground, tmp_path, second)
        await stage.catch_up()
        assert len(await stage.ana.posts("welcome")) == 1
    assert not any(frame.name == "POST /users/@me/channels" for frame in playground.wire.frames)


async def test_an_invitation_while_the_bot_was_not_running_is_greeted_too(
    playground: PlaygroundServer, tmp_path: Path
):
    async with AsyncExitStack() as stack:
        guild = newcomers(playground.world, playground.person("ana").user)
        invite(playground.world, guild)
        stage = await raise_curtain(playground, tmp_path, stack)
        await known(stage, guild.id, lambda one: one.greeted_at is not None)
        assert len(await stage.ana.posts("welcome")) == 1


@pytest.mark.parametrize("denied", [may.SEND_MESSAGES, may.EMBED_LINKS])
async def test_where_it_may_not_post_it_says_nothing(stage: Stage, denied: int):
    guild = newcomers(stage.server.world, stage.ana.user, denied=denied)
    invite(stage.server.world, guild)
    met = await known(stage, guild.id, lambda one: one.joined_at is not None)
    assert met.greeted_at is None
    assert posts(stage.server) == 0


async def test_what_was_set_up_holds_again_after_a_removal(stage: Stage):
    await stage.mia.slash("config channel set", purpose="trend-tip", channel=stage.channel(TIPS))
    world = stage.server.world
    guild, general = world.guilds[GUILD_ID], stage.channel("general")
    world.remove_guild(guild.id)
    await known(stage, guild.id, lambda one: one.removed_at is not None)
    await stage.move(days=7)
    assert posts(stage.server) == 0

    guild.data["system_channel_id"] = general
    invite(world, guild)
    await known(stage, guild.id, lambda one: one.greeted_at is not None)
    [hello] = await stage.ana.posts("general")
    assert "are unchanged" in hello.text
    await stage.move(days=7)
    assert len(await stage.posts(TIPS, count=1)) == 1


async def test_30_days_after_a_removal_nothing_is_left_of_the_community(stage: Stage):
    mia, world = stage.mia, stage.server.world
    await mia.slash("config channel set", purpose="trend-tip", channel=stage.channel(TIPS))
    await stage.ana.slash("goal add", title="Only mine")
    guild = world.guilds[GUILD_ID]
    world.remove_guild(guild.id)
    await known(stage, guild.id, lambda one: one.removed_at is not None)
    stage.server.clock.advance(timedelta(days=29))
    await stage.catch_up()
    await stage.bot.engine.check_now()
    assert stage.cells_with(guild.id) != []
    stage.server.clock.advance(timedelta(days=1, minutes=1))
    await stage.catch_up()
    await stage.bot.engine.check_now()
    assert stage.cells_with(guild.id) == []

    invite(world, guild)
    await known(stage, guild.id, lambda one: one.joined_at is not None)
    assert "Nobody changed anything" in (await mia.slash("config log")).text
    assert "Only mine" in (await stage.ana.slash("goal list")).text


async def test_a_removal_while_the_bot_was_not_running_is_noticed(
    playground: PlaygroundServer, tmp_path: Path
):
    async with AsyncExitStack() as first:
        stage = await raise_curtain(playground, tmp_path, first)
        tips = stage.channel(TIPS)
        await stage.mia.slash("config channel set", purpose="trend-tip", channel=tips)
    playground.world.remove_guild(GUILD_ID)
    async with AsyncExitStack() as second:
        stage = await raise_curtain(playground, tmp_path, second)
        await known(stage, GUILD_ID, lambda one: one.removed_at is not None)
        await stage.move(days=7)
        assert posts(playground) == 0
