"""Discord and Slack in one process and one database: each has its own people, each arrives once."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from bot.app import Bot, build
from bot.clock import FollowedClock
from playground.connecting import online as discord_online
from playground.server import PlaygroundServer
from playground.slack import SlackServer
from tests import shared
from tests.e2e.slack.stage import online, settings_for
from tests.e2e.stage import NOON
from tests.unit.test_services import cells_with


async def both(
    playground: PlaygroundServer, slack: SlackServer, folder: Path, stack: AsyncExitStack
) -> Bot:
    playground.clock.jump(NOON)
    shared.put_empty_database(folder / "mentor.db")
    bot = await build(
        settings_for(
            slack,
            folder,
            clock_url=playground.clock_url,
            discord_token=playground.world.token,
            discord_api_url=playground.api_url,
            discord_gateway_url=playground.gateway_url,
            discord_ready_seconds=0.05,
        ),
        stack,
    )
    assert bot.slack is not None
    await stack.enter_async_context(discord_online(bot.client, playground))
    await stack.enter_async_context(online(bot.slack, slack))
    return bot


async def test_one_database_two_platforms(
    playground: PlaygroundServer, slack: SlackServer, tmp_path: Path
):
    async with AsyncExitStack() as stack:
        bot = await both(playground, slack, tmp_path, stack)
        assert not {"gateway", "slack"} & set(await bot.health())
        there, here = playground.person("ana"), slack.person("Ana")
        await there.slash("goal add", title="Discord goal")
        await here.slash("/goal", "add Slack goal")
        assert "Slack goal" not in (await there.slash("goal list")).text
        assert "Discord goal" not in (await here.slash("/goal", "list")).text

        draft = await there.slash("remind me", text="Read there", when="in 2 hours")
        await there.click(draft, "Save")
        draft = await here.slash("/tpm", 'remind me "Read here" in 2 hours')
        await here.click(draft, "Save")
        playground.clock.advance(timedelta(hours=3))
        assert isinstance(bot.clock, FollowedClock)
        await bot.clock.refresh()
        await asyncio.gather(bot.engine.run_now(), bot.engine.run_now())
        assert sum("Read here" in one.text for one in await here.dms(2)) == 1
        assert sum("Read there" in one.text for one in await there.dms(2)) == 1

        asked = await here.slash("/privacy", "delete")
        gone = await here.click(asked, next(one for one in asked.buttons if "elete" in one))
        assert gone.text
        assert not cells_with(tmp_path / "mentor.db", "Slack goal")
        assert "Discord goal" in (await there.slash("goal list")).text


async def test_one_that_is_lost_leaves_the_other_working(
    playground: PlaygroundServer, slack: SlackServer, tmp_path: Path
):
    async with AsyncExitStack() as stack:
        bot = await both(playground, slack, tmp_path, stack)
        slack.workspace.token_error = "token_revoked"
        slack.faults.drop_sockets()
        assert "goals" in (await playground.person("ana").slash("goal list")).text.lower()
        assert "gateway" not in await bot.health()


async def test_each_platform_gets_its_post_at_nine_once_and_outlives_the_other(
    playground: PlaygroundServer, slack: SlackServer, tmp_path: Path
):
    async with AsyncExitStack() as stack:
        bot = await both(playground, slack, tmp_path, stack)
        there, here = playground.world.channel_named("trend-tips"), slack.workspace
        await playground.person("mia").slash(
            "config channel set", purpose="trend-tip", channel=there["id"]
        )
        await slack.person("Mia").slash(
            "/config", "channel set purpose:trend-tip channel:#trend-tips"
        )

        def posted() -> tuple[int, int]:
            own = here.messages.shared(here.channel("trend-tips").id)
            return len(playground.world.messages.shared(there["id"])), len(own)

        async def pass_to_nine() -> None:
            assert isinstance(bot.clock, FollowedClock)
            playground.clock.advance(until_thursday_at_nine(playground))
            await bot.clock.refresh()
            await asyncio.gather(bot.engine.run_now(), bot.engine.run_now())

        playground.clock.advance(until_thursday_at_nine(playground) - timedelta(minutes=1))
        assert isinstance(bot.clock, FollowedClock)
        await bot.clock.refresh()
        await bot.engine.run_now()
        assert posted() == (0, 0)
        await pass_to_nine()
        assert posted() == (1, 1)
        slack.faults.refuse("account_inactive", "chat.postMessage", times=1_000)
        await pass_to_nine()
        assert posted() == (2, 1)


def until_thursday_at_nine(playground: PlaygroundServer) -> timedelta:
    """Return how long it is until the next Thursday, 09:00 (UTC)."""
    now = playground.clock.now()
    then = now.replace(hour=9, minute=0, second=0, microsecond=0)
    then += timedelta(days=(3 - then.weekday()) % 7)
    return then - now if then > now else then + timedelta(days=7) - now
