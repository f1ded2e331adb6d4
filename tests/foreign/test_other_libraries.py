"""Bots written with other libraries run on the playground, unpatched but for the address."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from playground import permissions as may
from playground.person import Person
from playground.server import PlaygroundServer
from tests.e2e.processes import eventually
from tests.foreign.libraries import FOLDER, LIBRARIES, Library

pytestmark = [
    pytest.mark.skipif(not FOLDER, reason="FOREIGN_BOTS names no folder: try `make check-foreign`"),
    pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name),
]
Capture = pytest.CaptureFixture[str]
BUSY_SECONDS = 20.0
COMMANDS = ["announce", "count", "discuss", "paint", "report", "tidy"]


@pytest.fixture
async def ana(
    playground: PlaygroundServer, library: Library, capfd: Capture
) -> AsyncIterator[Person]:
    """Somebody on a server where the library's bot is online and has all permissions.

    ``capfd`` comes first, so that it gets what the bot writes.
    """
    world = playground.world
    guild = next(iter(world.guilds.values()))
    [role] = guild.members[world.bot["id"]]["roles"]
    world.edit_role(guild, role, permissions=str(may.ALL))
    person = playground.person("ana")
    # How fast a process answers on a busy machine is not what is tested.
    playground.interactions.answer_seconds = person.deadline = BUSY_SECONDS
    async with library.bot(playground):
        await eventually(playground, lambda: len(person.commands()) == len(COMMANDS))
        yield person


async def test_commands_cards_and_forms(ana: Person, capfd: Capture):
    assert sorted(ana.commands()) == COMMANDS
    assert await ana.type("paint", colour="gr") == [("Green", "Green")]
    card = await ana.slash("paint", colour="Green", person="ben")
    assert "Green for Ben" in card.text
    assert card.buttons == ["Why?"]
    form = await ana.click(card, "Why?")
    thanks = await ana.submit(form, Reason="it is calm")
    assert thanks.text == "Green for Ben: it is calm"
    assert thanks.ephemeral
    sized = await ana.choose(card, "Size", "Large")
    assert "Size l" in sized.text
    assert sized.message["id"] == card.message["id"]
    assert sized.buttons == []
    assert capfd.readouterr() == ("", "")


async def test_messages_are_sent_edited_deleted_and_read(ana: Person, capfd: Capture):
    ana.says("hello", where="general")
    answer = await ana.slash("tidy", where="general")
    read = answer if answer.text else await answer.edited()
    assert read.text == "Read: hello, final"
    [final] = [said for said in ana.sees(where="general") if said.text == "final"]
    assert [reaction["emoji"]["name"] for reaction in final.message["reactions"]] == ["👍"]
    assert final.message["edited_timestamp"]
    assert capfd.readouterr() == ("", "")


async def test_files_threads_members_and_webhooks(
    playground: PlaygroundServer, ana: Person, capfd: Capture
):
    [file] = (await ana.slash("report")).attachments
    assert file["filename"] == "report.txt"
    assert playground.world.files[file["id"]].body == b"all is well"

    opened = await ana.slash("discuss", topic="estimates", where="general")
    [_, said] = await ana.posts("estimates", 2)  # The first stands for the message outside.
    assert said.text == "Let us discuss estimates"
    assert opened.text == f"Opened <#{said.channel_id}> for 2"

    assert (await ana.slash("count")).text == "6 members"

    announced = await ana.slash("announce", words="it is spring", where="trend-tips")
    assert announced.ephemeral
    [crier] = [m for m in ana.sees(where="trend-tips") if not m.ephemeral]
    assert crier.message["author"]["username"] == "Town crier"
    assert crier.text == "Hear: it is spring"
    assert capfd.readouterr() == ("", "")


async def test_what_people_do_reaches_the_bot(
    playground: PlaygroundServer, ana: Person, capfd: Capture
):
    said = ana.says("ping", where="general")
    [pong] = await ana.posts("general")
    assert pong.text == "pong"
    assert pong.message["referenced_message"]["id"] == said["id"]

    world = playground.world
    world.reactions.add(pong.message, playground.person("ben").id, "🎉")
    assert (await ana.posts("general", 2))[-1].text == "🎉 from Ben"

    guild = next(iter(world.guilds.values()))
    world.add_member(guild, world.add_user("Zoe"))
    assert (await ana.posts("general", 3))[-1].text == "Welcome, Zoe"
    assert capfd.readouterr() == ("", "")


async def test_a_lost_connection_is_resumed_and_nothing_missed(
    playground: PlaygroundServer, ana: Person
):
    gateway = playground.gateway
    identified = gateway.identified
    playground.faults.close_gateway(1006)
    ana.says("ping", where="general")  # Said before the bot can be back.
    assert [pong.text for pong in await ana.posts("general")] == ["pong"]
    assert gateway.resumed == 1

    playground.faults.ask_to_reconnect()
    await eventually(playground, lambda: gateway.resumed == 2)
    ana.says("ping", where="general")
    await ana.posts("general", 2)
    assert gateway.identified == identified
