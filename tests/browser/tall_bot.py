"""A bot whose answers are as tall as they are asked to be."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from tests.contract.sample_bot import SampleBot


def lines(count: int, first: str) -> str:
    return "\n".join([first, *(f"line {number}" for number in range(2, count + 1))])


class Grower(ui.View):
    """A button at the end of its message that makes it taller."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        button = ui.Button[Any](label="Grow", custom_id="grow")
        button.callback = self.grow
        self.add_item(button)

    async def grow(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content=lines(80, "Grown"))


class TallBot(SampleBot):
    def __init__(self) -> None:
        super().__init__()

        @self.tree.command(name="tall", description="Answers in lines")
        async def tall(interaction: discord.Interaction, count: int, first: str = "first") -> None:
            await interaction.response.send_message(lines(count, first), ephemeral=True)

        @self.tree.command(name="parts", description="Answers in two messages")
        async def parts(interaction: discord.Interaction, count: int) -> None:
            await interaction.response.send_message(lines(count, "part one"))
            await interaction.followup.send("part two")

        @self.tree.command(name="later", description="Thinks, then answers in lines")
        async def later(interaction: discord.Interaction, count: int) -> None:
            await interaction.response.defer()
            await interaction.edit_original_response(content=lines(count, "thought"))

        @self.tree.command(name="grow", description="Grows when pressed")
        async def grow(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Small", view=Grower())
