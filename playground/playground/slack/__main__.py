"""`python -m playground.slack`: the local Slack alone, or with somebody's bot script on it."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playground.slack.seed import academy
from playground.slack.server import SlackServer
from playground.wire import Json, decode

_STOP_SECONDS = 5.0


async def serve(port: int, manifest: Json | None) -> None:
    """Serve until interrupted."""
    async with SlackServer(academy(manifest), port) as server:
        _tell(server)
        await _interrupted().wait()


async def run(port: int, manifest: Json | None, script: Path, arguments: Sequence[str]) -> int:
    """Serve while a bot's script runs and return its exit status.

    Any tokens will do that look like Slack's: xoxb-… and xapp-….
    """
    workspace = academy(manifest)
    workspace.takes_any_token = True
    stop = _interrupted()
    async with SlackServer(workspace, port) as server:
        _tell(server)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "playground.slack.running", server.api_url, str(script)),
            *arguments,
            start_new_session=True,
        )
        ended, stopped = (asyncio.create_task(each) for each in (process.wait(), stop.wait()))
        await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(asyncio.shield(ended), _STOP_SECONDS)
            except TimeoutError:
                process.kill()
        await ended
        return 0 if stop.is_set() else process.returncode or 0


def _interrupted() -> asyncio.Event:
    """Return an event that Ctrl-C or SIGTERM sets."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


def _tell(server: SlackServer) -> None:
    sys.stdout.write(
        f"Web API (base_url)  {server.api_url}\n"
        f"People              {server.url}/playground/slack/acts\n"
        f"Clock               {server.clock_url}\n"
        f"Bot token           {server.workspace.bot_token}\n"
        f"App token           {server.workspace.app_token}\n"
    )
    sys.stdout.flush()


def main() -> int:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="playground.slack", description=__doc__)
    parser.add_argument("--port", type=int, default=8766)
    parser.add_argument("--manifest", type=Path, help="the app's manifest, as JSON")
    verbs = parser.add_subparsers(dest="verb")
    runner = verbs.add_parser("run", help="run a bot's script, unchanged, on the local Slack")
    runner.add_argument("script", type=Path)
    runner.add_argument("arguments", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    manifest: Any = decode(given.manifest.read_bytes()) if given.manifest else None
    if given.verb == "run":
        if not given.script.is_file():
            parser.error(f"there is no script {given.script}")
        return asyncio.run(run(given.port, manifest, given.script, given.arguments))
    asyncio.run(serve(given.port, manifest))
    return 0


if __name__ == "__main__":
    sys.exit(main())
