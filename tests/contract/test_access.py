"""What the bot may do in a channel is what the gateway told, and unknown is not gone."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.model import ChannelId, CommunityId
from bot.ports import ChannelAccess, Messenger
from playground import permissions as may
from playground.events import Audience
from playground.seed import CHANNELS, GUILD_ID
from playground.server import PlaygroundServer
from tests.contract.listener import Listener

GENERAL = ChannelId(f"discord:{CHANNELS['general']}")
EVERYTHING = (
    "View Channel",
    "Send Messages",
    "Embed Links",
    "Read Message History",
)


async def test_a_guild_that_discord_does_not_serve_is_not_gone(
    playground: PlaygroundServer, client: Listener, messenger: Messenger
):
    gone = ChannelId("discord:1")
    away: dict[str, Any] = {"id": GUILD_ID, "unavailable": True}
    here, elsewhere = CommunityId(f"discord:{GUILD_ID}"), CommunityId("discord:2")
    assert messenger.access(gone, here).is_known
    playground.world.bus.publish("GUILD_DELETE", away, Audience(guild_id=GUILD_ID))
    await client.heard()
    for access in (messenger.access(GENERAL), messenger.access(gone), messenger.access(gone, here)):
        assert not access.is_known
        assert not access.is_postable
    assert messenger.access(gone, elsewhere) == ChannelAccess(exists=False)
    playground.world.announce()
    await client.heard()
    assert messenger.access(GENERAL).is_postable
    assert messenger.access(gone, here) == ChannelAccess(exists=False)


async def test_access_is_what_the_gateway_told(
    playground: PlaygroundServer, client: Listener, messenger: Messenger
):
    access = messenger.access(GENERAL)
    assert access.is_postable
    playground.faults.deny("general", may.READ_MESSAGE_HISTORY | may.ATTACH_FILES)
    await client.heard()
    assert messenger.access(GENERAL).missing == ("Read Message History",)
    playground.faults.deny("general", may.VIEW_CHANNEL)
    await client.heard()
    assert messenger.access(GENERAL).missing == EVERYTHING
    playground.faults.allow("general")
    await client.heard()
    assert messenger.access(GENERAL).is_postable
    playground.faults.delete_channel("general")
    await client.heard()
    assert not messenger.access(GENERAL).exists


async def test_access_names_what_is_missing(messenger: Messenger):
    access = messenger.access(ChannelId(f"discord:{CHANNELS['mods-only']}"))
    assert access.exists
    assert "Send Messages" in access.missing
    assert not access.is_postable
    assert not messenger.access(ChannelId("discord:1")).exists


@pytest.mark.parametrize(("flag", "name"), [(38, "Send Messages in Threads"), (11, None)])
async def test_a_thread_needs_its_own_permission(
    playground: PlaygroundServer,
    client: Listener,
    messenger: Messenger,
    flag: int,
    name: str | None,
):
    playground.faults.deny("general", 1 << flag)
    await client.heard()
    parent = client.get_channel(int(CHANNELS["general"]))
    assert isinstance(parent, discord.TextChannel)
    thread: Any = {
        "id": "1000000000000000999",
        "type": 11,
        "name": "help",
        "parent_id": CHANNELS["general"],
        "owner_id": "1",
        "message_count": 0,
        "member_count": 0,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 60,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
        },
    }
    parent.guild._add_thread(
        discord.Thread(guild=parent.guild, state=client._connection, data=thread)
    )
    missing = messenger.access(ChannelId("discord:1000000000000000999")).missing
    assert (name in missing) if name else missing == ()
