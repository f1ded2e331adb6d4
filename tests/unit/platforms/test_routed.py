"""Two platforms behind one messenger: each gets what is its own, and one can be missing."""

from __future__ import annotations

import pytest

from bot.cards import Card
from bot.model import ChannelId, CommunityId, MemberId, RoleId
from bot.platforms.routed import RoutedMessenger, RoutedPlaces
from bot.ports import SendError
from tests.outside import RecordingChannel, StoppedClock

HERE, THERE = ChannelId("discord:1"), ChannelId("slack:T1/C1")
CARD = Card(title="Hello", summary="Hello")


async def test_each_platform_is_sent_what_is_its_own():
    discord, slack = RecordingChannel(StoppedClock()), RecordingChannel(StoppedClock())
    both = RoutedMessenger({"discord": discord, "slack": slack})
    await both.post(HERE, CARD, "a")
    await both.post(THERE, CARD, "b")
    assert [one.channel_id for one in discord.posts] == [HERE]
    assert [one.channel_id for one in slack.posts] == [THERE]
    assert await both.open_dm(MemberId("slack:T1/U1")) == "slack:T1/U10"


async def test_what_is_due_where_nothing_is_connected_waits():
    alone = RoutedMessenger({"discord": RecordingChannel(StoppedClock())})
    with pytest.raises(SendError) as refusal:
        await alone.post(THERE, CARD, "b")
    assert not refusal.value.permanent
    access = alone.access(THERE)
    assert (access.exists, access.is_known) == (True, False)
    places = RoutedPlaces({})
    community = CommunityId("slack:T1")
    assert places.is_in(community)
    assert places.has_role(community, RoleId("slack:T1/S1"))
    assert places.list_channels(community) == places.list_roles(community) == []
