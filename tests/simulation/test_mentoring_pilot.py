"""Ninety days of 30 learners and 10 mentors, a fifth of whom never answer."""

from __future__ import annotations

import pytest

from bot.storage import invariants
from tests.simulation.mentoring_pilot import LEARNERS, Pilot
from tests.simulation.mentoring_world import MentoringWorld

SEEDS = (1, 2, 3)
LEAST_MATCHED = 0.9


@pytest.mark.timeout(200)
def test_a_pilot_of_ninety_days_leaves_nobody_hanging(
    mentoring_world: MentoringWorld, capsys: pytest.CaptureFixture[str]
):
    told = [Pilot(mentoring_world, seed).run() for seed in SEEDS]
    with capsys.disabled():
        print("\nPilot of 90 days, 30 learners, 10 mentors, 20 % ghosts:")
        for one in told:
            print(f"  {one}")
    for one in told:
        assert one.willing == LEARNERS * 4 // 5
        assert one.in_time >= LEAST_MATCHED * one.willing
        assert one.hanging == []
        assert one.states == one.replayed
    assert invariants.inspect(mentoring_world.look) == []
