"""Every command, option, suggestion, menu, file and form, used by whom it is not for."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
import structlog.testing

from tests.attacks.attackers import gather
from tests.attacks.conftest import TRIED
from tests.attacks.scene import SECRET, set_scene
from tests.attacks.watch import Watch
from tests.attacks.waves import come_back, come_by_commands, delete_everything
from tests.e2e.stage import Stage
from tests.unit.test_deletion import files_with


@pytest.mark.timeout(300)
async def test_no_command_or_form_changes_or_tells_what_is_others_or_was_deleted(
    stage: Stage, request: pytest.FixtureRequest
):
    attackers = await gather(stage)
    scene = await set_scene(stage)
    with structlog.testing.capture_logs() as log, Watch(scene, log) as watch:
        await come_by_commands(scene, watch, attackers)
    assert watch.problems == []
    request.node.user_properties.append((TRIED, dict(watch.tried)))

    assert files_with(stage.database_file, SECRET)
    herself = await delete_everything(scene, attackers)
    with structlog.testing.capture_logs() as log, Watch(scene, log) as watch:
        await come_back(scene, watch, herself)
    assert watch.problems == []
    # What they reported stays with the moderators, without them.
    with closing(sqlite3.connect(stage.database_file)) as kept:
        kept.execute("PRAGMA secure_delete = ON")
        told = kept.execute("DELETE FROM report RETURNING actor_id, text").fetchall()
        kept.commit()
        kept.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert f"discord:{stage.ana.id}" not in {actor for actor, _text in told}
    assert files_with(stage.database_file, SECRET) == set()
    request.node.user_properties.append((TRIED, {"after a deletion": watch.tried.total()}))
