"""Reactions, pins, replies, forwards, bulk deletes and typing, through the real client."""

from __future__ import annotations

import discord
from discord.http import Route

from playground import permissions as may
from playground.connecting import online
from playground.seed import CHANNELS
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot
from tests.contract.test_messages import channel_of, refused
from tests.contract.test_threads import grant


async def test_reactions(playground: PlaygroundServer, bot: SampleBot):
    message = await channel_of(bot).send("vote")
    await message.add_reaction("👍")
    world, ana = playground.world, playground.person("ana")
    stored = world.messages.get(CHANNELS["general"], str(message.id))
    assert stored
    world.reactions.add(stored, ana.id, "👍")
    [reaction] = (await message.channel.fetch_message(message.id)).reactions
    assert (reaction.emoji, reaction.count, reaction.me) == ("👍", 2, True)
    assert [user.name async for user in reaction.users()] == ["ana", "tpm-mentor"]
    assert (await refused(message.remove_reaction("👍", discord.Object(int(ana.id))))).code == 50013
    grant(playground, may.MANAGE_MESSAGES)
    await message.remove_reaction("👍", discord.Object(int(ana.id)))
    assert bot.user
    await message.remove_reaction("👍", bot.user)
    assert (await message.channel.fetch_message(message.id)).reactions == []
    assert (await refused(message.remove_reaction("👍", bot.user))).code == 10014
    assert (await refused(message.add_reaction("nothing"))).code == 10014
    await message.add_reaction("🎉")
    await message.clear_reaction("🎉")
    await message.add_reaction("🎉")
    await message.clear_reactions()
    assert (await message.channel.fetch_message(message.id)).reactions == []


async def test_reaction_needs_its_permission(playground: PlaygroundServer, bot: SampleBot):
    message = await channel_of(bot).send("vote")
    playground.faults.deny("general", may.ADD_REACTIONS)
    assert (await refused(message.add_reaction("👍"))).code == 50013
    stored = playground.world.messages.get(CHANNELS["general"], str(message.id))
    assert stored
    playground.world.reactions.add(stored, playground.person("ana").id, "👍")
    await message.add_reaction("👍")


async def test_reaction_events_need_their_intent(playground: PlaygroundServer):
    world = playground.world
    intents = discord.Intents(guilds=True, guild_reactions=True, dm_reactions=True)
    async with online(bot := SampleBot(intents=intents), playground):
        said = playground.person("ana").says("hello")
        world.reactions.add(said, playground.person("ben").id, "👍")
        assert (await bot.hears("reaction added")).emoji.name == "👍"
        world.reactions.remove(said, playground.person("ben").id, "👍")
        await bot.hears("reaction removed")
        assert "message" not in [name for name, _ in bot.heard]
    async with online(bot := SampleBot(), playground):
        world.reactions.add(said, playground.person("ben").id, "👍")
        world.edit_channel(CHANNELS["general"], topic="after")
        await bot.hears("channel updated")
        assert "reaction added" not in [name for name, _ in bot.heard]


async def test_pins(playground: PlaygroundServer, bot: SampleBot):
    channel = channel_of(bot)
    first, second = await channel.send("one"), await channel.send("two")
    assert (await refused(first.pin())).code == 50013
    grant(playground, may.PIN_MESSAGES)
    await first.pin()
    await second.pin()
    assert [m.content async for m in channel.pins()] == ["two", "one"]
    await bot.hears("pins changed")
    notices = [m.type async for m in channel.history() if m.type is discord.MessageType.pins_add]
    assert len(notices) == 2
    await first.unpin()
    assert [m.content async for m in channel.pins(limit=1)] == ["two"]
    old = await bot.http.request(Route("GET", f"/channels/{channel.id}/pins"))
    assert [m["content"] for m in old] == ["two"]


async def test_reply_and_forward(playground: PlaygroundServer, bot: SampleBot):
    ana = playground.person("ana")
    said = ana.says("question")
    message = await channel_of(bot).fetch_message(int(said["id"]))
    reply = await message.reply("answer", mention_author=True)
    assert reply.type is discord.MessageType.reply
    assert reply.reference and isinstance(reply.reference.resolved, discord.Message)
    assert [user.id for user in reply.mentions] == [int(ana.id)]
    quiet = await message.reply("answer", mention_author=False)
    assert quiet.mentions == []
    forward = await message.forward(channel_of(bot, "trend-tips"))
    assert [snapshot.content for snapshot in forward.message_snapshots] == ["question"]
    gone = await channel_of(bot).send("gone")
    await gone.delete()
    assert (await refused(gone.reply("x"))).code == 50035
    playground.faults.deny("general", may.READ_MESSAGE_HISTORY)
    assert (await refused(message.reply("x"))).code == 160002


async def test_bulk_delete(playground: PlaygroundServer, bot: SampleBot):
    channel = channel_of(bot)
    sent = [await channel.send(str(n)) for n in range(3)]
    assert (await refused(channel.delete_messages(sent))).code == 50013
    grant(playground, may.MANAGE_MESSAGES)
    await channel.delete_messages(sent)
    assert [m async for m in channel.history()] == []
    route = Route("POST", f"/channels/{channel.id}/messages/bulk-delete")
    assert (await refused(bot.http.request(route, json={"messages": ["1"]}))).code == 50016
    assert (await refused(bot.http.request(route, json={"messages": ["1", "2"]}))).code == 50034


async def test_others_messages(playground: PlaygroundServer, bot: SampleBot):
    said = playground.person("ana").says("mine")
    message = await channel_of(bot).fetch_message(int(said["id"]))
    assert (await refused(message.edit(content="yours"))).code == 50005
    assert (await refused(message.delete())).code == 50013
    grant(playground, may.MANAGE_MESSAGES)
    await message.edit(suppress=True)
    await message.delete()
    assert playground.person("ana").sees() == []


async def test_typing_is_told_by_intent(playground: PlaygroundServer):
    intents = discord.Intents(guilds=True, guild_typing=True)
    async with online(bot := SampleBot(intents=intents), playground):
        async with channel_of(bot).typing():
            pass
        assert (await bot.hears("typing")) is not None
