"""`python -m playground` serves, tells how to point a bot at it, and keeps its state."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import aiohttp


async def test_runs_alone_until_sigterm(tmp_path: Path):
    state = tmp_path / "playground.json"
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "playground", "--port", "0", "--state", str(state)),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert running.stdout
        async with asyncio.timeout(20):
            first = (await running.stdout.readline()).decode().split()
            assert first[0] == "Page"
            async with aiohttp.ClientSession() as http, http.get(first[1]) as page:
                assert page.status == 200
            running.terminate()
            assert await running.wait() == 0
        assert state.exists()
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()
