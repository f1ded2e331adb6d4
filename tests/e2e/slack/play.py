"""A stage on Slack with the verbs of the one on Discord."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.clock import FollowedClock
from bot.services.composition import Services
from bot.storage import ledger
from playground.clock import MovableClock
from playground.slack import SlackServer
from playground.slack.reading import controls, options_of
from playground.slack.reply import DEADLINE_SECONDS, until
from playground.slack.workspace import Happening
from tests.e2e.slack.player import Player, Seen
from tests.e2e.slack.stage import SlackStage, raise_curtain
from tests.e2e.stage import Passing

T = TypeVar("T")


@dataclass
class SlackPlay(Passing):
    """One workspace with its people and the bot in it."""

    stage: SlackStage

    @property
    def server(self) -> SlackServer:
        return self.stage.server

    @property
    def clock(self) -> MovableClock:
        return self.server.clock

    @property
    def services(self) -> Services:
        return self.stage.client.services

    @property
    def ana(self) -> Player:
        return self.person("ana")

    @property
    def ben(self) -> Player:
        return self.person("ben")

    @property
    def mia(self) -> Player:
        return self.person("mia")

    def person(self, name: str) -> Player:
        return Player(self.stage.person(name))

    def meet(self, *people: Player) -> None:
        self.stage.meet(*(one.person for one in people))

    def channel(self, name: str) -> str:
        """Return a channel as Slack sends it when somebody types its name."""
        return f"<#{self.server.workspace.channel(name).id}|{name}>"

    async def next_due(self) -> datetime | None:
        async with self.stage.bot.database.read() as tx:
            return await ledger.next_due(tx)

    async def catch_up(self) -> None:
        assert isinstance(self.stage.bot.clock, FollowedClock)
        await self.stage.bot.clock.refresh()
        await self.stage.bot.engine.run_now()

    def offered(self, card: Seen, label: str) -> str:
        """Return the value of the first option of a card's selects that begins like this."""
        options = [one for _block, part in controls(card.message) for one in options_of(part)]
        return next(one["value"] for one in options if one["text"]["text"].startswith(label))

    async def correct(self, person: Player, refused: Seen) -> Seen:
        """Return the form that says what is wrong: it is open still, or opened by its button."""
        if refused.modal is not None:
            return refused
        return await person.click(refused, "Correct it")

    def close_dms(self, _person: Player) -> None:
        self.server.faults.refuse("messages_tab_disabled", "chat.postMessage", times=1_000)

    def open_dms(self, _person: Player) -> None:
        self.server.faults.clear()

    async def waits_for(self, look: Callable[[], T | None]) -> T:
        def found(_: Happening | None) -> T | None:
            return look()

        seen = await until(self.server.workspace, found, DEADLINE_SECONDS)
        assert seen is not None
        return seen

    async def files(self, person: Player, _told: Seen) -> list[bytes]:
        """Return the files that came: on Slack as direct messages."""
        came = person.person.sees(dm=True)
        return [person.person.reads(file) for one in came for file in one.message.get("files", ())]

    def cells_with(self, text: str) -> list[tuple[str, str]]:
        return self.stage.cells_with(text)


@asynccontextmanager
async def curtain(server: SlackServer, folder: Path) -> AsyncGenerator[SlackPlay]:
    """Connect the real bot to the local Slack, where everybody reads English as on Discord."""
    for user in server.workspace.users.values():
        user.locale = "en-US"
    async with AsyncExitStack() as stack:
        yield SlackPlay(await raise_curtain(server, folder, stack))
