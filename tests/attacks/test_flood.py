"""One member asks for everything a thousand times: the others are answered, and nothing is kept."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path

import pytest

from bot.dialogues.dispatch import MOST_DRAFTS
from bot.platforms.discord.turns import AT_ONCE, TOLD, WAITING
from bot.services.drafts import Drafts
from bot.services.reminders import MAX_DRAFTS, MAX_REMINDERS
from playground.interactions import AUTOCOMPLETE, COMMAND, Interaction, State
from playground.invocations import Place, autocomplete, chat_input
from playground.person import Person
from playground.reply import Reply
from playground.server import PlaygroundServer
from tests.e2e.processes import bot_process, online
from tests.e2e.stage import NOON, Stage

Act = Callable[[], Awaitable[object]]
_AT_ONCE = 50
_MANY = 10_000
# A garbage collector and SQLite's cache are given this much.
_MOST_KEPT_MIB = 32


def acts(person: Person, channel: str) -> list[Act]:
    """Return what a member repeats: drafts, forms never sent, refused forms, suggestions, reads."""
    number = count()

    async def suggest() -> None:
        place = Place(person._world, person.id, channel)
        data = autocomplete(place, "goal show", {"goal": f"x{next(number)}"}, "goal")
        started = person._server.interactions.start(AUTOCOMPLETE, person.id, channel, data)
        await person._settled(started, "suggestions")

    return [
        lambda: person.slash("remind me", text=f"Draft {next(number)}", when="in 2 hours"),
        lambda: person.slash("goal add"),
        lambda: person.slash("goal add", title=f"Refused {next(number)}", due="yesterday"),
        suggest,
        lambda: person.slash("cert info", name="pmp"),
        lambda: person.slash("me settings"),
    ]


def begin_typing(person: Person, channel: str, path: str) -> Interaction:
    """Send a command, without waiting for anything."""
    data = chat_input(Place(person._world, person.id, channel), path, {})
    return person._server.interactions.start(COMMAND, person.id, channel, data)


async def read(person: Person, started: Interaction) -> Reply:
    """Wait for an answer."""
    await person._settled(started, "waiting")
    return Reply(person._world, started.channel_id, started, person._answer(started))


async def flood(person: Person, channel: str, many: int) -> None:
    """Do many of these things, some at once."""
    waiting = iter(range(many))
    repeated = acts(person, channel)

    async def work() -> None:
        for at in waiting:
            await repeated[at % len(repeated)]()

    await asyncio.gather(*(work() for _ in range(_AT_ONCE)))


async def test_others_keep_their_drafts_and_are_answered(stage: Stage):
    noor, ben = stage.person("noor"), stage.ben
    # How long it takes is not looked at here.
    noor.deadline = ben.deadline = stage.server.interactions.answer_seconds = 60
    draft = await ben.slash("remind me", text="Mine", when="in 2 hours")
    flooding = asyncio.create_task(flood(noor, stage.channel("general"), 180))
    assert "PMP" in (await ben.slash("cert info", name="pmp")).text
    assert not flooding.done()
    await flooding
    assert "Saved" in (await ben.click(draft, "Save")).text
    memory = stage.bot.client.services.memory
    holders = [getattr(one, "__self__", None) for one in memory._holders]
    kept = sum(len(one) for one in holders if isinstance(one, Drafts))
    assert kept <= MAX_DRAFTS + 2 * MOST_DRAFTS + 1
    assert stage.bot.client._connection._view_store._modals == {}
    failed = [
        one for one in stage.server.interactions._by_token.values() if one.state is State.FAILED
    ]
    assert failed == []


async def test_what_one_does_at_once_waits_for_their_own(stage: Stage):
    noor, ben, turns = stage.person("noor"), stage.ben, stage.bot.client.turns
    # How long it takes is not looked at here: what is answered before what is.
    interactions = stage.server.interactions
    noor.deadline = ben.deadline = interactions.answer_seconds = 60
    started = [begin_typing(noor, stage.channel("general"), "remind list") for _ in range(300)]
    assert "PMP" in (await ben.slash("cert info", name="pmp")).text
    answered = [one for one in started if one.state is State.ANSWERED]
    assert len(answered) <= AT_ONCE + WAITING

    told = await asyncio.gather(*(read(noor, one) for one in started[: AT_ONCE + WAITING]))
    assert {one.text.splitlines()[0] for one in told} == {"## You have no reminders"}
    refused = [one for one in started[AT_ONCE + WAITING :] if one.state is State.ANSWERED]
    assert len(refused) >= TOLD
    for one in refused:
        assert "too much at once" in (await read(noor, one)).text
    # It is over as soon as they waited.
    assert "reminders" in (await noor.slash("remind list")).text
    assert sum(line.count for line in turns._lines.values()) <= 2


async def test_who_has_as_much_as_there_may_be_is_told_so(stage: Stage):
    told = None
    for number in range(MAX_REMINDERS + 1):
        draft = await stage.ana.slash("remind me", text=f"Note {number}", when="in 2 hours")
        told = await stage.ana.click(draft, "Save")
    assert told is not None
    assert str(MAX_REMINDERS) in told.text
    assert "Saved" not in told.text


def _resident_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    [kib] = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    return int(kib) / 1024


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_ten_thousand_interactions_of_one_member(
    playground: PlaygroundServer, tmp_path: Path
):
    playground.clock.jump(NOON)
    noor, ben = playground.person("noor"), playground.person("ben")
    noor.deadline = ben.deadline = 60
    general = playground.world.channel_named("general")["id"]
    with (tmp_path / "log").open("wb") as log:
        async with bot_process(playground, tmp_path, "bot", "run", log=log) as bot:
            await online(playground)
            await flood(noor, general, 600)
            before = highest = _resident_mib(bot.pid)
            began = time.monotonic()
            flooding = asyncio.create_task(flood(noor, general, _MANY))
            waits: list[float] = []
            while not flooding.done():
                asked = time.monotonic()
                assert "PMP" in (await ben.slash("cert info", name="pmp")).text
                waits.append(time.monotonic() - asked)
                highest = max(highest, _resident_mib(bot.pid))
            await flooding
            took = time.monotonic() - began
            after = _resident_mib(bot.pid)
    waits.sort()
    p95 = waits[math.ceil(len(waits) * 0.95) - 1]
    print(
        f"\n{_MANY} interactions in {took:.0f} s; others: {len(waits)} answers, "
        f"p95 {p95 * 1000:.0f} ms; memory {before:.0f} -> {highest:.0f} -> {after:.0f} MiB"
    )
    assert p95 < playground.interactions.answer_seconds
    assert after - before < _MOST_KEPT_MIB
