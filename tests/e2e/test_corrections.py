"""What is refused is kept: every command and form is corrected without typing it again."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from playground.reply import Reply
from playground.server import PlaygroundServer
from tests.e2e.stage import Stage, raise_curtain
from tests.e2e.test_setup import TIPS

WHAT, DUE, WHICH = "What do you want to reach?", "By when?", "For which certification?"


def held(form: Reply) -> dict[str, Any]:
    """Return what a form holds by the keys of its fields; of a choice the chosen value."""
    assert form.modal is not None
    fields = [label["component"] for label in form.modal["components"]]
    return {one["custom_id"]: one.get("value") or _chosen(one) for one in fields}


def _chosen(field: dict[str, Any]) -> str:
    return "".join(one["value"] for one in field.get("options", ()) if one.get("default"))


async def test_a_moderators_command_is_corrected_in_a_form_of_its_options(stage: Stage):
    mia = stage.mia
    await mia.slash("config channel set", purpose="trend-tip", channel=stage.channel(TIPS))
    typed: dict[str, Any] = {"purpose": "trend-tip", "day": 3, "timezone": "Rome"}
    refused = await mia.slash("config schedule set", time="25:00", **typed)
    assert "25:00" in refused.text
    form = await mia.click(refused, "Correct it")
    assert held(form) == {
        "purpose": "trend-tip",
        "day": "3",
        "time": "25:00",
        "timezone": "Rome",
    }
    again = await mia.submit(form, time="9:75")
    assert "9:75" in again.text
    saved = await mia.submit(await mia.click(again, "Correct it"), time="9:45")
    assert "Thursdays at 09:45" in saved.plain_text
    assert "Europe/Rome" in saved.plain_text


async def test_a_form_of_options_is_refused_to_whoever_may_not_run_the_command(stage: Stage):
    mia = stage.mia
    refused = await mia.slash("config schedule set", purpose="trend-tip", time="25:00")
    form = await mia.click(refused, "Correct it")
    stolen = await stage.ana.click(refused, "Correct it")
    assert stolen.modal is None
    [guild] = stage.server.world.guilds.values()
    stage.server.world.members.edit(guild, mia.id, roles=[])
    said = await mia.submit(form, time="9:45")
    assert "Manage Server" in said.plain_text


async def test_all_that_was_typed_is_kept_where_a_form_has_no_room_for_it(stage: Stage):
    ana = stage.ana
    typed: dict[str, Any] = {
        "stage": "educational-background",
        "role": "technical-project-manager",
        "skill": "agile",
        "certification": "pmp",
        "earned": "5 march 2024",
        "cycle": "31 february 2024",
    }
    refused = await ana.slash("me profile", **typed)
    assert "31 february" in refused.text
    form = await ana.click(refused, "Correct it")
    shown = held(form)
    assert len(shown) == 5
    # The sixth goes along unseen: the shortest.
    assert typed.items() - shown.items() == {("certification", "pmp")}
    saved = await ana.submit(form, cycle="1 april 2024")
    for told in ("Technical Project Manager", "PMP", "2024-03-05", "2024-04-01"):
        assert told in saved.plain_text


async def test_a_form_of_options_can_be_sent_after_a_restart(
    playground: PlaygroundServer, tmp_path: Path
):
    async with AsyncExitStack() as first:
        stage = await raise_curtain(playground, tmp_path, first)
        refused = await stage.ana.slash("me settings", timezone="Rome", quiet_from="25:00")
        form = await stage.ana.click(refused, "Correct it")
    async with AsyncExitStack() as second:
        stage = await raise_curtain(playground, tmp_path, second)
        saved = await stage.ana.submit(form, quiet_from="10pm", quiet_until="7")
        assert "22:00" in saved.plain_text
        assert "Europe/Rome" in saved.plain_text


async def test_a_command_that_asks_for_more_goes_on_from_its_correction(stage: Stage):
    ana = stage.ana
    await ana.slash("goal add", title="Read the guide")
    refused = await ana.slash("goal drop", goal="zzqx unheard of")
    corrected = await ana.submit(await ana.click(refused, "Correct it"), goal="read")
    dropped = await ana.submit(await ana.click(corrected, "Go on"))
    assert "Read the guide" in dropped.text
    assert "Read the guide" not in (await ana.slash("goal list")).text


@pytest.mark.parametrize(
    ("field", "typed", "chosen", "told"),
    [
        (DUE, "2/3/2027", "2027-03-02", "due 2027-03-02"),
        (WHICH, "prince", "PRINCE2 Foundation", "PRINCE2 Foundation"),
    ],
)
async def test_what_can_mean_two_things_in_a_form_is_chosen_with_one_press(
    stage: Stage, field: str, typed: str, chosen: str, told: str
):
    ana = stage.ana
    asked = await ana.submit(await ana.slash("goal add"), **{WHAT: "Pass", field: typed})
    button = next(one for one in asked.buttons if chosen in one or "2 March" in one)
    added = await ana.click(asked, button)
    assert "Pass" in added.text
    assert told in added.plain_text


async def test_what_is_left_as_it_was_in_a_form_is_not_asked_about(stage: Stage):
    ana = stage.ana
    added = await ana.slash("goal add", title="Pass", certification="pmp", due=stage.day(3))
    saved = await ana.submit(await ana.click(added, "Edit"), **{WHAT: "Pass it"})
    assert "Pass it" in saved.text
    assert "in 3 days" in saved.text
