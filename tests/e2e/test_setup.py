"""The guided set-up: from an empty server to a test post, left, shared and taken away mid-way."""

from __future__ import annotations

from datetime import timedelta

from playground import permissions as may
from playground.reply import Reply, until
from tests.e2e.stage import Stage

NUDGES, TIPS = "weekly-nudges", "trend-tips"


def weekday(stage: Stage, ahead: int) -> str:
    return str((stage.server.clock.now() + timedelta(days=ahead)).weekday())


async def choose_channels(stage: Stage, card: Reply, **channels: str) -> Reply:
    form = await stage.mia.click(card, "Choose channels")
    return await stage.mia.submit(
        form,
        **{
            "Weekly nudge": stage.channel(channels.get("nudge", NUDGES)),
            "Trend tip": stage.channel(channels.get("tip", TIPS)),
        },
    )


def interactions(stage: Stage) -> int:
    """Count what people did so far: commands, presses and forms."""
    return sum(frame.name == "INTERACTION_CREATE" for frame in stage.server.wire.frames)


async def test_everybody_is_no_mentor(stage: Stage):
    card = await choose_channels(stage, await stage.mia.slash("config setup"))
    for button in ("Keep this", "Keep these"):
        card = await stage.mia.click(card, button)
    [guild] = stage.server.world.guilds
    form = await stage.mia.click(card, "Choose the role")
    refused = await stage.mia.submit(form, **{"The role of your mentors": guild})
    assert "Everybody has this role" in refused.text
    assert "Skip" in (await stage.mia.slash("config setup")).buttons


async def test_from_nothing_to_a_test_post(stage: Stage):
    card = await stage.mia.slash("config setup")
    assert card.ephemeral
    assert "Step 1 of 6" in card.text
    assert "Keep these" not in card.buttons
    zone = await choose_channels(stage, card)
    form = await stage.mia.click(zone, "Choose the time zone")
    times = await stage.mia.submit(form, **{"In which time zone?": "europe/rome"})
    assert "Mondays at 09:00 (Europe/Rome)" in times.text
    form = await stage.mia.click(times, "Choose days and times")
    mentors = await stage.mia.submit(
        form,
        **{
            "Weekly nudge: on which day?": weekday(stage, 1),
            "Weekly nudge: at what local time?": "18:30",
            "Trend tip: on which day?": weekday(stage, 2),
            "Trend tip: at what local time?": "09:00",
        },
    )
    form = await stage.mia.click(mentors, "Choose the role")
    [guild] = stage.server.world.guilds.values()
    [role] = [role["id"] for role in guild.roles.values() if role["name"] == "Mentor"]
    preview = await stage.mia.submit(form, **{"The role of your mentors": role})
    assert "Nothing is saved yet" in preview.text
    assert f"<@&{role}>" in preview.text
    [nudge] = await until(preview.world, lambda: preview.followups or None, 5) or []
    assert "This week's nudge" in nudge.text
    saved = await stage.mia.click(preview, "Save")
    assert await stage.posts(NUDGES, count=0) == []
    done = await stage.mia.click(saved, "Send a test post")
    assert len(await stage.posts(NUDGES, count=1)) == 1
    assert 0 < interactions(stage) < 12
    assert "Next 5 posts" in done.text
    assert done.text.count("18:30 (Europe/Rome)") >= 3
    shown = (await stage.mia.slash("config show")).text
    assert "s at 18:30 (Europe/Rome)" in shown
    assert f"<@&{role}>" in shown

    # An old button of a set-up that is over posts nothing more.
    again = await stage.mia.click(saved, "Send a test post")
    assert "Your press did nothing" in again.text
    assert len(await stage.posts(NUDGES, count=1)) == 1


async def test_every_permission_is_checked_before_anything_is_saved(stage: Stage):
    world = stage.server.world
    [guild] = world.guilds.values()
    world.members.edit(guild, world.bot["id"], roles=[])
    everything = int(guild.roles[guild.id]["permissions"])
    lacking = (may.EMBED_LINKS, may.READ_MESSAGE_HISTORY, may.SEND_MESSAGES)
    names = ("Embed Links", "Read Message History", "Send Messages")
    card = await stage.mia.slash("config setup")
    for missing, name in zip(lacking, names, strict=True):
        world.edit_role(guild, guild.id, permissions=str(everything & ~missing))
        card = await choose_channels(stage, card)
        assert "Step 1 of 6" in card.text
        assert name in card.text
        assert "Keep these" not in card.buttons
    hidden = await choose_channels(stage, card, tip="mods-only")
    assert "Step 1 of 6" in hidden.text
    world.edit_role(guild, guild.id, permissions=str(everything))
    mended = await choose_channels(stage, hidden)
    assert "Step 2 of 6" in mended.text


async def test_it_resumes_where_it_was_left_a_week_ago(stage: Stage):
    left = await choose_channels(stage, await stage.mia.slash("config setup"))
    stage.server.clock.advance(timedelta(days=7))
    resumed = await stage.mia.slash("config setup")
    assert "Step 2 of 6" in resumed.text
    assert f"<#{stage.channel(NUDGES)}>" in resumed.text
    assert "Step 1 of 6" in (await stage.mia.click(left, "Back")).text


async def test_two_moderators_do_not_undo_each_other(stage: Stage):
    world = stage.server.world
    [guild] = world.guilds.values()
    moderator = next(role for role in guild.roles.values() if role["name"] == "Moderator")
    world.members.edit(guild, stage.ben.id, roles=[moderator["id"]])
    bens = await stage.ben.slash("config setup")
    mias = await choose_channels(stage, await stage.mia.slash("config setup"))
    assert "Step 2 of 6" in mias.text
    late = await stage.ben.click(bens, "Choose channels")
    assert "meanwhile somebody was at these steps: Channels" in late.text
    assert "Step 2 of 6" in late.text
    form = await stage.ben.click(late, "Choose the time zone")
    await stage.mia.click(mias, "Back")
    stale = await stage.ben.submit(form, **{"In which time zone?": "Asia/Tokyo"})
    assert "Step 1 of 6" in stale.text
    assert "Asia/Tokyo" not in stale.text


async def test_who_lost_the_permission_mid_way_changes_nothing(stage: Stage):
    world = stage.server.world
    [guild] = world.guilds.values()
    card = await stage.mia.slash("config setup")
    form = await stage.mia.click(card, "Choose channels")
    roles = guild.members[stage.mia.id]["roles"]
    world.members.edit(guild, stage.mia.id, roles=[])
    for refused in (
        await stage.mia.submit(form, **{"Weekly nudge": stage.channel(NUDGES)}),
        await stage.mia.click(card, "Choose channels"),
    ):
        assert refused.ephemeral
        assert "Manage Server" in refused.text
    world.members.edit(guild, stage.mia.id, roles=roles)
    assert "Step 1 of 6" in (await stage.mia.slash("config setup")).text


async def test_bad_values_lose_nothing(stage: Stage):
    card = await stage.mia.slash("config setup")
    form = await stage.mia.click(card, "Choose channels")
    nothing = await stage.mia.submit(form)
    assert "Choose a channel for at least one" in nothing.text
    zone = await choose_channels(stage, card)
    form = await stage.mia.click(zone, "Choose the time zone")
    unknown = await stage.mia.submit(form, **{"In which time zone?": "Rome, Italy"})
    assert "That time zone is not known" in unknown.text
    assert "Europe/Rome" in unknown.text
    assert "Step 2 of 6" in (await stage.mia.slash("config setup")).text


async def test_a_channel_deleted_after_the_set_up(stage: Stage):
    card = await choose_channels(stage, await stage.mia.slash("config setup"))
    for button in ("Keep this", "Keep these", "Skip"):
        card = await stage.mia.click(card, button)
    world = stage.server.world
    world.delete_channel(stage.channel(TIPS))
    stopped = await stage.mia.click(card, "Save")
    assert "Step 1 of 6" in stopped.text
    assert "gone or hidden" in stopped.text
    assert "Choose another at this step: Channels" in stopped.text
    assert "no channel yet" in (await stage.mia.slash("config show")).text
