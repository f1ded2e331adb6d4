"""`mentor demo`: the playground here, the bot as a child process that knows nothing of it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, Collection
from datetime import datetime
from pathlib import Path

from rich.console import Console

from bot.config import environment_for
from bot.errors import StartupError
from bot.platforms.discord.identity import channel_id, member_id
from bot.storage import ledger
from bot.storage.database import Database
from playground import PlaygroundServer, Starter, Welcome, academy, keeping

_out = Console(highlight=False, soft_wrap=True)
_STOP_SECONDS = 5.0
TOURS = Path(__file__).parent / "tours"
"""Dialogues that show what the bot does, step by step."""
WELCOME = Welcome(
    "Become a Technical Project Manager",
    "Ask, plan, and be reminded. This is a demo: nothing leaves your computer.",
    (
        Starter("I'm new here", "start"),
        Starter("Ask a question", "find"),
        Starter("Set a goal", "goal add"),
        Starter("Be Mia, a moderator", "config setup", person="Mia"),
    ),
)
"""What the page says to each person until their first command."""


async def run_demo(port: int, state: Path) -> None:
    """Run until Ctrl-C or SIGTERM; the folder ``state`` keeps what people did.

    Raises
    ------
    StartupError
        The bot ended by itself, or ``state`` cannot be used.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    state = _prepare(state)
    server = PlaygroundServer(academy(), port, tours=TOURS, welcome=WELCOME)
    _restore(server, state)
    async with _looking_ahead(server, state), server, keeping.kept(server, state):
        if server.moved_from is not None:
            _out.print(f"Port {server.moved_from} is taken; using {server.port} instead.")
        bot = await _start_bot(server, state)
        _out.print(f"Open [bold]{server.page_url}[/] in a browser. Ctrl-C stops the demo.")
        try:
            await _wait(stop, bot)
        finally:
            await _stop_bot(bot)
    _out.print("The demo has stopped; what you did is kept for the next one.")


@contextlib.asynccontextmanager
async def _looking_ahead(server: PlaygroundServer, state: Path) -> AsyncGenerator[None]:
    """Let the page's clock jump to the bot's next post."""
    async with contextlib.AsyncExitStack() as stack:
        opened: list[Database] = []

        async def database() -> Database:
            if not opened:
                # Only when asked: the bot makes and checks its database itself.
                opened.append(await Database.open(_database_url(state)))
                stack.push_async_callback(opened[0].close)
            return opened[0]

        async def next_due() -> datetime | None:
            async with (await database()).read() as tx:
                return await ledger.next_due(tx)

        async def next_seen(person: str, channels: Collection[str]) -> datetime | None:
            places = [channel_id(int(channel)) for channel in channels]
            async with (await database()).read() as tx:
                return await ledger.next_seen(tx, member_id(int(person)), places)

        server.next_due, server.next_seen = next_due, next_seen
        yield


def _database_url(state: Path) -> str:
    return f"sqlite+aiosqlite:///{state / 'mentor.db'}"


def _prepare(state: Path) -> Path:
    try:
        state.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartupError(f"The demo cannot keep its state in {state}: {error}") from error
    return state.absolute()


def _restore(server: PlaygroundServer, state: Path) -> None:
    try:
        keeping.load(server, state)
    except ValueError as error:
        raise StartupError(f"{error}. Move {state} away to start afresh.") from error


async def _start_bot(server: PlaygroundServer, state: Path) -> Process:
    settings = {
        "DISCORD_TOKEN": server.world.token,
        "DISCORD_API_URL": server.api_url,
        "DISCORD_GATEWAY_URL": server.gateway_url,
        "DISCORD_READY_SECONDS": "0.05",
        "CLOCK_URL": server.clock_url,
        "TICK_SECONDS": "1",
        "DATABASE_URL": _database_url(state),
        "OPERATOR_CONTACT": "you: this is a demo on your own machine",
        "LOG_LEVEL": "WARNING",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        env=environment_for(settings),
        # Where no .env of the operator lies: this is not their bot.
        cwd=state,
        # Ctrl-C reaches the whole terminal group; the demo stops its bot itself, in order.
        start_new_session=True,
    )


async def _wait(stop: asyncio.Event, bot: Process) -> None:
    ends = {asyncio.create_task(stop.wait()), asyncio.create_task(bot.wait())}
    _, left = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for task in left:
        task.cancel()
    if not stop.is_set():
        raise StartupError(
            f"The bot ended by itself (status {bot.returncode}); its message is above."
        )


async def _stop_bot(bot: Process) -> None:
    if bot.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        bot.terminate()
    try:
        await asyncio.wait_for(bot.wait(), _STOP_SECONDS)
    except TimeoutError:
        bot.kill()
        await bot.wait()
