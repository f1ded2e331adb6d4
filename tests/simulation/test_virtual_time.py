"""Virtual months, by hand a quarter and a year, full of faults: nothing lost or doubled."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.catalogue.search import CatalogueSearch
from playground.server import PlaygroundServer
from tests.simulation.cast import ZONES, Cast
from tests.simulation.ledger import TAKEN_BACK, Postmark, Tally, audit
from tests.simulation.play import CRASH_POINTS, Play

START = datetime(2026, 9, 28, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Size:
    """How big a simulation is, and how much goes wrong in it."""

    weeks: int
    communities: int
    people: int
    zones: tuple[str, ...]
    kills: int
    faults: int
    acts: int
    restores: int
    crash_points: Collection[str] = CRASH_POINTS


# The clocks change in it: on 25 October in Europe, on 1 November in America.
QUARTER = Size(
    weeks=13,
    communities=12,
    people=40,
    zones=ZONES[:12],
    kills=10,
    faults=12,
    acts=48,
    restores=2,
)


def month(zones: tuple[str, ...], crash_points: Collection[str]) -> Size:
    """Return a part of the quarter's people; each kind of fault happens once, each deed twice."""
    return Size(
        weeks=5,
        communities=6,
        people=20,
        zones=zones,
        kills=3,
        faults=8,
        acts=26,
        restores=1,
        crash_points=crash_points,
    )


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
    play.to_die_at = set(size.crash_points)
    await play.run()
    tally = audit(file, marks.counts, cast.promises(), cast.deleted())
    tally.counts[TAKEN_BACK] += cast.count_taken_back()
    return play, tally


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("size", "seed"),
    [
        pytest.param(month(ZONES[:6], CRASH_POINTS[::2]), 20260928, id="month-one"),
        pytest.param(month(ZONES[6:12], CRASH_POINTS[1::2]), 20260929, id="month-two"),
        pytest.param(QUARTER, 20260928, id="quarter", marks=pytest.mark.soak),
    ],
)
async def test_months_of_faults_lose_and_double_nothing(
    playground: PlaygroundServer,
    tmp_path: Path,
    search: CatalogueSearch,
    capsys: pytest.CaptureFixture[str],
    size: Size,
    seed: int,
):
    play, tally = await simulate(playground, tmp_path, search, size, seed)
    with capsys.disabled():
        print(f"\n{size.weeks} virtual weeks, {play}: {tally}")
    assert (tally.lost, tally.doubled) == ([], [])
    assert (play.killed, play.to_die_at) == (size.kills, set())


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
        zones=ZONES,
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
