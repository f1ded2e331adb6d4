"""Threads and forum posts, through the real client."""

from __future__ import annotations

from typing import Any

import discord
import discord.http
import pytest

from playground import permissions as may
from playground.connecting import online
from playground.guild import FORUM, PRIVATE_THREAD
from playground.intents import GUILD_MEMBERS
from playground.seed import CHANNELS
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot
from tests.contract.test_messages import channel_of, refused

CREATE = may.CREATE_PUBLIC_THREADS | may.CREATE_PRIVATE_THREADS


def grant(server: PlaygroundServer, permissions: int) -> None:
    """Give the bot's role more permissions in the whole guild."""
    world = server.world
    guild = next(iter(world.guilds.values()))
    [role_id] = guild.members[world.bot["id"]]["roles"]
    held = int(guild.roles[role_id]["permissions"])
    world.edit_role(guild, role_id, permissions=str(held | permissions))


async def test_thread_from_a_message(playground: PlaygroundServer, bot: SampleBot):
    grant(playground, CREATE)
    message = await channel_of(bot).send("topic")
    thread = await message.create_thread(name="talk", auto_archive_duration=60)
    assert (thread.id, thread.parent_id, thread.owner_id) == (
        message.id,
        message.channel.id,
        bot.user and bot.user.id,
    )
    assert thread.me and thread.type is discord.ChannelType.public_thread
    assert (await refused(message.create_thread(name="again"))).code == 160004
    again = await message.channel.fetch_message(message.id)
    assert again.thread and again.flags.has_thread
    await thread.send("inside")
    kinds = [m.type async for m in thread.history(oldest_first=True)]
    assert kinds == [discord.MessageType.thread_starter_message, discord.MessageType.default]
    fetched = await bot.fetch_channel(thread.id)
    assert isinstance(fetched, discord.Thread)
    assert (fetched.message_count, fetched.member_count) == (1, 1)
    assert bot.guilds[0].get_thread(thread.id) is not None


async def test_permissions_of_threads(playground: PlaygroundServer, bot: SampleBot):
    channel = channel_of(bot)
    message = await channel.send("topic")
    error = await refused(message.create_thread(name="talk"))
    assert (error.status, error.code) == (403, 50013)
    grant(playground, CREATE)
    thread = await message.create_thread(name="talk")
    playground.faults.deny("general", may.SEND_MESSAGES)
    await thread.send("SEND_MESSAGES has no effect here")
    playground.faults.deny("general", may.SEND_MESSAGES_IN_THREADS)
    assert (await refused(thread.send("x"))).code == 50013
    playground.faults.allow("general")
    assert (await refused(thread.delete())).code == 50013
    grant(playground, may.MANAGE_THREADS)
    await thread.delete()
    assert (await refused(thread.send("x"))).code == 10003


async def test_archived_thread_wakes_up_and_a_locked_one_does_not(
    playground: PlaygroundServer, bot: SampleBot
):
    grant(playground, CREATE)
    thread = await channel_of(bot).create_thread(
        name="talk", type=discord.ChannelType.public_thread
    )
    message = await thread.send("one")
    thread = await thread.edit(archived=True, name="ended")
    assert (thread.archived, thread.name) == (True, "ended")
    assert (await refused(message.edit(content="x"))).code == 50083
    assert (await refused(thread.add_user(discord.Object(1000000000000000011)))).code == 50083
    found = [t.id async for t in channel_of(bot).archived_threads()]
    assert found == [thread.id]
    assert await bot.guilds[0].active_threads() == []
    await thread.send("two")
    assert [t.id for t in await bot.guilds[0].active_threads()] == [thread.id]
    playground.world.threads.edit(str(thread.id), locked=True)
    assert (await refused(thread.send("three"))).code == 160005
    grant(playground, may.MANAGE_THREADS)
    await thread.send("moderators may")


async def test_private_thread_is_seen_by_its_members(playground: PlaygroundServer, bot: SampleBot):
    grant(playground, CREATE)
    thread = await channel_of(bot).create_thread(name="secret")
    world, ana, ben = playground.world, playground.person("ana"), playground.person("ben")
    assert thread.is_private()
    await thread.add_user(discord.Object(int(ana.id)))
    assert world.permissions(ana.id, str(thread.id)) & may.VIEW_CHANNEL
    assert world.permissions(ben.id, str(thread.id)) == 0
    assert [m.id for m in [await thread.fetch_member(int(ana.id))]] == [int(ana.id)]
    await thread.remove_user(discord.Object(int(ana.id)))
    assert world.permissions(ana.id, str(thread.id)) == 0
    assert (await refused(thread.fetch_member(int(ana.id)))).code == 10007


async def test_strangers_private_thread_is_missing_access(
    playground: PlaygroundServer, bot: SampleBot
):
    world, ana = playground.world, playground.person("ana")
    parent = world.channel_named("general")
    thread = world.threads.start(parent, "hidden", owner_id=ana.id, kind=PRIVATE_THREAD)
    assert (await refused(bot.fetch_channel(int(thread["id"])))).code == 50001
    world.threads.join(thread["id"], world.bot["id"])
    assert isinstance(await bot.fetch_channel(int(thread["id"])), discord.Thread)
    assert (await bot.hears("thread joined")).name == "hidden"


async def test_thread_events(playground: PlaygroundServer):
    playground.gateway.privileged = GUILD_MEMBERS
    bot = SampleBot(intents=discord.Intents(guilds=True, members=True, guild_messages=True))
    async with online(bot, playground):
        world, ana = playground.world, playground.person("ana")
        parent = world.channel_named("general")
        thread = world.threads.start(parent, "new", owner_id=ana.id, kind=11)
        assert (await bot.hears("thread created")).name == "new"
        assert (await bot.hears("thread member joined")).id == int(ana.id)
        bot.heard.clear()
        world.threads.join(thread["id"], playground.person("ben").id)
        assert (await bot.hears("thread member joined")).id == int(playground.person("ben").id)
        world.threads.edit(thread["id"], name="other")
        assert (await bot.hears("thread updated")).name == "other"
        ana.says("hello", where=thread["id"])
        assert (await bot.hears("message")).channel.id == int(thread["id"])
        world.threads.delete(thread["id"])
        assert (await bot.hears("thread deleted")).id == int(thread["id"])


async def test_members_of_a_thread_come_in_pages(playground: PlaygroundServer, bot: SampleBot):
    playground.gateway.privileged = GUILD_MEMBERS
    grant(playground, CREATE)
    thread = await channel_of(bot).create_thread(name="talk")
    names = ("ana", "ben", "mia")
    for name in names:
        await thread.add_user(discord.Object(int(playground.person(name).id)))
    path, seen = f"/channels/{thread.id}/thread-members", list[str]()
    query: dict[str, Any] = {"with_member": "true", "limit": 2}
    while page := await bot.http.request(discord.http.Route("GET", path), params=query):
        assert len(page) == 2
        seen += [member["member"]["user"]["username"] for member in page]
        query["after"] = page[-1]["user_id"]
    assert sorted(seen) == sorted([*names, playground.world.bot["username"]])
    whole = await bot.http.request(discord.http.Route("GET", path), params={"limit": 2})
    assert len(whole) == 4


async def test_gained_channel_brings_its_threads(playground: PlaygroundServer, bot: SampleBot):
    world, ana = playground.world, playground.person("ana")
    playground.faults.deny("general", may.VIEW_CHANNEL)
    parent = world.channel_named("general")
    world.threads.start(parent, "meanwhile", owner_id=ana.id, kind=11)
    assert list(bot.guilds[0].threads) == []
    playground.faults.allow("general")
    assert (await bot.hears("thread joined")).name == "meanwhile"


async def test_forum_post(playground: PlaygroundServer, bot: SampleBot):
    world = playground.world
    guild = next(iter(world.guilds.values()))
    tags: list[dict[str, Any]] = [
        {"id": "77", "name": "Tip", "moderated": False, "emoji_id": None, "emoji_name": None}
    ]
    made = world.add_channel(guild, "ideas", kind=FORUM, available_tags=tags, flags=1 << 4)
    forum = await bot.fetch_channel(int(made["id"]))
    assert isinstance(forum, discord.ForumChannel)
    assert (await refused(forum.create_thread(name="post", content="x"))).code == 40067
    post = await forum.create_thread(
        name="post", content="first", applied_tags=[forum.available_tags[0]]
    )
    assert post.thread.id == post.message.id
    assert [tag.name for tag in post.thread.applied_tags] == ["Tip"]
    assert [m.content async for m in post.thread.history()] == ["first"]
    route = discord.http.Route("POST", f"/channels/{forum.id}/messages")
    assert (await refused(bot.http.request(route, json={"content": "x"}))).code == 40058


@pytest.mark.parametrize("kind", [0, 9])
async def test_bad_threads_are_refused(playground: PlaygroundServer, bot: SampleBot, kind: int):
    grant(playground, CREATE)
    route = discord.http.Route("POST", f"/channels/{CHANNELS['general']}/threads")
    for body in ({"name": "x", "type": kind}, {"name": ""}, {"name": "x" * 101}, {"type": 11}):
        error = await refused(bot.http.request(route, json=body))
        assert (error.status, error.code) == (400, 50035), body
