"""The mentor command, run as operators run it: as a process, from an empty folder."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest

from playground.server import PlaygroundServer
from tests.e2e.processes import bot_process, environment, online

STOP_SECONDS = 5.0
START_SECONDS = 20.0


@dataclass
class Operator:
    """Types commands in an empty folder with a bare environment."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    started: list[Process] = field(default_factory=list)

    async def start(self, *words: str) -> Process:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("MENTOR_")}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", *words),
            cwd=self.folder,
            env={**inherited, "COLUMNS": "200", **self.settings},
            stdout=PIPE,
            stderr=PIPE,
        )
        self.started.append(process)
        return process

    async def type(self, *words: str) -> tuple[int, str, str]:
        process = await self.start(*words)
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
    status, out, _ = await operator.type("check")
    assert status == 1
    assert "Set MENTOR_DISCORD_TOKEN" in out
    assert "Set MENTOR_OPERATOR_CONTACT" in out
    assert list(operator.folder.iterdir()) == []


async def test_check_is_content_with_a_full_set_up(operator: Operator):
    operator.settings = {
        "MENTOR_DISCORD_TOKEN": f"{'M' * 24}.{'a' * 6}.{'b' * 38}",
        "MENTOR_OPERATOR_CONTACT": "ops@example.org",
    }
    status, out, _ = await operator.type("check")
    assert (status, "missing" in out) == (0, False)


async def test_run_without_a_token_is_refused_in_one_sentence(operator: Operator):
    status, _, err = await operator.type("run")
    assert status == 2
    assert err.count("\n") == 1
    assert "MENTOR_DISCORD_TOKEN" in err


async def test_stale_entries_are_reported_by_age(operator: Operator):
    status, out, _ = await operator.type("catalogue", "check", "--max-age-days", "36500")
    assert (status, "0 are stale" in out) == (0, True)
    status, out, _ = await operator.type("catalogue", "check", "--max-age-days", "0")
    assert status == 1
    assert re.search(r"^certifications: pmp: last checked \d{4}-", out, re.MULTILINE)


async def test_a_backup_is_made_once_and_never_overwritten(operator: Operator):
    status, _, err = await operator.type("db", "backup", "copy.db")
    assert (status, "nothing to back up" in err) == (2, True)
    assert (await operator.type("db", "upgrade"))[0] == 0
    assert (await operator.type("db", "backup", "copy.db"))[0] == 0
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
    playground: PlaygroundServer, tmp_path: Path, ending: signal.Signals
):
    async with bot_process(playground, tmp_path, "-m", "bot", "run") as bot:
        await online(playground)
        begun = time.monotonic()
        bot.send_signal(ending)
        _, err = await asyncio.wait_for(bot.communicate(), STOP_SECONDS)
        assert time.monotonic() - begun < STOP_SECONDS
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
    bot = await operator.start("run")
    await online(playground)
    async with aiohttp.ClientSession() as session, asyncio.timeout(START_SECONDS):
        while (answer := await session.get(f"http://127.0.0.1:{port}/healthz")).status != 200:
            answer.release()
        assert await answer.json() == {"status": "ok"}
    assert (await operator.type("healthcheck"))[0] == 0
    bot.terminate()
    await asyncio.wait_for(bot.communicate(), STOP_SECONDS)


async def test_the_demo_moves_from_a_taken_port_and_keeps_what_was_done(operator: Operator):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        demo = await operator.start("demo", "--port", port, "--state", "kept")
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
    status, _, err = await operator.type("demo", "--port", "0", "--state", "kept")
    assert status == 2
    assert "is not a SQLite database" in err
    assert "The bot ended by itself (status 2)" in err
