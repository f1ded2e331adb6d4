"""Commands that Discord would refuse are refused, each for its own reason."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot


def command(name: str = "ok", **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "A command", "type": 1, **more}


def option(name: str = "x", kind: int = 3, **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "An option", "type": kind, **more}


def choices(count: int) -> list[dict[str, Any]]:
    return [{"name": str(n), "value": str(n)} for n in range(count)]


GROUP_IN_GROUP = option("a", 2, options=[option("b", 2, options=[option("c", 1)])])
LONG_CHOICES = [{"name": "x" * 90, "value": str(n) * 50} for n in range(9)]

BAD: dict[str, list[dict[str, Any]]] = {
    "upper case": [command("Bad")],
    "space": [command("a b")],
    "long name": [command("x" * 33)],
    "no description": [{"name": "ok", "type": 1}],
    "long description": [command(description="x" * 101)],
    "same name": [command(), command()],
    "too many": [command(f"c{n}") for n in range(101)],
    "too many menus": [{"name": f"Menu {n}", "type": 2} for n in range(16)],
    "required after optional": [command(options=[option("a"), option("b", required=True)])],
    "same option": [command(options=[option(), option()])],
    "too many options": [command(options=[option(f"o{n}") for n in range(26)])],
    "too many choices": [command(options=[option(choices=choices(26))])],
    "choices and autocomplete": [command(options=[option(choices=choices(1), autocomplete=True)])],
    "choice of wrong type": [command(options=[option(kind=4, choices=choices(1))])],
    "mixed subcommands": [command(options=[option("a", 1), option("b", 3)])],
    "too deep": [command(options=[GROUP_IN_GROUP])],
    "too large": [command(options=[option(f"o{n}", choices=LONG_CHOICES) for n in range(7)])],
}


@pytest.mark.parametrize("name", BAD)
async def test_refused(playground: PlaygroundServer, bot: SampleBot, name: str):
    before = playground.world.commands_for(None)
    assert bot.application_id
    with pytest.raises(discord.HTTPException) as caught:
        await bot.http.bulk_upsert_global_commands(bot.application_id, BAD[name])
    assert (caught.value.status, caught.value.code) == (400, 50035)
    assert playground.world.commands_for(None) == before


async def test_single_commands_are_added_changed_and_removed(
    playground: PlaygroundServer, bot: SampleBot
):
    app = bot.application_id or 0
    payload: Any = command("grüß-gott")
    added: Any = await bot.http.upsert_global_command(app, payload)
    payload["description"] = "Two"
    same: Any = await bot.http.upsert_global_command(app, payload)
    assert added["id"] == same["id"]
    changed: Any = await bot.http.edit_global_command(app, added["id"], {"description": "Three"})
    assert changed["description"] == "Three"
    await bot.http.delete_global_command(app, added["id"])
    with pytest.raises(discord.NotFound):
        await bot.http.get_global_command(app, added["id"])
