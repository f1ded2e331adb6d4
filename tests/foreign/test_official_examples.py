"""discord.py's own example bots, unchanged, if DISCORD_PY_EXAMPLES names their folder.

They are not ours to keep here: ``git clone https://github.com/Rapptz/discord.py``, then set the
variable to its ``examples`` folder. Where an example says "replace with your guild id", that is
the one thing done to it.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from playground.person import Person
from playground.seed import CHANNELS, GUILD_ID
from playground.server import PlaygroundServer
from tests.foreign.launching import launched

FOLDER = os.environ.get("DISCORD_PY_EXAMPLES", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="DISCORD_PY_EXAMPLES names no folder")
Dialogue = Callable[[PlaygroundServer, Person], Awaitable[None]]


async def slash_commands(server: PlaygroundServer, ana: Person) -> None:
    assert (await ana.slash("hello")).text == f"Hi, {ana.mention}"
    assert (await ana.slash("add", first_value=2, second_value=3)).text == "2 + 3 = 5"
    said = await ana.slash("send", text="hello there")
    assert said.text == "hello there"
    assert "joined <t:" in (await ana.slash("joined", member="ben")).text
    assert "joined at" in (await ana.menu("Show Join Date", server.person("ben"))).text
    thanks = await ana.menu("Report to Moderators", said)
    assert thanks.ephemeral
    reported = (await ana.posts("trend-tips"))[-1]
    assert "Reported Message" in reported.text
    assert "Go to Message" in reported.buttons


async def modal(_: PlaygroundServer, ana: Person) -> None:
    form = await ana.slash("feedback")
    # Opened once more, so that discord.py has read Discord's answer to the first form.
    await ana.slash("feedback")
    thanks = await ana.submit(form, Name="Ana")
    assert thanks.text == "Thanks for your feedback, Ana!"


async def buttons(_: PlaygroundServer, ana: Person) -> None:
    ana.says("$ask", where="general")
    [asked] = await ana.posts("general")
    assert (await ana.click(asked, "Confirm")).text == "Confirming"


async def dropdown(_: PlaygroundServer, ana: Person) -> None:
    ana.says("$colour", where="general")
    [asked] = await ana.posts("general")
    chosen = await ana.choose(asked, "Choose your favourite colour...", "Green")
    assert chosen.text == "Your favourite colour is Green"


async def persistent(server: PlaygroundServer, _: Person) -> None:
    owner = server.person("ana")
    owner.says("$prepare", where="general")
    [asked] = await owner.posts("general")
    assert (await owner.click(asked, "Red")).text == "This is red."


async def dynamic(server: PlaygroundServer, ana: Person) -> None:
    ana.says(f"<@{server.world.bot['id']}> counter", where="general")
    [asked] = await ana.posts("general")
    once = await ana.click(asked, "Total: 0")
    assert (await ana.click(once, "Total: 1")).buttons == ["Total: 2"]


EXAMPLES: dict[str, Dialogue] = {
    "app_commands/basic.py": slash_commands,
    "modals/basic.py": modal,
    "views/confirm.py": buttons,
    "views/dropdown.py": dropdown,
    "views/persistent.py": persistent,
    "views/dynamic_counter.py": dynamic,
}


@pytest.mark.parametrize("name", EXAMPLES)
async def test_an_example_works(playground: PlaygroundServer, tmp_path: Path, name: str):
    text = (Path(FOLDER) / name).read_text(encoding="utf-8")
    for old, new in (
        ("Object(id=0)", f"Object(id={GUILD_ID})"),
        ("Object(0)", f"Object({GUILD_ID})"),
        ("get_channel(0)", f"get_channel({CHANNELS['trend-tips']})"),
    ):
        text = text.replace(old, new)
    script = tmp_path / Path(name).name
    script.write_text(text, encoding="utf-8")
    playground.world.application["owner"] = playground.person("ana").user
    async with launched(playground, script):
        await EXAMPLES[name](playground, playground.person("ana"))
