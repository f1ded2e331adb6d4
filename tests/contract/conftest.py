"""A small, real discord.py bot that is connected to the playground."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from playground.pytest_plugin import online
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot


@pytest.fixture
async def bot(playground: PlaygroundServer) -> AsyncIterator[SampleBot]:
    client = SampleBot()
    async with online(client, playground):
        yield client
