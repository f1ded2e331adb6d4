"""People next to Ana and Mia, who use everything there is as they may, until they leave.

They do it twice: once beside Ana and Mia, once alone. What they are told must be the same.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial

from playground.person import Person
from tests.attacks.attackers import Attacker
from tests.attacks.scene import (
    Player,
    Scene,
    ask_nobody,
    commands,
    keep_community,
    keep_own,
    pair,
    use,
)
from tests.attacks.watch import Act, Watch

_OWN = "Marrowbone"
HAVING = ("keep", "pair", "alone")
# What people read, whichever request carries it: on a busy machine an answer is acknowledged first.
_READ = re.compile(r'"(?:content|label|name|title|description|placeholder)":"((?:[^"\\]|\\.)*)"')
# Ids and moments are never twice the same.
_ONCE = re.compile(r"own-\w+|\d+")
Deed = tuple[Attacker, str, Act]


def _named(attackers: list[Attacker], name: str) -> tuple[Attacker, Player]:
    by = next(one for one in attackers if one.name == name)
    return by, Player(by.person, by.channel, lambda _of: _OWN, is_careful=False)


async def live_beside(scene: Scene, watch: Watch, attackers: list[Attacker]) -> None:
    """Let a member and a moderator of another community keep, use and delete what is theirs."""
    scene.stage.meet(*_people(scene, attackers))
    with closing(sqlite3.connect(":memory:")) as before:
        with closing(sqlite3.connect(scene.stage.database_file)) as now:
            now.backup(before)
        told = [
            (by, what, await watch.beside("beside", by, (what,), act))
            for by, what, act in _deeds(scene, attackers)
        ]
        with closing(sqlite3.connect(scene.stage.database_file)) as now:
            before.backup(now)
            _be_alone(now, scene)
    watch.look_again()
    scene.stage.meet(*_people(scene, attackers))
    for (by, what, act), (_by, _what, beside) in zip(_deeds(scene, attackers), told, strict=True):
        alone = await watch.beside("alone", by, (what,), act)
        if more := _read(beside) - _read(alone):
            watch.blame(f"{by.name}, beside: {what}", f"was told because of others: {more}")
        if less := _read(alone) - _read(beside):
            watch.blame(f"{by.name}, beside: {what}", f"was not told because of others: {less}")


def _deeds(scene: Scene, attackers: list[Attacker]) -> Iterator[Deed]:
    """Yield what they do, one after the other."""
    member, noor = _named(attackers, "other member")
    ben = replace(noor, person=scene.stage.ben)
    both = {ben.person.id}
    member = replace(member, own=member.own | both, may_change=member.may_change | both)
    moderator, max_ = _named(attackers, "moderator elsewhere")
    stage = scene.stage
    yield member, "keep", lambda: keep_own(noor, stage.day(3))
    yield member, "pair", partial(_pair, scene, noor, ben)
    yield moderator, "keep", lambda: keep_community(max_, max_.channel, max_.channel)
    pressed: dict[str, set[str]] = {"member": set(), "moderator": set()}
    for leaf in commands(stage):
        is_his = leaf.path.startswith("config ")
        by, player = (moderator, max_) if is_his else (member, noor)
        done = pressed["moderator" if is_his else "member"]
        yield by, leaf.path, partial(use, scene, player, leaf, done)
    yield member, "due", partial(_fall_due, scene, noor)
    yield member, "delete", partial(_delete, noor)
    yield member, "leave", partial(_delete, ben)


async def _pair(scene: Scene, learner: Player, mentor: Player) -> None:
    """Have a mentorship, and nothing that is looked for again while somebody else acts."""
    await pair(scene, learner, mentor)
    await ask_nobody(scene, learner.person, mentor.person)


def _be_alone(now: sqlite3.Connection, scene: Scene) -> None:
    """Remove every row of Ana's and Mia's; what is of their community stays."""
    people = [(f"discord:{one.id}",) for one in (scene.stage.ana, scene.stage.mia)]
    tables = now.execute(
        "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND c.name = 'member_id'"
    ).fetchall()
    for [name] in tables:
        now.executemany(f"DELETE FROM {name} WHERE member_id = ?", people)
    now.execute(
        "DELETE FROM mentorship WHERE id NOT IN (SELECT mentorship_id FROM mentorship_side)"
    )
    now.commit()


def _read(told: str) -> Counter[str]:
    """Return what people read of what was told."""
    return Counter(_ONCE.sub("", one) for one in _READ.findall(told))


def _people(scene: Scene, attackers: list[Attacker]) -> list[Person]:
    return [scene.stage.ben, *(one.person for one in attackers)]


async def _fall_due(scene: Scene, player: Player) -> None:
    """Have reminders fall due while nothing of others is: sent, then refused."""
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
