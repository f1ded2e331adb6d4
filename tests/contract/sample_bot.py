"""A discord.py bot without any patch that uses each feature of the platform once."""

from __future__ import annotations

import asyncio
import io
import re
from typing import Any

import discord
from discord import app_commands, ui


class SampleBot(discord.Client):
    def __init__(self, *, intents: discord.Intents | None = None) -> None:
        super().__init__(
            intents=intents or discord.Intents(guilds=True),
            guild_ready_timeout=0.05,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[tuple[str, Any]] = []
        self.changed = asyncio.Event()
        add_commands(self.tree)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Counter)
        await self.tree.sync()

    def note(self, name: str, thing: Any = None) -> None:
        self.heard.append((name, thing))
        self.changed.set()

    async def hears(self, name: str, *, seconds: float = 5) -> Any:
        async with asyncio.timeout(seconds):
            while True:
                for heard, thing in self.heard:
                    if heard == name:
                        return thing
                self.changed.clear()
                await self.changed.wait()

    async def on_ready(self) -> None:
        self.note("ready")

    async def on_resumed(self) -> None:
        self.note("resumed")

    async def on_guild_channel_update(self, _: Any, after: Any) -> None:
        self.note("channel updated", after)

    async def on_guild_channel_delete(self, channel: Any) -> None:
        self.note("channel deleted", channel)

    async def on_guild_role_update(self, _: Any, after: Any) -> None:
        self.note("role updated", after)

    async def on_guild_join(self, guild: Any) -> None:
        self.note("guild joined", guild)

    async def on_guild_remove(self, guild: Any) -> None:
        self.note("guild removed", guild)

    async def on_message(self, message: discord.Message) -> None:
        self.note("message", message)

    async def on_thread_create(self, thread: Any) -> None:
        self.note("thread created", thread)

    async def on_thread_join(self, thread: Any) -> None:
        self.note("thread joined", thread)

    async def on_thread_update(self, _: Any, after: Any) -> None:
        self.note("thread updated", after)

    async def on_raw_thread_delete(self, payload: Any) -> None:
        self.note("thread deleted", payload.thread)

    async def on_thread_member_join(self, member: Any) -> None:
        self.note("thread member joined", member)

    async def on_raw_reaction_add(self, payload: Any) -> None:
        self.note("reaction added", payload)

    async def on_raw_reaction_remove(self, payload: Any) -> None:
        self.note("reaction removed", payload)

    async def on_guild_channel_pins_update(self, channel: Any, _: Any) -> None:
        self.note("pins changed", channel)

    async def on_raw_app_command_permissions_update(self, payload: Any) -> None:
        self.note("command permissions", payload)

    async def on_raw_poll_vote_add(self, payload: Any) -> None:
        self.note("voted", payload)

    async def on_invite_create(self, invite: Any) -> None:
        self.note("invite created", invite)

    async def on_invite_delete(self, invite: Any) -> None:
        self.note("invite deleted", invite)

    async def on_member_ban(self, _: Any, user: Any) -> None:
        self.note("banned", user)

    async def on_typing(self, channel: Any, _: Any, __: Any) -> None:
        self.note("typing", channel)


class Counter(ui.DynamicItem[ui.Button[Any]], template=r"count:(?P<number>\d+)"):
    """A button that lives for ever because its state is in its custom_id."""

    def __init__(self, number: int) -> None:
        super().__init__(ui.Button(label=f"Pressed {number}", custom_id=f"count:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Counter:
        return cls(int(match["number"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        view = ui.View(timeout=None)
        view.add_item(Counter(self.number + 1))
        await interaction.response.edit_message(view=view)


class Card(ui.LayoutView):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        button = ui.Button[Any](label="Form", custom_id="form")
        button.callback = self.open_form
        select = ui.Select[Any](
            placeholder="Colour",
            custom_id="colour",
            options=[discord.SelectOption(label=name) for name in ("Red", "Green")],
        )
        select.callback = self.colour
        people = ui.UserSelect[Any](placeholder="Who", custom_id="who", max_values=2)
        people.callback = self.who
        self.select, self.people = select, people
        self.add_item(
            ui.Container(
                ui.TextDisplay("# Card"),
                ui.Section("one", "two", accessory=button),
                ui.Separator(),
                ui.ActionRow(select),
                ui.ActionRow(people),
                accent_colour=0x336699,
            )
        )

    async def open_form(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    async def colour(self, interaction: discord.Interaction) -> None:
        done = ui.LayoutView()
        done.add_item(ui.TextDisplay(f"You chose {self.select.values[0]}"))
        await interaction.response.edit_message(view=done)

    async def who(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        names = ", ".join(user.display_name for user in self.people.values)
        await interaction.followup.send(f"people: {names}", ephemeral=True)


class Form(ui.Modal, title="A form"):
    name = ui.Label(text="Your name", component=ui.TextInput[Any](max_length=20))
    level = ui.Label(
        text="Level",
        component=ui.Select[Any](
            options=[discord.SelectOption(label="Low"), discord.SelectOption(label="High")]
        ),
    )
    channel = ui.Label(text="Channel", component=ui.ChannelSelect[Any](required=False))
    sure = ui.Label(text="Sure", component=ui.Checkbox())
    kind = ui.Label(
        text="Kind",
        component=ui.RadioGroup(
            options=[discord.RadioGroupOption(label=name) for name in ("A", "B")]
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        fields: list[Any] = [
            label.component for label in (self.name, self.level, self.channel, self.sure, self.kind)
        ]
        name, level, channel, sure, kind = fields
        places = [place.name for place in channel.values]
        await interaction.response.send_message(
            f"{name.value}/{level.values[0]}/{places}/{sure.value}/{kind.value}", ephemeral=True
        )


def add_commands(tree: app_commands.CommandTree[Any]) -> None:
    root = app_commands.Group(name="show", description="Shows things")
    deep = app_commands.Group(name="deep", description="A group in a group", parent=root)

    @deep.command(name="echo", description="Says it again")
    async def echo(
        interaction: discord.Interaction,
        text: app_commands.Range[str, 1, 10],
        number: int = 0,
        person: discord.User | None = None,
        channel: discord.TextChannel | None = None,
        role: discord.Role | None = None,
    ) -> None:
        things = [text, number, person and person.display_name, channel and channel.name]
        await interaction.response.send_message(
            "/".join(map(str, [*things, role and role.name])), ephemeral=True
        )

    @echo.autocomplete("text")
    async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = [word for word in ("alpha", "beta") if typed in word]
        return [app_commands.Choice(name=word.title(), value=word) for word in found]

    @root.command(name="card", description="Shows a card")
    async def card(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Card())

    @root.command(name="form", description="Opens a form")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    @root.command(name="slow", description="Defers, answers and follows up")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content="done")
        await interaction.followup.send("and more", ephemeral=True)

    @root.command(name="counter", description="A button for ever")
    async def counter(interaction: discord.Interaction) -> None:
        view = ui.View(timeout=None)
        view.add_item(Counter(0))
        await interaction.response.send_message("count", view=view)

    @root.command(name="file", description="Reads a file and sends one")
    async def file(interaction: discord.Interaction, upload: discord.Attachment) -> None:
        body = await upload.read()
        back = discord.File(io.BytesIO(body[::-1]), "back.txt", description="turned around")
        await interaction.response.send_message(file=back)

    @root.command(name="silent", description="Never answers")
    async def silent(interaction: discord.Interaction) -> None:
        pass

    @root.command(name="twice", description="Answers twice")
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("once")
        interaction.response._response_type = None
        try:
            await interaction.response.send_message("twice")
        except discord.HTTPException as error:
            await interaction.followup.send(f"refused {error.status} {error.code}")

    @tree.context_menu(name="Who is it")
    async def who_is_it(interaction: discord.Interaction, user: discord.Member) -> None:
        await interaction.response.send_message(f"It is {user.display_name}", ephemeral=True)

    @tree.context_menu(name="Count letters")
    async def count_letters(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"{len(message.content)} letters")

    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.command(name="admin", description="For moderators")
    async def admin(interaction: discord.Interaction) -> None:
        allowed = interaction.permissions.manage_guild
        await interaction.response.send_message(f"allowed: {allowed}", ephemeral=True)

    tree.add_command(root)
    tree.add_command(admin)
