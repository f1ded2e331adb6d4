"""Channels, roles, members, bans and webhooks, managed through the real client."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest
from discord.http import Route

from playground import permissions as may
from playground.connecting import online
from playground.intents import GUILD_MEMBERS
from playground.invocations import NotPossibleError
from playground.seed import CHANNELS, GUILD_ID
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot
from tests.contract.test_messages import channel_of, refused
from tests.contract.test_threads import grant

BEN = discord.Object(1000000000000000012)


def promote(server: PlaygroundServer) -> None:
    """Lift the bot's role above all others."""
    guild = server.world.guilds[GUILD_ID]
    [role_id] = guild.members[server.world.bot["id"]]["roles"]
    server.world.edit_role(guild, role_id, position=9)


async def test_channels(playground: PlaygroundServer, bot: SampleBot):
    guild = bot.guilds[0]
    assert (await refused(guild.create_text_channel("New Place"))).code == 50013
    grant(playground, may.MANAGE_CHANNELS | may.MANAGE_ROLES)
    category = await guild.create_category("Rooms")
    text = await guild.create_text_channel("New Place", category=category, topic="t")
    voice = await guild.create_voice_channel("Voice", category=category)
    assert (text.name, text.topic, text.category_id) == ("new-place", "t", category.id)
    assert [type(c) for c in await guild.fetch_channels()][-1] is discord.VoiceChannel
    changed = await text.edit(name="old place", slowmode_delay=5, nsfw=True)
    assert changed and (changed.name, changed.slowmode_delay, changed.nsfw) == (
        "old-place",
        5,
        True,
    )
    await text.set_permissions(guild.me, view_channel=True)
    await text.set_permissions(guild.default_role, view_channel=False)
    ana = playground.person("ana").id
    assert not playground.world.permissions(ana, str(text.id)) & may.VIEW_CHANNEL
    await text.set_permissions(guild.default_role, overwrite=None)
    assert playground.world.permissions(ana, str(text.id)) & may.VIEW_CHANNEL
    error = await refused(text.set_permissions(guild.default_role, ban_members=True))
    assert error.code == 50013
    await category.delete()
    assert playground.world.channel(voice.id)["parent_id"] is None  # type: ignore[index]
    await text.delete()
    assert (await refused(bot.fetch_channel(text.id))).code == 10003
    wrong = Route("POST", f"/guilds/{guild.id}/channels")
    for body in (
        {"name": ""},
        {"name": "x" * 101},
        {"name": "x", "type": 99},
        {"name": "x", "parent_id": CHANNELS["general"]},
        {"name": "x", "topic": "t" * 1025},
        {"name": "x", "rate_limit_per_user": 21601},
    ):
        error = await refused(bot.http.request(wrong, json=body))
        assert (error.status, error.code) == (400, 50035), body


async def test_stage_and_media_channels(playground: PlaygroundServer, bot: SampleBot):
    guild = bot.guilds[0]
    grant(playground, may.ADMINISTRATOR)
    hall = await guild.create_stage_channel("hall", reason="talks")
    gallery = await guild.create_forum("gallery", media=True)
    assert (hall.type, gallery.is_media()) == (discord.ChannelType.stage_voice, True)
    assert (await hall.send("welcome")).content == "welcome"
    ana = playground.person("ana")
    for name in ("hall", "gallery"):
        with pytest.raises(NotPossibleError, match="to choose here"):
            await ana.slash("show deep echo", text="x", channel=name)
    post = Route("POST", "/channels/{channel_id}/messages", channel_id=gallery.id)
    assert (await refused(bot.http.request(post, json={"content": "x"}))).code == 40058


async def test_roles(playground: PlaygroundServer, bot: SampleBot):
    guild = bot.guilds[0]
    assert (await refused(guild.create_role(name="x"))).code == 50013
    grant(playground, may.MANAGE_ROLES)
    role = await guild.create_role(name="Guide", colour=0x336699)
    assert (role.position, role.colour.value) == (1, 0x336699)
    await role.edit(name="Leader", hoist=True)
    assert [r.name for r in await guild.fetch_roles() if r.id == role.id] == ["Leader"]
    too_much = discord.Permissions(ban_members=True)
    assert (await refused(role.edit(permissions=too_much))).code == 50013
    member = await guild.fetch_member(BEN.id)
    await member.add_roles(role)
    assert role.id in [r.id for r in (await guild.fetch_member(BEN.id)).roles]
    await role.delete()
    assert role.id not in [r.id for r in (await guild.fetch_member(BEN.id)).roles]
    moderator = next(r for r in await guild.fetch_roles() if r.name == "Moderator")
    assert (await refused(moderator.edit(name="x"))).code == 50013
    assert (await refused(member.add_roles(moderator))).code == 50013


async def test_members(playground: PlaygroundServer, bot: SampleBot):
    guild = bot.guilds[0]
    member = await guild.fetch_member(BEN.id)
    assert (await refused(member.edit(nick="Benny"))).code == 50013
    promote(playground)
    everything = may.MANAGE_NICKNAMES | may.MODERATE_MEMBERS | may.CHANGE_NICKNAME
    grant(playground, everything)
    changed = await member.edit(nick="Benny")
    assert changed and changed.display_name == "Benny"
    await member.timeout(timedelta(minutes=5))
    assert not playground.world.permissions(str(BEN.id), CHANNELS["general"]) & may.SEND_MESSAGES
    await member.timeout(None)
    assert playground.world.permissions(str(BEN.id), CHANNELS["general"]) & may.SEND_MESSAGES
    await guild.me.edit(nick="Mentor")
    assert (await guild.fetch_member(guild.me.id)).nick == "Mentor"
    assert [m.name for m in await guild.query_members("be")] == ["ben"]
    owner = await guild.fetch_member(1000000000000000010)
    assert (await refused(owner.edit(nick="x"))).code == 50013


async def test_list_of_members_needs_the_intent(playground: PlaygroundServer, bot: SampleBot):
    route = Route("GET", f"/guilds/{GUILD_ID}/members?limit=2")
    error = await refused(bot.http.request(route))
    assert (error.status, error.code) == (403, 50001)
    playground.gateway.privileged = GUILD_MEMBERS
    first: Any = await bot.http.request(route)
    after = first[-1]["user"]["id"]
    more: Any = await bot.http.request(
        Route("GET", f"/guilds/{GUILD_ID}/members?limit=9&after={after}")
    )
    assert [len(first), len(more)] == [2, 4]


async def test_kick_and_ban(playground: PlaygroundServer):
    bot = SampleBot(intents=discord.Intents(guilds=True, moderation=True))
    async with online(bot, playground):
        guild = bot.guilds[0]
        assert (await refused(guild.kick(BEN))).code == 50013
        assert (await refused(guild.ban(BEN))).code == 50013
        promote(playground)
        grant(playground, may.KICK_MEMBERS | may.BAN_MEMBERS | may.MANAGE_GUILD)
        playground.person("ben").says("spam")
        await guild.kick(BEN)
        assert (await refused(guild.fetch_member(BEN.id))).code == 10007
        noor = discord.Object(int(playground.person("noor").id))
        playground.person("noor").says("spam")
        await guild.ban(noor, reason="spam ñ", delete_message_seconds=3600)
        assert (await bot.hears("banned")).id == noor.id
        [ban] = [entry async for entry in guild.bans()]
        assert (ban.user.id, ban.reason) == (noor.id, "spam ñ")
        left = [m["content"] for m in playground.world.messages.all(CHANNELS["general"])]
        assert left == ["spam"]
        assert (await refused(guild.ban(discord.Object(1000000000000000010)))).code == 50013
        await guild.unban(noor)
        assert (await refused(guild.unban(noor))).code == 10026
        result = await guild.bulk_ban([noor, discord.Object(7)])
        assert ([u.id for u in result.banned], [u.id for u in result.failed]) == ([noor.id], [7])
        await guild.leave()
        assert (await bot.hears("guild removed")).id == guild.id


async def test_guild_is_edited(playground: PlaygroundServer, bot: SampleBot):
    guild = bot.guilds[0]
    assert (await refused(guild.edit(name="Other"))).code == 50013
    grant(playground, may.MANAGE_GUILD)
    assert (await guild.edit(name="Other")).name == "Other"
    fetched = await bot.fetch_guild(guild.id, with_counts=True)
    assert (fetched.name, fetched.approximate_member_count) == ("Other", 6)
    assert await guild.fetch_emojis() == []
    assert [g.name async for g in bot.fetch_guilds()] == ["Other"]


async def test_webhooks(playground: PlaygroundServer, bot: SampleBot):
    channel = channel_of(bot)
    assert (await refused(channel.create_webhook(name="News"))).code == 50013
    grant(playground, may.MANAGE_WEBHOOKS | may.CREATE_PUBLIC_THREADS)
    assert (await refused(channel.create_webhook(name="Clyde"))).code == 50035
    webhook = await channel.create_webhook(name="News")
    sent = await webhook.send("hot", username="Reporter", wait=True)
    assert (sent.author.name, sent.webhook_id) == ("Reporter", webhook.id)
    await sent.edit(content="cold")
    assert (await webhook.fetch_message(sent.id)).content == "cold"
    await sent.delete()
    assert (await refused(webhook.fetch_message(sent.id))).code == 10008
    thread = await channel.create_thread(name="t", type=discord.ChannelType.public_thread)
    inside = await webhook.send("inside", thread=thread, wait=True)
    assert inside.channel.id == thread.id
    partial = discord.Webhook.partial(webhook.id, str(webhook.token), client=bot)
    assert (await partial.fetch(prefer_auth=False)).name == "News"
    wrong = discord.Webhook.partial(webhook.id, "wrong", client=bot)
    assert (await refused(wrong.send("x"))).code == 50027
    await webhook.edit(name="Newer")
    assert [w.name for w in await channel.webhooks()] == ["Newer"]
    assert [w.name for w in await bot.guilds[0].webhooks()] == ["Newer"]
    await webhook.delete()
    assert (await refused(webhook.send("x"))).code == 10015


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        ("POST /users/@me/channels", {"recipient_id": "ana"}, "recipient_id"),
        (f"PATCH /guilds/{GUILD_ID}", {"name": "x"}, "name"),
        (f"PATCH /guilds/{GUILD_ID}/members/{BEN.id}", {"nick": "n" * 33}, "nick"),
        (
            f"PATCH /guilds/{GUILD_ID}/members/{BEN.id}",
            {"communication_disabled_until": "soon"},
            "communication_disabled_until",
        ),
        (f"POST /guilds/{GUILD_ID}/roles", {"permissions": "all"}, "permissions"),
        (f"POST /guilds/{GUILD_ID}/roles", {"color": 1 << 24}, "color"),
    ],
)
async def test_wrong_fields_are_named(
    playground: PlaygroundServer, bot: SampleBot, path: str, body: dict[str, Any], place: str
):
    grant(playground, may.ADMINISTRATOR)
    error = await refused(bot.http.request(Route(*path.split()), json=body))
    assert (error.status, error.code) == (400, 50035)
    assert f"In {place}:" in str(error)
