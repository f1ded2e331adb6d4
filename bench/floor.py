"""The floor: a bare discord.py bot that answers every command with a card of fixed words.

Usage: ``python -m bench.floor API_URL GATEWAY_URL TOKEN SHAPES`` where SHAPES is a file of JSON:
text, sections and buttons of our own card by command and by what was asked, so that both bots send
equally much.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

_SENTENCE = "A fixed sentence that is as long as any other of its kind. "
_SHAPES: dict[str, dict[str, dict[str, int]]] = {}


def _card(command: str, asked: str) -> discord.ui.LayoutView:
    """Build a card with as much text, as many sections and as many buttons as ours."""
    shape = _SHAPES[command][asked]
    sections, buttons = shape["sections"], shape["buttons"]
    text = (_SENTENCE * 80)[: max(shape["text"] // (sections + 1), 1)]
    container = discord.ui.Container[Any](discord.ui.TextDisplay[Any](text))
    for number in range(sections):
        button = discord.ui.Button[Any](label="Open", custom_id=f"floor:section:{number}")
        container.add_item(discord.ui.Section[Any](text, accessory=button))
    for first in range(0, buttons, 5):
        row = discord.ui.ActionRow[Any]()
        for number in range(first, min(first + 5, buttons)):
            label = f"Button {number}"
            row.add_item(discord.ui.Button[Any](label=label, custom_id=f"floor:{number}"))
        container.add_item(row)
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()
    return view


async def _answer(interaction: discord.Interaction[Any], command: str, asked: str = "") -> None:
    await interaction.response.send_message(view=_card(command, asked), ephemeral=True)


def _commands(tree: app_commands.CommandTree[Any]) -> None:
    cert = app_commands.Group(name="cert", description="Certifications")
    goal = app_commands.Group(name="goal", description="Goals")
    mentor = app_commands.Group(name="mentor", description="Mentors")

    @cert.command()
    async def info(interaction: discord.Interaction, name: str) -> None:
        """Look up one certification."""
        await _answer(interaction, "cert info", name)

    @info.autocomplete("name")
    async def suggest(
        interaction: discord.Interaction, text: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest always the same."""
        return [app_commands.Choice(name=f"Certification {n}", value=str(n)) for n in range(4)]

    @tree.command()
    async def find(interaction: discord.Interaction, query: str) -> None:
        """Search everything."""
        await _answer(interaction, "find", query)

    @goal.command()
    async def add(interaction: discord.Interaction, title: str) -> None:
        """Add a goal."""
        await _answer(interaction, "goal add", title)

    @goal.command(name="list")
    async def list_goals(interaction: discord.Interaction) -> None:
        """List goals."""
        await _answer(interaction, "goal list")

    @mentor.command(name="find")
    async def find_mentor(interaction: discord.Interaction, topic: str) -> None:
        """Look for a mentor."""
        await _answer(interaction, "mentor find", topic)

    tree.add_command(cert)
    tree.add_command(goal)
    tree.add_command(mentor)


class Floor(discord.Client):
    """A client with nothing but these commands."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            guild_ready_timeout=0.05,
        )
        self.tree = app_commands.CommandTree(self)
        _commands(self.tree)

    async def setup_hook(self) -> None:
        """Publish the commands."""
        await self.tree.sync()


if __name__ == "__main__":
    _, api, gateway, token, shapes = sys.argv
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    _SHAPES.update(json.loads(Path(shapes).read_text(encoding="utf-8")))
    Floor().run(token, log_handler=None)
