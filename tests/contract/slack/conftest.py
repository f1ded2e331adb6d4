"""A small, real Slack app that is connected to the local Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from playground.slack.server import SlackServer
from tests.contract.slack.sample_app import SampleApp, online


@pytest.fixture
async def app(slack: SlackServer) -> AsyncIterator[SampleApp]:
    async with online(slack) as connected:
        yield connected
