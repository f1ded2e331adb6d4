"""Shared fixtures: the content, loaded once, and a real database per test."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.catalogue import Catalogue, load_catalogue
from bot.catalogue.search import CatalogueSearch
from bot.storage import invariants
from bot.storage.database import Database
from bot.storage.schema import upgrade
from tests.outside import StoppedClock


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def search(catalogue: Catalogue) -> CatalogueSearch:
    return CatalogueSearch(catalogue)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def database_file(tmp_path: Path) -> Path:
    return tmp_path / "mentor.db"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database: a copy of it is there at once, a new one takes 30 ms."""
    made = tmp_path_factory.mktemp("empty") / "mentor.db"
    upgrade(made)
    return made


@pytest.fixture
async def database(database_file: Path, empty_file: Path) -> AsyncIterator[Database]:
    shutil.copy(empty_file, database_file)
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
