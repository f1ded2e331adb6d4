"""A pause that moderators set lasts until they end it, whatever else is set meanwhile."""

from __future__ import annotations

from playground import permissions as may
from playground.seed import GUILD_ID
from tests.e2e.stage import Stage
from tests.e2e.test_arrivals import invite, known
from tests.e2e.test_setup import NUDGES, TIPS, set_up

NUDGE, TIP = "weekly-nudge", "trend-tip"


async def place(stage: Stage, purpose: str = TIP, channel: str = TIPS) -> None:
    await stage.mia.slash("config channel set", purpose=purpose, channel=stage.channel(channel))


async def test_a_pause_stays_through_the_set_up(stage: Stage):
    mia = stage.mia
    await place(stage)
    await place(stage, NUDGE, NUDGES)
    await mia.slash("config schedule pause", purpose=TIP)
    await mia.slash("config schedule pause", purpose=NUDGE, until=stage.day(30))
    done = await set_up(stage)
    assert done.text.count("· paused") == 2
    assert done.text.count("· paused until") == 1
    assert "Trend tip" not in done.text.partition("Next 5 posts")[2]
    await stage.move(days=14)
    assert await stage.posts(TIPS, count=0) == []
    assert await stage.posts(NUDGES, count=0) == []
    await stage.move(days=24)
    assert await stage.posts(TIPS, count=0) == []
    assert len(await stage.posts(NUDGES, count=1)) == 1


async def test_all_paused_for_good_the_set_up_still_leads_to_a_test_post(stage: Stage):
    mia = stage.mia
    await place(stage)
    await mia.slash("config schedule pause", purpose=TIP)
    card = await mia.submit(await mia.slash("config setup"))
    assert "or they are paused" in card.text
    await mia.click(card, "Send a test post")
    assert len(await stage.posts(TIPS, count=1)) == 1


async def test_a_pause_stays_where_a_channel_is_chosen_or_taken_away(stage: Stage):
    mia = stage.mia
    await place(stage)
    await mia.slash("config schedule pause", purpose=TIP)
    moved = await mia.slash("config channel set", purpose=TIP, channel=stage.channel(NUDGES))
    assert "Next one: paused" in moved.plain_text
    form = await mia.click(moved, "Change")
    changed = await mia.submit(form, **{"In which channel?": stage.channel(TIPS)})
    assert "Resume" in changed.buttons
    stopped = await mia.slash("config channel clear", purpose=TIP)
    undone = await mia.click(stopped, "Undo")
    assert f"<#{stage.channel(TIPS)}>" in undone.text
    assert "Resume" in undone.buttons
    await stage.move(days=7)
    assert await stage.posts(TIPS, count=0) == []
    resumed = await mia.slash("config schedule set", purpose=TIP)
    assert "Resume" not in resumed.buttons
    await stage.move(days=7)
    assert len(await stage.posts(TIPS, count=1)) == 1


async def test_a_pause_until_a_day_lasts_over_a_removal(stage: Stage):
    await place(stage)
    await place(stage, NUDGE, NUDGES)
    await stage.mia.slash("config schedule pause", purpose=TIP, until=stage.day(30))
    world = stage.server.world
    guild = world.guilds[GUILD_ID]
    world.remove_guild(guild.id)
    await known(stage, guild.id, lambda one: one.removed_at is not None)
    invite(world, guild)
    await known(stage, guild.id, lambda one: one.removed_at is None)
    await stage.move(days=7)
    assert len(await stage.posts(NUDGES, count=1)) == 1
    assert "Paused until" in (await stage.mia.slash("config show")).text
    await stage.move(days=20)
    assert await stage.posts(TIPS, count=0) == []
    await stage.move(days=7)
    assert len(await stage.posts(TIPS, count=1)) == 1


async def test_nothing_is_resumed_that_cannot_arrive(stage: Stage):
    mia = stage.mia
    await place(stage)
    paused = await mia.slash("config schedule pause", purpose=TIP)
    stage.server.faults.deny(TIPS, may.SEND_MESSAGES)
    for refused in (
        await mia.click(paused, "Resume"),
        await mia.slash("config schedule set", purpose=TIP, day=3),
    ):
        assert "Send Messages" in refused.text
        assert "saved" not in refused.text
    assert "Next one: paused" in (await mia.slash("config show")).plain_text
