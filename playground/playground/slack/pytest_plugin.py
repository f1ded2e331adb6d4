"""pytest fixtures for tests of Slack bots; part of the playground's plugin.

What needs a server is imported by the fixture, so it costs nothing where it is not used.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from typing import TYPE_CHECKING, Any

import pytest

try:
    from pytest_asyncio import fixture as async_fixture
except ModuleNotFoundError:
    async_fixture: Any = pytest.fixture

if TYPE_CHECKING:
    from playground.slack.server import SlackServer
    from playground.slack.workspace import Workspace

_SERVER: pytest.StashKey[SlackServer] = pytest.StashKey()


@pytest.fixture
def slack_workspace() -> Workspace:
    """Return the workspace a test starts with; override it, for instance with your manifest."""
    from playground.slack.seed import academy

    return academy()


@async_fixture
async def slack(
    request: pytest.FixtureRequest, slack_workspace: Workspace
) -> AsyncIterator[SlackServer]:
    """Serve a fresh workspace; fail if the bot used a method that the playground lacks."""
    from playground.slack.server import SlackServer

    async with SlackServer(slack_workspace) as server:
        request.node.stash[_SERVER] = server
        yield server
        assert server.unknown_methods == []  # noqa: S101


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to a failed test what people saw, and what Slack refused."""
    report = yield
    server = item.stash.get(_SERVER, None)
    if server is not None and report.failed:
        from playground.slack.reading import conversations, refused

        report.sections.append(("slack: what people saw", conversations(server.workspace)))
        if told := refused(server.wire.frames, server.interactions.refused):
            report.sections.append(("slack: what Slack refused", told))
    return report
