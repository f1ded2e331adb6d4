"""Moderators see figures of their community that name nobody."""

from __future__ import annotations

from bot.model import MemberId
from tests.e2e.stage import Stage


async def test_figures_name_nobody_and_hide_small_groups(stage: Stage):
    mia, world = stage.mia, stage.server.world
    assert "Manage Server" in (await stage.ana.slash("config stats", force=True)).text
    place = stage.channel("trend-tips")
    await mia.slash("config channel set", purpose="trend-tip", channel=place)
    await stage.move(days=14)
    await stage.posts("trend-tips", count=2)
    guild = next(iter(world.guilds.values()))
    people = [stage.ana, stage.ben]
    for number in range(3):
        user = world.add_user(f"learner-{number}")
        world.add_member(guild, user)
        people.append(stage.person(user["id"]))
    outsider = world.add_user("outsider")
    goals = stage.bot.client.services.goals
    await goals.add(MemberId(f"discord:{outsider['id']}"), "Elsewhere", None, None)
    for person in people[:4]:
        await person.slash("goal add", title="Read the guide", where="general")
    few = await mia.slash("config stats")
    assert few.ephemeral
    assert "at least" not in few.plain_text
    assert few.plain_text.count(": fewer than 5 members") == 5
    assert "Arrived: 2" in few.plain_text
    await people[4].slash("goal add", title="Read the guide", where="general")
    assert "at least" not in (await mia.slash("config stats")).plain_text
    await stage.move(days=1)
    told = await mia.slash("config stats")
    assert told.plain_text.count("at least 5") == 2
    assert told.plain_text.count(": fewer than 5 members") == 3
    assert "Read the guide" not in told.text
    assert not any(person.user["username"] in told.text for person in people)
