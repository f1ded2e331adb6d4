"""Unpatched discord.py answers every kind of interaction of the playground."""

from __future__ import annotations

import pytest

from playground.invocations import NotPossibleError
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot


async def test_login_sync_and_guilds(playground: PlaygroundServer, bot: SampleBot):
    assert [guild.name for guild in bot.guilds] == ["TPM Academy"]
    guild = bot.guilds[0]
    assert [channel.name for channel in guild.text_channels][0] == "general"
    assert guild.me.guild_permissions.send_messages
    closed = discord_channel(bot, "mods-only")
    assert closed.permissions_for(guild.me).view_channel
    assert not closed.permissions_for(guild.me).send_messages
    assert {c["name"] for c in playground.world.commands_for(None)} >= {"show", "admin"}


async def test_subcommand_of_a_group_with_every_option_type(
    playground: PlaygroundServer, bot: SampleBot
):
    ana = playground.person("ana")
    reply = await ana.slash(
        "show deep echo", text="hi", number=3, person="ben", channel="general", role="Mentor"
    )
    assert reply.text == "hi/3/Ben/general/Mentor"
    assert reply.ephemeral
    assert reply.message["id"] in playground.world.messages.private_to


def discord_channel(bot: SampleBot, name: str):
    return next(c for c in bot.guilds[0].text_channels if c.name == name)
