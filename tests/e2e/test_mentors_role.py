"""A mentors' role that is gone is neither saved nor shown."""

from __future__ import annotations

from playground.reply import Reply
from tests.e2e.stage import Stage
from tests.e2e.test_setup import choose_channels


async def preview_with_role(stage: Stage, role: str) -> Reply:
    card = await choose_channels(stage, await stage.mia.slash("config setup"))
    for button in ("Keep this", "Keep these"):
        card = await stage.mia.click(card, button)
    form = await stage.mia.click(card, "Choose the role")
    return await stage.mia.submit(form, **{"The role of your mentors": role})


def new_role(stage: Stage) -> str:
    [guild] = stage.server.world.guilds.values()
    return stage.server.world.add_role(guild, "Guides")["id"]


def delete(stage: Stage, role: str) -> None:
    [guild] = stage.server.world.guilds.values()
    stage.server.world.delete_role(guild, role)


async def test_a_role_deleted_before_save_is_not_saved(stage: Stage):
    mia, role = stage.mia, new_role(stage)
    preview = await preview_with_role(stage, role)
    assert f"<@&{role}>" in preview.text
    delete(stage, role)
    refused = await mia.click(preview, "Save")
    assert "deleted meanwhile" in refused.text
    assert "saved" not in (await mia.slash("config show")).text
    mentors = await mia.click(await mia.slash("config setup"), "Back")
    assert role not in mentors.text
    again = await mia.click(mentors, "Skip")
    saved = await mia.click(again, "Save")
    assert "Send a test post" in saved.buttons
    assert "</find:" in (await stage.ana.slash("help")).text


async def test_a_role_deleted_later_is_shown_to_nobody(stage: Stage):
    mia, role = stage.mia, new_role(stage)
    await mia.click(await preview_with_role(stage, role), "Save")
    assert f"<@&{role}>" in (await stage.ana.slash("help")).text
    delete(stage, role)
    for told in (
        await stage.ana.slash("help"),
        await mia.slash("config show"),
        await mia.slash("config setup"),
    ):
        assert role not in told.text
    assert "role of your mentors was deleted" in (await mia.slash("config check")).text
