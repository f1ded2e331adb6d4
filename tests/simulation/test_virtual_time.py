"""A virtual quarter, and by hand a year, with all that goes wrong: nothing lost or doubled."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.catalogue.search import CatalogueSearch
from playground.server import PlaygroundServer
from tests.simulation.cast import Cast
from tests.simulation.ledger import TAKEN_BACK, Postmark, Tally, audit
from tests.simulation.play import Play

START = datetime(2026, 9, 28, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Size:
    """How big a simulation is, and how much goes wrong in it."""

    weeks: int
    communities: int
    people: int
    zones: int
    kills: int
    faults: int
    acts: int
    restores: int


async def simulate(
    server: PlaygroundServer, folder: Path, search: CatalogueSearch, size: Size, seed: int
) -> tuple[Play, Tally]:
    end = START + timedelta(weeks=size.weeks)
    cast = Cast(server, search, START, end, seed)
    file = folder / "mentor.db"
    url = f"sqlite+aiosqlite:///{file}"
    await cast.enter(url, size.communities, size.people, size.zones)
    marks = Postmark(server.world)
    play = Play(server, cast, folder, size.kills, size.faults, size.acts, size.restores)
    await play.run()
    tally = audit(file, marks.counts, cast.promises(), cast.deleted())
    tally.counts[TAKEN_BACK] += cast.count_taken_back()
    return play, tally


@pytest.mark.timeout(600)
async def test_a_quarter_of_faults_loses_and_doubles_nothing(
    playground: PlaygroundServer,
    tmp_path: Path,
    search: CatalogueSearch,
    capsys: pytest.CaptureFixture[str],
):
    size = Size(
        weeks=13, communities=12, people=40, zones=12, kills=10, faults=12, acts=48, restores=2
    )
    play, tally = await simulate(playground, tmp_path, search, size, seed=20260928)
    with capsys.disabled():
        print(f"\nA virtual quarter, {play}: {tally}")
    assert (tally.lost, tally.doubled) == ([], [])
    assert (play.killed, play.to_die_at) == (10, set())


@pytest.mark.soak
async def test_a_year_of_faults_loses_and_doubles_nothing(
    playground: PlaygroundServer,
    tmp_path: Path,
    search: CatalogueSearch,
    capsys: pytest.CaptureFixture[str],
):
    seed = int(os.environ.get("SEED", "1"))
    size = Size(
        weeks=52,
        communities=200,
        people=2000,
        zones=40,
        kills=200,
        faults=80,
        acts=1000,
        restores=20,
    )
    play, tally = await simulate(playground, tmp_path, search, size, seed)
    with capsys.disabled():
        print(
            f"\nA virtual year, seed {seed}, {play.killed} kills, {play.deeds.done} deeds: {tally}"
        )
    assert (tally.lost, tally.doubled) == ([], [])
    assert play.killed >= 200
