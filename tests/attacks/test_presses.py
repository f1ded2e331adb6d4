"""Every button and form there is, pressed by whom it was not shown to."""

from __future__ import annotations

import pytest
import structlog.testing

from tests.attacks.attackers import gather
from tests.attacks.conftest import TRIED
from tests.attacks.scene import set_scene
from tests.attacks.watch import Watch
from tests.attacks.waves import come_by_presses
from tests.e2e.stage import Stage


@pytest.mark.timeout(300)
async def test_no_press_changes_or_tells_what_is_others(
    stage: Stage, request: pytest.FixtureRequest
):
    attackers = await gather(stage)
    scene = await set_scene(stage)
    with structlog.testing.capture_logs() as log, Watch(scene, log) as watch:
        await come_by_presses(scene, watch, attackers)
    request.node.user_properties.append((TRIED, dict(watch.tried)))
    assert watch.problems == []
    # What was never shown to anybody is tried with ids of everything all the same.
    assert len(scene.harvest.shown) > len(stage.bot.client.dialogues.verbs) * 3 / 4
