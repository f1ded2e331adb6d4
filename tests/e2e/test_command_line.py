"""The mentor command, run as operators run it: as a process, from an empty folder.

Each command is typed into a new interpreter once, with all that it imports and reads; the other
times it runs in a fork that has done that already.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sqlite3
import sys
import time as stopwatch
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.model import (
    ChannelId,
    CommunityId,
    DeliveryState,
    PostKind,
    Schedule,
    ScheduleId,
    weekly,
)
from bot.schedule.tick import skip_missed
from bot.storage import deliveries, schedules
from bot.storage.database import Database
from playground.server import PlaygroundServer
from tests.e2e.forked import ForkedProcess
from tests.e2e.processes import environment, online
from tests.outside import StoppedClock

STOP_SECONDS = 5.0
START_SECONDS = 20.0


@dataclass
class Operator:
    """Types commands in an empty folder with a bare environment."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    started: list[Process | ForkedProcess] = field(default_factory=list["Process | ForkedProcess"])

    def environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("MENTOR_")}
        return {**inherited, "COLUMNS": "200", **self.settings}

    async def start_anew(self, *words: str) -> Process:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words),
            cwd=self.folder,
            env=self.environment(),
            stdout=PIPE,
            stderr=PIPE,
        )
        self.started.append(process)
        return process

    async def start(self, *words: str) -> ForkedProcess:
        process = await ForkedProcess.start(
            *("bot", *words),
            folder=self.folder,
            environment=self.environment(),
            stdout=PIPE,
            stderr=PIPE,
        )
        self.started.append(process)
        return process

    async def type_anew(self, *words: str) -> tuple[int, str, str]:
        return await self._end(await self.start_anew(*words))

    async def type(self, *words: str) -> tuple[int, str, str]:
        return await self._end(await self.start(*words))

    async def _end(self, process: Process | ForkedProcess) -> tuple[int, str, str]:
        out, err = await asyncio.wait_for(process.communicate(), START_SECONDS)
        assert process.returncode is not None
        return process.returncode, out.decode(), err.decode()


@pytest.fixture
async def operator(tmp_path: Path) -> AsyncIterator[Operator]:
    person = Operator(tmp_path)
    yield person
    for process in person.started:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_check_says_what_is_missing_and_changes_nothing(operator: Operator):
    status, out, _ = await operator.type_anew("check")
    assert status == 1
    assert "Set MENTOR_DISCORD_TOKEN" in out
    assert "Set MENTOR_OPERATOR_CONTACT" in out
    assert list(operator.folder.iterdir()) == []


async def test_check_is_content_with_a_full_set_up(
    playground: PlaygroundServer, operator: Operator
):
    operator.settings = environment(playground, operator.folder)
    operator.settings["MENTOR_OPERATOR_CONTACT"] = "ops@example.org"
    status, out, _ = await operator.type("check")
    assert (status, "missing" in out) == (0, False)


async def test_check_looks_for_messages_that_would_be_lost(operator: Operator):
    operator.settings = {
        "MENTOR_DISCORD_TOKEN": f"{'M' * 24}.{'a' * 6}.{'b' * 38}",
        "MENTOR_OPERATOR_CONTACT": "ops@example.org",
    }
    await operator.type("db", "upgrade")
    assert "rules of planned messages hold" in (await operator.type("check"))[1]
    with closing(sqlite3.connect(operator.folder / "var" / "mentor.db")) as connection:
        connection.execute("INSERT INTO reminder VALUES ('r', 'discord:1', 'my words', 't')")
        connection.commit()
    status, out, _ = await operator.type("check")
    assert (status, "a reminder without a schedule: 1 (such as r)" in out) == (1, True)
    assert "my words" not in out


async def test_run_without_a_token_is_refused_in_one_sentence(operator: Operator):
    status, _, err = await operator.type_anew("run")
    assert status == 2
    assert err.count("\n") == 1
    assert "MENTOR_DISCORD_TOKEN" in err


async def test_stale_entries_are_reported_by_age(operator: Operator):
    status, out, _ = await operator.type_anew("catalogue", "check", "--max-age-days", "36500")
    assert (status, "0 are stale" in out) == (0, True)
    status, out, _ = await operator.type("catalogue", "check", "--max-age-days", "0")
    assert status == 1
    assert re.search(r"^certifications: pmp: last checked \d{4}-", out, re.MULTILINE)


async def test_a_backup_is_made_once_and_never_overwritten(operator: Operator):
    status, _, err = await operator.type_anew("db", "backup", "copy.db")
    assert (status, "nothing to back up" in err) == (2, True)
    assert (await operator.type_anew("db", "upgrade"))[0] == 0
    assert (await operator.type_anew("db", "backup", "copy.db"))[0] == 0
    before = (operator.folder / "copy.db").read_bytes()
    status, _, err = await operator.type("db", "backup", "copy.db")
    assert (status, "exists already" in err) == (2, True)
    assert (operator.folder / "copy.db").read_bytes() == before


async def test_a_wrong_token_ends_in_one_sentence(playground: PlaygroundServer, operator: Operator):
    operator.settings = environment(playground, operator.folder)
    operator.settings |= {"MENTOR_DISCORD_TOKEN": "wrong", "MENTOR_LOG_LEVEL": "WARNING"}
    status, _, err = await operator.type("run")
    assert status == 2
    assert "Discord refused the token" in err
    assert "Traceback" not in err
    assert "wrong" not in err


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
async def test_a_running_bot_stops_when_asked(
    playground: PlaygroundServer, operator: Operator, ending: signal.Signals
):
    operator.settings = environment(playground, operator.folder)
    bot = await operator.start_anew("run")
    await online(playground)
    begun = stopwatch.monotonic()
    bot.send_signal(ending)
    _, err = await asyncio.wait_for(bot.communicate(), STOP_SECONDS)
    assert stopwatch.monotonic() - begun < STOP_SECONDS
    assert bot.returncode == 0
    assert b"Traceback" not in err


async def test_health_is_good_only_while_connected(
    playground: PlaygroundServer, operator: Operator
):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    operator.settings = environment(playground, operator.folder)
    operator.settings["MENTOR_HEALTH_PORT"] = str(port)
    assert (await operator.type("healthcheck"))[0] == 1
    bot = await operator.start_anew("run")
    await online(playground)
    async with aiohttp.ClientSession() as session, asyncio.timeout(START_SECONDS):
        while (answer := await session.get(f"http://127.0.0.1:{port}/healthz")).status != 200:
            answer.release()
        assert await answer.json() == {"status": "ok"}
        told = await (await session.get(f"http://127.0.0.1:{port}/metrics")).text()
        assert "mentor_gateway_connected 1.0" in told
        assert 'mentor_deliveries_waiting{state="held"} 0.0' in told
    assert (await operator.type_anew("healthcheck"))[0] == 0
    bot.terminate()
    await asyncio.wait_for(bot.communicate(), STOP_SECONDS)


async def test_the_demo_moves_from_a_taken_port_and_keeps_what_was_done(operator: Operator):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        demo = await operator.start_anew("demo", "--port", port, "--state", "kept")
        assert demo.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            first = (await demo.stdout.readline()).decode()
            second = (await demo.stdout.readline()).decode()
        assert f"Port {port} is taken" in first
        assert re.search(r"Open http://127\.0\.0\.1:\d+/ ", second)
        demo.send_signal(signal.SIGINT)
        out, err = await asyncio.wait_for(demo.communicate(), STOP_SECONDS)
    assert demo.returncode == 0
    assert out.decode().strip() == "The demo has stopped; what you did is kept for the next one."
    assert err == b""
    assert (operator.folder / "kept/playground.json").exists()


async def test_the_demo_says_why_its_bot_ended(operator: Operator):
    (operator.folder / "kept").mkdir()
    (operator.folder / "kept/mentor.db").write_text("this is no database, surely")
    status, _, err = await operator.type_anew("demo", "--port", "0", "--state", "kept")
    assert status == 2
    assert "is not a SQLite database" in err
    assert "The bot ended by itself (status 2)" in err


async def an_undelivered_tip(folder: Path, state: DeliveryState) -> str:
    """Store what the bot would have left behind; return the delivery's id."""
    clock = StoppedClock()
    database = await Database.open(f"sqlite+aiosqlite:///{folder / 'mentor.db'}")
    due_at = clock.now()
    owner = CommunityId("discord:1")
    rule = weekly(0, time(9), "UTC")
    async with database.write() as tx:
        wanted = Schedule(ScheduleId(0), PostKind.TREND_TIP, rule, None, owner)
        saved = await schedules.save_schedule(
            tx, replace(wanted, channel_id=ChannelId("discord:5"))
        )
        [row] = skip_missed(
            replace(saved, paused_at=due_at - timedelta(days=7), pause_reason="[red]odd[/] reason"),
            due_at,
            due_at,
        )
        await deliveries.insert_planned(tx, [{**row, "state": state.value, "attempts": 3}])
    await database.close()
    return row["id"]


async def test_deliveries_are_listed_and_shown_while_the_bot_writes(operator: Operator):
    key = await an_undelivered_tip(operator.folder, DeliveryState.FAILED)
    file = operator.folder / "mentor.db"
    operator.settings = {"MENTOR_DATABASE_URL": f"sqlite+aiosqlite:///{file}"}
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        status, out, _ = await operator.type_anew("deliveries", "list", "--state", "failed")
        assert status == 0
        for told in (key, "trend-tip", "community discord:1", "[red]odd[/] reason"):
            assert told in out
        status, out, _ = await operator.type_anew("deliveries", "show", key)
        assert (status, "discord:5" in out) == (0, True)
    _, out, _ = await operator.type("deliveries", "list", "--since", "2026-03-03")
    assert "No delivery fits" in out


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.IN_DOUBT])
async def test_a_delivery_is_tried_again_only_when_told_to(
    operator: Operator, state: DeliveryState
):
    key = await an_undelivered_tip(operator.folder, state)
    url = f"sqlite+aiosqlite:///{operator.folder / 'mentor.db'}"
    operator.settings = {"MENTOR_DATABASE_URL": url}
    status, _, _ = await operator.type("deliveries", "retry", key)
    assert status == 1, "nobody confirmed"
    status, out, err = await operator.type_anew("deliveries", "retry", key, "--yes")
    assert (status, "waits to be sent" in out) == (0, True)
    assert ("twice" in err) == (state is DeliveryState.IN_DOUBT)
    status, _, err = await operator.type("deliveries", "retry", key, "--yes")
    assert (status, err.count("\n"), "pending" in err) == (2, 1, True)


async def test_an_unknown_delivery_is_one_sentence(operator: Operator):
    status, _, err = await operator.type("deliveries", "list")
    assert (status, "holds nothing yet" in err) == (2, True)
    await operator.type("db", "upgrade")
    for verb in ("show", "retry"):
        status, _, err = await operator.type("deliveries", verb, "nowhere")
        assert (status, err.count("\n"), "nowhere" in err) == (2, 1, True)
