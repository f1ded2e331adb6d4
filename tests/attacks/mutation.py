"""The attacks without one check after the other, in one process; ``mutants`` runs this.

A check is caught when an attack that reaches it got something without it, and gets nothing with
it. What only ends as an accident of the bot is told apart: nobody got anything.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path

import pytest
import structlog.testing

from bot.dialogues.seam import May, Verb
from playground.seed import academy
from playground.server import PlaygroundServer
from tests import shared
from tests.attacks.attackers import Attacker, gather
from tests.attacks.beside import HAVING, live_beside
from tests.attacks.checks import Check, Switches, checks
from tests.attacks.scene import Scene, set_scene
from tests.attacks.watch import Act, Attack, Watch
from tests.attacks.waves import come_back, come_by_commands, come_by_presses, delete_everything
from tests.e2e.stage import Stage, raise_curtain

FOLDER = "MENTOR_MUTATION"
_MOST_SECONDS = 3600
_MOST_USES = 40
_AFTER = "deleted"
_WAVES = {"commands": come_by_commands, "presses": come_by_presses, "beside": live_beside}
# What is played on one ground at first.
PARTS = {"commands": ("commands", _AFTER), "beside": ("beside",), "presses": ("presses",)}
_ACCIDENT = "was an accident"
# What is done on the platform no database undoes.
_GONE = (": reached ", ": removed ")
_MOST_ACCIDENTS = 3


class CaughtError(Exception):
    """An attack got what it may not."""


class Trial(Watch):
    """A watch that stops at the first success; of what it was told to, only what is ``wanted``.

    ``reach`` says which checks each kind of attack ran into.
    """

    def __init__(self, scene: Scene, log: list, wave: str, wanted: set[str] | None = None) -> None:
        super().__init__(scene, log)
        self.reach: dict[str, set[int]] = defaultdict(set)
        self.accidents: list[str] = []
        self.last = ""
        self._wave = wave
        self._wanted = wanted

    async def over(self, kind: str, by: Attacker, given: Sequence[str], attack: Attack) -> str:
        if not self._is_wanted(given):
            return ""
        try:
            return await super().over(kind, by, given, attack)
        finally:
            self.reach[self.last] |= Switches.reached

    async def beside(self, kind: str, by: Attacker, given: Sequence[str], act: Act) -> str:
        # Whoever lives beside others has something, before they use it.
        if not (self._is_wanted(given) or given[0] in HAVING):
            return ""
        try:
            return await super().beside(kind, by, given, act)
        finally:
            self.reach[self.last] |= Switches.reached

    def _is_wanted(self, given: Sequence[str]) -> bool:
        key = f"{self._wave}:{given[0]}"
        Switches.reached.clear()
        self.last = key
        return self._wanted is None or key in self._wanted

    def blame(self, what: str, problem: str) -> None:
        super().blame(what, problem)
        if problem.startswith(_ACCIDENT):
            self.accidents.append(self.problems[-1])
        if len(self.accidents) in (0, _MOST_ACCIDENTS):
            raise CaughtError(self.problems[-1])


class Ground:
    """A scene with attackers; ``uses`` counts what was tried on it."""

    def __init__(self, scene: Scene, attackers: list[Attacker]) -> None:
        self.scene = scene
        self.attackers = attackers
        self.uses = 0
        self._kept = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(scene.stage.database_file)) as now:
            now.backup(self._kept)

    def restore(self) -> None:
        """Have all rows as they were when the scene was set."""
        with closing(sqlite3.connect(self.scene.stage.database_file)) as now:
            self._kept.backup(now)


@asynccontextmanager
async def _ground(folder: Path) -> AsyncGenerator[Ground]:
    folder.mkdir()
    shared.learn_to_read()
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(PlaygroundServer(academy()))
        shared.commands_stand(server.world)
        stage = await raise_curtain(server, folder, stack)
        shared.remember_commands(server.world)
        attackers = await gather(stage)
        yield Ground(await set_scene(stage), attackers)


async def _attack(ground: Ground, wave: str, wanted: set[str] | None, taken: int | None) -> Trial:
    """Attack in a wave, as far as it is wanted, without the check that is taken."""
    deleted = await delete_everything(ground.scene, ground.attackers) if wave == _AFTER else None
    ground.uses += 1
    with (
        structlog.testing.capture_logs() as log,
        Trial(ground.scene, log, wave, wanted) as trial,
        suppress(CaughtError),
        _taken(ground.scene.stage, taken),
    ):
        if deleted is not None:
            await come_back(ground.scene, trial, deleted)
        else:
            await _WAVES[wave](ground.scene, trial, ground.attackers)
    return trial


@contextmanager
def _taken(stage: Stage, taken: int | None) -> Generator[None]:
    """Have a check taken away."""
    Switches.taken = taken
    marked = [] if taken is None else _marked(stage, checks()[taken])
    for verb in marked:
        object.__setattr__(verb, "may", May.MEMBER)
    try:
        yield
    finally:
        Switches.taken = None
        for verb in marked:
            object.__setattr__(verb, "may", May.MODERATOR)


def _marked(stage: Stage, check: Check) -> list[Verb]:
    """Return what a noun says of itself that only moderators may do it."""
    dialogues = stage.bot.client.dialogues
    everything = (*dialogues._verbs.values(), *dialogues._commands.values())
    return [one for one in everything if check.noun and one.may is May.MODERATOR]


@pytest.mark.timeout(_MOST_SECONDS)
@pytest.mark.parametrize("part", PARTS)
async def test_nothing_succeeds_with_every_check(part: str, tmp_path: Path):
    reach: dict[str, list[int]] = {}
    async with _ground(tmp_path / "ground") as ground:
        for wave in PARTS[part]:
            trial = await _attack(ground, wave, None, None)
            assert trial.problems == []
            reach |= {key: sorted(found) for key, found in trial.reach.items()}
            ground.restore()
    (Path(os.environ[FOLDER]) / f"{part}.reach").write_text(json.dumps(reach), encoding="utf-8")


class _Tries:
    """Takes away checks, each on a ground that no success has changed."""

    def __init__(self, folder: Path, reach: dict[str, set[int]]) -> None:
        self._folder = folder
        self._reach = reach
        self._stack = AsyncExitStack()
        self._now: Ground | None = None
        self._made = 0

    async def _get(self) -> Ground:
        if self._now is None or self._now.uses >= _MOST_USES:
            await self.leave()
            self._made += 1
            self._now = await self._stack.enter_async_context(
                _ground(self._folder / str(self._made))
            )
        return self._now

    async def leave(self) -> None:
        """Have nobody attack here any more."""
        self._now = None
        await self._stack.aclose()

    async def see(self, number: int, check: Check) -> tuple[str, str]:
        """Return how a check fared, and by what.

        On a ground that was used, something an attack needs may be gone: one more check is missed,
        never one fewer.
        """
        wanted = {key for key, found in self._reach.items() if number in found}
        if check.noun:
            wanted = {key for key in self._reach if f":{check.noun}" in key}
        if not wanted:
            return "unseen", "no attack runs into it"
        for wave in (*_WAVES, _AFTER):
            asked = {key for key in wanted if key.startswith(f"{wave}:")}
            if not asked:
                continue
            ground = await self._get()
            trial = await _attack(ground, wave, asked, number)
            ground.restore()
            if not trial.problems:
                continue
            if any(sign in trial.problems[-1] for sign in _GONE):
                await self.leave()
            ground = await self._get()
            control = await _attack(ground, wave, asked if wave == "beside" else {trial.last}, None)
            ground.restore()
            if control.problems:
                await self.leave()
                return "false", control.problems[0]
            return ("accident" if trial.accidents else "caught"), trial.problems[-1]
        return "missed", f"by {len(wanted)} kinds"


@pytest.mark.timeout(_MOST_SECONDS)
async def test_each_check(tmp_path: Path):
    folder = Path(os.environ[FOLDER])
    reach: dict[str, set[int]] = {}
    for file in folder.glob("*.reach"):
        reach |= {key: set(found) for key, found in json.loads(file.read_text()).items()}
    tries = _Tries(tmp_path, reach)
    share = json.loads(os.environ["MENTOR_SHARE"])
    name = f"{share[0] if share else 'none'}.told"
    with (folder / name).open("w", encoding="utf-8", buffering=1) as told:
        for number in share:
            began = time.monotonic()
            result = await tries.see(number, checks()[number])
            took = round(time.monotonic() - began, 1)
            told.write(json.dumps([number, *result, took]) + "\n")
    await tries.leave()
