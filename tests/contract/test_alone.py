"""`python -m playground` serves, tells how to point a bot at it, and keeps its state."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from playground import permissions as may
from playground.intents import PRIVILEGED, application_flags


@asynccontextmanager
async def alone(*arguments: str) -> AsyncGenerator[str]:
    """Run it until the end of the block and stop it by SIGTERM; yield the page's address."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "playground", "--port", "0", *arguments),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert running.stdout
        async with asyncio.timeout(20):
            first = (await running.stdout.readline()).decode().split()
            assert first[0] == "Page"
            yield first[1]
            running.terminate()
            assert await running.wait() == 0
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


async def test_runs_alone_until_sigterm(tmp_path: Path):
    state = tmp_path / "playground.json"
    async with (
        alone("--state", str(state)) as address,
        aiohttp.ClientSession() as http,
        http.get(address) as page,
    ):
        assert page.status == 200
    assert state.exists()


async def test_any_bot_may_do_everything_on_request(tmp_path: Path):
    state = tmp_path / "playground.json"
    headers = {"Authorization": "Bot of-a-stranger"}
    for arguments, status in ((), 401), (("--any-bot",), 200):
        async with (
            alone("--state", str(state), *arguments) as address,
            aiohttp.ClientSession(f"{address}api/v10/", headers=headers) as http,
        ):
            async with http.get("applications/@me") as answer:
                assert answer.status == status
                told = await answer.json()
            async with http.get("users/@me/guilds") as answer:
                guilds = await answer.json()
    assert told["flags"] == application_flags(PRIVILEGED, guilds=1)
    assert [guild["permissions"] for guild in guilds] == [str(may.ALL)]
