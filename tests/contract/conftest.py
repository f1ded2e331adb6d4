"""A small, real discord.py bot that shows each thing Discord can do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from playground.pytest_plugin import connect
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot


@pytest.fixture
async def bot(playground: PlaygroundServer) -> AsyncIterator[SampleBot]:
    client = SampleBot()
    connect(client, playground)
    running = asyncio.create_task(client.start(playground.world.token))
    try:
        async with asyncio.timeout(5):
            await client.wait_until_ready()
        yield client
    finally:
        await client.close()
        await asyncio.gather(running, return_exceptions=True)
