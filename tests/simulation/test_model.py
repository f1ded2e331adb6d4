"""A model of what is promised, played at random against the real engine until both differ.

Hypothesis chooses what members, moderators, the platform, the clock and the process do; when the
bot loses, doubles or misplaces anything, it finds the shortest play that shows it.
"""

from __future__ import annotations

import os
import random
import secrets
import time as stopwatch
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, ClassVar

import aiosqlite
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider
from hypothesis.stateful import initialize, invariant, precondition, run_state_machine_as_test

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.model import ChannelId, Frequency, PostKind
from bot.storage import invariants
from tests.simulation.model_people import (
    AFTERWARDS,
    LOBBY,
    PEOPLE,
    ROOMS,
    ZONES,
    Play,
    deed,
    step,
)
from tests.simulation.model_settings import Settings
from tests.simulation.model_world import World, connect, dm_of
from tests.simulation.play import CRASH_POINTS

# Faults of an earlier version, by name, that the model is to look away from: ``KNOWN_FAULTS``.
KNOWN_FAULTS = frozenset(os.environ.get("KNOWN_FAULTS", "").split(","))

# Hypothesis's own way of choosing plays most examples six times with small changes, which finds
# less here than as many different ones; a registered provider is asked for each of them anew.
PLAIN = "plain chance"
AVAILABLE_PROVIDERS[PLAIN] = f"{HypothesisProvider.__module__}.{HypothesisProvider.__qualname__}"

STEPS = 50
SOAK_STEPS = 100_000
FAST = Path("/dev/shm")
_KEPT = ("ledger", "zones", "words", "aims", "is_off", "rooms", "planned_until")
places = st.sampled_from([*ROOMS, LOBBY, *map(dm_of, PEOPLE)])


class Model(Settings):
    """Time, the platform and the process; and after each step, the judgement."""

    known = KNOWN_FAULTS
    steps = 0
    failed: Play | None = None
    has_begun = False
    totals: ClassVar[Counter[str]] = Counter()

    @initialize()
    def begin(self) -> None:
        self.world.reset()
        self.planned_until = datetime.min.replace(tzinfo=UTC)
        self.posts = 0
        self.version = -1
        self.has_begun = self.is_well = True
        self.copy: tuple[bytes, dict[str, Any]] | None = None
        self.is_restored = False
        for member in PEOPLE:
            self.act(member, self.world.members.change_settings(member, zone=self.zones[member]))
            self.act(member, self.world.members.choose_dm(member))
        # Something to begin with, so that most steps meet something.
        for minutes in (1, 2):
            self.add_reminder(PEOPLE[0], minutes, Frequency.DAILY)
        self.add_goal(PEOPLE[1], 8)
        self.set_channel(PostKind.TREND_TIP, ROOMS[0])
        self.set_schedule(PostKind.TREND_TIP, 0, "08:03", ZONES[0])

    # Time and the process

    @step(ticks=st.booleans(), drains=st.booleans())
    def work(self, ticks: bool = True, drains: bool = True) -> None:
        self.ledger.pass_time(self.now)
        if self.world.work(ticks=ticks, drains=drains) and ticks:
            self.planned_until = self.now
            self.ledger.ticks += 1

    @step(minutes=st.sampled_from([1, 20, 60, 600, 1440, 10_080]))
    def wait(self, minutes: int) -> None:
        self.world.clock.advance(minutes=minutes)
        self.ledger.pass_time(self.now)

    def plan_due(self) -> None:
        self.work(drains=False)
        self.all_is_well()

    def pass_time(self, how: str) -> None:
        if how in ("next", "past it"):
            self.wait_for_next(1 if how == "past it" else 0)
        else:
            self.wait({"work": 0, "retry": 20, "day": 1440}[how])
        self.work()

    @step(times=st.integers(1, 5), how=st.sampled_from(AFTERWARDS[3:]))
    def go_on(self, times: int, how: str) -> None:
        for _ in range(times):
            self.pass_time(how)
            self.all_is_well()

    @step(minutes=st.sampled_from([0, 1, 90]))
    def wait_for_next(self, minutes: int) -> None:
        """Let time pass until something is due."""
        stored = self.world.look.execute("SELECT min(next_run_at) FROM schedule").fetchone()[0]
        moments = [datetime.fromisoformat(stored)] if stored else []
        moments += [one for one in [self.ledger.next_at()] if one is not None]
        later = min(moments, default=self.now) + timedelta(minutes=minutes) - self.now
        if later > timedelta(0):
            self.world.clock.advance(seconds=later.total_seconds())
            self.ledger.pass_time(self.now)

    @deed(point=st.sampled_from(CRASH_POINTS))
    def die_at(self, point: str) -> None:
        self.world.dies_at = point

    @deed()
    def restart(self) -> None:
        self.world.restart()

    # Clocks and copies

    @precondition(lambda self: "clock" not in self.known)
    @deed(minutes=st.sampled_from([-1440, -60, -20, 20]))
    def host_clock_jumps(self, minutes: int) -> None:
        self.jump(timedelta(minutes=minutes))

    @precondition(lambda self: "clock" not in self.known)
    @deed(days=st.sampled_from([1, 8, 40]), drains=st.booleans())
    def host_clock_is_wrong_once(self, days: int, drains: bool) -> None:
        self.jump(timedelta(days=days))
        self.world.work(drains=drains)
        self.observe()
        self.jump(timedelta(days=-days))

    def jump(self, by: timedelta) -> None:
        self.world.jump(by)
        self.ledger.pass_time(self.now)
        self.planned_until = min(self.planned_until, self.now)
        if by < timedelta(0):
            # The tick notices within seconds, before anybody changes anything.
            self.work(drains=False)

    @precondition(lambda self: "restore" not in self.known)
    @deed()
    def back_up(self) -> None:
        state = {name: getattr(self, name) for name in _KEPT}
        self.copy = self.world.back_up(), deepcopy(state)
        self.moved = set()

    @precondition(lambda self: self.copy is not None)
    @deed()
    def restore(self) -> None:
        """Put the copy back; people's later wishes are gone with it, what was sent is not.

        What was sent is found by reading: where nothing can be read, it may come again
        (docs/operations.md).
        """
        if self.copy is not None:
            self.is_restored = self.world.channel.is_history_readable = True
            later = self.ledger
            self.world.restore(self.copy[0])
            for name, value in deepcopy(self.copy[1]).items():
                setattr(self, name, value)
            self.ledger.restore(later, self.moved)
            self.ledger.pass_time(self.now)
            self.planned_until = min(self.planned_until, self.now)
            self.version = -1

    # The platform

    @deed(has_outage=st.booleans())
    def outage(self, has_outage: bool) -> None:
        self.world.channel.has_outage = has_outage

    @deed(is_readable=st.booleans())
    def history(self, is_readable: bool) -> None:
        self.world.channel.is_history_readable = is_readable or self.is_restored

    @deed(place=places, how=st.sampled_from(["open", "closed", "gone"]))
    def open_or_close(self, place: ChannelId, how: str) -> None:
        channel = self.world.channel
        for name, places in (("closed", channel.closed), ("gone", channel.gone)):
            (places.add if name == how else places.discard)(place)

    @deed(place=places)
    def limit(self, place: ChannelId) -> None:
        self.world.channel.limited.add(place)

    @deed()
    def lose_an_answer(self) -> None:
        self.world.channel.is_answer_lost = True

    @deed()
    def daily_check(self) -> None:
        self.look_again()

    # The judgement

    @invariant()
    def count_and_judge(self) -> None:
        type(self).steps += 1
        self.all_is_well()

    def observe(self) -> None:
        """Look at the tables, and hear what was posted."""
        look = self.world.look
        version = look.execute("PRAGMA data_version").fetchone()[0]
        if version != self.version:
            self.version = version
            self.ledger.look(look)
            broken = invariants.inspect(look)
            assert not broken, broken
        for post in self.world.new_posts(self.posts):
            self.ledger.hear(post)
        self.posts = len(self.world.channel.posts)

    def all_is_well(self) -> None:
        self.is_well = False
        self.observe()
        faults = self.ledger.judge(self.planned_until)
        assert not faults, faults
        for subject in self.ledger.paused:
            room, since = self.rooms[subject.kind]
            assert room in self.world.channel.refused[since:], f"paused for no reason: {subject}"
        self.is_well = True

    def teardown(self) -> None:
        """End all troubles, send what is left, and ask what became of every promise."""
        if not self.has_begun:
            return
        try:
            if self.is_well:
                self._settle()
        finally:
            if not self.is_well:
                type(self).failed = self.play
            type(self).totals += self.ledger.count()

    def _settle(self) -> None:
        channel = self.world.channel
        channel.has_outage = channel.is_answer_lost = False
        channel.is_history_readable = True
        channel.closed.clear()
        channel.gone.clear()
        channel.limited.clear()
        self.world.dies_at = None
        self.look_again()
        self.work()
        self.all_is_well()
        left = self.on_their_way()
        # Longer than a weekly cap holds anything, in steps that meet the gaps of quiet hours; what
        # a clock that was ahead sent counts for the week of its moment, too.
        for _ in range(140):
            if not left & self.on_their_way():
                return
            self.wait(200)
            self.work()
            self.all_is_well()
        self.is_well = False
        raise AssertionError(f"never sent: {[(one, self.ledger.rows[one]) for one in left]}")

    def on_their_way(self) -> set[str]:
        """Return what is to be sent; what a clock that was ahead has tried waits for its moment."""
        return {
            own_id
            for own_id, row in self.ledger.rows.items()
            if row.state in ("pending", "sending") and row.due_at <= self.now
        }


@pytest.fixture
def model(
    catalogue: Catalogue,
    search: CatalogueSearch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[type[Model]]:
    monkeypatch.setattr(aiosqlite, "connect", connect)
    monkeypatch.setattr(secrets, "token_bytes", random.randbytes)
    folder = Path(mkdtemp(dir=FAST if FAST.is_dir() else tmp_path))
    world = World(folder, catalogue, search)

    class Fresh(Model):
        steps = 0
        failed = None
        totals: ClassVar[Counter[str]] = Counter()

    Fresh.world = world
    yield Fresh
    world.close()
    rmtree(folder)


def play(model: type[Model], examples: int, number: int | None) -> None:
    """Play; a ``number`` seeds the chance, None plays the same each time."""
    profile = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        derandomize=number is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]
        phases=(Phase.generate,),
        backend=PLAIN,
        print_blob=False,
        report_multiple_bugs=False,
    )
    chosen = model if number is None else seed(number)(model)
    try:
        run_state_machine_as_test(chosen, settings=profile)
    except BaseException as error:
        error.add_note(f"Found after {model.steps} steps.")
        if model.failed is not None:
            error.add_note("The shortest play:")
            for name, details in shorten(model, model.failed):
                chosen = ", ".join(f"{key}={value!r}" for key, value in details.items())
                error.add_note(f"{name}({chosen})")
        raise


def shorten(model: type[Model], failed: Play) -> Play:
    """Leave out what a play does not need to end in the same kind of fault.

    Hypothesis shrinks the choices of which a play is made, for minutes; whole steps take seconds.
    """
    wanted, size = replay(model, failed), len(failed)
    while wanted is not None and size > 1:
        size = (size + 1) // 2
        at = 0
        while at < len(failed):
            rest = failed[:at] + failed[at + size :]
            if replay(model, rest) == wanted:
                failed = rest
            else:
                at += size
    return failed


def replay(model: type[Model], play: Play) -> str | None:
    """Play steps again and return the kind of fault they end in, if they do."""
    machine = model()
    try:
        machine.begin()
        machine.count_and_judge()
        for name, details in play:
            # What it is about may have been left out.
            with suppress(ZeroDivisionError):
                getattr(machine, name)(**details)
            machine.count_and_judge()
        machine.teardown()
    except AssertionError as error:
        return " ".join(str(error).split()[:2])
    return None


def tell(model: type[Model], began: float) -> str:
    took = stopwatch.process_time() - began
    ends = ", ".join(f"{count} {end}" for end, count in sorted(model.totals.items()))
    return f"{model.steps} steps ({model.steps / took:.0f} a second): {ends}; 0 lost, 0 doubled"


@pytest.mark.timeout(300)
def test_nothing_is_lost_or_doubled_whatever_people_do(
    model: type[Model], capsys: pytest.CaptureFixture[str]
):
    began = stopwatch.process_time()
    play(model, int(os.environ.get("EXAMPLES", "30")), None)
    with capsys.disabled():
        print(f"\nThe model: {tell(model, began)}")


@pytest.mark.soak
@pytest.mark.parametrize("number", range(1, int(os.environ.get("SEEDS", "1")) + 1))
def test_nothing_is_lost_or_doubled_in_many_steps(
    model: type[Model], number: int, capsys: pytest.CaptureFixture[str]
):
    began = stopwatch.process_time()
    rounds = 0
    while model.steps < SOAK_STEPS:
        rounds += 1
        play(model, 500, number * 1000 + rounds)
    with capsys.disabled():
        print(f"\nThe model, seed {number}: {tell(model, began)}")
