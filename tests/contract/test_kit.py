"""The playground in somebody else's project: fixtures, the report of a failure, the example."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import playground

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "playground.md"
README = ROOT / "playground" / "README.md"
SETTINGS = "[pytest]\nasyncio_mode = {}\nasyncio_default_fixture_loop_scope = function\n"
BOT = """
import discord
from discord import app_commands


class Bot(discord.Client):
    def __init__(self):
        super().__init__(intents=discord.Intents.default(), guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(hello)

    async def setup_hook(self):
        await self.tree.sync()


@app_commands.command(description="Greets")
async def hello(interaction: discord.Interaction, name: str):
    await interaction.response.send_message(f"Hello {name}", ephemeral=True)
    try:
        await interaction.channel.send("x" * 2001)
    except discord.HTTPException:
        pass
"""


def run(pytester: pytest.Pytester, tests: str, mode: str = "auto") -> pytest.RunResult:
    pytester.makepyfile(hello_bot=BOT, test_it=tests)
    pytester.makeini(SETTINGS.format(mode))
    return pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider")


@pytest.mark.parametrize(("guide", "mode"), [(GUIDE, "auto"), (GUIDE, "strict"), (README, "auto")])
def test_the_guides_example_works_as_it_stands(pytester: pytest.Pytester, guide: Path, mode: str):
    text = guide.read_text(encoding="utf-8")
    example, *_others = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(example.splitlines()) <= 20
    run(pytester, example, mode).assert_outcomes(passed=1)


def test_a_failure_shows_what_people_saw_and_what_was_refused(pytester: pytest.Pytester):
    tests = """
from hello_bot import Bot

async def test_fails(playground, playground_bot):
    async with playground_bot(Bot()):
        reply = await playground.person("Ana").slash("hello", name="Ana")
        assert reply.text == "Good morning"
"""
    result = run(pytester, tests)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*playground: what people saw*",
            "#general",
            "*(only you): Hello Ana*",
            "*playground: what Discord refused*",
            "400 POST /channels/*/messages: *50035*",
        ]
    )


def test_another_world_and_many_guilds(pytester: pytest.Pytester):
    tests = """
import pytest
from hello_bot import Bot
from playground import World

@pytest.fixture
def playground_world():
    world = World(bot_name="Club Bot")
    world.add_guilds(50, channels=1)
    return world

async def test_guilds(playground, playground_bot):
    bot = Bot()
    async with playground_bot(bot):
        assert (len(bot.guilds), bot.user.name) == (50, "club-bot")
"""
    run(pytester, tests).assert_outcomes(passed=1)


def test_the_guide_tells_every_public_name():
    told = set(re.findall(r"`(\w+)`", GUIDE.read_text(encoding="utf-8")))
    assert set(playground.__all__) - told == set()


def test_the_plugin_costs_next_to_nothing_where_it_is_not_used():
    code = (
        "import sys; import playground.pytest_plugin; "
        "print(sorted({'discord', 'aiohttp', 'yaml'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_pytest_starts_where_pytest_asyncio_is_missing():
    code = (
        "import sys; sys.modules['pytest_asyncio'] = None; "
        "import playground.pytest_plugin as plugin; print(plugin.async_fixture.__module__)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("_pytest")
