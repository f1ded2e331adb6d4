"""The pytest plugin: a server per test, and the conversation so far when a test fails.

It is installed with the package, so it must cost nothing where it is not used: what needs
discord.py or a server is imported by the fixture. One server per test takes about two
milliseconds; nothing is shared, so tests cannot leak.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

try:
    from pytest_asyncio import fixture as async_fixture
except ModuleNotFoundError:
    # Installed beside a project that tests nothing asynchronous: pytest must start all the same.
    async_fixture: Any = pytest.fixture

if TYPE_CHECKING:
    import discord

    from playground.server import PlaygroundServer
    from playground.world import World

# The fixtures for Slack bots.
pytest_plugins = ("playground.slack.pytest_plugin",)

_SERVER: pytest.StashKey[PlaygroundServer] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--playground-wire FOLDER``."""
    parser.getgroup("playground").addoption(
        "--playground-wire",
        type=Path,
        metavar="FOLDER",
        help="record what goes over the wire: a file of JSON lines per test",
    )


@pytest.fixture
def playground_world() -> World:
    """Return the world a test starts with; override it to start with another."""
    from playground.seed import academy

    return academy()


@async_fixture
async def playground(
    request: pytest.FixtureRequest, playground_world: World
) -> AsyncIterator[PlaygroundServer]:
    """Serve a fresh world; fail if the bot used a route that the playground lacks."""
    from playground.server import PlaygroundServer

    async with PlaygroundServer(playground_world) as server:
        request.node.stash[_SERVER] = server
        with _recording(server, request):
            yield server
        assert server.unknown_routes == []  # noqa: S101


@pytest.fixture
def playground_bot(
    playground: PlaygroundServer,
) -> Callable[..., AbstractAsyncContextManager[PlaygroundServer]]:
    """Return how to bring a discord.py client online: ``async with playground_bot(client):``."""
    from playground.connecting import online

    @contextlib.asynccontextmanager
    async def connected(client: discord.Client, **options: Any) -> AsyncGenerator[PlaygroundServer]:
        async with online(client, playground, **options):
            yield playground

    return connected


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to a failed test what people saw, and what Discord refused."""
    report = yield
    server = item.stash.get(_SERVER, None)
    if server is not None and report.failed:
        from playground.reading import conversation, refused

        report.sections.append(("playground: what people saw", conversation(server.world)))
        if told := refused(server.wire.frames):
            report.sections.append(("playground: what Discord refused", told))
    return report


def _recording(
    server: PlaygroundServer, request: pytest.FixtureRequest
) -> contextlib.AbstractContextManager[None]:
    folder: Path | None = request.config.getoption("--playground-wire")
    if folder is None:
        return contextlib.nullcontext()
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.]+", "-", request.node.nodeid)
    return server.wire.recorded(folder / f"{name[:200]}.jsonl")
