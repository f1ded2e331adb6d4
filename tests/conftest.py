"""Shared fixtures: the content, loaded once, and a real database per test."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.storage import invariants
from bot.storage.database import Database
from tests import shared
from tests.order import longest_first
from tests.outside import StoppedClock

# A bot that is built here logs as structlog does by default. With rich, one logged exception draws
# the local variables of every frame: up to a minute of processor time, after the test even.
_plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[*structlog.get_config()["processors"][:-1], _plain])

# What is given more time than this of its own, by its timeout, is what takes long.
_LONG_SECONDS = 100


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def seconds(item: pytest.Item) -> float:
        own = item.get_closest_marker("timeout")
        return 0 if own is None else own.args[0]

    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    items[:] = longest_first(items, seconds, workers, _LONG_SECONDS)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return shared.content()


@pytest.fixture(scope="session")
def search() -> CatalogueSearch:
    return shared.search()


@pytest.fixture(scope="session", autouse=True)
def _shared() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        shared.share(patch)
        shared.have_patience(patch)
        yield


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def database_file(tmp_path: Path) -> Path:
    return tmp_path / "mentor.db"


@pytest.fixture
async def database(database_file: Path) -> AsyncIterator[Database]:
    shared.put_empty_database(database_file)
    opened = await Database.open(f"sqlite+aiosqlite:///{database_file}")
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def _invariants(request: pytest.FixtureRequest) -> Iterator[None]:
    """Look, after every test with a database, for rows that should never be."""
    is_by_hand = request.node.get_closest_marker("by_hand") is not None
    if is_by_hand or "database" not in request.fixturenames:
        yield
        return
    file: Path = request.getfixturevalue("database_file")
    yield
    assert invariants.inspect_file(file) == []
