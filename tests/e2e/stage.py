"""A stage for dialogues: people, a community, the real bot connected to the playground."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.app import Bot, build
from bot.clock import FollowedClock
from bot.config import Settings
from bot.platforms.discord.identity import member_id
from bot.services.composition import Services
from bot.storage import ledger
from playground.clock import MovableClock
from playground.component_limits import walk
from playground.connecting import online
from playground.person import Person
from playground.reply import DEADLINE_SECONDS, Reply, until
from playground.server import PlaygroundServer
from tests import shared
from tests.unit.test_services import cells_with

# A Tuesday, so that no dialogue depends on the hour or the day it is played.
NOON = datetime(2026, 12, 8, 12, tzinfo=UTC)
T = TypeVar("T")


class Passing(ABC):
    """The time that passes on a stage, whichever platform it is on."""

    @property
    @abstractmethod
    def clock(self) -> MovableClock: ...

    @abstractmethod
    async def next_due(self) -> datetime | None: ...

    @abstractmethod
    async def catch_up(self) -> None:
        """Let the bot notice the time and finish what is due."""

    def day(self, ahead: int) -> str:
        return (self.clock.now() + timedelta(days=ahead)).date().isoformat()

    async def later(self, **by: float) -> None:
        """Let some time pass, and the bot finish what falls due."""
        self.clock.advance(timedelta(**by))
        await self.catch_up()

    async def move(self, days: int) -> None:
        """Let days pass, and the bot finish what falls due on each; idle days pass at once."""
        while days > 0:
            due, now = await self.next_due(), self.clock.now()
            idle = days if due is None else math.ceil((due - now) / timedelta(days=1))
            passed = min(days, max(1, idle))
            await self.later(days=passed)
            days -= passed

    def until(self, hour: int, minute: int = 0) -> timedelta:
        """Return how long it is until the next such time (UTC)."""
        now = self.clock.now()
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return then - now if then > now else then - now + timedelta(days=1)


@dataclass
class Stage(Passing):
    """One community with its people and the bot in it."""

    server: PlaygroundServer
    bot: Bot
    database_file: Path
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def clock(self) -> MovableClock:
        return self.server.clock

    @property
    def services(self) -> Services:
        return self.bot.client.services

    @property
    def ana(self) -> Person:
        return self.person("ana")

    @property
    def ben(self) -> Person:
        return self.person("ben")

    @property
    def mia(self) -> Person:
        return self.person("mia")

    def person(self, name: str) -> Person:
        return self.server.person(name)

    def meet(self, *people: Person) -> None:
        """Let the bot know people, so that no answer ends with what newcomers are told."""
        for one in people:
            self.bot.client.services.newcomers.meet(member_id(int(one.id)))

    def channel(self, name: str) -> str:
        return self.server.world.channel_named(name)["id"]

    async def next_due(self) -> datetime | None:
        async with self.bot.database.read() as tx:
            return await ledger.next_due(tx)

    async def catch_up(self) -> None:
        """Let the bot notice the time and finish what is due."""
        assert isinstance(self.bot.clock, FollowedClock)
        await self.bot.clock.refresh()
        await self.bot.engine.run_now()

    def offered(self, card: Reply, label: str) -> str:
        """Return the value of the first option of a card's selects that begins like this."""
        return offered(card, label)

    async def correct(self, person: Person, refused: Reply) -> Reply:
        """Open the form that what could not be saved is kept in."""
        return await person.click(refused, "Correct it")

    def close_dms(self, person: Person) -> None:
        self.server.faults.close_dms(person.id)

    def open_dms(self, person: Person) -> None:
        self.server.faults.open_dms(person.id)

    async def waits_for(self, look: Callable[[], T | None]) -> T:
        """Return the first thing that ``look`` finds, looking again at each event."""
        found = await until(self.server.world, look, DEADLINE_SECONDS)
        assert found is not None
        return found

    async def files(self, _person: Person, told: Reply) -> list[bytes]:
        """Return the files that an answer came with."""
        return [await self.download(one) for one in told.attachments]

    async def posts(self, channel: str, count: int) -> list[Reply]:
        return await self.ana.posts(channel, count=count)

    async def download(self, file: dict[str, Any]) -> bytes:
        return self.server.world.files[file["id"]].body

    def cells_with(self, text: str) -> list[tuple[str, str]]:
        return cells_with(self.database_file, text)


async def raise_curtain(
    server: PlaygroundServer, folder: Path, stack: AsyncExitStack, at: datetime | None = NOON
) -> Stage:
    """Connect the real bot to the playground; a clock nobody has moved is set to a known time."""
    if at is not None and not server.clock.offset:
        server.clock.jump(at)
    settings = settings_for(server, folder)
    if not (file := folder / "mentor.db").exists():
        shared.put_empty_database(file)
    bot = await build(settings, stack)
    await stack.enter_async_context(online(bot.client, server))

    stage = Stage(server, bot, file)
    server.next_due = stage.next_due
    return stage


def settings_for(server: PlaygroundServer, folder: Path) -> Settings:
    given: dict[str, Any] = {
        "_env_file": None,
        "discord_token": server.world.token,
        "database_url": f"sqlite+aiosqlite:///{folder / 'mentor.db'}",
        "discord_api_url": server.api_url,
        "discord_gateway_url": server.gateway_url,
        "discord_ready_seconds": 0.05,
        "clock_url": server.clock_url,
        "tick_seconds": 60,
    }
    return Settings(**given)


def offered(card: Reply, label: str) -> str:
    """Return the value of the first option of a card's selects that begins like this."""
    options = [one for part in walk(card.message["components"]) for one in part.get("options", ())]
    return next(one["value"] for one in options if one["label"].startswith(label))
