"""A real Chromium on the playground's page, with a real bot behind it."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright
from pytest_asyncio import fixture

from playground import pytest_plugin
from playground.connecting import online
from playground.server import PlaygroundServer
from playground.world import World
from tests.browser.client import Client
from tests.contract.sample_bot import SampleBot
from tests.e2e.stage import Stage, raise_curtain

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
]


@fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests of a worker; each test opens a context of its own."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium: install the system package or name it in CHROMIUM")
    # Chromium refuses its sandbox only to root.
    flags = [*_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    async with async_playwright() as player:
        opened = await player.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield opened
        await opened.close()


@fixture(loop_scope="session")
async def playground(
    request: pytest.FixtureRequest, playground_world: World
) -> AsyncIterator[PlaygroundServer]:
    """The plugin's server, on the loop that the browser lives on."""
    async with PlaygroundServer(playground_world) as server:
        request.node.stash[pytest_plugin._SERVER] = server
        yield server
        assert server.unknown_routes == []


@fixture(loop_scope="session")
async def stage(playground: PlaygroundServer, tmp_path: Path) -> AsyncIterator[Stage]:
    """The mentoring bot, connected."""
    async with AsyncExitStack() as stack:
        # Messages bear the real time, so the page looks right only with the real clock.
        yield await raise_curtain(playground, tmp_path, stack, at=None)


@fixture(loop_scope="session")
async def client(browser: Browser, stage: Stage) -> AsyncIterator[Client]:
    """The page at a desktop's width, with the mentoring bot behind it."""
    async with Client.open(browser, stage.server) as opened:
        yield opened


@fixture(loop_scope="session")
async def sample(browser: Browser, playground: PlaygroundServer) -> AsyncIterator[Client]:
    """The page with a small bot behind it that uses every feature of the platform."""
    async with online(SampleBot(), playground), Client.open(browser, playground) as opened:
        yield opened


@fixture(loop_scope="session")
async def quiet(browser: Browser, playground: PlaygroundServer) -> AsyncIterator[Client]:
    """The page without any bot: what others wrote is drawn all the same."""
    async with Client.open(browser, playground, status="The bot is not connected yet…") as opened:
        yield opened
