"""`python -m playground`: the local Discord alone, or with somebody's bot script running on it."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

from playground import intents
from playground import permissions as may
from playground.collector import keep_collections_short
from playground.keeping import kept
from playground.seed import academy
from playground.server import PlaygroundServer
from playground.world import World

_STOP_SECONDS = 5.0


async def serve(port: int, state: Path | None, expose: str | None, *, any_bot: bool) -> None:
    """Serve until interrupted; ``state`` is the file the world is kept in.

    ``expose`` is an address that other machines reach; ``any_bot`` lets strangers' bots in.
    """
    world = _open_to_any_bot(academy()) if any_bot else academy()
    server = PlaygroundServer(world, port, expose or "127.0.0.1", exposed=expose is not None)
    server.gateway.privileged = intents.PRIVILEGED if any_bot else 0
    keeping = kept(server, state) if state else contextlib.nullcontext()
    async with server, keeping:
        keep_collections_short()
        if any_bot:
            # What was kept may be a world in which the bot could do less.
            _open_to_any_bot(world)
        _tell(server)
        await _interrupted().wait()


async def run(port: int, script: Path, arguments: Sequence[str]) -> int:
    """Serve while a bot's script runs on it and return the script's exit status.

    Any token will do, and the privileged intents are granted: the script is not changed.
    """
    server = PlaygroundServer(_open_to_any_bot(academy(bot_name=script.stem)), port)
    server.gateway.privileged = intents.PRIVILEGED
    stop = _interrupted()
    async with server:
        sys.stdout.write(f"{script.name} runs on {server.page_url}  (Ctrl-C stops both)\n")
        sys.stdout.flush()
        async with _running(server, script, arguments) as process:
            ended = asyncio.create_task(process.wait())
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            return ended.result() if ended.done() else 0


def _open_to_any_bot(world: World) -> World:
    """Let the bot do everything, as its owner may allow: what a stranger's needs is not known."""
    world.takes_any_token = True
    for guild in world.guilds.values():
        for role_id in guild.members[world.bot["id"]]["roles"]:
            world.edit_role(guild, role_id, permissions=str(may.ALL), position=len(guild.roles))
    return world


@contextlib.asynccontextmanager
async def _running(
    server: PlaygroundServer, script: Path, arguments: Sequence[str]
) -> AsyncGenerator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "playground.running",
        server.api_url,
        server.gateway_url,
        str(script),
        *arguments,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), _STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


def _interrupted() -> asyncio.Event:
    """Return an event that Ctrl-C or SIGTERM sets."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


def _tell(server: PlaygroundServer) -> None:
    if server.moved_from:
        sys.stdout.write(f"Port {server.moved_from} is taken, so another one is used.\n")
    if server.exposed:
        sys.stdout.write("Exposed: everybody who reaches this address can act as anybody here.\n")
    sys.stdout.write(
        f"Page                        {server.page_url}\n"
        f"MENTOR_DISCORD_API_URL      {server.api_url}\n"
        f"MENTOR_DISCORD_GATEWAY_URL  {server.gateway_url}\n"
        f"MENTOR_CLOCK_URL            {server.clock_url}\n"
        f"Bot token                   {server.world.token}\n"
    )
    sys.stdout.flush()


def main() -> int:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="playground", description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--state", type=Path, help="file that keeps the world, e.g. var/x.json")
    parser.add_argument(
        "--expose", metavar="ADDRESS", help="listen where other machines reach it, e.g. 0.0.0.0"
    )
    parser.add_argument(
        "--any-bot", action="store_true", help="take any token, allow its bot everything"
    )
    verbs = parser.add_subparsers(dest="verb")
    runner = verbs.add_parser("run", help="run a bot's script, unchanged, on the playground")
    runner.add_argument("script", type=Path)
    runner.add_argument("arguments", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    if given.verb == "run":
        if not given.script.is_file():
            parser.error(f"there is no script {given.script}")
        return asyncio.run(run(given.port, given.script, given.arguments))
    asyncio.run(serve(given.port, given.state, given.expose, any_bot=given.any_bot))
    return 0


if __name__ == "__main__":
    sys.exit(main())
