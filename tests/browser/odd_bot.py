"""A bot whose every word is markup, and whose form takes files."""

from __future__ import annotations

import io
from typing import Any

import discord
from discord import app_commands, ui

from tests.contract.sample_bot import SampleBot

MARKUP = "<img src=x onerror=owned=1>"


class OddForm(ui.Modal, title=MARKUP):
    words = ui.TextDisplay[Any](MARKUP)
    story = ui.Label(
        text=f"Story {MARKUP}",
        description=MARKUP,
        component=ui.TextInput[Any](
            style=discord.TextStyle.paragraph, placeholder=MARKUP, min_length=3, max_length=200
        ),
    )
    kinds = ui.Label(
        text="Kinds",
        component=ui.CheckboxGroup[Any](
            options=[
                discord.CheckboxGroupOption(
                    label=f"{sign} {MARKUP}", value=sign, description=MARKUP
                )
                for sign in "ABC"
            ],
            max_values=2,
        ),
    )
    files = ui.Label(text="Files", component=ui.FileUpload[Any](max_values=2))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        story: Any = self.story.component
        kinds: Any = self.kinds.component
        files: Any = self.files.component
        back = [
            discord.File(io.BytesIO((await one.read())[::-1]), one.filename, description=MARKUP)
            for one in files.values
        ]
        await interaction.response.send_message(
            f"{story.value} {'+'.join(kinds.values)} {MARKUP}", files=back
        )


class OddCard(ui.LayoutView):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        opener = ui.Button[Any](label=f"Open {MARKUP}", custom_id=MARKUP)
        opener.callback = self.open
        self.choice = ui.Select[Any](
            custom_id=f"choice {MARKUP}",
            placeholder=f"Choose {MARKUP}",
            max_values=2,
            options=[
                discord.SelectOption(
                    label=f"{sign} {MARKUP}", value=f"{sign} {MARKUP}", description=MARKUP
                )
                for sign in "XYZ"
            ],
        )
        self.choice.callback = self.choose
        self.add_item(
            ui.Container(ui.TextDisplay(MARKUP), ui.ActionRow(opener), ui.ActionRow(self.choice))
        )

    async def open(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(OddForm())

    async def choose(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"chosen: {', '.join(self.choice.values)}")


class OddBot(SampleBot):
    def __init__(self) -> None:
        super().__init__()
        self.chosen = 0

        @self.tree.command(name="odd", description=f"Odd {MARKUP}")
        @app_commands.describe(text=MARKUP, fixed=MARKUP)
        @app_commands.choices(fixed=[app_commands.Choice(name=f"Fixed {MARKUP}", value=MARKUP)])
        async def odd(interaction: discord.Interaction, text: str, fixed: str = "") -> None:
            await interaction.response.send_message(view=OddCard())
            await interaction.followup.send(f"{text} and {fixed}", ephemeral=True)

        @odd.autocomplete("text")
        async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"Suggested {MARKUP}", value=f"{typed}{MARKUP}")]
