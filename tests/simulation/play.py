"""Let the time pass: faults, kills and restarts of the real bot's process while posts fall due."""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import sqlite3
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.storage import invariants
from bot.storage.backup import back_up
from playground.server import PlaygroundServer
from playground.wirelog import Frame
from tests.e2e.forked import ForkedProcess
from tests.e2e.processes import bot_process, online
from tests.simulation.cast import Cast
from tests.simulation.deeds import Deeds

CRASH_POINTS = (
    "tick.planned",
    "delivery.claimed",
    "delivery.posting",
    "delivery.posted",
    "delivery.settled",
    "delivery.kept",
    "delivery.held",
    "delivery.failed",
    "delivery.retrying",
)
_POSTS = r"POST /channels/\d+/messages"
_SETTLE_SECONDS = 120.0
_LOOK_SECONDS = 0.02


@dataclass
class Play:
    """One run over a cast; ``kills`` random kills, each crash point once, faults in between.

    ``acts`` times somebody changes their mind, now and then while something is wrong; ``restores``
    times a backup takes the place of the file, as if the last moment had not been.
    """

    server: PlaygroundServer
    cast: Cast
    folder: Path
    kills: int
    faults: int
    acts: int
    restores: int
    killed: int = 0
    process: ForkedProcess | None = None
    to_die_at: set[str] = field(default_factory=lambda: set(CRASH_POINTS))

    def __post_init__(self) -> None:
        self._chance = random.Random(self.cast.seed)
        self._stack = AsyncExitStack()
        url = f"sqlite+aiosqlite:///{self.folder / 'mentor.db'}"
        self.deeds = Deeds(self.server, self.cast, url)
        self._url = url

    def __str__(self) -> str:
        return f"{self.killed} kills, {self.deeds.done} deeds ({self.deeds.refused} refused)"

    async def run(self) -> None:
        """Play from the first promised moment to the last, and settle what is left."""
        moments = sorted({promise.due_at for promise in self.cast.promises()})
        troubled = self._chance.sample(range(len(moments)), self.kills + self.faults)
        to_kill, to_trouble = set(troubled[: self.kills]), sorted(troubled[self.kills :])
        to_act = self.deeds.spread(self.acts, len(moments))
        calm = [one for one in range(len(moments)) if not (one in troubled or to_act[one])]
        to_restore = set(calm[:: max(1, len(calm) // self.restores)][: self.restores])
        async with self._stack:
            self._log = self._stack.enter_context((self.folder / "bot.log").open("ab"))
            await self._start()
            for number, moment in enumerate(moments):
                if number in to_trouble:
                    self._trouble(to_trouble.index(number))
                if number in to_kill:
                    self._kill_soon()
                copy = self._back_up() if number in to_restore else None
                self.server.clock.jump(moment + timedelta(seconds=1))
                for _ in range(to_act[number]):
                    await self.deeds.do()
                await self._settle(with_retries=number in to_trouble)
                if copy is not None:
                    await self._restore(copy)
                    await self._settle(with_retries=True)
            # Hour by hour, so that what quiet hours held back finds its time.
            for hours in range(0, 48, 6):
                self.server.clock.jump(self.cast.end + timedelta(hours=hours))
                await self._settle(with_retries=True)

    def _back_up(self) -> Path:
        copy = self.folder / "copy.db"
        copy.unlink(missing_ok=True)
        back_up(self._url, copy)
        return copy

    async def _restore(self, copy: Path) -> None:
        """Stop the bot and put a copy in the place of its file, as docs/operations.md says."""
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()
        for suffix in ("", "-wal", "-shm"):
            (self.folder / f"mentor.db{suffix}").unlink(missing_ok=True)
        shutil.copy(copy, self.folder / "mentor.db")

    def _trouble(self, number: int) -> None:
        """Let something go wrong, each kind in its turn."""
        faults, world = self.server.faults, self.server.world
        kinds = (
            lambda: faults.answer(429, _POSTS, times=3),
            lambda: faults.close_gateway(1006),
            lambda: world.closed_dms.add(self._chance.choice(self.cast.people)),
            lambda: faults.hold(_POSTS, apply=False).release(),
            faults.ask_to_reconnect,
            lambda: world.closed_dms.discard(next(iter(world.closed_dms), "")),
            self._delete_channel,
            lambda: faults.answer(500, _POSTS),
        )
        kinds[number % len(kinds)]()

    def _delete_channel(self) -> None:
        # Not the first: it is the way out of members whose direct messages are closed.
        channel = self.cast.channels.pop(self._chance.randrange(1, len(self.cast.channels)))
        self.server.world.delete_channel(channel)

    def _kill_soon(self) -> None:
        """Kill the bot at one of the next frames on the wire."""
        left = self._chance.randrange(1, 8)

        def count(_: Frame) -> None:
            nonlocal left
            left -= 1
            if left <= 0 and self.process is not None and self.process.returncode is None:
                stop()
                self.killed += 1
                self.process.kill()

        stop = self.server.wire.watch(count)

    async def _start(self) -> None:
        """Start the bot, to die at the first crash point that was not yet seen."""
        died_at = self.folder / "died-at"
        if died_at.exists():
            self.to_die_at.discard(died_at.read_text(encoding="utf-8"))
        program = ("tests.e2e.dying_bot", *sorted(self.to_die_at))
        running = bot_process(self.server, self.folder, *program, log=self._log)
        self.process = await self._stack.enter_async_context(running)
        # It may be killed before it is online: then the next look starts another.
        waits: list[asyncio.Task[Any]] = [
            asyncio.create_task(online(self.server)),
            asyncio.create_task(self.process.wait()),
        ]
        _, left = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in left:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)

    async def _settle(self, *, with_retries: bool) -> None:
        """Wait until nothing is due any more, starting the bot again whenever it died."""
        seen = asyncio.Event()
        stop = self.server.wire.watch(lambda _: seen.set())
        try:
            async with asyncio.timeout(_SETTLE_SECONDS):
                while self._is_busy(with_retries=with_retries):
                    if self.process is None or self.process.returncode is not None:
                        await self._start()
                    seen.clear()
                    # The last step of a delivery is a write, which no frame tells.
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(seen.wait(), _LOOK_SECONDS)
        finally:
            stop()
        assert invariants.inspect_file(self.folder / "mentor.db") == []

    def _is_busy(self, *, with_retries: bool) -> bool:
        now, real = (_text(at) for at in (self.server.clock.now(), datetime.now(UTC)))
        with closing(sqlite3.connect(self.folder / "mentor.db")) as connection:
            due = connection.execute(
                "SELECT 1 FROM schedule WHERE next_run_at <= ? LIMIT 1", (now,)
            ).fetchone()
            latest = "9999" if with_retries else real
            waiting = connection.execute(
                "SELECT 1 FROM delivery WHERE state = 'sending' OR (state = 'pending' "
                "AND next_try_at <= ? AND (not_before IS NULL OR not_before <= ?)) LIMIT 1",
                (latest, now),
            ).fetchone()
        return due is not None or waiting is not None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
