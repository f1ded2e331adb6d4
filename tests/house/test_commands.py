"""The command tree, as the README tells it and as Discord will take it."""

from __future__ import annotations

import ast
import pkgutil
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

import cogs
from bot.app import build
from bot.config import Settings
from bot.demo import WELCOME
from bot.platforms.discord.client import MentorClient
from bot.replies.commands import PATHS
from tests.house.project import ROOT, sources
from tests.house.project import tree as parsed

Commands = dict[str, app_commands.Command[Any, ..., Any]]
_ROW = re.compile(r"^\| `/([a-z ]+)` \|", re.MULTILINE)


@pytest.fixture
async def tree(tmp_path: Path) -> AsyncIterator[app_commands.CommandTree[Any]]:
    """Every cog loaded into a client that never connects."""
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path / 'mentor.db'}")
    async with AsyncExitStack() as stack:
        client = (await build(settings, stack)).client
        for module in pkgutil.iter_modules(cogs.__path__, "cogs."):
            await client.load_extension(module.name)
        yield client.tree
        await client.close()


@pytest.fixture
def commands(tree: app_commands.CommandTree[Any]) -> Commands:
    return {
        command.qualified_name: command
        for command in tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }


def test_readme_lists_exactly_the_commands_there_are(commands: Commands):
    listed = _ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(commands)


def test_sentences_know_exactly_the_commands_there_are(commands: Commands):
    assert sorted(PATHS) == sorted(commands)


def test_the_demo_starts_with_commands_there_are(commands: Commands):
    assert {one.command for one in WELCOME.starters} <= set(commands)


def test_cogs_that_come_first_exist():
    assert set(cogs.FIRST) <= {module.name for module in pkgutil.iter_modules(cogs.__path__)}


def test_readme_describes_each_command_as_discord_shows_it(commands: Commands):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if _ROW.match(line)]
    differing = {
        name: command.description
        for name, command in commands.items()
        if not any(row.startswith(f"| `/{name}` |") and _says(row, command) for row in rows)
    }
    assert differing == {}


def _says(row: str, command: app_commands.Command[Any, ..., Any]) -> bool:
    return row.removesuffix(" |").endswith(f"| {command.description.rstrip('.')}")


def test_every_option_is_described(commands: Commands):
    undescribed = [
        f"/{name} {option.name}"
        for name, command in commands.items()
        for option in command.parameters
        if str(option.description) in ("", "…")
    ]
    assert undescribed == []


def test_what_moderators_set_needs_manage_server(tree: app_commands.CommandTree[Any]):
    config = tree.get_command("config")
    assert isinstance(config, app_commands.Group)
    assert config.default_permissions is not None
    assert config.default_permissions.manage_guild
    assert config.guild_only or config.allowed_contexts is not None


def test_every_button_has_a_handler(tree: app_commands.CommandTree[Any]):
    replies = sources("bot/replies", "bot/platforms/discord")
    verbs = {
        call.args[1].value
        for path in replies
        for call in ast.walk(parsed(path))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "Button"
        and len(call.args) > 1
        and isinstance(call.args[1], ast.Constant)
    }
    assert len(verbs) > 10
    client = tree.client
    assert isinstance(client, MentorClient)
    assert verbs <= client.dialogues.verbs


def test_discord_py_still_has_the_two_addresses_we_set():
    assert Route.BASE.startswith("http")
    assert str(DiscordWebSocket.DEFAULT_GATEWAY).startswith("ws")
