"""`python -m playground`: run the local Discord alone, for a bot started by hand."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from playground.keeping import kept
from playground.seed import academy
from playground.server import PlaygroundServer


async def serve(port: int, state: Path | None) -> None:
    """Serve until interrupted; ``state`` is the file the world is kept in."""
    server = PlaygroundServer(academy(), port)
    keeping = kept(server, state) if state else contextlib.nullcontext()
    async with server, keeping:
        _tell(server)
        await _stopped()


async def _stopped() -> None:
    """Wait for Ctrl-C or SIGTERM."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()


def _tell(server: PlaygroundServer) -> None:
    if server.moved_from:
        sys.stdout.write(f"Port {server.moved_from} is taken, so another one is used.\n")
    sys.stdout.write(
        f"Page                        {server.page_url}\n"
        f"MENTOR_DISCORD_API_URL      {server.api_url}\n"
        f"MENTOR_DISCORD_GATEWAY_URL  {server.gateway_url}\n"
        f"MENTOR_CLOCK_URL            {server.clock_url}\n"
        f"Bot token                   {server.world.token}\n"
    )
    sys.stdout.flush()


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="playground", description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--state", type=Path, help="file that keeps the world, e.g. var/x.json")
    given = parser.parse_args()
    asyncio.run(serve(given.port, given.state))


if __name__ == "__main__":
    main()
