"""What is the same for every bot of a test run, and is therefore made once per process.

A bot reads all content and indexes it when it starts, which took three quarters of a dialogue's
processor time. Nothing changes it afterwards, so that all bots of a process may have the same.
Whether a bot reads it itself is shown by the tests that start it as a process.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from bot import app
from bot.catalogue import Catalogue, load_catalogue
from bot.catalogue.search import CatalogueSearch
from bot.services import composition
from bot.services.reading.phrase import hear
from bot.services.reading.zones import find_zones
from bot.storage.schema import upgrade
from playground.interactions import Interactions
from playground.world import GLOBAL, World

PATIENCE_SECONDS = 30.0


@cache
def content() -> Catalogue:
    return load_catalogue()


@cache
def search() -> CatalogueSearch:
    return CatalogueSearch(content())


@cache
def learn_to_read() -> None:
    """Load the grammar of days and the names of zones, which a bot loads with its first phrase."""
    hear("tomorrow")
    find_zones("Rome")


@cache
def _empty_database() -> bytes:
    with TemporaryDirectory() as folder:
        made = Path(folder) / "mentor.db"
        upgrade(made)
        return made.read_bytes()


def put_empty_database(file: Path) -> None:
    """Put a migrated database there: a copy is made at once, a new one takes 30 ms."""
    file.touch(0o600)
    file.write_bytes(_empty_database())


_commands: list[dict[str, Any]] = []


def commands_stand(world: World) -> None:
    """Let Discord have the commands already, as at every start of a bot but its first."""
    if _commands:
        world.set_commands(GLOBAL, deepcopy(_commands))


def remember_commands(world: World) -> None:
    """Keep what a bot has published, for the worlds of later tests."""
    if not _commands:
        _commands.extend(deepcopy(world.commands_for(None)))


def share(patch: pytest.MonkeyPatch) -> None:
    """Let every bot that is built in this process have the content that was read once."""

    def searching(catalogue: Catalogue) -> CatalogueSearch:
        return search() if catalogue is content() else CatalogueSearch(catalogue)

    patch.setattr(app, "load_catalogue", content)
    patch.setattr(composition, "CatalogueSearch", searching)


def have_patience(patch: pytest.MonkeyPatch) -> None:
    """Let nobody give up because the machine is busy; a test about giving up sets its own time."""
    patch.setattr(Interactions, "answer_seconds", PATIENCE_SECONDS)
