"""A stage for dialogues on Slack: people, a workspace, the real bot on the local Slack."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.app import Bot, build
from bot.clock import FollowedClock
from bot.config import Settings
from bot.platforms.slack.client import SlackClient
from bot.platforms.slack.identity import member_id
from playground.slack import Reply, SlackPerson, SlackServer
from playground.slack.reading import controls
from playground.slack.reply import DEADLINE_SECONDS, until
from playground.slack.workspace import Happening
from playground.wirelog import Frame
from tests import shared
from tests.e2e.stage import NOON
from tests.unit.test_services import cells_with


@dataclass
class SlackStage:
    """One workspace with its people and the bot in it."""

    server: SlackServer
    bot: Bot
    client: SlackClient
    database_file: Path

    @property
    def ana(self) -> SlackPerson:
        return self.person("Ana")

    @property
    def mia(self) -> SlackPerson:
        return self.person("Mia")

    @property
    def noor(self) -> SlackPerson:
        return self.person("Noor")

    def person(self, name: str) -> SlackPerson:
        return self.server.person(name)

    def meet(self, *people: SlackPerson) -> None:
        """Let the bot know people, so that no answer ends with what newcomers are told."""
        for one in people:
            self.client.services.newcomers.meet(member_id(self.server.workspace.team_id, one.id))

    async def write_to(self, *people: SlackPerson) -> None:
        """Let people have chosen direct messages before, so that none begins with a hello."""
        for one in people:
            own_id = member_id(self.server.workspace.team_id, one.id)
            await self.client.services.members.choose_dm(own_id)

    def day(self, ahead: int) -> str:
        return (self.server.clock.now() + timedelta(days=ahead)).date().isoformat()

    async def advance(self, **by: float) -> None:
        """Let time pass, and the bot notice it and finish what is due."""
        self.server.clock.advance(timedelta(**by))
        assert isinstance(self.bot.clock, FollowedClock)
        await self.bot.clock.refresh()
        await self.bot.engine.run_now()

    async def online_again(self) -> None:
        """Wait until the bot has a connection anew."""

        def connected(_: Happening | None) -> bool | None:
            return self.server.is_app_online or None

        assert await until(self.server.workspace, connected, DEADLINE_SECONDS)

    async def sees(self, person: SlackPerson, button: str, where: str) -> Reply:
        """Wait until somebody sees a message with a button."""

        def shown(_: Happening | None) -> Reply | None:
            there = person.sees(where=where)
            return next((one for one in there if button in one.buttons), None)

        found = await until(self.server.workspace, shown, DEADLINE_SECONDS)
        assert found is not None
        return found

    def pointed(self, reply: Reply, label: str) -> list[str]:
        """Return what a button points to: its verb and arguments."""
        [value] = [
            element["value"]
            for _block, element in controls(reply.message)
            if element["type"] == "button" and element["text"]["text"] == label
        ]
        return json.loads(value)

    async def shows(self, person: SlackPerson, words: str) -> Reply:
        """Wait until somebody sees a message with some words."""

        def shown(_: Happening | None) -> Reply | None:
            return next((one for one in person.sees() if words in one.text), None)

        found = await until(self.server.workspace, shown, DEADLINE_SECONDS)
        assert found is not None
        return found

    def choices(self, command: str, option: str) -> list[str]:
        """Return the values that an option of a command can have."""
        [one] = [
            one for one in self.client.table.commands[command].parameters if one.name == option
        ]
        return [str(value) for _label, value in one.option.choices]

    def asked(self, method: str) -> list[Frame]:
        """Return the bot's requests of a method so far."""
        return [one for one in self.server.wire.frames if one.name == method]

    def cells_with(self, text: str) -> list[tuple[str, str]]:
        return cells_with(self.database_file, text)


async def raise_curtain(server: SlackServer, folder: Path, stack: AsyncExitStack) -> SlackStage:
    """Connect the real bot to the local Slack; a clock nobody has moved is set to a known time."""
    if not server.clock.offset:
        server.clock.jump(NOON)
    if not (file := folder / "mentor.db").exists():
        shared.put_empty_database(file)
    bot = await build(settings_for(server, folder), stack)
    assert bot.slack is not None
    await stack.enter_async_context(online(bot.slack, server))
    return SlackStage(server, bot, bot.slack, file)


@asynccontextmanager
async def online(client: SlackClient, server: SlackServer) -> AsyncGenerator[None]:
    """Keep a client connected until the end of the block."""
    ready, start = asyncio.Event(), client.on_connected

    async def connected() -> None:
        await start()
        ready.set()

    client.on_connected = connected
    staying = asyncio.create_task(client.stay_connected())
    waiting = asyncio.create_task(ready.wait())
    try:
        await asyncio.wait({staying, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if staying.done():
            await staying
        yield
    finally:
        waiting.cancel()
        staying.cancel()
        await asyncio.gather(staying, waiting, return_exceptions=True)


def settings_for(server: SlackServer, folder: Path, **other: Any) -> Settings:
    given: dict[str, Any] = {
        "_env_file": None,
        "slack_app_token": server.workspace.app_token,
        "slack_bot_token": server.workspace.bot_token,
        "slack_api_url": server.api_url,
        "database_url": f"sqlite+aiosqlite:///{folder / 'mentor.db'}",
        "clock_url": server.clock_url,
        "tick_seconds": 60,
        **other,
    }
    return Settings(**given)
