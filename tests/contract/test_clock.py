"""The clock that people move and bots follow."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import aiohttp

from playground.seed import academy
from playground.server import PlaygroundServer
from playground.slack import seed as slack_seed
from playground.slack.server import SlackServer


async def test_a_flight_waits_for_a_slow_follower(playground: PlaygroundServer):
    """Else what falls due in the flight looks missed to a bot that is busy."""
    clock = playground.clock
    seen: list[int] = []

    async def follow() -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                told = await clock.change_after(clock.version if not seen else seen[-1])
                seen.append(told["version"])
                for _ in range(30):
                    async with session.get(playground.clock_url) as answer:
                        await answer.read()

    before = clock.version
    follower = asyncio.create_task(follow())
    try:
        async with asyncio.timeout(20), asyncio.TaskGroup() as group:
            group.create_task(playground.fly(1))
    finally:
        follower.cancel()
    assert len(seen) >= 47
    assert seen == list(range(before + 1, before + 1 + len(seen)))


async def test_a_flight_that_nobody_follows_ends(playground: PlaygroundServer):
    async with asyncio.timeout(5):
        await playground.fly(1)
    assert playground.clock.version == 48


async def test_a_flight_waits_until_what_is_due_was_sent(playground: PlaygroundServer):
    clock = playground.clock
    start = clock.now()
    due: list[datetime] = [start + timedelta(hours=hours) for hours in (2, 7, 7, 200)]
    late: list[timedelta] = []
    asked = 0

    async def next_due() -> datetime:
        nonlocal asked
        if due[0] <= clock.now():
            asked += 1
            if asked % 5 == 0:
                late.append(clock.now() - due.pop(0))
        return due[0]

    playground.next_due = next_due
    async with asyncio.timeout(10):
        await playground.fly(1)
    assert len(late) == 3
    assert max(late) <= timedelta(hours=1)


async def test_a_server_that_closes_answers_who_waits_for_the_clock():
    """Else it waits itself for a follower that may be gone, at the end of every test with a bot."""
    for server in (PlaygroundServer(academy()), SlackServer(slack_seed.academy())):
        async with server:
            waiting = asyncio.create_task(server.clock.change_after(server.clock.version))
            await asyncio.sleep(0)
            assert not waiting.done()
        assert (await asyncio.wait_for(waiting, 5))["version"] == server.clock.version
