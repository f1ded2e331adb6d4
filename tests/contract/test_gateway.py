"""Connections break and heal as on Discord, and the bot misses nothing."""

from __future__ import annotations

import asyncio

import discord
import pytest

from playground import permissions as may
from playground.connecting import connect, online
from playground.intents import GUILD_MEMBERS
from playground.server import PlaygroundServer
from playground.wirelog import Frame
from tests.contract.sample_bot import SampleBot


@pytest.mark.parametrize("break_it", ["op 7", "op 9 resumable", "drop"])
async def test_resume_misses_no_event(playground: PlaygroundServer, bot: SampleBot, break_it: str):
    general = playground.world.channel_named("general")
    if break_it == "op 7":
        playground.faults.ask_to_reconnect()
    elif break_it == "op 9 resumable":
        playground.faults.invalidate_session(resumable=True)
    else:
        playground.faults.close_gateway()
    playground.world.edit_channel(general["id"], name="renamed")
    await bot.hears("resumed")
    assert (await bot.hears("channel updated")).name == "renamed"
    assert playground.gateway.resumed == 1
    assert playground.gateway.identified == 1
    assert (await playground.person("ana").slash("show deep echo", text="x")).text.startswith("x")


@pytest.mark.soak
async def test_lost_session_identifies_anew(playground: PlaygroundServer, bot: SampleBot):
    bot.heard.clear()
    playground.faults.invalidate_session(resumable=False)
    await bot.hears("ready", seconds=15)
    assert (playground.gateway.identified, playground.gateway.resumed) == (2, 0)


async def test_a_heartbeat_is_answered_as_over_a_network(playground: PlaygroundServer):
    """An answer before the send returns would count as one heartbeat late."""
    playground.gateway.heartbeat_seconds = 0.25
    bot = SampleBot()
    answered = asyncio.Event()
    acks = 0

    def hear(frame: Frame) -> None:
        nonlocal acks
        acks += frame.name == "op 11"
        # The first answers the heartbeat of HELLO, of which discord.py takes no time.
        if acks == 4:
            answered.set()

    playground.wire.watch(hear)
    async with online(bot, playground), asyncio.timeout(10):
        await answered.wait()
        assert 0.01 < bot.latency < 0.2


async def test_world_changes_reach_the_bot(playground: PlaygroundServer, bot: SampleBot):
    world = playground.world
    guild = next(iter(world.guilds.values()))
    world.edit_role(guild, guild.role_named("Mentor")["id"], name="Guide")
    assert (await bot.hears("role updated")).name == "Guide"
    playground.faults.delete_channel("trend-tips")
    assert (await bot.hears("channel deleted")).name == "trend-tips"
    second = world.add_guild("Second")
    assert (await bot.hears("guild joined")).name == "Second"
    world.remove_guild(second.id)
    assert (await bot.hears("guild removed")).name == "Second"


async def test_permission_change_is_seen(playground: PlaygroundServer, bot: SampleBot):
    playground.faults.deny("general", may.SEND_MESSAGES)
    channel = await bot.hears("channel updated")
    assert not channel.permissions_for(channel.guild.me).send_messages
    bot.heard.clear()
    playground.faults.allow("general")
    channel = await bot.hears("channel updated")
    assert channel.permissions_for(channel.guild.me).send_messages


async def test_content_needs_its_intent(playground: PlaygroundServer):
    client = SampleBot(intents=discord.Intents(guilds=True, guild_messages=True))
    async with online(client, playground):
        playground.person("ana").says("secret")
        assert (await client.hears("message")).content == ""
        playground.person("ana").says("open", dm=True)


async def test_members_intent_must_be_granted(playground: PlaygroundServer):
    intents = discord.Intents(guilds=True, members=True)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with online(SampleBot(intents=intents), playground):
            pass
    playground.gateway.privileged = GUILD_MEMBERS
    async with online(client := SampleBot(intents=intents), playground):
        assert {m.display_name for m in client.guilds[0].members} >= {"Ana", "Ben", "Mia", "Noor"}
        told = (client.application_flags, (await client.application_info()).flags)
        assert [flags.gateway_guild_members_limited for flags in told] == [True, True]
        assert [flags.gateway_message_content_limited for flags in told] == [False, False]


async def test_wrong_token_is_refused(playground: PlaygroundServer):
    playground.world.token = "another"
    async with connect(SampleBot(), playground) as client:
        with pytest.raises(discord.LoginFailure):
            await client.login("wrong")


async def test_many_guilds_are_ready_soon(playground: PlaygroundServer):
    playground.world.add_guilds(2000)
    async with online(client := SampleBot(), playground):
        assert len(client.guilds) == 2001
