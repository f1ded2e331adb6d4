"""People next to Ana and Mia, who use everything there is as they may, until they leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from tests.attacks.attackers import Attacker
from tests.attacks.scene import Player, Scene, commands, keep_community, keep_own, pair, use
from tests.attacks.watch import Watch

_OWN = "Marrowbone"
HAVING = ("keep", "pair")


def _named(attackers: list[Attacker], name: str) -> tuple[Attacker, Player]:
    by = next(one for one in attackers if one.name == name)
    return by, Player(by.person, by.channel, lambda _of: _OWN)


async def live_beside(scene: Scene, watch: Watch, attackers: list[Attacker]) -> None:
    """Let a member and a moderator of another community keep, use and delete what is theirs."""
    member, noor = _named(attackers, "other member")
    ben = replace(noor, person=scene.stage.ben)
    both = {ben.person.id}
    member = replace(member, own=member.own | both, may_change=member.may_change | both)
    moderator, max_ = _named(attackers, "moderator elsewhere")
    stage = scene.stage
    await watch.beside("beside", member, ("keep",), lambda: keep_own(noor, stage.day(3)))
    await watch.beside("beside", member, ("pair",), lambda: pair(scene, noor, ben))
    await watch.beside(
        "beside", moderator, ("keep",), lambda: keep_community(max_, max_.channel, max_.channel)
    )
    pressed: dict[str, set[str]] = {"member": set(), "moderator": set()}
    for leaf in commands(stage):
        is_his = leaf.path.startswith("config ")
        by, player = (moderator, max_) if is_his else (member, noor)
        done = pressed["moderator" if is_his else "member"]
        await watch.beside("beside", by, (leaf.path,), partial(use, scene, player, leaf, done))
    await watch.beside("beside", member, ("due",), partial(_fall_due, scene, noor))
    await watch.beside("beside", member, ("delete",), partial(_delete, noor))


async def _fall_due(scene: Scene, player: Player) -> None:
    """Have reminders fall due while nothing is due for others: by message, then to a closed door."""
    stage, person = scene.stage, player.person
    for is_closed in (False, True):
        wish = await player.slash("remind me", text=f"{_OWN} soon", when="in 2 minutes")
        await person.click(wish, "Save")
        if is_closed:
            stage.server.faults.close_dms(person.user["username"])
        stage.server.clock.advance(timedelta(minutes=3))
        await stage.catch_up()
    stage.server.faults.open_dms(person.user["username"])


async def _delete(player: Player) -> None:
    await player.person.click(await player.slash("privacy delete"), "Delete it all")
