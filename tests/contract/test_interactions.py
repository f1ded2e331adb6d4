"""Unpatched discord.py answers every kind of interaction of the playground."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from playground.component_limits import walk
from playground.invocations import NotPossibleError
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot


async def test_login_sync_and_guilds(playground: PlaygroundServer, bot: SampleBot):
    [guild] = bot.guilds
    assert guild.name == "TPM Academy"
    assert guild.text_channels[0].name == "general"
    closed = next(c for c in guild.text_channels if c.name == "mods-only")
    assert closed.permissions_for(guild.me).view_channel
    assert not closed.permissions_for(guild.me).send_messages
    assert playground.gateway.is_bot_online


async def test_commands_are_registered_and_read_back(playground: PlaygroundServer, bot: SampleBot):
    names = {command.name for command in await bot.tree.fetch_commands()}
    assert names == {"show", "admin", "Who is it", "Count letters"}
    before = {c["id"] for c in playground.world.commands_for(None)}
    await bot.tree.sync()
    assert {c["id"] for c in playground.world.commands_for(None)} == before


async def test_guild_commands_shadow_nothing_else(playground: PlaygroundServer, bot: SampleBot):
    guild = bot.guilds[0]
    bot.tree.copy_global_to(guild=guild)
    await bot.tree.sync(guild=guild)
    reply = await playground.person("ana").slash("show deep echo", text="local")
    assert reply.text.startswith("local/")
    assert reply.interaction and reply.interaction.data["guild_id"] == str(guild.id)


async def test_subcommand_of_a_group_with_every_option_type(
    playground: PlaygroundServer, bot: SampleBot
):
    reply = await playground.person("ana").slash(
        "show deep echo", text="hi", number=3, person="ben", channel="general", role="Mentor"
    )
    assert reply.text == "hi/3/Ben/general/Mentor"
    assert reply.ephemeral
    assert playground.person("ben").sees() == []
    assert len(playground.person("ana").sees()) == 1


async def test_commands_work_in_direct_messages(playground: PlaygroundServer, bot: SampleBot):
    reply = await playground.person("ana").slash("show deep echo", dm=True, text="hi")
    assert reply.text == "hi/0/None/None/None"
    with pytest.raises(NotPossibleError):
        await playground.person("mia").slash("admin", dm=True)


async def test_autocomplete(playground: PlaygroundServer, bot: SampleBot):
    ana = playground.person("ana")
    assert await ana.type("show deep echo", text="al") == [("Alpha", "alpha")]
    assert len(await ana.type("show deep echo", number=1, text="")) == 2
    with pytest.raises(NotPossibleError):
        await ana.type("show deep echo", number=1)


async def test_button_opens_a_form_and_the_form_is_answered(
    playground: PlaygroundServer, bot: SampleBot
):
    ana = playground.person("ana")
    form = await ana.click(await ana.slash("show card"), "Form")
    assert form.modal and form.modal["title"] == "A form"
    values = {"Your name": "Ana", "Level": "High", "Channel": "general", "Sure": True, "Kind": "B"}
    sent = await ana.submit(form, **values)
    assert sent.text == "Ana/High/['general']/True/B"
    assert sent.ephemeral


async def test_form_refuses_what_the_client_refuses(playground: PlaygroundServer, bot: SampleBot):
    ana = playground.person("ana")
    form = await ana.slash("show form")
    for values in (
        {"Your name": "x" * 21, "Level": "Low", "Kind": "A"},
        {"Your name": "", "Level": "Low", "Kind": "A"},
        {"Your name": "Ana", "Level": "Middle", "Kind": "A"},
        {"Your name": "Ana", "Level": "Low", "Kind": "A", "Age": "3"},
    ):
        with pytest.raises(NotPossibleError):
            await ana.submit(form, **values)
    sent = await ana.submit(form, **{"Your name": "Ana", "Level": "Low", "Kind": "A"})
    assert sent.text == "Ana/Low/[]/False/A"


async def test_every_component_of_a_form_has_a_number(playground: PlaygroundServer, bot: SampleBot):
    ana = playground.person("ana")
    form = await ana.slash("show form")
    sent = await ana.submit(form, **{"Your name": "Ana", "Level": "Low", "Kind": "A"})
    assert form.modal and sent.interaction
    shown = list(walk(form.modal["components"]))
    assert [component["id"] for component in shown] == list(range(1, len(shown) + 1))
    filled = list(walk(sent.interaction.data["components"]))
    assert [(c["type"], c["id"]) for c in filled] == [(c["type"], c["id"]) for c in shown]


async def test_select_updates_the_card(playground: PlaygroundServer, bot: SampleBot):
    ana = playground.person("ana")
    card = await ana.slash("show card")
    chosen = await ana.choose(card, "Colour", "Green")
    assert chosen.text == "You chose Green"
    assert chosen.message["id"] == card.message["id"]
    assert chosen.message["edited_timestamp"]
    with pytest.raises(NotPossibleError):
        await ana.choose(card, "Colour", "Blue")


async def test_people_select_after_a_deferred_update(playground: PlaygroundServer, bot: SampleBot):
    ana = playground.person("ana")
    card = await ana.slash("show card")
    told = await ana.choose(card, "Who", ["ben", "mia"])
    assert told.text == "people: Ben, Mia"
    assert told.ephemeral


async def test_defer_then_edit_then_follow_up(playground: PlaygroundServer, bot: SampleBot):
    reply = await playground.person("ana").slash("show slow")
    assert (reply.text, reply.ephemeral) == ("done", True)
    again = await playground.person("ana").slash("show slow")
    assert again.message["id"] != reply.message["id"]
    assert [more.text for more in reply.followups] == ["and more"]


async def test_dynamic_button_works_without_its_view(playground: PlaygroundServer, bot: SampleBot):
    ana = playground.person("ana")
    first = await ana.slash("show counter")
    assert first.buttons == ["Pressed 0"]
    second = await ana.click(first, "Pressed 0")
    third = await ana.click(second, "Pressed 1")
    assert third.buttons == ["Pressed 2"]
    double_click = await ana.click(first, "Pressed 0")
    assert double_click.buttons == ["Pressed 1"]


async def test_files_travel_both_ways(playground: PlaygroundServer, bot: SampleBot):
    reply = await playground.person("ana").slash("show file", upload=("note.txt", b"abc"))
    [file] = reply.attachments
    assert (file["filename"], file["size"], file["description"]) == ("back.txt", 3, "turned around")
    async with aiohttp.ClientSession() as http, http.get(file["url"]) as response:
        assert await response.read() == b"cba"
        assert response.headers["Content-Disposition"] == "attachment"


async def test_menus_on_people_and_messages(playground: PlaygroundServer, bot: SampleBot):
    ana = playground.person("ana")
    assert (await ana.menu("Who is it", playground.person("ben"))).text == "It is Ben"
    said = ana.says("four")
    assert (await ana.menu("Count letters", said)).text == "4 letters"


async def test_moderator_command_is_hidden_but_not_locked(
    playground: PlaygroundServer, bot: SampleBot
):
    ana, mia = playground.person("ana"), playground.person("mia")
    assert "admin" in mia.commands()
    assert "admin" not in ana.commands()
    with pytest.raises(NotPossibleError):
        await ana.slash("admin")
    assert (await ana.slash("admin", force=True)).text == "allowed: False"
    assert (await mia.slash("admin")).text == "allowed: True"


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("nothing", {}),
        ("show", {}),
        ("show deep echo", {}),
        ("show deep echo", {"text": "x" * 11}),
        ("show deep echo", {"text": "x", "other": "y"}),
        ("show deep echo", {"text": "x", "person": "nobody"}),
    ],
)
async def test_client_refuses_to_send(
    playground: PlaygroundServer, bot: SampleBot, path: str, options: dict[str, Any]
):
    with pytest.raises(NotPossibleError):
        await playground.person("ana").slash(path, **options)


async def test_second_answer_is_refused(playground: PlaygroundServer, bot: SampleBot):
    reply = await playground.person("ana").slash("show twice")
    assert reply.text == "once"
    told = await playground.person("ana").slash("show deep echo", text="later")
    assert told.text.startswith("later")
    assert [more.text for more in reply.followups] == ["refused 400 40060"]


async def test_silence_fails_after_the_answer_time(playground: PlaygroundServer, bot: SampleBot):
    playground.interactions.answer_seconds = 0.05
    with pytest.raises(AssertionError, match="got no answer: failed"):
        await playground.person("ana").slash("show silent")


async def test_no_bot_is_told_apart(playground: PlaygroundServer):
    playground.world.set_commands("", [_bare_command()])
    playground.interactions.answer_seconds = 0.01
    with pytest.raises(AssertionError, match="no bot is connected"):
        await playground.person("ana").slash("ping")


def _bare_command():
    return {"id": "5", "name": "ping", "type": 1, "description": "Ping", "options": []}
