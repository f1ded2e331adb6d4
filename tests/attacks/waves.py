"""The whole of the attacks on a scene, in waves: by commands and forms, by presses, and what
somebody tries who has deleted everything of theirs."""

from __future__ import annotations

from dataclasses import replace

from tests.attacks.attackers import Attacker
from tests.attacks.forms import send_everything
from tests.attacks.presses import press_everything, press_shown
from tests.attacks.scene import Scene, commands
from tests.attacks.typing import complete_everything, point_at_everything, type_everything
from tests.attacks.watch import Watch


async def come_by_commands(scene: Scene, watch: Watch, attackers: list[Attacker]) -> None:
    """Use every command, suggestion, menu and form."""
    leaves = commands(scene.stage)
    await type_everything(scene, watch, attackers, leaves)
    await complete_everything(scene, watch, attackers, leaves)
    await point_at_everything(scene, watch, attackers)
    await send_everything(scene, watch, attackers)


async def come_by_presses(scene: Scene, watch: Watch, attackers: list[Attacker]) -> None:
    """Press whatever there is."""
    await press_everything(scene, watch, attackers, scene.stage.bot.client.dialogues.verbs)


async def delete_everything(scene: Scene, attackers: list[Attacker]) -> Attacker:
    """Let Ana delete all that is hers; return her as an attacker."""
    ana = scene.stage.ana
    await ana.click(await ana.slash("privacy delete"), "Delete it all")
    # Whom she was matched with is told that it ended.
    await scene.stage.catch_up()
    own = attackers[0].own | {ana.id}
    may_change = frozenset({ana.id})
    return replace(attackers[0], name="deleted", person=ana, own=own, may_change=may_change)


async def come_back(scene: Scene, watch: Watch, deleted: Attacker) -> None:
    """Try every card and form of before."""
    # What she shared is everybody's, and still hers to take back.
    await press_shown(scene, watch, deleted, but="share.undo")
    await send_everything(scene, watch, [deleted])
