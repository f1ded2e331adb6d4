"""Who belongs to a guild is asked at a pace, within a bound, and no part of it twice."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import discord
import pytest

from bot.errors import PlatformUnavailableError
from bot.model import CommunityId, MemberId
from bot.platforms.discord import roster
from bot.platforms.discord.roster import DiscordRoster

HERE = CommunityId("discord:1")
PEOPLE = [MemberId(f"discord:{number}") for number in range(1000, 13_500)]


class Gateway:
    """Discord as the client library sees it: everybody with an even id is a member."""

    unavailable = False

    def __init__(self) -> None:
        self.asked: list[tuple[float, Sequence[int]]] = []
        self.silent_at: int | None = None

    def get_guild(self, _: int) -> Gateway:
        return self

    async def query_members(self, *, user_ids: Sequence[int], **_: Any) -> list[discord.Object]:
        if len(self.asked) == self.silent_at:
            self.silent_at = None
            raise TimeoutError
        self.asked.append((asyncio.get_running_loop().time(), user_ids))
        return [discord.Object(one) for one in user_ids if one % 2 == 0]


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    # A minute as short as a test can measure.
    monkeypatch.setattr(roster, "_MINUTE_SECONDS", 1.0)
    return Gateway()


async def test_12500_people_are_asked_about_at_a_pace_the_gateway_takes(gateway: Gateway):
    asker = DiscordRoster(cast(discord.Client, gateway))
    both = await asyncio.gather(*(asker.find_members(HERE, PEOPLE) for _ in range(2)))
    assert both[0] == both[1] == set(PEOPLE[::2])
    times = [at for at, _ in gateway.asked]
    most = roster._MOST_REQUESTS
    assert most * 2 <= 120
    # Not exactly a minute: a slow machine asks a little after its turn.
    assert all(late - at >= 0.5 for at, late in zip(times, times[most:], strict=False))
    assert len(times) == 125


async def test_a_question_that_fails_goes_on_where_it_stopped(gateway: Gateway):
    asker = DiscordRoster(cast(discord.Client, gateway))
    gateway.silent_at = 100
    with pytest.raises(PlatformUnavailableError):
        await asker.find_members(HERE, PEOPLE)
    assert await asker.find_members(HERE, PEOPLE) == set(PEOPLE[::2])
    assert len(gateway.asked) == 125
    # What was told is not kept longer than it is needed.
    await asker.find_members(HERE, PEOPLE[:100])
    assert len(gateway.asked) == 126


async def test_no_more_people_are_asked_about_than_an_interaction_lives_for(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
):
    assert roster._MOST_PEOPLE / roster._MOST_ASKED / roster._MOST_REQUESTS <= 10
    monkeypatch.setattr(roster, "_MOST_PEOPLE", 150)
    found = await DiscordRoster(cast(discord.Client, gateway)).find_members(HERE, PEOPLE)
    assert found == set(PEOPLE[:150:2])
