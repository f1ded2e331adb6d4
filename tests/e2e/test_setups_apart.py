"""A card of the set-up acts on what it shows, and on nothing that came after."""

from __future__ import annotations

from tests.e2e.stage import Stage
from tests.e2e.test_setup import NUDGES, TIPS, choose_channels

NUDGE, TIP = "weekly-nudge", "trend-tip"
FROM_ZONE = ("Keep this", "Keep these", "Skip", "Save")


async def purge(stage: Stage) -> None:
    asked = await stage.mia.slash("config data purge")
    await stage.mia.click(asked, "Delete all settings and stop the posts")


async def test_an_old_card_does_nothing_to_a_set_up_after_a_purge(stage: Stage):
    mia = stage.mia
    times = await choose_channels(stage, await mia.slash("config setup"))
    times = await mia.click(times, "Keep this")
    await purge(stage)
    lost = await mia.click(times, "Choose days and times")
    assert "Your press did nothing" in lost.text
    assert "Step 1 of 6" in lost.text
    new = await choose_channels(stage, lost)
    new = await mia.click(new, "Keep this")
    assert "Your press did nothing" in (await mia.click(times, "Keep these")).text
    assert "Step 4 of 6" in (await mia.click(new, "Keep these")).text


async def test_without_a_channel_there_is_nothing_to_test(stage: Stage):
    mia = stage.mia
    card = await choose_channels(stage, await mia.slash("config setup"))
    for button in FROM_ZONE:
        card = await mia.click(card, button)
    assert "Back" not in card.buttons
    first = await mia.click(card, "Change")
    assert "Step 1 of 6" in first.text
    assert "Nothing is saved yet" not in first.text
    card = await mia.click(first, "Keep these")
    for button in FROM_ZONE:
        card = await mia.click(card, button)
    for purpose in (NUDGE, TIP):
        await mia.slash("config channel clear", purpose=purpose)
    late = await mia.click(card, "Send a test post")
    assert "Your press did nothing" in late.text
    assert "Step 1 of 6" in late.text
    assert "Step 1 of 6" in (await mia.slash("config setup")).text
    for channel in (NUDGES, TIPS):
        assert await stage.posts(channel, count=0) == []


async def test_what_others_set_meanwhile_is_not_overwritten(stage: Stage):
    mia, world = stage.mia, stage.server.world
    [guild] = world.guilds.values()
    moderator = guild.role_named("Moderator")["id"]
    world.members.edit(guild, stage.ben.id, roles=[moderator])
    card = await choose_channels(stage, await mia.slash("config setup"))
    for button in FROM_ZONE[:-1]:
        card = await mia.click(card, button)
    await stage.ben.slash("config channel set", purpose=TIP, channel=stage.channel("general"))
    await stage.ben.slash("config schedule set", purpose=TIP, time="07:15")
    late = await mia.click(card, "Save")
    assert "somebody changed the settings with other commands" in late.text
    assert "Step 5 of 6" in late.text
    assert f"<#{stage.channel('general')}> · Thursdays at 07:15" in late.text
    assert f"<#{stage.channel(TIPS)}> · Thursdays at 07:15" in late.text
    shown = (await mia.slash("config show")).text
    assert f"<#{stage.channel('general')}>" in shown
    assert "Step 6 of 6" in (await mia.click(late, "Save")).text
    assert f"<#{stage.channel('general')}>" not in (await mia.slash("config show")).text


async def test_a_set_up_is_given_up(stage: Stage):
    mia = stage.mia
    begun = await mia.slash("config setup")
    assert "Discard" not in begun.buttons
    card = await choose_channels(stage, begun)
    discarded = await mia.click(card, "Discard")
    assert "nothing was changed" in discarded.text
    assert "</config setup:" in discarded.text
    assert "set-up was left" not in (await mia.slash("config check")).text
    card = await choose_channels(stage, await mia.slash("config setup"))
    check = await mia.slash("config check")
    zone = await mia.click(card, "Keep this")
    late = await mia.click(check, "Discard the set-up")
    assert "Step 3 of 6" in late.text
    check = await mia.click(check, "Check again")
    assert "Set-up discarded" in (await mia.click(check, "Discard the set-up")).text
    assert "Step 1 of 6" in (await mia.click(zone, "Keep these")).text
    assert "no channel yet" in (await mia.slash("config show")).text
