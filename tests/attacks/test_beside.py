"""Somebody who uses everything as they may, next to others."""

from __future__ import annotations

import pytest
import structlog.testing

from tests.attacks.attackers import gather
from tests.attacks.beside import live_beside
from tests.attacks.conftest import TRIED
from tests.attacks.scene import set_scene
from tests.attacks.watch import Watch
from tests.e2e.stage import Stage


@pytest.mark.timeout(300)
async def test_who_uses_everything_changes_and_is_told_nothing_of_others(
    stage: Stage, request: pytest.FixtureRequest
):
    attackers = await gather(stage)
    scene = await set_scene(stage)
    with structlog.testing.capture_logs() as log, Watch(scene, log) as watch:
        await live_beside(scene, watch, attackers)
    assert watch.problems == []
    request.node.user_properties.append((TRIED, dict(watch.tried)))
