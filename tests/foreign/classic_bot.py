"""A bot as people write them: prefix commands, views, a modal; `python classic_bot.py TOKEN`."""

from __future__ import annotations

import re
import sys
from typing import Any

import discord
from discord import ui
from discord.ext import commands

intents = discord.Intents.default()
intents.message_content = True
intents.members = True
bot = commands.Bot(command_prefix="!", intents=intents)


class Poll(ui.View):
    """Buttons that are known again after a restart, by their ids."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Tea", custom_id="poll:tea")
    async def tea(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        await interaction.response.send_message("You like tea.", ephemeral=True)

    @ui.button(label="Why?", custom_id="poll:why")
    async def why(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        await interaction.response.send_modal(Why())


class Why(ui.Modal, title="Why?"):
    """A form with a text and a choice."""

    reason: ui.TextInput[Any] = ui.TextInput(label="Your reason")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Because {self.reason.value}", ephemeral=True)


class Likes(ui.DynamicItem[ui.Button[Any]], template=r"likes:(?P<count>\d+)"):
    """A counter whose state is its id."""

    def __init__(self, count: int) -> None:
        super().__init__(ui.Button(label=f"{count} likes", custom_id=f"likes:{count}"))
        self.count = count

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Likes:
        return cls(int(match["count"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        view = ui.View(timeout=None)
        view.add_item(Likes(self.count + 1))
        await interaction.response.edit_message(view=view)


class Colour(ui.Select[Any]):
    """A dropdown."""

    def __init__(self) -> None:
        options = [discord.SelectOption(label=name, emoji="🎨") for name in ("Red", "Blue")]
        super().__init__(placeholder="Colour", options=options)

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"{self.values[0]} it is")


@bot.event
async def setup_hook() -> None:
    bot.add_view(Poll())
    bot.add_dynamic_items(Likes)


@bot.event
async def on_member_join(member: discord.Member) -> None:
    if member.guild.system_channel is None:
        await member.guild.text_channels[0].send(f"Welcome, {member.display_name}!")


@bot.command()
async def poll(ctx: commands.Context[Any]) -> None:
    await ctx.send("What do you drink?", view=Poll())


@bot.command()
async def likes(ctx: commands.Context[Any]) -> None:
    view = ui.View(timeout=None)
    view.add_item(Likes(0))
    await ctx.reply("Like me", view=view)


@bot.command()
async def colour(ctx: commands.Context[Any]) -> None:
    view = ui.View()
    view.add_item(Colour())
    await ctx.send("Choose", view=view)


@bot.command()
async def discuss(ctx: commands.Context[Any], *, topic: str) -> None:
    thread = await ctx.message.create_thread(name=topic)
    await thread.send(f"Let us discuss {topic}.")
    await ctx.message.add_reaction("👍")
    await ctx.message.pin()


bot.run(sys.argv[1], log_handler=None)
