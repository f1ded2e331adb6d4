"""Mentoring at random: no pair over capacity, nobody who waits for nothing, no orphan offer."""

from __future__ import annotations

import os
import time as stopwatch
from collections import Counter

import pytest

from tests.simulation.mentoring_model import History
from tests.simulation.mentoring_world import MentoringWorld

STEPS, SOAK_STEPS = 15, 30
HISTORIES = int(os.environ.get("HISTORIES", "40"))
FIRST = int(os.environ.get("SEED", "1"))
SOAK_HISTORIES = 10_000


def play(world: MentoringWorld, seeds: range, steps: int) -> Counter[str]:
    """Play a history for each seed; one that goes wrong tells what happened in it."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        history = History(world, seed)
        try:
            history.play(steps)
        except BaseException as error:
            error.add_note(f"Seed {seed}, step {len(history.told)}:")
            for line in history.told:
                error.add_note(f"  {line}")
            raise
        counts += history.counts
    return counts


def tell(counts: Counter[str], histories: int, began: float) -> str:
    took = stopwatch.process_time() - began
    done = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    return f"\nMentoring, {histories} histories in {took:.0f} s: {done}"


@pytest.mark.timeout(200)
def test_nobody_hangs_whatever_people_do(
    mentoring_world: MentoringWorld, capsys: pytest.CaptureFixture[str]
):
    began = stopwatch.process_time()
    counts = play(mentoring_world, range(FIRST, FIRST + HISTORIES), STEPS)
    with capsys.disabled():
        print(tell(counts, HISTORIES, began))
    assert {"accept", "reopen", "undo"} <= counts.keys()


@pytest.mark.soak
def test_nobody_hangs_in_ten_thousand_histories(
    mentoring_world: MentoringWorld, capsys: pytest.CaptureFixture[str]
):
    began = stopwatch.process_time()
    counts = play(mentoring_world, range(1000, 1000 + SOAK_HISTORIES), SOAK_STEPS)
    with capsys.disabled():
        print(tell(counts, SOAK_HISTORIES, began))
