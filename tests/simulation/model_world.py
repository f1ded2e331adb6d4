"""The world of the model test: the real services and engine on real SQLite, in one thread.

Only what leaves the process is replaced: the platform, the clock, and waiting itself. Statements
run where they are awaited instead of in a thread of their own, so that an example always plays the
same and a failure can be shrunk.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Generator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
import structlog

from bot.cards import Card
from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.model import ChannelId, CommunityId, MemberId, MessageId
from bot.ports import Cause, ChannelAccess, HistoryUnreadableError, SendError
from bot.schedule import build_kinds
from bot.schedule.check_in import CheckInKind
from bot.schedule.pacing import Pacer
from bot.schedule.sender import Sender
from bot.schedule.tick import Tick
from bot.services.arrivals import Arrivals
from bot.services.check_ins import CheckIns
from bot.services.communities import Communities
from bot.services.goal_ends import GoalEnds
from bot.services.goals import Goals
from bot.services.inbox import Inbox
from bot.services.members import Members
from bot.services.privacy import Privacy
from bot.services.reminders import Reminders
from bot.storage import members
from bot.storage.database import Database
from tests.outside import CrashError, Posted, RecordingChannel, StoppedClock

T = TypeVar("T")


class TimelessLoop(asyncio.SelectorEventLoop):
    """A loop whose time jumps to the next timer instead of waiting for it."""

    def __init__(self) -> None:
        super().__init__()
        self._jumped = 0.0

    def time(self) -> float:
        return self._jumped

    def _run_once(self) -> None:
        inner: Any = self
        if inner._scheduled and not inner._ready:
            self._jumped = max(self._jumped, inner._scheduled[0]._when)
        inner = super()
        inner._run_once()


class Inline:
    """Do at once what a connection asks its thread to do."""

    def put_nowait(self, item: tuple[asyncio.Future[Any] | None, Callable[[], Any]]) -> None:
        future, work = item
        try:
            result = work()
        except Exception as error:
            if future is not None:
                future.set_exception(error)
        else:
            if future is not None:
                future.set_result(result)


class InlineConnection(aiosqlite.Connection):
    """A connection that works where it is awaited, without its thread."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, 64)
        self._tx: Any = Inline()

    def __await__(self) -> Generator[Any, None, aiosqlite.Connection]:
        return self._connect().__await__()


def connect(database: str, **kwargs: Any) -> InlineConnection:
    return InlineConnection(lambda: sqlite3.connect(database, **kwargs))


@dataclass
class PlatformClock(StoppedClock):
    """The platform's own time: the host's clock may go ``ahead`` of it, or behind."""

    host: StoppedClock = field(default_factory=StoppedClock)
    ahead: timedelta = timedelta(0)

    def real(self) -> datetime:
        return self.host.real() - self.ahead


@dataclass
class TroubledChannel(RecordingChannel):
    """A platform that can fail in each way, and remembers where it refused a post for good."""

    has_outage: bool = False
    is_answer_lost: bool = False
    closed: set[ChannelId] = field(default_factory=set[ChannelId])
    gone: set[ChannelId] = field(default_factory=set[ChannelId])
    limited: set[ChannelId] = field(default_factory=set[ChannelId])
    refused: list[ChannelId] = field(default_factory=list[ChannelId])

    async def post(
        self,
        channel_id: ChannelId,
        card: Card,
        nonce: str,
        since: datetime | None = None,
        page: int = 1,
    ) -> MessageId:
        # As on a network, others go on meanwhile.
        await asyncio.sleep(0)
        self._fail()
        if channel_id in self.closed | self.gone:
            self.refused.append(channel_id)
            raise SendError("It is closed.", permanent=True, is_invalid_request=True)
        if channel_id in self.limited:
            self.limited.discard(channel_id)
            raise SendError("Too many.", retry_after=5.0, is_invalid_request=True)
        message = await super().post(channel_id, card, nonce, since, page)
        if self.is_answer_lost:
            self.is_answer_lost = False
            raise SendError("The answer was lost.")
        return message

    async def open_dm(self, member_id: MemberId) -> ChannelId:
        self._fail()
        return dm_of(member_id)

    async def find_marks(
        self,
        channel_id: ChannelId,
        marks: Collection[str],
        since: datetime,
        until: datetime | None,
    ) -> dict[str, MessageId]:
        await asyncio.sleep(0)
        self._fail()
        if channel_id in self.gone:
            raise HistoryUnreadableError
        return await super().find_marks(channel_id, marks, since, until)

    def access(
        self, channel_id: ChannelId, community_id: CommunityId | None = None
    ) -> ChannelAccess:
        return ChannelAccess(
            exists=channel_id not in self.gone,
            missing=("send_messages",) if channel_id in self.closed else (),
            is_known=not self.has_outage,
        )

    def _fail(self) -> None:
        if self.has_outage:
            raise SendError("Discord does not answer (503).", cause=Cause.UNREACHABLE)


def dm_of(member_id: MemberId) -> ChannelId:
    return ChannelId(f"{member_id}0")


class World:
    """Everything a bot is made of, for one example after the other (``reset`` begins each).

    ``restart`` is a new process on the same file. Loop and engine stay, so that statements are
    compiled once.
    """

    def __init__(self, folder: Path, catalogue: Catalogue, search: CatalogueSearch) -> None:
        self.file = folder / "model.db"
        self._catalogue, self._search = catalogue, search
        self._runner = asyncio.Runner(loop_factory=TimelessLoop)
        self._before = structlog.get_config()
        structlog.configure(processors=[self._hear], cache_logger_on_first_use=False)
        self.database = self.run(Database.open(f"sqlite+aiosqlite:///{self.file}"))
        self.look = sqlite3.connect(self.file, isolation_level=None)
        self._pristine = self.back_up()

    def reset(self) -> None:
        """Begin again with nothing stored and nothing wrong."""
        random.seed(0)
        self.clock = StoppedClock()
        self.platform = PlatformClock(host=self.clock)
        self.channel = TroubledChannel(self.platform)
        self.dies_at: str | None = None
        self.restore(self._pristine)

    def restore(self, copy: bytes) -> None:
        """Stop, put a copy in the place of the file, and start."""
        self._shut()
        self.file.write_bytes(copy)
        self.look = sqlite3.connect(self.file, isolation_level=None)
        self.restart()

    def close(self) -> None:
        self._shut()
        self.run(self.database.close())
        self._runner.close()
        structlog.configure(**self._before)

    def _shut(self) -> None:
        self.look.close()
        self.database._snapshots.close()
        self.run(self.database._engine.dispose())
        for file in self.file.parent.glob(f"{self.file.name}*"):
            file.unlink()

    def back_up(self) -> bytes:
        """Return a copy of the file as it stands."""
        target = self.file.with_name("copy.db")
        target.unlink(missing_ok=True)
        with closing(sqlite3.connect(target)) as connection:
            self.look.backup(connection)
        return target.read_bytes()

    def run(self, work: Awaitable[T]) -> T:
        return self._runner.get_loop().run_until_complete(work)

    def restart(self) -> None:
        """Build all again, as a new process does: drafts and what was noted in memory are gone."""
        database, clock, search = self.database, self.clock, self._search
        kinds = build_kinds(self._catalogue, clock)
        refused = self.run(self._list_refused())
        pacer = Pacer(per_second=1e6, per_channel_second=1e6)
        self.tick = Tick(database, kinds)
        self.sender = Sender(database, clock, self.channel, kinds, pacer, on_refused=refused.add)
        self.members = Members(database, clock, self.channel, kinds, refused)
        self.communities = Communities(database, clock)
        self.arrivals = Arrivals(database, clock, self.channel, self.communities)
        self.goals = Goals(database, clock, search)
        self.goal_ends = GoalEnds(database, clock)
        self.reminders = Reminders(database, clock)
        self.check_ins = CheckIns(database, clock, CheckInKind(self._catalogue))
        self.inbox = Inbox(database, clock, kinds)
        self.privacy = Privacy(database)

    def work(self, *, ticks: bool = True, drains: bool = True) -> bool:
        """Tick, send, and start again after a crash; tell whether nothing crashed."""
        try:
            if ticks:
                self.run(self.tick.run(self.clock.now(), self.clock.real()))
            if drains:
                self.run(self.sender.drain())
        except* CrashError:
            is_whole = False
        else:
            is_whole = True
        if not is_whole:
            self.restart()
        return is_whole

    def jump(self, by: timedelta) -> None:
        """Move the host's clock; the platform's goes on as before."""
        self.clock.at += by
        self.clock.real_at += by
        self.platform.ahead += by

    def new_posts(self, seen: int) -> list[Posted]:
        return self.channel.posts[seen:]

    async def _list_refused(self) -> set[MemberId]:
        async with self.database.read() as tx:
            return await members.list_refused(tx)

    def _hear(
        self, _: object, __: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        if self.dies_at is not None and event.get("event") == self.dies_at:
            self.dies_at = None
            raise CrashError
        raise structlog.DropEvent
