"""A mentors' role that is gone is neither saved nor shown."""

from __future__ import annotations

from tests.e2e.stage import Stage
from tests.e2e.test_setup import MENTORS, fill, set_up


def new_role(stage: Stage) -> str:
    [guild] = stage.server.world.guilds.values()
    return stage.server.world.add_role(guild, "Guides")["id"]


def delete(stage: Stage, role: str) -> None:
    [guild] = stage.server.world.guilds.values()
    stage.server.world.delete_role(guild, role)


async def test_a_role_deleted_before_save_is_not_saved(stage: Stage):
    mia, role = stage.mia, new_role(stage)
    send = await fill(stage, **{MENTORS: role})
    delete(stage, role)
    refused = await send()
    assert "deleted meanwhile" in refused.text
    assert "no channel yet" in (await mia.slash("config show")).text


async def test_a_role_deleted_later_is_shown_to_nobody(stage: Stage):
    mia, role = stage.mia, new_role(stage)
    await set_up(stage, **{MENTORS: role})
    assert f"<@&{role}>" in (await stage.ana.slash("help")).text
    delete(stage, role)
    for told in (await stage.ana.slash("help"), await mia.slash("config show")):
        assert role not in told.text
    assert role not in str((await mia.slash("config setup")).modal)
    assert "role of your mentors was deleted" in (await mia.slash("config check")).text
