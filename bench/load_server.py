"""A playground in its own process, and people in it who type commands at a given rate.

Usage: ``python -m bench.load_server CORE GUILDS``. A JSON line is printed once it serves; each
line on stdin, ``{"seconds": …, "rate": …}``, is a round of commands, answered by a line of figures;
with GUILDS any line asks for the memory and the longest block of the loop instead.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from typing import Any

from bench.child import lines_of, longest_block, memory, pin
from playground import invocations
from playground.collector import keep_collections_short
from playground.events import Event
from playground.interactions import COMMAND
from playground.invocations import Place
from playground.seed import academy
from playground.server import PlaygroundServer
from playground.world import World

_CHANNELS_A_GUILD = 20
_PEOPLE = 200
_TYPED_AT_ONCE = 8
_GRACE_SECONDS = 5.0


class People:
    """Type commands, evenly paced, whether or not the earlier ones were answered."""

    def __init__(self, server: PlaygroundServer) -> None:
        self._server = server
        world = server.world
        guild = next(iter(world.guilds.values()))
        general = world.channel_named("general")
        own = [world.channel_named(name)["id"] for name in ("weekly-nudges", "trend-tips")]
        self._channels = [general["id"], *own]
        self._people = [member["user"]["id"] for member in guild.members.values()]
        self._people.remove(world.bot["id"])
        self._due: dict[str, float] = {}
        self._taken: list[float] = []
        self._last = 0.0
        self._quiet = asyncio.Event()
        world.subscribe(self._hear)

    async def round(self, seconds: float, rate: int) -> dict[str, Any]:
        """Type for some seconds and return what became of it.

        Seconds are counted from the moment a command was due, so that a late start is no gain.
        """
        self._taken, count = [], int(seconds * rate)
        begun, computed = time.perf_counter(), time.process_time()
        for number in range(count):
            due = begun + number / rate
            early = due - time.perf_counter()
            if early > 0 or number % _TYPED_AT_ONCE == 0:
                await asyncio.sleep(max(early, 0))
            self._type(number, due)
        self._quiet.clear()
        with contextlib.suppress(TimeoutError):
            if self._due:
                await asyncio.wait_for(self._quiet.wait(), _GRACE_SECONDS)
        used = time.process_time() - computed
        return {
            "asked": count,
            "answered": len(self._taken),
            "failed": count - len(self._taken),
            "rate": len(self._taken) / (self._last - begun),
            "cpu_ms": used / count * 1000,
            "ms": [_at(self._taken, share) * 1000 for share in (0.5, 0.95, 0.99)],
            "memory_kib": memory(),
        }

    def _type(self, number: int, due: float) -> None:
        world = self._server.world
        user = self._people[number % len(self._people)]
        place = Place(world, user, self._channels[number % len(self._channels)])
        data = invocations.chat_input(place, "cert info", {"name": "pmp"})
        started = self._server.interactions.start(COMMAND, user, place.channel_id, data)
        self._due[started.id] = due

    def _hear(self, event: Event) -> None:
        if event.name != "INTERACTION" or event.payload["state"] not in ("answered", "failed"):
            return
        due = self._due.pop(event.payload["id"], None)
        if not self._due:
            self._quiet.set()
        if due is not None and event.payload["state"] == "answered":
            self._last = time.perf_counter()
            self._taken.append(self._last - due)


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] if values else 0.0


def _world(guilds: int) -> World:
    world = academy()
    guild = next(iter(world.guilds.values()))
    for number in range(_PEOPLE):
        world.add_member(guild, world.add_user(f"Member {number}"))
    world.add_guilds(guilds, channels=_CHANNELS_A_GUILD)
    return world


async def main(guilds: int) -> None:
    """Serve until the end of stdin."""
    begun = time.perf_counter()
    world = _world(guilds)
    async with PlaygroundServer(world) as server:
        keep_collections_short()
        server.gateway.guilds_per_shard = max(server.gateway.guilds_per_shard, guilds + 1)
        told = {
            "url": server.url,
            "gateway": server.gateway_url,
            "token": world.token,
            "application": world.application["id"],
            "seed_seconds": time.perf_counter() - begun,
            "memory_kib": memory(),
        }
        print(json.dumps(told), flush=True)  # noqa: T201
        people = People(server)
        # The watch itself takes some of the processor, so it does not run with the commands.
        watching = asyncio.create_task(longest_block()) if guilds else None
        async for line in lines_of(sys.stdin):
            asked = json.loads(line)
            if watching is None:
                figures = await people.round(asked["seconds"], asked["rate"])
            else:
                watching.cancel()
                block, computing = await watching
                figures = {"memory_kib": memory(), "block_ms": block * 1000}
                figures["block_computing_ms"] = computing * 1000
            print(json.dumps(figures), flush=True)  # noqa: T201


if __name__ == "__main__":
    pin(int(sys.argv[1]))
    asyncio.run(main(int(sys.argv[2])))
