"""What happens around the dialogues: restarts, health, lost and regained permissions."""

from __future__ import annotations

import asyncio
import re
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
import structlog.testing

from bot.health import HealthServer
from bot.model import PostKind
from bot.platforms.discord import client
from bot.platforms.discord.identity import community_id
from playground import permissions as may
from playground.server import PlaygroundServer
from tests.e2e.stage import Stage, raise_curtain

TIP = PostKind.TREND_TIP


def published(server: PlaygroundServer) -> int:
    frames = server.wire.frames
    return sum(frame.name.startswith("PUT /applications/") for frame in frames)


async def test_commands_are_published_once_and_buttons_outlive_a_restart(
    playground: PlaygroundServer, tmp_path: Path
):
    async with AsyncExitStack() as first:
        stage = await raise_curtain(playground, tmp_path, first)
        card = await stage.ana.slash("goal add", title="Outlive a restart")
        assert published(playground) == 1
    async with AsyncExitStack() as second:
        stage = await raise_curtain(playground, tmp_path, second)
        assert published(playground) == 1
        finished = await stage.ana.click(card, "Done")
        assert "Well done" in finished.text
        again = await stage.ana.click(card, "Done")
        assert "Well done" in again.text
        shown = await stage.ana.slash("goal list", state="done")
        assert shown.text.count("Outlive a restart") == 1


async def test_a_bot_that_is_closed_as_soon_as_it_is_ready_ends_what_it_began(
    playground: PlaygroundServer, tmp_path: Path
):
    with structlog.testing.capture_logs() as logs:
        async with AsyncExitStack() as stack:
            stage = await raise_curtain(playground, tmp_path, stack)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        assert [one for one in others if one.get_name().startswith("discord.py: ")] == []
    events = [one["event"] for one in logs]
    assert "discord.ready" in events
    assert "discord.event_failed" not in events
    assert stage.bot.client.is_closed()


async def test_an_event_that_hangs_does_not_keep_the_bot_from_closing(
    playground: PlaygroundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(client, "_FINISH_SECONDS", 0.05)
    began, ended = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with AsyncExitStack() as stack:
        stage = await raise_curtain(playground, tmp_path, stack)
        stage.bot.client.on_connected = hang
        stage.bot.client.dispatch("ready")
        await began.wait()
    assert ended.is_set()


async def test_commands_are_published_when_discord_has_others_whatever_was_published_last(
    playground: PlaygroundServer, tmp_path: Path
):
    (tmp_path / "other").mkdir()
    async with AsyncExitStack() as first:
        await raise_curtain(playground, tmp_path, first)
    async with AsyncExitStack() as elsewhere:
        await raise_curtain(playground, tmp_path / "other", elsewhere)
        assert published(playground) == 1, "the same stand there"
    # An older version with the same token: the same names, but less in them.
    commands = playground.world.commands[""]
    config = next(one for one in commands.values() if one["name"] == "config")
    config["options"] = [one for one in config["options"] if one["name"] != "check"]
    async with AsyncExitStack() as again:
        stage = await raise_curtain(playground, tmp_path, again)
        assert published(playground) == 2
        assert "No channel is set" in (await stage.mia.slash("config check")).text
    find = next(one for one in playground.world.commands[""].values() if one["name"] == "find")
    find["description_localizations"]["it"] = "Una parola di prima"
    async with AsyncExitStack() as last:
        await raise_curtain(playground, tmp_path, last)
        assert published(playground) == 3


async def test_a_lost_permission_pauses_with_a_reason_and_its_return_resumes(stage: Stage):
    await stage.mia.slash(
        "config channel set", purpose="trend-tip", channel=stage.channel("trend-tips")
    )
    stage.server.faults.deny("trend-tips", may.SEND_MESSAGES)
    await stage.move(days=7)
    checked = await stage.mia.slash("config check")
    assert "1 of 2 posts needs attention" in checked.text
    assert "Send Messages" in checked.text
    assert await stage.posts("trend-tips", count=0) == []

    stage.server.faults.allow("trend-tips")
    await resumed(stage)
    await stage.move(days=7)
    assert len(await stage.posts("trend-tips", count=1)) == 1
    told = await stage.mia.slash("config check")
    assert "set up well; 1 had a problem" in told.text
    assert "Works: Thursdays" in told.text
    assert "was not posted" in told.text


async def test_the_bots_own_role_resumes_too(stage: Stage):
    world = stage.server.world
    [guild] = world.guilds.values()
    await stage.mia.slash(
        "config channel set", purpose="trend-tip", channel=stage.channel("trend-tips")
    )
    roles = guild.members[world.bot["id"]]["roles"]
    world.edit_role(guild, guild.id, permissions=str(may.VIEW_CHANNEL))
    world.members.edit(guild, world.bot["id"], roles=[])
    await stage.move(days=7)
    assert await paused(stage)
    world.members.edit(guild, world.bot["id"], roles=roles)
    await resumed(stage)
    await stage.move(days=7)
    assert len(await stage.posts("trend-tips", count=1)) == 1


async def test_what_no_event_told_is_found_at_the_daily_check(stage: Stage):
    """The permission comes back while the bot is away."""
    await stage.mia.slash(
        "config channel set", purpose="trend-tip", channel=stage.channel("trend-tips")
    )
    stage.server.faults.refuse(50001, r"POST /channels/")
    await stage.move(days=7)
    assert await paused(stage)
    sent = posts_sent(stage)
    await stage.bot.client.resume_everywhere()
    assert not await paused(stage)
    assert posts_sent(stage) == sent, "never by a test post"


def posts_sent(stage: Stage) -> int:
    frames = stage.server.wire.frames
    return sum(frame.name.startswith("POST /channels/") for frame in frames)


async def paused(stage: Stage) -> bool:
    [guild_id] = stage.server.world.guilds
    communities = stage.bot.client.services.communities
    return bool((await communities.schedule(community_id(int(guild_id)), TIP)).pause_reason)


async def test_next_posts_are_told_in_the_communitys_own_time(stage: Stage):
    await stage.mia.slash(
        "config channel set", purpose="trend-tip", channel=stage.channel("trend-tips")
    )
    await stage.mia.slash(
        "config schedule set", purpose="trend-tip", day=3, time="09:00", timezone="Asia/Tokyo"
    )
    told = (await stage.mia.slash("config schedule next")).text
    assert told.count("Trend tip") == 5
    assert len(re.findall(r"Thursday \d+ \w+, 09:00 \(Asia/Tokyo\)", told)) == 5


async def test_check_tells_what_waits_and_why(stage: Stage):
    await stage.mia.slash(
        "config channel set", purpose="trend-tip", channel=stage.channel("trend-tips")
    )
    stage.server.faults.answer(503, r"POST /channels/", times=1)
    await stage.move(days=7)
    told = (await stage.mia.slash("config check")).text
    assert "Waiting to be posted" in told
    assert "next try" in told
    assert "status 503" in told


async def resumed(stage: Stage) -> None:
    """Wait until the bot has heard that it may post again."""
    communities = stage.bot.client.services.communities
    [guild_id] = stage.server.world.guilds
    async with asyncio.timeout(5):
        while (await communities.schedule(community_id(int(guild_id)), TIP)).pause_reason:
            pass


async def test_a_deleted_channel_is_told_and_another_can_be_chosen(stage: Stage):
    await stage.mia.slash(
        "config channel set", purpose="trend-tip", channel=stage.channel("trend-tips")
    )
    stage.server.faults.delete_channel("trend-tips")
    await stage.move(days=7)
    checked = await stage.mia.slash("config check")
    assert "/config channel set" in checked.text
    saved = await stage.mia.slash(
        "config channel set", purpose="trend-tip", channel=stage.channel("general")
    )
    assert "saved" in saved.text
    await stage.move(days=7)
    assert len(await stage.posts("general", count=1)) == 1


async def test_health_is_ok_only_when_everything_works(stage: Stage):
    await stage.bot.engine.run_now()
    assert await stage.bot.health() == {}
    await stage.bot.database.close()
    await stage.bot.client.close()
    assert "gateway" in await stage.bot.health()


async def test_health_is_served_as_200_or_503(unused_tcp_port: int):
    wrong = {"gateway": "not connected"}

    async def probe() -> dict[str, str]:
        return wrong

    async def measure() -> bytes:
        return b""

    health = HealthServer("127.0.0.1", unused_tcp_port, probe, measure)
    await health.start()
    try:
        async with aiohttp.ClientSession() as session:
            url = f"http://127.0.0.1:{unused_tcp_port}/healthz"
            async with session.get(url) as answer:
                assert answer.status == 503
                assert (await answer.json())["gateway"] == "not connected"
            wrong.clear()
            async with session.get(url) as answer:
                assert answer.status == 200
    finally:
        await health.stop()


async def test_a_rate_limited_or_failing_discord_does_not_lose_a_post(stage: Stage):
    await stage.mia.slash(
        "config channel set", purpose="trend-tip", channel=stage.channel("trend-tips")
    )
    stage.server.faults.answer(429, r"POST /channels/", retry_after=0.05)
    stage.server.faults.answer(500, r"POST /channels/")
    await stage.move(days=7)
    assert len(await stage.posts("trend-tips", count=1)) == 1
