"""`kill -9` at every crash point: the post exists exactly once, whenever the bot comes back."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from playground.server import PlaygroundServer
from tests.e2e.processes import bot_process, eventually, online
from tests.e2e.stage import raise_curtain

CRASH_POINTS = (
    "tick.planned",
    "delivery.claimed",
    "delivery.posting",
    "delivery.posted",
    "delivery.settled",
)
POSTS = r"POST /channels/\d+/messages"
RUN = ("bot", "run")


async def set_up(server: PlaygroundServer, folder: Path) -> None:
    """Let the moderator choose channel and time, through the real bot."""
    async with AsyncExitStack() as stack:
        stage = await raise_curtain(server, folder, stack)
        await stage.mia.slash(
            "config channel set", purpose="trend-tip", channel=stage.channel("trend-tips")
        )


def posted(server: PlaygroundServer) -> int:
    channel = server.world.channel_named("trend-tips")["id"]
    return len(server.world.messages.shared(channel))


@pytest.mark.parametrize("window_seconds", [300.0, 0.0], ids=["inside-nonce-window", "past-it"])
@pytest.mark.parametrize("point", CRASH_POINTS)
async def test_the_post_exists_once_after_a_kill_at(
    playground: PlaygroundServer, tmp_path: Path, point: str, window_seconds: float
):
    await set_up(playground, tmp_path)
    playground.world.messages.nonce_window_seconds = window_seconds
    async with bot_process(playground, tmp_path, "tests.e2e.dying_bot", point) as dying:
        await online(playground)
        playground.clock.advance(timedelta(days=7))
        async with asyncio.timeout(20):
            assert await dying.wait() == -signal.SIGKILL
    async with bot_process(playground, tmp_path, *RUN):
        await online(playground)
        await eventually(playground, lambda: posted(playground) >= 1)
        # The next week's post shows that the first one's is settled, not just late.
        playground.clock.advance(timedelta(days=7))
        await eventually(playground, lambda: posted(playground) >= 2)
    assert posted(playground) == 2


async def test_a_kill_while_discord_answers_does_not_double(
    playground: PlaygroundServer, tmp_path: Path
):
    await set_up(playground, tmp_path)
    playground.world.messages.nonce_window_seconds = 0.0
    hold = playground.faults.hold(POSTS)
    async with bot_process(playground, tmp_path, *RUN) as bot:
        await online(playground)
        playground.clock.advance(timedelta(days=7))
        async with asyncio.timeout(20):
            await hold.reached.wait()
        bot.kill()
        await bot.wait()
    hold.release()
    assert posted(playground) == 1
    async with bot_process(playground, tmp_path, *RUN):
        await online(playground)
        playground.clock.advance(timedelta(days=7))
        await eventually(playground, lambda: posted(playground) >= 2)
    assert posted(playground) == 2


async def test_sigterm_ends_within_five_seconds_while_discord_does_not_answer(
    playground: PlaygroundServer, tmp_path: Path
):
    await set_up(playground, tmp_path)
    hold = playground.faults.hold(POSTS)
    async with bot_process(playground, tmp_path, *RUN) as bot:
        await online(playground)
        playground.clock.advance(timedelta(days=7))
        async with asyncio.timeout(20):
            await hold.reached.wait()
        bot.terminate()
        async with asyncio.timeout(5):
            assert await bot.wait() == 0
    hold.release()
    assert posted(playground) == 1
    async with bot_process(playground, tmp_path, *RUN):
        await online(playground)
        playground.clock.advance(timedelta(days=7))
        await eventually(playground, lambda: posted(playground) >= 2)
    assert posted(playground) == 2


async def test_sigterm_ends_within_five_seconds(playground: PlaygroundServer, tmp_path: Path):
    async with bot_process(playground, tmp_path, *RUN) as bot:
        await online(playground)
        bot.terminate()
        async with asyncio.timeout(5):
            assert await bot.wait() == 0


async def test_a_wrong_token_is_one_sentence_and_status_two(
    playground: PlaygroundServer, tmp_path: Path
):
    playground.world.token, right = "a-wrong-one", playground.world.token
    async with bot_process(playground, tmp_path, *RUN) as bot:
        playground.world.token = right
        _, said = await asyncio.wait_for(bot.communicate(), 20)
    assert bot.returncode == 2
    assert "refused the token" in said.decode()
    assert "Traceback" not in said.decode()
