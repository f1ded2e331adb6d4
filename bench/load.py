"""The playground as a target of load: commands a second on one core, and a large READY."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalogue import load_catalogue
from bot.platforms.discord.renderer import Renderer
from bot.replies import certifications

ROOT = Path(__file__).parents[1]
_SERVER_CORE, _CLIENT_CORE = 0, 1
_WARM_UP_SECONDS = 2.0
_COMMANDS: list[dict[str, Any]] = [
    {
        "name": "cert",
        "description": "Certifications",
        "options": [
            {
                "type": 1,
                "name": "info",
                "description": "Look up one certification",
                "options": [
                    {"type": 3, "name": "name", "description": "Which one", "required": True}
                ],
            }
        ],
    }
]


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """Medians over the rounds: commands a second, processor ms each, ms from due to answered.

    ``errors`` counts commands without an answer, refusals, broken connections and messages that the
    open page did not hear of, of all rounds.
    ``memory_kib`` is the server's after each round.
    """

    rate: float
    cpu_ms: float
    ms: list[float]
    errors: int
    memory_kib: list[int]


@dataclass(frozen=True, slots=True)
class ReadyFigures:
    """What a READY with many guilds took; blocks are of the server's loop."""

    guilds: int
    seconds: float
    seed_seconds: float
    memory_kib: int
    block_ms: float
    block_computing_ms: float


async def measure_load(rate: int, seconds: float, rounds: int) -> LoadFigures:
    """Measure commands at ``rate`` a second, while one page is open."""
    async with _child("bench.load_server", _SERVER_CORE, "0") as server:
        spec = await _told(server)
        async with _client(spec, pages=1) as client:
            await _told(client)
            await _ask(server, seconds=_WARM_UP_SECONDS, rate=rate)
            taken = [await _ask(server, seconds=seconds, rate=rate) for _ in range(rounds)]
            _end(client)
            heard = await _told(client)
    asked = sum(figures["asked"] for figures in taken) + _WARM_UP_SECONDS * rate
    unheard = abs(int(asked) - heard["messages"])
    refused = sum(count for status, count in heard["statuses"].items() if status != "200")
    failed = sum(figures["failed"] for figures in taken)
    return LoadFigures(
        statistics.median(figures["rate"] for figures in taken),
        statistics.median(figures["cpu_ms"] for figures in taken),
        [statistics.median(figures["ms"][index] for figures in taken) for index in range(3)],
        refused + heard["lost"] + heard["wrong"] + unheard + failed,
        [figures["memory_kib"] for figures in taken],
    )


async def measure_ready(guilds: int) -> ReadyFigures:
    """Measure IDENTIFY to the last GUILD_CREATE."""
    async with _child("bench.load_server", _SERVER_CORE, str(guilds)) as server:
        spec = await _told(server)
        async with _client(spec, pages=0) as client:
            received = await _told(client)
            after = await _ask(server)
            _end(client)
            await _told(client)
    return ReadyFigures(
        guilds,
        received["seconds"],
        spec["seed_seconds"],
        after["memory_kib"],
        after["block_ms"],
        after["block_computing_ms"],
    )


def _card() -> str:
    """Return the message that the bot answers "/cert info" with, as it goes over the wire."""
    catalogue = load_catalogue()
    card = certifications.info(catalogue.certifications["pmp"], None, catalogue)
    view = Renderer({}).render(card).view
    return json.dumps({"flags": 1 << 15, "components": view.to_components()})


@asynccontextmanager
async def _client(spec: dict[str, Any], *, pages: int) -> AsyncGenerator[Process]:
    told = {**spec, "commands": _COMMANDS, "card": _card(), "pages": pages}
    async with _child("bench.load_client", _CLIENT_CORE, json.dumps(told)) as client:
        yield client


@asynccontextmanager
async def _child(module: str, core: int, argument: str) -> AsyncGenerator[Process]:
    command = (sys.executable, "-m", module, str(core), argument)
    child = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    try:
        yield child
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


async def _ask(child: Process, **question: float) -> dict[str, Any]:
    assert child.stdin  # noqa: S101
    child.stdin.write(json.dumps(question).encode() + b"\n")
    return await _told(child)


def _end(child: Process) -> None:
    assert child.stdin  # noqa: S101
    child.stdin.close()


async def _told(child: Process) -> dict[str, Any]:
    """Return the next line of a child.

    Raises
    ------
    RuntimeError
        The child ended instead; its own words went to stderr.
    """
    assert child.stdout  # noqa: S101
    line = await child.stdout.readline()
    if not line:
        raise RuntimeError("A process of the benchmark ended early; see its error above")
    return json.loads(line)
