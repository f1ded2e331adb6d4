"""Messages are sent, found, edited and refused as on Discord."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from discord import ui
from discord.http import Route

from playground import permissions as may
from playground.seed import CHANNELS
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot


def channel_of(bot: SampleBot, name: str = "general") -> discord.TextChannel:
    channel = bot.get_channel(int(CHANNELS[name]))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def refused(sending: Any) -> discord.HTTPException:
    with pytest.raises(discord.HTTPException) as caught:
        await sending
    return caught.value


async def test_post_edit_and_delete(playground: PlaygroundServer, bot: SampleBot):
    channel = channel_of(bot)
    sent = await channel.send("**hello** @everyone", silent=True)
    [post] = await playground.person("ana").posts("general")
    assert (post.text, post.plain_text) == ("**hello** @everyone", "hello @everyone")
    assert not post.message["mention_everyone"]
    await sent.edit(content="changed")
    changed = await post.edited()
    assert changed.text == "changed"
    await sent.delete()
    assert post.now() is None
    assert (await refused(sent.edit(content="x"))).code == 10008


async def test_direct_message_and_closed_door(playground: PlaygroundServer, bot: SampleBot):
    ana = playground.person("ana")
    user = await bot.fetch_user(int(ana.id))
    await user.send("psst")
    [got] = await ana.dms()
    assert got.text == "psst"
    playground.faults.close_dms("ana")
    error = await refused(user.send("again"))
    assert (error.status, error.code) == (403, 50007)
    playground.faults.open_dms("ana")
    await user.send("again")
    assert len(await ana.dms(2)) == 2


async def test_history_pages_like_discord(playground: PlaygroundServer, bot: SampleBot):
    channel = channel_of(bot)
    for number in range(7):
        await channel.send(str(number))
    newest = [m async for m in channel.history(limit=3)]
    assert [m.content for m in newest] == ["6", "5", "4"]
    older = [m.content async for m in channel.history(limit=2, before=newest[-1])]
    assert older == ["3", "2"]
    recent = datetime.now(UTC) - timedelta(minutes=1)
    every = [m.content async for m in channel.history(after=recent, oldest_first=True)]
    assert every == [str(number) for number in range(7)]
    around = [m.content async for m in channel.history(limit=3, around=newest[1])]
    assert "5" in around
    playground.faults.deny("general", may.READ_MESSAGE_HISTORY)
    assert [m async for m in channel.history()] == []


async def test_repeated_nonce_is_one_message(playground: PlaygroundServer, bot: SampleBot):
    channel = channel_of(bot)
    first = await channel.send("once", nonce="n1")
    again = await channel.send("once", nonce="n1")
    other = await channel.send("once", nonce="n2")
    assert first.id == again.id != other.id
    playground.world.messages.nonce_window_seconds = 0
    late = await channel.send("once", nonce="n1")
    assert late.id != first.id


async def test_missing_permissions(playground: PlaygroundServer, bot: SampleBot):
    error = await refused(channel_of(bot, "mods-only").send("x"))
    assert (error.status, error.code) == (403, 50013)
    playground.faults.deny("general", may.VIEW_CHANNEL)
    error = await refused(channel_of(bot).send("x"))
    assert (error.status, error.code) == (403, 50001)
    playground.faults.deny("trend-tips", may.ATTACH_FILES)
    file = discord.File(io.BytesIO(b"x"), "x.txt")
    assert (await refused(channel_of(bot, "trend-tips").send(file=file))).code == 50013
    gone = channel_of(bot, "weekly-nudges")
    playground.faults.delete_channel("weekly-nudges")
    error = await refused(gone.send("x"))
    assert (error.status, error.code) == (404, 10003)


def layout(*items: ui.Item[Any]) -> ui.LayoutView:
    view = ui.LayoutView()
    for item in items:
        view.add_item(item)
    return view


def legacy(*items: ui.Item[Any]) -> ui.View:
    view = ui.View()
    for item in items:
        view.add_item(item)
    return view


def options(count: int) -> list[discord.SelectOption]:
    return [discord.SelectOption(label=str(n)) for n in range(count)]


BODIES: dict[str, tuple[dict[str, Any], str]] = {
    "content": ({"content": "x" * 2001}, "content"),
    "astral content": ({"content": "🙂" * 1001}, "content"),
    "nonce": ({"content": "x", "nonce": "n" * 26}, "nonce"),
    "embed title": ({"embed": discord.Embed(title="x" * 257)}, "embeds.0.title"),
    "embeds in all": (
        {"embeds": [discord.Embed(description="x" * 3001) for _ in range(2)]},
        "embeds",
    ),
    "text in all": (
        {"view": lambda: layout(ui.TextDisplay("x" * 2001), ui.TextDisplay("x" * 2000))},
        "components",
    ),
    "label": (
        {"view": lambda: layout(ui.ActionRow(ui.Button(label="x" * 81, custom_id="a")))},
        "components.0.components.0.label",
    ),
    "custom id": (
        {"view": lambda: layout(ui.ActionRow(ui.Button(label="x", custom_id="a" * 101)))},
        "components.0.components.0.custom_id",
    ),
    "same custom id": (
        {"view": lambda: layout(ui.ActionRow(*(ui.Button(label="x", custom_id="a"),) * 2))},
        "components",
    ),
    "no options": (
        {"view": lambda: legacy(ui.Select(custom_id="s", options=[]))},
        "components.0.components.0.options",
    ),
    "same option": (
        {"view": lambda: legacy(ui.Select(custom_id="s", options=options(1) * 2))},
        "components.0.components.0.options.1.value",
    ),
    "alt text": (
        {"files": lambda: [discord.File(io.BytesIO(b"x"), "x", description="x" * 1025)]},
        "attachments.0.description",
    ),
    "lost attachment": (
        {"view": lambda: layout(ui.File("attachment://nowhere.txt"))},
        "components",
    ),
}


@pytest.mark.parametrize("name", BODIES)
async def test_too_much_is_refused_at_its_place(
    playground: PlaygroundServer, bot: SampleBot, name: str
):
    given, place = BODIES[name]
    made: Any = {key: value() if callable(value) else value for key, value in given.items()}
    error = await refused(channel_of(bot).send(**made))
    assert (error.status, error.code) == (400, 50035)
    assert f"In {place}:" in str(error)
    assert playground.world.messages.all(CHANNELS["general"]) == []


async def test_empty_message_is_refused(playground: PlaygroundServer, bot: SampleBot):
    assert (await refused(channel_of(bot).send(""))).code == 50006


async def test_raw_bodies_that_discord_py_would_not_send(
    playground: PlaygroundServer, bot: SampleBot
):
    route = Route("POST", f"/channels/{CHANNELS['general']}/messages")
    text = {"type": 10, "content": "x"}
    too_many = [{"type": 17, "components": [text] * 20}] * 2
    for body in (
        {"flags": 1 << 15, "components": [text], "content": "both"},
        {"flags": 1 << 15, "components": [text], "embeds": [{"title": "both"}]},
        {"flags": 1 << 15, "components": too_many},
        {"flags": 1 << 15, "components": []},
        {"components": [text]},
        {"flags": 1 << 15, "components": [{"type": 9, "components": [text]}]},
    ):
        error = await refused(bot.http.request(route, json=body))
        assert (error.status, error.code) == (400, 50035), body


async def test_v2_card_cannot_become_a_plain_message(playground: PlaygroundServer, bot: SampleBot):
    sent = await channel_of(bot).send(view=layout(ui.TextDisplay("card")))
    error = await refused(sent.edit(content="plain"))
    assert error.code == 50035
    edited = await sent.edit(view=layout(ui.TextDisplay("other card")))
    assert edited.flags.components_v2


async def test_picture_in_a_gallery_is_served(playground: PlaygroundServer, bot: SampleBot):
    gallery = ui.MediaGallery(discord.MediaGalleryItem("attachment://a.png", description="A"))
    await channel_of(bot).send(
        view=layout(gallery), file=discord.File(io.BytesIO(b"\x89PNG"), "a.png")
    )
    [post] = await playground.person("ana").posts("general")
    [component] = post.message["components"]
    assert component["items"][0]["media"]["url"] == post.attachments[0]["url"]
    assert post.text.startswith("A")
    assert await bot.http.get_from_cdn(post.attachments[0]["url"]) == b"\x89PNG"


async def test_eleven_mebibytes_are_too_large(playground: PlaygroundServer, bot: SampleBot):
    file = discord.File(io.BytesIO(b"x" * (11 * 1024 * 1024)), "big.bin")
    error = await refused(channel_of(bot).send(file=file))
    assert (error.status, error.code) == (413, 40005)
