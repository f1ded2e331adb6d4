"""The bot that every library has here, in disnake; `python bot.py TOKEN API`."""

from __future__ import annotations

import io
import sys

import disnake
from disnake import ui
from disnake.ext import commands
from disnake.http import Route

TOKEN, API = sys.argv[1:]
COLOURS = ("Red", "Green", "Blue")

# This is all that a bot on the playground needs: the gateway's address comes from there, too.
Route.BASE = API

intents = disnake.Intents.default()
intents.members = True
intents.message_content = True
bot = commands.InteractionBot(intents=intents)


class Why(ui.Modal):
    """A form with one text."""

    def __init__(self, about: str) -> None:
        reason = ui.TextInput(custom_id="reason", style=disnake.TextInputStyle.paragraph)
        super().__init__(title="Why?", components=[ui.Label("Reason", reason)])
        self.about = about

    async def callback(self, interaction: disnake.ModalInteraction) -> None:
        reason = interaction.text_values["reason"]
        await interaction.response.send_message(f"{self.about}: {reason}", ephemeral=True)


class Paint(ui.View):
    """A button and a select below a card."""

    @ui.button(label="Why?", style=disnake.ButtonStyle.primary)
    async def why(self, _: ui.Button, interaction: disnake.MessageInteraction) -> None:
        await interaction.response.send_modal(Why(interaction.message.embeds[0].description))

    @ui.string_select(placeholder="Size", options={"Small": "s", "Large": "l"})
    async def size(self, select: ui.StringSelect, interaction: disnake.MessageInteraction) -> None:
        embed = interaction.message.embeds[0].set_footer(text=f"Size {select.values[0]}")
        await interaction.response.edit_message(embed=embed, view=None)


@bot.slash_command(description="Paint something for somebody")
async def paint(
    interaction: disnake.ApplicationCommandInteraction,
    colour: str,
    person: disnake.Member | None = None,
) -> None:
    name = (person or interaction.author).display_name
    embed = disnake.Embed(title="Paint", description=f"{colour} for {name}")
    await interaction.response.send_message(embed=embed, view=Paint())


@paint.autocomplete("colour")
async def suggest(_: disnake.ApplicationCommandInteraction, typed: str) -> list[str]:
    return [colour for colour in COLOURS if colour.lower().startswith(typed.lower())]


@bot.slash_command(description="Send, edit, react, delete and read")
async def tidy(interaction: disnake.ApplicationCommandInteraction) -> None:
    await interaction.response.defer()
    draft = await interaction.channel.send("draft")
    final = await draft.edit("final")
    await final.add_reaction("👍")
    wrong = await interaction.channel.send("wrong")
    await wrong.delete()
    read = [message.content async for message in interaction.channel.history(limit=10)]
    said = [content for content in reversed(read) if content]
    await interaction.edit_original_response(f"Read: {', '.join(said)}")


@bot.slash_command(description="Count the members")
async def count(interaction: disnake.ApplicationCommandInteraction) -> None:
    members = [member async for member in interaction.guild.fetch_members()]
    await interaction.response.send_message(f"{len(members)} members")


@bot.slash_command(description="Send a file")
async def report(interaction: disnake.ApplicationCommandInteraction) -> None:
    file = disnake.File(io.BytesIO(b"all is well"), "report.txt")
    await interaction.response.send_message("Here it is", file=file)


@bot.slash_command(description="Open a thread")
async def discuss(interaction: disnake.ApplicationCommandInteraction, topic: str) -> None:
    first = await interaction.channel.send(f"About {topic}")
    thread = await first.create_thread(name=topic)
    await thread.send(f"Let us discuss {topic}")
    await thread.add_user(interaction.author)
    members = await thread.fetch_members()
    await interaction.response.send_message(f"Opened {thread.mention} for {len(members)}")


@bot.slash_command(description="Say something as the town crier")
async def announce(interaction: disnake.ApplicationCommandInteraction, words: str) -> None:
    hook = await interaction.channel.create_webhook(name="Herald")
    sent = await hook.send("Hear", username="Town crier", wait=True)
    await sent.edit(f"Hear: {words}")
    await hook.delete()
    await interaction.response.send_message("Announced", ephemeral=True)
    await interaction.followup.send("Twice", ephemeral=True)


@bot.event
async def on_message(message: disnake.Message) -> None:
    if message.content == "ping":
        await message.reply("pong")


@bot.event
async def on_raw_reaction_add(event: disnake.RawReactionActionEvent) -> None:
    if not event.member.bot:
        channel = bot.get_channel(event.channel_id)
        await channel.send(f"{event.emoji} from {event.member.display_name}")


@bot.event
async def on_member_join(member: disnake.Member) -> None:
    general = disnake.utils.get(member.guild.text_channels, name="general")
    await general.send(f"Welcome, {member.display_name}")


bot.run(TOKEN)
