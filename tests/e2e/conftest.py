"""Every dialogue plays on a fresh stage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from playground.server import PlaygroundServer
from tests import shared
from tests.e2e.stage import Stage, raise_curtain


@pytest.fixture
async def stage(playground: PlaygroundServer, tmp_path: Path) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        shared.learn_to_read()
        shared.commands_stand(playground.world)
        stage = await raise_curtain(playground, tmp_path, stack)
        shared.remember_commands(playground.world)
        yield stage
