"""Small, real discord.py bots that are connected to the playground."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.platforms.discord.messenger import DiscordMessenger
from playground.connecting import online
from playground.server import PlaygroundServer
from tests.contract.listener import Listener, messenger_of
from tests.contract.sample_bot import SampleBot


@pytest.fixture
async def bot(playground: PlaygroundServer) -> AsyncIterator[SampleBot]:
    client = SampleBot()
    async with online(client, playground):
        yield client


@pytest.fixture
async def client(playground: PlaygroundServer) -> AsyncIterator[Listener]:
    listener = Listener()
    async with online(listener, playground):
        yield listener


@pytest.fixture
def messenger(client: Listener) -> DiscordMessenger:
    return messenger_of(client, request_seconds=5.0)
