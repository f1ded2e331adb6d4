"""Driving a bot and timing it: from the event sent to the callback received."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from bench.asked import certifications, questions, typed
from bench.mentoring import topics
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
_START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Sample:
    """What is measured under one name; ``texts`` are given to ``option`` in turn."""

    name: str
    path: str
    option: str = ""
    texts: Sequence[str] = ("",)
    is_typing: bool = False

    def options(self, text: str) -> dict[str, str]:
        """Return the options of the command that asks for one of the texts."""
        return {self.option: text} if self.option else {}


SAMPLES = (
    Sample("/cert info", "cert info", "name", certifications()),
    Sample("/find", "find", "query", questions()),
    Sample("autocomplete", "cert info", "name", typed(), is_typing=True),
    Sample("/goal add", "goal add", "title", ("Finish the first mock exam",)),
    Sample("/goal list", "goal list"),
    Sample("/mentor find", "mentor find", "topic", topics()),
)


class UnansweredError(RuntimeError):
    """The bot did not answer, or not within Discord's three seconds."""


class Driver:
    """Send interactions one after the other to the bot of one playground."""

    def __init__(self, server: PlaygroundServer) -> None:
        self.server = server
        self._asked = 0
        self._turns: Counter[str] = Counter()
        self._awaited: asyncio.Future[str] | None = None
        server.world.subscribe(self._hear)
        self._adds = 0
        self._adder = self._member()
        self._reader = server.world.person("ana")["id"]

    async def time(self, sample: Sample) -> float:
        """Ask for the next of its texts; return the seconds from the event to the callback.

        Raises
        ------
        UnansweredError
            There was no answer.
        """
        text = sample.texts[self._turns[sample.name] % len(sample.texts)]
        self._turns[sample.name] += 1
        return await self._ask(sample, text)

    async def shapes(self, sample: Sample) -> dict[str, dict[str, int]]:
        """Return how much the bot's card holds, for each text."""
        return {text: await self._shape(sample, text) for text in sample.texts}

    async def _ask(self, sample: Sample, text: str) -> float:
        options = sample.options(text)
        place = Place(self.server.world, self._who(sample), self._channel())
        if sample.is_typing:
            data = invocations.autocomplete(place, sample.path, options, sample.option)
        else:
            data = invocations.chat_input(place, sample.path, options)
        kind = AUTOCOMPLETE if sample.is_typing else COMMAND
        self._awaited = asyncio.get_running_loop().create_future()
        begun = time.perf_counter()
        self.server.interactions.start(kind, place.user_id, place.channel_id, data)
        state = await self._awaited
        seconds = time.perf_counter() - begun
        if state != "answered":
            raise UnansweredError(f"{sample.name} {text!r} was not answered: {state}")
        self._tidy()
        return seconds

    async def _shape(self, sample: Sample, text: str) -> dict[str, int]:
        """Return how much a card holds: characters, sections, buttons outside them."""
        await self._ask(sample, text)
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
async def floor(folder: Path, shapes: dict[str, Any]) -> AsyncGenerator[PlaygroundServer]:
    """Run the bare bot and yield its playground; its cards get ``shapes``, see bench/floor.py."""
    world = academy()
    file = folder / "shapes.json"
    file.write_text(json.dumps(shapes), encoding="utf-8")
    async with PlaygroundServer(world) as server:
        arguments = (server.api_url, server.gateway_url, world.token, str(file))
        async with process(server, folder, "-m", "bench.floor", *arguments):
            yield server


async def _answers(server: PlaygroundServer) -> None:
    """Wait until the bot is connected and has loaded every guild that it was sent."""
    changed = asyncio.Event()
    stop = server.wire.watch(lambda _: changed.set())
    try:
        async with asyncio.timeout(_START_SECONDS):
            while not (server.gateway.is_bot_online and server.world.commands_for(None)):
                await changed.wait()
                changed.clear()
    finally:
        stop()
    # Whoever answers has worked through everything it was sent before. On a busy machine that may
    # take longer than the three seconds that an interaction waits.
    driver = Driver(server)
    async with asyncio.timeout(_START_SECONDS):
        while True:
            with suppress(UnansweredError):
                await driver.time(SAMPLES[0])
                return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
