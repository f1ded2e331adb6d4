"""/config check: what is wrong, in words, with the button that mends it."""

from __future__ import annotations

from playground import permissions as may
from tests.e2e.stage import Stage
from tests.e2e.test_setup import MENTORS, NUDGES, TIPS, set_up

NUDGE, TIP = "weekly-nudge", "trend-tip"


async def test_nothing_set_up_yet_leads_to_the_set_up(stage: Stage):
    card = await stage.mia.slash("config check")
    assert card.ephemeral
    assert "2 of 2 posts need attention" in card.text
    assert "</config setup:" in card.text
    assert card.buttons == ["Set up", "Check again"]
    assert "Weekly nudge" in str((await stage.mia.click(card, "Set up")).modal)
    refused = await stage.ana.click(card, "Check again")
    assert "Manage Server" in refused.text


async def test_a_lost_role_is_told(stage: Stage):
    [guild] = stage.server.world.guilds.values()
    role = guild.role_named("Mentor")["id"]
    await set_up(stage, **{MENTORS: role})
    well = await stage.mia.slash("config check")
    assert "Everything is working" in well.text
    assert "deleted" not in well.text
    stage.server.world.delete_role(guild, role)
    lost = await stage.mia.click(well, "Check again")
    assert "The role of your mentors was deleted" in lost.text
    assert "Everything is working" not in lost.text
    assert "Posts are fine, but the mentors' role was deleted" in lost.text
    mended = await stage.mia.submit(await stage.mia.click(lost, "Set up"))
    assert "no role" in mended.text
    assert "Everything is working" in (await stage.mia.slash("config check")).text


async def test_a_pause_is_ended_where_it_is_told(stage: Stage):
    mia = stage.mia
    await mia.slash("config channel set", purpose=NUDGE, channel=stage.channel(NUDGES))
    paused = await mia.slash("config schedule pause", purpose=NUDGE)
    assert "Weekly nudge: paused" in paused.text
    card = await mia.slash("config check")
    assert "Resume it with </config schedule set:" in card.text
    assert "Change: Trend tip" not in card.buttons
    resumed = await mia.click(card, "Resume: Weekly nudge")
    assert "Weekly nudge: saved" in resumed.text
    assert "Everything is working" in (await mia.slash("config check")).text


async def test_a_pause_until_a_day_is_told_until_that_day(stage: Stage):
    mia = stage.mia
    await mia.slash("config channel set", purpose=NUDGE, channel=stage.channel(NUDGES))
    await mia.slash("config schedule pause", purpose=NUDGE, until=stage.day(2))
    card = await mia.slash("config check")
    assert "Everything is working" in card.text
    assert "Paused until" in card.text
    assert "Works" not in card.text
    # The day has come, its first post has not.
    await stage.move(days=2)
    for command in ("config check", "config show"):
        assert "Paused until" not in (await mia.slash(command)).text
    await mia.slash("config schedule pause", purpose=NUDGE, until=stage.day(30))
    card = await mia.click(card, "Check again")
    assert "Weekly nudge: saved" in (await mia.click(card, "Resume: Weekly nudge")).text
    assert "Works" in (await mia.slash("config check")).text


async def test_what_was_stopped_by_mistake_is_posted_again(stage: Stage):
    mia = stage.mia
    await mia.slash("config channel set", purpose=TIP, channel=stage.channel(TIPS))
    past = await mia.slash("config schedule pause", purpose=TIP, until="2020-01-01")
    assert "“2020-01-01” is in the past" in past.text
    tested = await mia.slash("config schedule test", purpose=TIP)
    stopped = await mia.slash("config channel clear", purpose=TIP)
    assert "Trend tip: stopped" in stopped.text
    assert "No channel is set" in (await mia.click(tested, "Post it now as a test")).text
    undone = await mia.click(stopped, "Undo")
    assert f"<#{stage.channel(TIPS)}>" in undone.text
    elsewhere = stage.channel(NUDGES)
    await mia.slash("config channel set", purpose=TIP, channel=elsewhere)
    late = await mia.click(stopped, "Undo")
    assert f"<#{elsewhere}>" in late.text
    assert "Nothing was undone: somebody chose a channel meanwhile." in late.text
    stage.server.faults.deny(TIPS, may.SEND_MESSAGES)
    await mia.slash("config channel clear", purpose=TIP)
    refused = await mia.click(stopped, "Undo")
    assert "Send Messages" in refused.text
    assert "no channel yet" in (await mia.slash("config show")).text


async def test_the_title_follows_from_what_stands_below(stage: Stage):
    mia, tips = stage.mia, stage.channel(TIPS)
    await mia.slash("config channel set", purpose=TIP, channel=tips)
    stage.server.faults.refuse(200000, f"POST /channels/{tips}/messages")
    await stage.move(days=7)
    card = await mia.slash("config check")
    assert "1 of 2 posts needs attention" in card.text
    await mia.click(card, "Resume: Trend tip")
    mended = await mia.slash("config check")
    assert "was not posted" in mended.text
    assert "The posts are set up well; 1 had a problem" in mended.text


async def test_the_title_tells_of_a_post_that_waits_for_another_try(stage: Stage):
    mia = stage.mia
    await mia.slash("config channel set", purpose=TIP, channel=stage.channel(TIPS))
    stage.server.faults.answer(503, f"POST /channels/{stage.channel(TIPS)}/messages", times=20)
    await stage.move(days=7)
    card = await mia.slash("config check")
    assert "next try" in card.text
    assert "Everything is working" not in card.text
    assert "1 post could not be posted yet" in card.text


async def test_what_was_refused_is_told_in_the_readers_language(stage: Stage):
    mia, world = stage.mia, stage.server.world
    await mia.slash("config channel set", purpose=TIP, channel=stage.channel(TIPS))
    route = f"POST /channels/{stage.channel(TIPS)}/messages"
    stage.server.faults.refuse(200000, route, times=2)
    tested = await mia.slash("config schedule test", purpose=TIP)
    told = await mia.click(tested, "Post it now as a test")
    assert told.ephemeral
    assert "AutoMod of this server blocked the post" in told.text
    await stage.move(days=7)
    assert await stage.posts(TIPS, count=0) == []
    card = await mia.slash("config check")
    assert "was not posted (tries: 1): AutoMod of this server blocked the post." in card.text
    world.locales[mia.id] = "it"
    for command in ("config check", "config show"):
        italian = await mia.slash(command)
        assert "AutoMod di questo server ha bloccato il post" in italian.text
        assert "blocked" not in italian.text
    stage.server.faults.deny(TIPS, may.EMBED_LINKS | may.READ_MESSAGE_HISTORY)
    lacking = (await mia.slash("config check")).text
    assert "Incorpora link, Leggi la cronologia dei messaggi" in lacking
