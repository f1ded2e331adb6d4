"""Shared fixtures: the content, loaded once, and a real database per test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.catalogue import Catalogue, load_catalogue
from bot.catalogue.search import CatalogueSearch
from bot.storage.database import Database
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


@pytest.fixture
async def database(database_file: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite+aiosqlite:///{database_file}")
    yield opened
    await opened.close()
