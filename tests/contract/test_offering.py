"""Who is offered which command where: permissions, overrides, contexts, installations, age."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands
from discord.http import Route

from playground.connecting import online
from playground.interactions import COMMAND
from playground.invocations import NotPossibleError
from playground.seed import CHANNELS, GUILD_ID
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot
from tests.contract.test_messages import refused

ROLE, USER, CHANNEL = 1, 2, 3
ALL_CHANNELS = str(int(GUILD_ID) - 1)


def override(target: str, kind: int, *, allowed: bool) -> dict[str, Any]:
    return {"id": target, "type": kind, "permission": allowed}


def command_named(server: PlaygroundServer, name: str) -> dict[str, Any]:
    return next(c for c in server.world.commands_for(GUILD_ID) if c["name"] == name)


async def test_overrides_of_a_command(playground: PlaygroundServer, bot: SampleBot):
    world = playground.world
    ana, ben, mia = (playground.person(name) for name in ("ana", "ben", "mia"))
    guild = world.guilds[GUILD_ID]
    admin = command_named(playground, "admin")["id"]
    assert ("admin" in ana.commands(), "admin" in mia.commands()) == (False, True)
    mentor, moderator = (guild.role_named(name)["id"] for name in ("Mentor", "Moderator"))
    world.set_command_permissions(
        GUILD_ID,
        admin,
        [override(mentor, ROLE, allowed=True), override(moderator, ROLE, allowed=False)],
    )
    assert "admin" in ben.commands()
    assert "admin" not in mia.commands()
    with pytest.raises(NotPossibleError, match="moderators took it"):
        await mia.slash("admin")
    world.set_command_permissions(
        GUILD_ID,
        admin,
        [override(moderator, ROLE, allowed=False), override(mia.id, USER, allowed=True)],
    )
    assert "admin" in mia.commands()
    world.set_command_permissions(
        GUILD_ID,
        admin,
        [
            override(ALL_CHANNELS, CHANNEL, allowed=False),
            override(CHANNELS["trend-tips"], CHANNEL, allowed=True),
        ],
    )
    assert "admin" not in mia.commands(where="general")
    assert "admin" in mia.commands(where="trend-tips")


async def test_overrides_of_the_whole_app(playground: PlaygroundServer, bot: SampleBot):
    world = playground.world
    ana, mia = playground.person("ana"), playground.person("mia")
    app, show = world.application["id"], command_named(playground, "show")["id"]
    world.set_command_permissions(GUILD_ID, app, [override(GUILD_ID, ROLE, allowed=False)])
    assert ana.commands() == mia.commands() == []
    assert playground.person("olu").commands() != []
    world.set_command_permissions(GUILD_ID, show, [override(GUILD_ID, ROLE, allowed=True)])
    assert ana.commands() == ["show"]
    world.set_command_permissions(GUILD_ID, show, [])
    world.set_command_permissions(GUILD_ID, app, [override(ana.id, USER, allowed=True)])
    assert "show" in ana.commands()
    assert "admin" not in ana.commands()


async def test_overrides_are_read_and_told_but_never_set_by_a_bot(
    playground: PlaygroundServer, bot: SampleBot
):
    guild = bot.guilds[0]
    [show] = [command for command in await bot.tree.fetch_commands() if command.name == "show"]
    assert (await refused(show.fetch_permissions(guild))).code == 10066
    ana = playground.person("ana").id
    told = [override(ana, USER, allowed=False)]
    playground.world.set_command_permissions(GUILD_ID, str(show.id), told)
    heard = await bot.hears("command permissions")
    assert (heard.target_id, heard.permissions[0].permission) == (show.id, False)
    read = await show.fetch_permissions(guild)
    assert [(p.id, p.permission) for p in read.permissions] == [(int(ana), False)]
    setting = bot.http.edit_application_command_permissions(
        show.application_id, guild.id, show.id, {"permissions": []}
    )
    error = await refused(setting)
    assert (error.status, error.code) == (403, 20001)


class Installed(SampleBot):
    """A bot whose commands differ in where and to whom they are offered."""

    def __init__(self) -> None:
        super().__init__()
        self.tree.clear_commands(guild=None)

        @app_commands.allowed_installs(guilds=False, users=True)
        @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
        @self.tree.command(name="mine", description="Installed by a person")
        async def mine(interaction: discord.Interaction) -> None:
            told = (interaction.is_user_integration(), interaction.is_guild_integration())
            await interaction.response.send_message(f"{told} {interaction.locale}")
            for number in range(6):
                try:
                    await interaction.followup.send(str(number))
                except discord.HTTPException as error:
                    self.note("refused", error.code)

        @app_commands.allowed_contexts(guilds=False, dms=True)
        @self.tree.command(name="whisper", description="Only in direct messages")
        async def whisper(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("psst")

        @self.tree.command(name="wild", description="For adults", nsfw=True)
        async def wild(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("grr")

        @self.tree.command(name="both", description="Global")
        async def everywhere(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("global")

        @self.tree.command(name="both", description="Local", guild=discord.Object(int(GUILD_ID)))
        async def local(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("local")

    async def setup_hook(self) -> None:
        await self.tree.sync()
        await self.tree.sync(guild=discord.Object(int(GUILD_ID)))


async def test_contexts_installations_age_and_locale(playground: PlaygroundServer):
    world, ana = playground.world, playground.person("ana")
    async with online(bot := Installed(), playground):
        assert ana.commands() == ["both", "both"]
        assert sorted(ana.commands(dm=True)) == ["both", "whisper", "wild"]
        assert (await ana.slash("both")).text == "local"
        assert (await ana.slash("both", dm=True)).text == "global"
        world.edit_channel(CHANNELS["general"], nsfw=True)
        assert (await ana.slash("wild")).text == "grr"
        with pytest.raises(NotPossibleError, match="not installed"):
            await ana.slash("mine")
        world.installed_by.add(ana.id)
        world.locales[ana.id] = "de"
        assert (await ana.slash("mine")).text == "(True, False) de"
        assert await bot.hears("refused") == 40094
        assert len(playground.person("ana").sees(dm=False)) == 8


async def test_only_first_answers_that_fit_are_taken(playground: PlaygroundServer, bot: SampleBot):
    ana = playground.person("ana")
    data = {"type": 1, "name": "x", "id": "1"}
    for kind in (1, 6, 7, 8, 10, 12, 99):
        started = playground.interactions.start(COMMAND, ana.id, CHANNELS["general"], data)
        route = Route("POST", f"/interactions/{started.id}/{started.token}/callback")
        error = await refused(bot.http.request(route, json={"type": kind, "data": {}}))
        assert (error.status, error.code) == (400, 50035), kind
