"""The bot that every library has here, in hikari; `python bot.py TOKEN API`."""

from __future__ import annotations

import sys

import hikari

TOKEN, API = sys.argv[1:]
COLOURS = ("Red", "Green", "Blue")

# rest_url is all that a bot on the playground needs: the gateway's address comes from there, too.
bot = hikari.GatewayBot(
    TOKEN,
    rest_url=API,
    intents=hikari.Intents.ALL_UNPRIVILEGED
    | hikari.Intents.GUILD_MEMBERS
    | hikari.Intents.MESSAGE_CONTENT,
    banner=None,
    logs="WARNING",
    suppress_optimization_warning=True,
)


def text(name: str, description: str, *, suggested: bool = False) -> hikari.CommandOption:
    return hikari.CommandOption(
        type=hikari.OptionType.STRING,
        name=name,
        description=description,
        is_required=True,
        autocomplete=suggested,
    )


@bot.listen()
async def register(_: hikari.StartingEvent) -> None:
    command = bot.rest.slash_command_builder
    person = hikari.CommandOption(
        type=hikari.OptionType.USER, name="person", description="For whom"
    )
    application = await bot.rest.fetch_application()
    await bot.rest.set_application_commands(
        application,
        [
            command("paint", "Paint something for somebody")
            .add_option(text("colour", "Which", suggested=True))
            .add_option(person),
            command("tidy", "Send, edit, react, delete and read"),
            command("count", "Count the members"),
            command("report", "Send a file"),
            command("discuss", "Open a thread").add_option(text("topic", "About what")),
            command("announce", "Say something as the town crier").add_option(
                text("words", "Which")
            ),
        ],
    )


@bot.listen()
async def suggest(event: hikari.AutocompleteInteractionCreateEvent) -> None:
    [typed] = [str(option.value) for option in event.interaction.options if option.is_focused]
    await event.interaction.create_response(
        [
            hikari.impl.AutocompleteChoiceBuilder(colour, colour)
            for colour in COLOURS
            if colour.lower().startswith(typed.lower())
        ]
    )


async def paint(interaction: hikari.CommandInteraction) -> None:
    given = {option.name: option.value for option in interaction.options or ()}
    person = interaction.member
    if "person" in given:
        person = interaction.resolved.members[given["person"]]
    why = bot.rest.build_message_action_row()
    why.add_interactive_button(hikari.ButtonStyle.PRIMARY, "why", label="Why?")
    size = bot.rest.build_message_action_row()
    menu = size.add_text_menu("size", placeholder="Size")
    menu.add_option("Small", "s").add_option("Large", "l")
    await interaction.create_initial_response(
        hikari.ResponseType.MESSAGE_CREATE,
        embed=hikari.Embed(
            title="Paint", description=f"{given['colour']} for {person.display_name}"
        ),
        components=[why, size],
    )


async def tidy(interaction: hikari.CommandInteraction) -> None:
    await interaction.create_initial_response(hikari.ResponseType.DEFERRED_MESSAGE_CREATE)
    channel = interaction.channel_id
    draft = await bot.rest.create_message(channel, "draft")
    final = await draft.edit("final")
    await final.add_reaction("👍")
    wrong = await bot.rest.create_message(channel, "wrong")
    await wrong.delete()
    read = [message.content async for message in bot.rest.fetch_messages(channel).limit(10)]
    said = [content for content in reversed(read) if content]
    await interaction.edit_initial_response(f"Read: {', '.join(said)}")


async def count(interaction: hikari.CommandInteraction) -> None:
    members = [member async for member in bot.rest.fetch_members(interaction.guild_id)]
    await interaction.create_initial_response(
        hikari.ResponseType.MESSAGE_CREATE, f"{len(members)} members"
    )


async def report(interaction: hikari.CommandInteraction) -> None:
    await interaction.create_initial_response(
        hikari.ResponseType.MESSAGE_CREATE,
        "Here it is",
        attachment=hikari.Bytes(b"all is well", "report.txt"),
    )


async def discuss(interaction: hikari.CommandInteraction) -> None:
    topic = interaction.options[0].value
    first = await bot.rest.create_message(interaction.channel_id, f"About {topic}")
    thread = await bot.rest.create_message_thread(interaction.channel_id, first, topic)
    await thread.send(f"Let us discuss {topic}")
    await bot.rest.add_thread_member(thread, interaction.user)
    members = [member async for member in bot.rest.fetch_thread_members(thread)]
    await interaction.create_initial_response(
        hikari.ResponseType.MESSAGE_CREATE, f"Opened {thread.mention} for {len(members)}"
    )


async def announce(interaction: hikari.CommandInteraction) -> None:
    hook = await bot.rest.create_webhook(interaction.channel_id, "Herald")
    sent = await hook.execute("Hear", username="Town crier")
    await hook.edit_message(sent, f"Hear: {interaction.options[0].value}")
    await hook.delete()
    await interaction.create_initial_response(
        hikari.ResponseType.MESSAGE_CREATE, "Announced", flags=hikari.MessageFlag.EPHEMERAL
    )
    await interaction.execute("Twice", flags=hikari.MessageFlag.EPHEMERAL)


@bot.listen()
async def command(event: hikari.CommandInteractionCreateEvent) -> None:
    answers = (paint, tidy, count, report, discuss, announce)
    by_name = {answer.__name__: answer for answer in answers}
    await by_name[event.interaction.command_name](event.interaction)


@bot.listen()
async def component(event: hikari.ComponentInteractionCreateEvent) -> None:
    interaction = event.interaction
    if interaction.custom_id == "why":
        row = bot.rest.build_modal_action_row().add_text_input("reason", "Reason")
        await interaction.create_modal_response("Why?", "form", component=row)
        return
    embed = interaction.message.embeds[0].set_footer(f"Size {interaction.values[0]}")
    await interaction.create_initial_response(
        hikari.ResponseType.MESSAGE_UPDATE, embed=embed, components=[]
    )


@bot.listen()
async def form(event: hikari.ModalInteractionCreateEvent) -> None:
    interaction = event.interaction
    reason = interaction.components[0][0].value
    about = interaction.message.embeds[0].description
    await interaction.create_initial_response(
        hikari.ResponseType.MESSAGE_CREATE,
        f"{about}: {reason}",
        flags=hikari.MessageFlag.EPHEMERAL,
    )


@bot.listen()
async def ping(event: hikari.GuildMessageCreateEvent) -> None:
    if event.content == "ping":
        await event.message.respond("pong", reply=True)


@bot.listen()
async def reaction(event: hikari.GuildReactionAddEvent) -> None:
    if not event.member.is_bot:
        await bot.rest.create_message(
            event.channel_id, f"{event.emoji_name} from {event.member.display_name}"
        )


@bot.listen()
async def welcome(event: hikari.MemberCreateEvent) -> None:
    channels = event.get_guild().get_channels().values()
    [general] = [channel for channel in channels if channel.name == "general"]
    await general.send(f"Welcome, {event.member.display_name}")


bot.run()
