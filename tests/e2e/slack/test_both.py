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
