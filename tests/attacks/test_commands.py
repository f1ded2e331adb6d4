"""Every command, option, suggestion, menu, file and form, used by whom it is not for."""

from __future__ import annotations

from dataclasses import replace

import pytest
import structlog.testing

from tests.attacks.attackers import gather
from tests.attacks.conftest import TRIED
from tests.attacks.forms import send_everything
from tests.attacks.presses import press_shown
from tests.attacks.scene import SECRET, commands, set_scene
from tests.attacks.typing import complete_everything, point_at_everything, type_everything
from tests.attacks.watch import Watch
from tests.e2e.stage import Stage
from tests.unit.test_deletion import files_with


@pytest.mark.timeout(120)
async def test_no_command_or_form_changes_or_tells_what_is_others_or_was_deleted(
    stage: Stage, request: pytest.FixtureRequest
):
    attackers = await gather(stage)
    scene = await set_scene(stage)
    with structlog.testing.capture_logs() as log, Watch(scene, log) as watch:
        leaves = commands(stage)
        await type_everything(scene, watch, attackers, leaves)
        await complete_everything(scene, watch, attackers, leaves)
        await point_at_everything(scene, watch, attackers)
        await send_everything(scene, watch, attackers)
    assert watch.problems == []
    request.node.user_properties.append((TRIED, dict(watch.tried)))

    # She deletes it all, and tries every card and form of before.
    ana = stage.ana
    assert files_with(stage.database_file, SECRET)
    await ana.click(await ana.slash("privacy delete"), "Delete it all")
    # Whom she was matched with is told that it ended.
    await stage.catch_up()
    herself = replace(
        attackers[0],
        name="deleted",
        person=ana,
        own=attackers[0].own | {ana.id},
        may_change=frozenset({ana.id}),
    )
    with structlog.testing.capture_logs() as log, Watch(scene, log) as watch:
        # What she shared is everybody's, and still hers to take back.
        await press_shown(scene, watch, herself, but="share.undo")
        await send_everything(scene, watch, [herself])
    assert watch.problems == []
    assert files_with(stage.database_file, SECRET) == set()
    request.node.user_properties.append((TRIED, {"after a deletion": watch.tried.total()}))
