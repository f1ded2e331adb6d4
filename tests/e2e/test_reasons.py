"""A reason is today's reason: whatever gives access back is heard, and what remains is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.model import CommunityId, PostKind, Schedule
from playground import permissions as may
from playground.events import Audience
from playground.guild import Guild
from playground.reply import Reply
from playground.seed import GUILD_ID
from tests.e2e.stage import Stage
from tests.e2e.test_arrivals import TIPS, invite, known

HERE = CommunityId(f"discord:{GUILD_ID}")
PURPOSE = "trend-tip"


async def tip(stage: Stage) -> Schedule:
    return await stage.bot.client.services.communities.schedule(HERE, PostKind.TREND_TIP)


async def eventually(stage: Stage, is_so: Callable[[str | None], bool]) -> None:
    """Wait until something is so about the reason of the tip's pause."""
    async with asyncio.timeout(5):
        while not is_so((await tip(stage)).pause_reason):
            pass


def guild_of(stage: Stage) -> Guild:
    return stage.server.world.guilds[GUILD_ID]


async def choose(stage: Stage) -> None:
    channel = stage.channel(TIPS)
    await stage.mia.slash("config channel set", purpose=PURPOSE, channel=channel)


async def refused(stage: Stage) -> None:
    """Let a week pass in which the tip is refused."""
    stage.server.faults.refuse(50001, r"POST /channels/")
    await stage.move(days=7)
    assert (await tip(stage)).pause_reason


async def test_a_server_that_is_back_after_an_outage_goes_on_at_once(stage: Stage):
    await choose(stage)
    away: dict[str, Any] = {"id": GUILD_ID, "unavailable": True}
    world = stage.server.world
    world.bus.publish("GUILD_DELETE", away, Audience(guild_id=GUILD_ID))
    await refused(stage)
    world.announce()
    await eventually(stage, lambda reason: reason is None)
    await stage.move(days=7)
    assert len(await stage.posts(TIPS, count=1)) == 1


async def test_a_deleted_role_that_forbade_posts_ends_their_pause(stage: Stage):
    await choose(stage)
    world, guild = stage.server.world, guild_of(stage)
    muted = world.add_role(guild, "Muted")
    held: list[str] = guild.members[world.bot["id"]]["roles"]
    world.members.edit(guild, world.bot["id"], roles=[*held, muted["id"]])
    world.overwrite(stage.channel(TIPS), muted["id"], deny=may.SEND_MESSAGES)
    await stage.move(days=7)
    assert (await tip(stage)).pause_reason
    del guild.roles[muted["id"]]
    told = {"guild_id": guild.id, "role_id": muted["id"]}
    world.bus.publish("GUILD_ROLE_DELETE", told, Audience(guild_id=guild.id))
    await eventually(stage, lambda reason: reason is None)


async def test_a_channel_deleted_in_a_pause_is_the_reason_from_then_on(stage: Stage):
    await choose(stage)
    stage.server.faults.deny(TIPS, may.SEND_MESSAGES)
    await stage.move(days=7)
    assert "Send Messages" in ((await tip(stage)).pause_reason or "")
    stage.server.faults.delete_channel(TIPS)
    await eventually(stage, lambda reason: reason is not None and "gone" in reason)
    assert "The channel is gone" in (await stage.mia.slash("config show")).text


async def test_a_reason_that_is_another_now_is_told_in_words(stage: Stage):
    await choose(stage)
    await refused(stage)
    stage.server.faults.deny(TIPS, may.SEND_MESSAGES)
    await eventually(stage, lambda reason: reason is not None and "Send Messages" in reason)
    shown = (await stage.mia.slash("config show")).text
    assert "Send Messages" in shown
    assert "View Channel" not in shown
    stage.server.world.locales[stage.mia.id] = "it"
    shown = (await stage.mia.slash("config show")).text
    assert "Send Messages" not in shown
    assert "Invia" in shown


async def test_invited_again_with_the_channel_shut_the_hello_and_the_reason_say_so(stage: Stage):
    await choose(stage)
    world, guild, general = stage.server.world, guild_of(stage), stage.channel("general")
    world.overwrite(stage.channel(TIPS), guild.id, deny=may.SEND_MESSAGES)
    world.remove_guild(guild.id)
    await known(stage, guild.id, lambda one: one.removed_at is not None)
    assert "removed" in ((await tip(stage)).pause_reason or "")
    await stage.bot.client.resume_everywhere()
    assert "removed" in ((await tip(stage)).pause_reason or ""), "still true"
    guild.data["system_channel_id"] = general
    invite(world, guild)
    await known(stage, guild.id, lambda one: one.greeted_at is not None)
    [hello] = await stage.ana.posts("general")
    assert "are unchanged" in hello.text
    assert "Trend tip has stopped" in hello.text
    assert "Send Messages" in hello.text
    assert "Send Messages" in ((await tip(stage)).pause_reason or "")
    world.overwrite(stage.channel(TIPS), guild.id)
    await eventually(stage, lambda reason: reason is None)


async def silence(stage: Stage, until: datetime) -> None:
    world = stage.server.world
    world.members.edit(
        guild_of(stage), world.bot["id"], communication_disabled_until=until.isoformat()
    )


async def test_a_time_out_is_the_reason_with_its_end_and_posts_go_on_after_it(stage: Stage):
    await choose(stage)
    end = datetime.now(UTC) + timedelta(hours=1)
    await silence(stage, end)
    await stage.move(days=7)
    for told in (await stage.mia.slash("config show"), await stage.mia.slash("config check")):
        assert "timed out" in told.text
        assert f"{end:%Y-%m-%d %H:%M} UTC" in told.text
    await silence(stage, datetime.now(UTC) + timedelta(seconds=0.3))
    # Nobody tells the bot that it is over.
    await eventually(stage, lambda reason: reason is None)
    await stage.move(days=7)
    assert len(await stage.posts(TIPS, count=1)) == 1


@pytest.mark.parametrize("denied", [may.ATTACH_FILES, may.READ_MESSAGE_HISTORY, may.EMBED_LINKS])
async def test_a_pause_ends_when_discord_would_accept_the_post(stage: Stage, denied: int):
    await choose(stage)
    stage.server.faults.deny(TIPS, denied | may.SEND_MESSAGES)
    await stage.move(days=7)
    assert (await tip(stage)).pause_reason
    stage.server.faults.deny(TIPS, denied)
    await eventually(stage, lambda reason: reason is None)
    await stage.move(days=7)
    assert len(await stage.posts(TIPS, count=1)) == 1
    if denied == may.ATTACH_FILES:
        assert "needs attention" not in (await stage.mia.slash("config check")).text


ANSWERS: list[Callable[[Stage], Awaitable[Reply]]] = [
    lambda stage: stage.mia.slash("config schedule next"),
    lambda stage: stage.mia.slash("config log"),
    lambda stage: stage.mia.slash("config schedule set", purpose="weekly-nudge", time="25:99"),
]


@pytest.mark.parametrize("ask", ANSWERS)
async def test_a_moderator_is_told_once_that_a_post_has_stopped(
    stage: Stage, ask: Callable[[Stage], Awaitable[Reply]]
):
    await choose(stage)
    stage.server.faults.deny(TIPS, may.SEND_MESSAGES)
    await stage.move(days=7)
    assert "has stopped" not in (await stage.ana.slash("goal list")).text
    told = (await ask(stage)).text
    assert "Trend tip has stopped" in told
    assert "Send Messages" in told
    assert "has stopped" not in (await ask(stage)).text
    stage.server.faults.allow(TIPS)
    await eventually(stage, lambda reason: reason is None)
    stage.server.faults.deny(TIPS, may.SEND_MESSAGES)
    await stage.move(days=7)
    assert "Trend tip has stopped" in (await ask(stage)).text, "another stop is told again"
