"""Driving a bot and timing it: from the event sent to the callback received."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.config import environment_for
from playground import invocations
from playground.component_limits import walk
from playground.events import Event
from playground.interactions import AUTOCOMPLETE, COMMAND
from playground.invocations import Place
from playground.reading import buttons_of, text_of
from playground.seed import academy
from playground.server import PlaygroundServer
from playground.world import World

ROOT = Path(__file__).parents[1]
_GOALS_A_MEMBER = 90
_KEPT_MESSAGES = 500
_SECTION = 9
_CHANNELS_A_GUILD = 20


@dataclass(frozen=True, slots=True)
class Sample:
    """What is measured under one name."""

    name: str
    path: str
    options: dict[str, str]
    is_typing: bool = False


SAMPLES = (
    Sample("/cert info", "cert info", {"name": "pmp"}),
    Sample("/find", "find", {"query": "what does TPM stand for"}),
    Sample("autocomplete", "cert info", {"name": "scrum mas"}, is_typing=True),
    Sample("/goal add", "goal add", {"title": "Finish the first mock exam"}),
    Sample("/goal list", "goal list", {}),
)


class Driver:
    """Send interactions one after the other to the bot of one playground."""

    def __init__(self, server: PlaygroundServer) -> None:
        self.server = server
        self._asked = 0
        self._awaited: asyncio.Future[str] | None = None
        server.world.subscribe(self._hear)
        self._adds = 0
        self._adder = self._member()
        self._reader = server.world.person("ana")["id"]

    async def time(self, sample: Sample) -> float:
        """Return the seconds from the event to the callback."""
        place = Place(self.server.world, self._who(sample), self._channel())
        if sample.is_typing:
            data = invocations.autocomplete(place, sample.path, sample.options, "name")
        else:
            data = invocations.chat_input(place, sample.path, sample.options)
        kind = AUTOCOMPLETE if sample.is_typing else COMMAND
        self._awaited = asyncio.get_running_loop().create_future()
        begun = time.perf_counter()
        self.server.interactions.start(kind, place.user_id, place.channel_id, data)
        state = await self._awaited
        seconds = time.perf_counter() - begun
        if state != "answered":
            raise RuntimeError(f"{sample.name} was not answered: {state}")
        self._tidy()
        return seconds

    async def shape(self, sample: Sample) -> dict[str, int]:
        """Return how much the bot's card holds: characters, sections, buttons outside them."""
        await self.time(sample)
        message = self.server.world.messages.all(self._channel())[-1]
        parts = list(walk(message["components"]))
        sections = sum(part["type"] == _SECTION for part in parts)
        buttons = len(buttons_of(message)) - sections
        return {"text": len(text_of(message)), "sections": sections, "buttons": buttons}

    def _who(self, sample: Sample) -> str:
        if sample.path != "goal add":
            return self._reader
        self._adds += 1
        if self._adds % _GOALS_A_MEMBER == 0:
            self._adder = self._member()
        return self._adder

    def _member(self) -> str:
        world = self.server.world
        user = world.add_user(f"Member {len(world.users)}")
        world.add_member(next(iter(world.guilds.values())), user)
        return user["id"]

    def _channel(self) -> str:
        return self.server.world.channel_named("general")["id"]

    def _hear(self, event: Event) -> None:
        is_over = event.name == "INTERACTION" and event.payload["state"] in ("answered", "failed")
        if is_over and self._awaited is not None and not self._awaited.done():
            self._awaited.set_result(event.payload["state"])

    def _tidy(self) -> None:
        self._asked += 1
        if self._asked % _KEPT_MESSAGES == 0:
            self.server.world.messages.drop_channel(self._channel())


@asynccontextmanager
async def process(
    server: PlaygroundServer, folder: Path, *arguments: str, **settings: str
) -> AsyncGenerator[Process]:
    """Run a bot's process from its first answer until the end of the block.

    It runs in ``folder``, where no .env of the operator lies.

    Raises
    ------
    RuntimeError
        The bot ended instead of answering.
    """
    log = folder / "log"
    with log.open("wb") as written:
        started = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=folder,
            env={**environment_for(settings), "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=written,
        )
    answers = asyncio.create_task(_answers(server))
    ends = asyncio.create_task(started.wait())
    try:
        await asyncio.wait({answers, ends}, return_when=asyncio.FIRST_COMPLETED)
        if not answers.done():
            raise RuntimeError(f"{arguments[1]} ended instead of answering:\n{log.read_text()}")
        await answers
        yield started
    finally:
        answers.cancel()
        if started.returncode is None:
            started.terminate()
        await ends


@dataclass(frozen=True, slots=True)
class Running:
    """Our bot and its playground; its start-up in seconds and its memory then in KiB."""

    server: PlaygroundServer
    start_seconds: float
    memory_kib: int
    process: psutil.Process


async def _nothing(_: World) -> None:
    """Prepare nothing."""


@asynccontextmanager
async def ours(
    folder: Path,
    guilds: int = 0,
    channels: int = _CHANNELS_A_GUILD,
    prepare: Callable[[World], Awaitable[None]] = _nothing,
    *,
    is_clock_moved: bool = False,
    **settings: str,
) -> AsyncGenerator[Running]:
    """Run our bot until the end of the block; ``prepare`` comes before its start."""
    world = academy()
    if guilds:
        world.add_guilds(guilds, channels=channels)
    folder.mkdir(parents=True, exist_ok=True)
    await prepare(world)
    async with PlaygroundServer(world) as server:
        begun = time.perf_counter()
        given = {
            "DISCORD_TOKEN": world.token,
            "DISCORD_API_URL": server.api_url,
            "DISCORD_GATEWAY_URL": server.gateway_url,
            "DISCORD_READY_SECONDS": "0.5",
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'mentor.db'}",
            "LOG_LEVEL": "INFO",
            "LOG_FORMAT": "json",
            "HEALTH_PORT": str(_free_port()),
            **({"CLOCK_URL": server.clock_url} if is_clock_moved else {}),
            **settings,
        }
        block = folder / "longest-block"
        async with process(server, folder, "-m", "bench.watched", str(block), **given) as bot:
            seconds = time.perf_counter() - begun
            watched = psutil.Process(bot.pid)
            yield Running(server, seconds, watched.memory_info().rss // 1024, watched)


@asynccontextmanager
async def floor(folder: Path, shapes: str) -> AsyncGenerator[PlaygroundServer]:
    """Run the bare bot and yield its playground."""
    world = academy()
    async with PlaygroundServer(world) as server:
        arguments = (server.api_url, server.gateway_url, world.token, shapes)
        async with process(server, folder, "-m", "bench.floor", *arguments):
            yield server


async def _answers(server: PlaygroundServer) -> None:
    """Wait until the bot is connected and has loaded every guild that it was sent."""
    changed = asyncio.Event()
    stop = server.wire.watch(lambda _: changed.set())
    try:
        async with asyncio.timeout(120):
            while not (server.gateway.is_bot_online and server.world.commands_for(None)):
                await changed.wait()
                changed.clear()
    finally:
        stop()
    # Whoever answers has worked through everything it was sent before.
    await Driver(server).time(SAMPLES[0])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
