"""Every command, option, suggestion, menu, file and form, used by whom it is not for."""

from __future__ import annotations

import pytest
import structlog.testing

from tests.attacks.attackers import gather
from tests.attacks.conftest import TRIED
from tests.attacks.forms import send_everything
from tests.attacks.scene import set_scene
from tests.attacks.typing import complete_everything, point_at_everything, type_everything
from tests.attacks.watch import Watch
from tests.e2e.stage import Stage


@pytest.mark.timeout(120)
async def test_no_command_or_form_changes_or_tells_what_is_others(
    stage: Stage, request: pytest.FixtureRequest
):
    attackers = await gather(stage)
    scene = await set_scene(stage)
    with structlog.testing.capture_logs() as log, Watch(scene, log) as watch:
        await type_everything(scene, watch, attackers)
        await complete_everything(scene, watch, attackers)
        await point_at_everything(scene, watch, attackers)
        await send_everything(scene, watch, attackers)
    request.node.user_properties.append((TRIED, dict(watch.tried)))
    open("/tmp/problems", "w").write("\n".join(watch.problems))
    assert watch.problems == []
