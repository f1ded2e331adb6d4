"""`kill -9` on Slack at every crash point: nothing is lost and nothing comes twice.

Slack drops no repeated post here, as it promises to drop none: `client_msg_id` is ignored.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path

import pytest

from playground.slack import SlackServer
from tests.e2e.processes import bot_process, eventually, online
from tests.e2e.slack.stage import raise_curtain
from tests.e2e.test_kill import CRASH_POINTS, RUN

DEATH_SECONDS = 60.0
SAID = "Call PMI"


@dataclass(frozen=True)
class Series:
    """What comes again and again: how often it came, and how long it is until the next."""

    server: SlackServer
    period: timedelta
    channel: str

    def count(self) -> int:
        messages = self.server.workspace.messages.shared(self.channel)
        return sum(one.bot_profile is not None and self._is_it(one.text) for one in messages)

    def _is_it(self, text: str) -> bool:
        return self.period > timedelta(days=1) or SAID in text


async def set_up(server: SlackServer, folder: Path, kind: str) -> Series:
    """Let somebody ask for a series through the real bot."""
    async with AsyncExitStack() as stack:
        stage = await raise_curtain(server, folder, stack)
        if kind == "post":
            said = "channel set purpose:trend-tip channel:#trend-tips"
            await stage.mia.slash("/config", said)
            return Series(server, timedelta(days=7), server.workspace.channel("trend-tips").id)
        said = f'remind me text:"{SAID}" when:in 2 hours repeat:daily'
        draft = await stage.ana.slash("/tpm", said)
        await stage.ana.click(draft, "Save")
        await stage.ana.dms()
        direct = server.workspace.direct(server.workspace.bot.id, stage.ana.id)
        return Series(server, timedelta(days=1), direct.id)


async def kill_at(point: str, series: Series, folder: Path, expected: int) -> None:
    """Kill the bot while something is due, start it again, and count."""
    server = series.server
    async with bot_process(server, folder, "tests.e2e.dying_bot", point) as dying:
        await online(server)
        server.clock.advance(series.period)
        async with asyncio.timeout(DEATH_SECONDS):
            assert await dying.wait() == -signal.SIGKILL
    async with bot_process(server, folder, *RUN):
        await online(server)
        await eventually(server, lambda: series.count() >= expected - 1, DEATH_SECONDS)
        # The next one shows that the one before is settled, not just late.
        server.clock.advance(series.period)
        await eventually(server, lambda: series.count() >= expected, DEATH_SECONDS)
    assert series.count() == expected


@pytest.mark.timeout(180)
@pytest.mark.parametrize("kind", ["post", "message"])
@pytest.mark.parametrize("point", CRASH_POINTS)
async def test_it_exists_once_after_a_kill_at(
    slack: SlackServer, tmp_path: Path, point: str, kind: str
):
    assert not slack.workspace.honours_client_msg_id
    series = await set_up(slack, tmp_path, kind)
    await kill_at(point, series, tmp_path, 2)


@pytest.mark.timeout(180)
async def test_a_kill_while_slack_answers_does_not_double(slack: SlackServer, tmp_path: Path):
    series = await set_up(slack, tmp_path, "post")
    hold = slack.faults.hold("chat.postMessage")
    async with bot_process(slack, tmp_path, *RUN) as bot:
        await online(slack)
        slack.clock.advance(series.period)
        async with asyncio.timeout(DEATH_SECONDS):
            await hold.reached.wait()
        bot.kill()
        await bot.wait()
    hold.release()
    assert series.count() == 1
    async with bot_process(slack, tmp_path, *RUN):
        await online(slack)
        slack.clock.advance(series.period)
        await eventually(slack, lambda: series.count() >= 2, DEATH_SECONDS)
    assert series.count() == 2


@pytest.mark.soak
@pytest.mark.timeout(3 * 3600)
@pytest.mark.parametrize("kind", ["post", "message"])
async def test_nothing_is_lost_or_doubled_in_500_kills_each(
    slack: SlackServer, tmp_path: Path, kind: str
):
    series = await set_up(slack, tmp_path, kind)
    for number, point in enumerate(islice(cycle(CRASH_POINTS), 500), start=1):
        await kill_at(point, series, tmp_path, 2 * number)
