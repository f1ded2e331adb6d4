"""Every dialogue plays on a fresh stage: on Discord, or on each platform in turn."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.platforms.slack.manifest import manifest
from playground.server import PlaygroundServer
from playground.slack import SlackServer, Workspace, academy
from tests import shared
from tests.e2e.platforms import DISCORD, Curtain, Play, expect_exceptions
from tests.e2e.slack import play
from tests.e2e.stage import Stage, raise_curtain


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        expect_exceptions(item)


@pytest.fixture
def slack_workspace() -> Workspace:
    return academy(manifest())


@pytest.fixture
def platform(request: pytest.FixtureRequest) -> str:
    return getattr(request, "param", DISCORD)


@pytest.fixture
def curtain(request: pytest.FixtureRequest, platform: str) -> Curtain:
    """Return what connects the real bot to the platform at hand."""
    return request.getfixturevalue(f"{platform}_curtain")


@pytest.fixture
def discord_curtain(playground: PlaygroundServer, tmp_path: Path) -> Curtain:
    @asynccontextmanager
    async def raised() -> AsyncGenerator[Stage]:
        async with AsyncExitStack() as stack:
            shared.learn_to_read()
            shared.commands_stand(playground.world)
            stage = await raise_curtain(playground, tmp_path, stack)
            shared.remember_commands(playground.world)
            yield stage

    return raised


@pytest.fixture
def slack_curtain(slack: SlackServer, tmp_path: Path) -> Curtain:
    shared.learn_to_read()
    return lambda: play.curtain(slack, tmp_path)


@pytest.fixture
async def stage(curtain: Curtain) -> AsyncIterator[Play]:
    async with curtain() as stage:
        yield stage
