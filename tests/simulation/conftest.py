"""A world of mentoring for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from tests.simulation.mentoring_world import MentoringWorld, opened


@pytest.fixture
def mentoring_world(
    catalogue: Catalogue, search: CatalogueSearch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[MentoringWorld]:
    with opened(catalogue, search, monkeypatch, tmp_path) as found:
        yield found
