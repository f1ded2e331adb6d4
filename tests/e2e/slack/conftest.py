"""The real bot on the local Slack: its own manifest, a real database, a clock to move."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from playground.slack import SlackServer
from tests import shared
from tests.e2e.slack.stage import SlackStage, raise_curtain


@pytest.fixture
async def stage(slack: SlackServer, tmp_path: Path) -> AsyncIterator[SlackStage]:
    shared.learn_to_read()
    async with AsyncExitStack() as stack:
        yield await raise_curtain(slack, tmp_path, stack)
