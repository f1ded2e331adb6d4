"""`python -m playground.slack` as a process: alone, and with somebody's script on it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from tests.e2e.processes import ROOT

SCRIPT = """
import os, sys
from slack_sdk import WebClient

client = WebClient(token=os.environ["SLACK_BOT_TOKEN"])
print(client.auth_test()["team"], *sys.argv[1:])
"""


async def start(*arguments: str) -> asyncio.subprocess.Process:
    path = os.pathsep.join((str(ROOT), str(ROOT / "playground")))
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "playground.slack", "--port", "0", *arguments),
        env={**os.environ, "PYTHONPATH": path, "SLACK_BOT_TOKEN": "xoxb-of-its-own"},
        stdout=asyncio.subprocess.PIPE,
    )


async def test_it_tells_its_addresses_and_ends_on_a_signal():
    process = await start()
    assert process.stdout is not None
    async with asyncio.timeout(20):
        told = [(await process.stdout.readline()).decode() for _ in range(5)]
        address = re.search(r"http://\S+", told[0])
        assert address is not None
        web = AsyncWebClient(token=told[3].split()[-1], base_url=address.group())
        assert (await web.auth_test())["team"] == "TPM Academy"
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def test_it_runs_a_script_unchanged(tmp_path: Path):
    script = tmp_path / "bot.py"
    script.write_text(SCRIPT, encoding="utf-8")
    process = await start("run", str(script), "and more")
    async with asyncio.timeout(20):
        told, _ = await process.communicate()
    assert told.decode().splitlines()[-1] == "TPM Academy and more"
    assert process.returncode == 0
