"""The set-up in one form: from an empty server to a test post, by any moderator, at any time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from playground import permissions as may
from playground.forms import submission
from playground.interactions import MODAL
from playground.invocations import Place
from playground.reply import Reply, until
from playground.server import PlaygroundServer
from tests.e2e.stage import Stage, raise_curtain

NUDGES, TIPS = "weekly-nudges", "trend-tips"
NUDGE, TIP, ZONE, TIME = "Weekly nudge", "Trend tip", "In which time zone?", "At what local time?"
MENTORS = "The role of your mentors"


async def set_up(stage: Stage, **chosen: str | None) -> Reply:
    """Send the form of Mia's, with both posts unless something else (None: nothing) is chosen."""
    form = await stage.mia.slash("config setup")
    usual = {NUDGE: stage.channel(NUDGES), TIP: stage.channel(TIPS), ZONE: "UTC"}
    filled = {label: value for label, value in (usual | chosen).items() if value is not None}
    return await stage.mia.submit(form, **filled)


async def fill(stage: Stage, **chosen: str) -> Callable[[], Awaitable[Reply]]:
    """Fill in the form; return what sends it as it is."""
    form = await stage.mia.slash("config setup")
    assert form.modal is not None
    assert form.interaction is not None
    place = Place(stage.server.world, stage.mia.id, form.interaction.channel_id)
    data = submission(place, form.modal, {NUDGE: stage.channel(NUDGES), ZONE: "UTC"} | chosen)
    return lambda: stage.mia._do(MODAL, place, data, "sending the form", source=None)


def interactions(stage: Stage) -> int:
    """Count what people did so far: commands, presses and forms."""
    return sum(frame.name == "INTERACTION_CREATE" for frame in stage.server.wire.frames)


def mentor_role(stage: Stage) -> str:
    [guild] = stage.server.world.guilds.values()
    return guild.role_named("Mentor")["id"]


def make_moderator(stage: Stage) -> None:
    """Give Ben the role that Mia has."""
    [guild] = stage.server.world.guilds.values()
    moderator = guild.role_named("Moderator")["id"]
    stage.server.world.members.edit(guild, stage.ben.id, roles=[moderator])


async def test_from_nothing_to_a_test_post(stage: Stage):
    role = mentor_role(stage)
    done = await set_up(stage, **{ZONE: "europe/rome", TIME: "18:30", MENTORS: role})
    assert done.ephemeral
    assert done.text.count("18:30 (Europe/Rome)") >= 3
    assert "Next 5 posts" in done.text
    assert f"<@&{role}>" in done.text
    [nudge] = await until(done.world, lambda: done.followups or None, 5) or []
    assert "This week's nudge" in nudge.text or "Trend tip" in nudge.text
    assert await stage.posts(NUDGES, count=0) == []
    tested = await stage.mia.click(done, "Send a test post")
    again = await stage.mia.click(done, "Send a test post")
    posted = [*await stage.posts(NUDGES, count=0), *await stage.posts(TIPS, count=0)]
    assert len(posted) == 1
    assert tested.ephemeral
    assert again.ephemeral
    assert 0 < interactions(stage) <= 5
    shown = (await stage.mia.slash("config show")).text
    assert "s at 18:30 (Europe/Rome)" in shown
    assert f"<@&{role}>" in shown


async def test_everybody_is_no_mentor(stage: Stage):
    [guild] = stage.server.world.guilds
    refused = await set_up(stage, **{MENTORS: guild})
    assert "Everybody has this role" in refused.text
    assert "no channel yet" in (await stage.mia.slash("config show")).text
    form = await stage.mia.click(refused, "Correct it")
    assert stage.channel(TIPS) in str(form.modal)
    saved = await stage.mia.submit(form, **{MENTORS: mentor_role(stage)})
    assert "All set" in saved.text


async def test_every_permission_is_checked_before_anything_is_saved(stage: Stage):
    world = stage.server.world
    [guild] = world.guilds.values()
    world.members.edit(guild, world.bot["id"], roles=[])
    everything = int(guild.roles[guild.id]["permissions"])
    lacking = (may.EMBED_LINKS, may.READ_MESSAGE_HISTORY, may.SEND_MESSAGES)
    names = ("Embed Links", "Read Message History", "Send Messages")
    for missing, name in zip(lacking, names, strict=True):
        world.edit_role(guild, guild.id, permissions=str(everything & ~missing))
        refused = await set_up(stage)
        assert name in refused.text
        assert "no channel yet" in (await stage.mia.slash("config show")).text
    hidden = await set_up(stage, **{TIP: stage.channel("mods-only")})
    assert "Correct it" in hidden.buttons
    world.edit_role(guild, guild.id, permissions=str(everything))
    assert "All set" in (await set_up(stage)).text


async def test_bad_values_lose_nothing(stage: Stage):
    nothing = await set_up(stage, **{NUDGE: None, TIP: None})
    assert "Choose a channel for at least one" in nothing.text
    unknown = await set_up(stage, **{ZONE: "Roome", TIME: "18:30"})
    assert "I know no time zone “Roome”" in unknown.text
    assert "Europe/Rome" in unknown.buttons
    form = await stage.mia.click(unknown, "Correct it")
    assert "18:30" in str(form.modal)
    assert "All set" in (await stage.mia.submit(form, **{ZONE: "Europe/Rome"})).text
    assert "18:30 (Europe/Rome)" in (await stage.mia.slash("config show")).text


async def test_who_lost_the_permission_while_the_form_was_open_changes_nothing(stage: Stage):
    world = stage.server.world
    [guild] = world.guilds.values()
    form = await stage.mia.slash("config setup")
    roles = guild.members[stage.mia.id]["roles"]
    world.members.edit(guild, stage.mia.id, roles=[])
    refused = await stage.mia.submit(form, **{NUDGE: stage.channel(NUDGES), ZONE: "UTC"})
    assert refused.ephemeral
    assert "Manage Server" in refused.text
    world.members.edit(guild, stage.mia.id, roles=roles)
    assert "no channel yet" in (await stage.mia.slash("config show")).text


async def test_a_channel_deleted_while_the_form_was_open(stage: Stage):
    send = await fill(stage, **{TIP: stage.channel(TIPS)})
    stage.server.world.delete_channel(stage.channel(TIPS))
    refused = await send()
    assert "gone or hidden" in refused.text
    assert "Trend tip" in refused.text
    assert "no channel yet" in (await stage.mia.slash("config show")).text


async def test_what_others_set_meanwhile_is_shown_and_one_press_decides(stage: Stage):
    make_moderator(stage)
    await set_up(stage, **{TIME: "09:00"})
    mias, bens = await stage.mia.slash("config setup"), await stage.ben.slash("config setup")
    general = stage.channel("general")
    # Different fields: both hold.
    await stage.ben.submit(bens, **{TIP: general})
    both = await stage.mia.submit(mias, **{TIME: "10:15"})
    assert "All set" in both.text
    assert f"<#{general}>" in both.text
    assert "at 10:15" in both.text
    # The same field: neither is lost.
    mias, bens = await stage.mia.slash("config setup"), await stage.ben.slash("config setup")
    await stage.ben.submit(bens, **{TIME: "11:00"})
    overtaken = await stage.mia.submit(mias, **{TIME: "12:00"})
    assert "changed meanwhile" in overtaken.text
    assert "11:00" in overtaken.text
    assert "12:00" in overtaken.text
    assert "at 11:00" in (await stage.mia.slash("config show")).text
    # Decided is what the card shows: changed once more, it is shown once more.
    await stage.ben.submit(await stage.ben.slash("config setup"), **{TIME: "13:00"})
    again = await stage.mia.click(overtaken, "Save mine instead")
    assert "13:00" in again.text
    assert "All set" in (await stage.mia.click(again, "Save mine instead")).text
    assert "at 12:00" in (await stage.mia.slash("config show")).text


async def test_posts_that_differ_stay_so(stage: Stage):
    await set_up(stage, **{ZONE: "Europe/Rome", TIME: "09:00"})
    await stage.mia.slash(
        "config schedule set", purpose="trend-tip", time="18:00", timezone="Asia/Tokyo"
    )
    saved = await stage.mia.submit(
        await stage.mia.slash("config setup"), **{MENTORS: mentor_role(stage)}
    )
    assert "at 09:00 (Europe/Rome)" in saved.text
    assert "at 18:00 (Asia/Tokyo)" in saved.text


async def test_a_zone_that_a_moderator_told_of_themselves_is_offered(stage: Stage):
    await stage.mia.slash("me settings", timezone="Asia/Kolkata")
    form = await stage.mia.slash("config setup")
    assert "Asia/Kolkata" in str(form.modal)
    done = await stage.mia.submit(form, **{NUDGE: stage.channel(NUDGES)})
    assert "09:00 (Asia/Kolkata)" in done.text
    assert "not posted" in done.text


START, CHANNEL = "Post a start card", "In which channel?"


async def test_a_start_card_is_posted_once_and_can_be_taken_back(stage: Stage):
    done = await set_up(stage)
    general = stage.channel("general")
    form = await stage.mia.click(done, START)
    posted = await stage.mia.submit(form, **{CHANNEL: general})
    again = await stage.mia.submit(await stage.mia.click(done, START), **{CHANNEL: general})
    assert posted.ephemeral
    assert posted.text == again.text
    [card] = await stage.ana.posts("general", count=1)
    assert {"I'm new here", "See the six stages", "Ask a question", "Set a goal"} == set(
        card.buttons
    )
    assert card.message["mentions"] == []

    path = await stage.ana.click(card, "See the six stages")
    assert path.ephemeral
    assert "Where are you now?" in path.text
    assert (await stage.ben.click(card, "Set a goal")).modal is not None

    refused = await stage.ana.click(posted, "Take it back")
    assert "Manage Server" in refused.text
    assert len(await stage.ana.posts("general", count=1)) == 1
    await stage.mia.click(posted, "Take it back")
    await stage.mia.click(posted, "Take it back")
    assert await stage.ana.posts("general", count=0) == []


async def test_a_start_card_works_after_a_restart(playground: PlaygroundServer, tmp_path: Path):
    async with AsyncExitStack() as first:
        stage = await raise_curtain(playground, tmp_path, first)
        form = await stage.mia.click(await set_up(stage), START)
        await stage.mia.submit(form, **{CHANNEL: stage.channel("general")})
    playground.clock.advance(timedelta(days=400))
    async with AsyncExitStack() as second:
        stage = await raise_curtain(playground, tmp_path, second)
        [card] = await stage.ana.posts("general", count=1)
        assert (await stage.ana.click(card, "I'm new here")).modal is not None
        assert (await stage.ana.click(card, "Ask a question")).modal is not None
        assert (await stage.ana.click(card, "Set a goal")).modal is not None
        assert "Where are you now?" in (await stage.ana.click(card, "See the six stages")).text
        still = await stage.ben.posts("general", count=1)
        assert still[0].text == card.text
