"""Turns are even, a channel gets one a second, too many refusals stop everything; nobody waits."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from bot.schedule.pacing import INVALID_WINDOW_SECONDS, LONGEST_RETRY_SECONDS, Pacer, back_off


class ImpatientSelector(selectors.DefaultSelector):
    """Jump over the time in which nothing would happen."""

    skipped = 0.0

    def select(self, timeout: float | None = None) -> Any:
        self.skipped += timeout or 0.0
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """A real event loop whose time passes only while everybody sleeps."""

    def __init__(self) -> None:
        self._jumping = ImpatientSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.skipped


Run = Callable[[Callable[[], Awaitable[Any]]], Any]


@pytest.fixture
def run() -> Iterator[Run]:
    loop = VirtualLoop()

    async def wait_for(scenario: Callable[[], Awaitable[Any]]) -> Any:
        return await scenario()

    yield lambda scenario: loop.run_until_complete(wait_for(scenario))
    loop.close()


def now() -> float:
    return asyncio.get_running_loop().time()


async def moments(wait: Callable[[], Awaitable[None]], turns: int, workers: int) -> list[float]:
    """Return when each turn came, for several workers that share a pacer."""
    came: list[float] = []
    left = iter(range(turns))

    async def work() -> None:
        for _ in left:
            await wait()
            came.append(now())

    await asyncio.gather(*(work() for _ in range(workers)))
    return came


@pytest.mark.parametrize("rate", [40.0, 50.0, 400.0])
def test_turns_are_evenly_spread(run: Run, rate: float):
    pacer = Pacer(per_second=rate)
    came = run(lambda: moments(pacer.wait_turn, 10_000, 16))
    assert (len(came) - 1) / (came[-1] - came[0]) == pytest.approx(rate, rel=1e-6)
    gaps = [later - earlier for earlier, later in pairwise(came)]
    assert min(gaps) == pytest.approx(1 / rate, rel=1e-3)
    assert max(gaps) == pytest.approx(1 / rate, rel=1e-3)


def test_a_pause_is_not_made_up_for_by_a_burst(run: Run):
    pacer = Pacer(per_second=40)

    async def scenario() -> list[float]:
        await moments(pacer.wait_turn, 100, 16)
        await asyncio.sleep(60)
        return await moments(pacer.wait_turn, 100, 16)

    came = run(scenario)
    assert came[-1] - came[0] == pytest.approx(99 / 40)


def test_a_channel_gets_one_a_second_and_holds_up_no_other(run: Run):
    pacer = Pacer()

    async def scenario() -> list[list[float]]:
        channels = ("one", "two", "three")
        return await asyncio.gather(
            *(moments(lambda room=room: pacer.wait_channel(room), 5, 2) for room in channels)
        )

    assert run(scenario) == [pytest.approx([0, 1, 2, 3, 4])] * 3


def test_many_channels_are_forgotten_when_their_second_is_over(run: Run):
    pacer = Pacer()

    async def scenario() -> int:
        for room in range(25_000):
            await pacer.wait_channel(room)
            await asyncio.sleep(0.001)
        return len(pacer._next_in)

    assert run(scenario) <= 10_000


@pytest.mark.parametrize(("asked", "held"), [(30, 30), (86_400, LONGEST_RETRY_SECONDS)])
def test_everybody_waits_as_long_as_the_platform_asked_within_reason(
    run: Run, asked: float, held: float
):
    pacer = Pacer()

    async def scenario() -> None:
        assert not pacer.is_held
        pacer.hold(asked)
        pacer.hold(5)
        await asyncio.sleep(held - 1)
        assert pacer.is_held
        await asyncio.sleep(2)
        assert not pacer.is_held
        pacer.hold(asked)
        pacer.lift()
        assert not pacer.is_held, "another answer in between ends it"

    run(scenario)


def test_the_breaker_opens_before_the_ban_and_closes_when_it_is_over(run: Run):
    pacer = Pacer(most_invalid=100)

    async def scenario() -> None:
        for _ in range(99):
            pacer.count_invalid()
            await asyncio.sleep(1)
        assert not pacer.is_open
        pacer.count_invalid()
        assert pacer.is_open
        assert pacer.invalid_requests == 100
        await asyncio.sleep(INVALID_WINDOW_SECONDS - 100)
        assert pacer.is_open
        await asyncio.sleep(2)
        assert not pacer.is_open
        await asyncio.sleep(INVALID_WINDOW_SECONDS)
        assert pacer.invalid_requests == 0

    run(scenario)


def test_back_off_doubles_with_jitter_to_a_quarter_of_an_hour():
    for attempts in range(10):
        full = min(5.0 * 2**attempts, LONGEST_RETRY_SECONDS)
        waits = [back_off(attempts) for _ in range(200)]
        assert full / 2 <= min(waits) < max(waits) <= full
    assert back_off(0, at_least=60) == 60
    assert back_off(0, at_least=86_400) == LONGEST_RETRY_SECONDS
