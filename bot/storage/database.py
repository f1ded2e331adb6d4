"""The database: two named ways in, a write and a read transaction, and no other.

SQLite rules, each measured: WAL; ``synchronous=FULL`` because a promise settled is a promise kept
through a power cut too; ``BEGIN IMMEDIATE`` for writes because a deferred BEGIN loses concurrent
read-then-write updates; a plain BEGIN for reads because an immediate one queues behind writers.
"""

from __future__ import annotations

import asyncio
import math
import sqlite3
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import DatabaseError, StorageUnavailableError
from bot.storage import lock, schema
from bot.storage.snapshots import Snapshot, Snapshots, primary_code

log = structlog.get_logger(__name__)

Transaction = AsyncConnection | Snapshot

# What passes by itself or by an operator's hand; anything else is a fault of ours
# (https://sqlite.org/rescode.html, primary result codes).
_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
# How long a transaction waits before it begins: for our own writers and for other programs' locks
# together.
_PATIENCE_SECONDS = 5.0
# Nobody can write while it waits for readers.
_LOG_PATIENCE_MS = 250


def sqlite_path(url: str) -> Path:
    """Return the file of a ``sqlite+aiosqlite:///`` URL.

    Raises
    ------
    DatabaseError
        The URL is malformed, names no file or is of another database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseError(
            "MENTOR_DATABASE_URL is not a database URL. Use sqlite+aiosqlite:///var/mentor.db"
        ) from error
    if parsed.drivername != "sqlite+aiosqlite" or not parsed.database:
        raise DatabaseError(
            f"MENTOR_DATABASE_URL starts with {parsed.drivername!r}; this version stores in a "
            "SQLite file only. Use sqlite+aiosqlite:///var/mentor.db"
        )
    return Path(parsed.database)


class Database:
    """An open database at the newest schema."""

    def __init__(self, engine: AsyncEngine, path: Path) -> None:
        self._engine = engine
        self._snapshots = Snapshots(engine.url)
        self._path = path
        # One writer at a time inside the process: waiting here is fair and free, waiting for
        # SQLite's lock is neither.
        self._writer = asyncio.Lock()
        self._lock: sqlite3.Connection | None = None
        self._is_closed = False
        self._in_use = 0
        self._is_idle = asyncio.Event()
        self._is_idle.set()

    @classmethod
    async def open(cls, url: str) -> Database:
        """Open the database of ``url``, creating and migrating it as needed.

        Raises
        ------
        DatabaseError
            It cannot be read, is no database or is newer than this program; nothing was touched.
        """
        path = sqlite_path(url)
        await asyncio.to_thread(schema.upgrade, path)
        return cls(_engine(url), path)

    @classmethod
    async def peek(cls, url: str) -> Database:
        """Open the database of ``url`` to read only, beside a bot that may be running.

        Raises
        ------
        DatabaseError
            There is none yet, it cannot be read, or it is of another version; nothing was touched.
        """
        path = sqlite_path(url)
        found = await asyncio.to_thread(schema.version, path)
        if found is None:
            raise DatabaseError(f"{path} holds nothing yet: the bot has not run.")
        if found != schema.head():
            raise DatabaseError(f"{path} has schema {found}. Run `mentor db upgrade` first.")
        file = path.absolute().as_uri()
        return cls(_engine(f"sqlite+aiosqlite:///{file}?mode=ro&uri=true"), path)

    async def hold(self) -> None:
        """Keep every other bot away from this file until it is closed; a crash lets go, too.

        Raises
        ------
        DatabaseError
            Another bot runs on it.
        """
        self._lock = await asyncio.to_thread(lock.take, self._path)

    async def close(self) -> None:
        """Let transactions in flight end, refuse others from now on, close every connection."""
        self._is_closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._is_idle.wait()
        self._snapshots.close()
        await self._engine.dispose()
        if self._lock is not None:
            self._lock.close()

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncConnection]:
        """Open a write transaction: commits at the end, rolls back on any error.

        Raises
        ------
        StorageUnavailableError
            Another program holds the file, the disk has no room, or it was closed; nothing was
            written. It is told within some five seconds, however many wait.
        """
        until = asyncio.get_running_loop().time() + _PATIENCE_SECONDS
        with _explained():
            async with self._as_writer(until), self._connect() as connection:
                await connection.execution_options(
                    mentor_begin="BEGIN IMMEDIATE", mentor_until=until
                )
                async with connection.begin():
                    yield connection

    @asynccontextmanager
    async def _as_writer(self, until: float) -> AsyncGenerator[None]:
        try:
            async with asyncio.timeout_at(until):
                await self._writer.acquire()
        except TimeoutError as error:
            log.error("database.unavailable", reason="other writes wait for the database")
            raise StorageUnavailableError from error
        try:
            yield
        finally:
            self._writer.release()

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Transaction]:
        """Open a read-only transaction: one snapshot for all its queries.

        It runs on the loop's own thread and is for what a few milliseconds can read; the rest is
        for ``read_long``.

        Raises
        ------
        StorageUnavailableError
            The file cannot be read just now, or it was closed.
        """
        # A turn for everybody else: who reads again and again must not hold up the loop.
        await asyncio.sleep(0)
        with _explained(), self._used(), self._snapshots.take() as snapshot:
            if snapshot is not None:
                yield snapshot
                return
        async with self.read_long() as connection:
            yield connection

    @asynccontextmanager
    async def read_long(self) -> AsyncGenerator[AsyncConnection]:
        """Open a read-only transaction like ``read``, in a thread: the loop goes on meanwhile.

        Raises
        ------
        StorageUnavailableError
            The file cannot be read just now, or it was closed.
        """
        with _explained():
            async with self._connect() as connection:
                await connection.execution_options(mentor_begin="BEGIN")
                async with connection.begin():
                    yield connection

    @asynccontextmanager
    async def _connect(self) -> AsyncGenerator[AsyncConnection]:
        with self._used():
            async with self._engine.connect() as connection:
                yield connection

    @contextmanager
    def _used(self) -> Generator[None]:
        # A connection that outlives the pool would never be closed.
        if self._is_closed:
            raise StorageUnavailableError
        self._in_use += 1
        self._is_idle.clear()
        try:
            yield
        finally:
            self._in_use -= 1
            if not self._in_use:
                self._is_idle.set()

    async def empty_log(self) -> bool:
        """Move what was written into the database's file and empty the ``-wal`` file beside it.

        Until then that file holds what was deleted. Tell if it is empty: while somebody reads an
        older state it cannot be, and is to be tried again later.
        """
        try:
            async with self._writer, self._connect() as connection:
                driver: Any = (await connection.get_raw_connection()).driver_connection
                await driver.execute(f"PRAGMA busy_timeout = {_LOG_PATIENCE_MS}")
                try:
                    cursor = await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    is_held_up = bool((await cursor.fetchone())[0])
                    await cursor.close()
                finally:
                    await driver.execute(f"PRAGMA busy_timeout = {schema.BUSY_TIMEOUT_MS}")
        except (sqlite3.Error, DBAPIError, StorageUnavailableError) as error:
            log.warning("database.log_kept", reason=str(error))
            return False
        if is_held_up:
            log.warning("database.log_kept", reason="somebody reads an older state")
        return not is_held_up

    async def ping(self) -> None:
        """Ask the database for an answer; raises what the driver raises."""
        async with self.read() as tx:
            await tx.execute(text("SELECT 1"))


@contextmanager
def _explained() -> Generator[None]:
    """Tell troubles that pass from faults of ours; log them in one line."""
    try:
        yield
    except PoolTimeoutError as error:
        log.error("database.unavailable", reason="all connections are in use")
        raise StorageUnavailableError from error
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if primary_code(cause) not in _PASSING:
            raise
        log.error("database.unavailable", reason=str(cause))
        raise StorageUnavailableError from error


def _engine(url: str) -> AsyncEngine:
    # hide_parameters: an error in the log must not quote what a member typed. No reset on return:
    # both ways in end their transaction themselves, and a reset costs a trip to the thread.
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=4,
        max_overflow=4,
        pool_timeout=_PATIENCE_SECONDS,
        pool_reset_on_return=None,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in schema.PRAGMAS:
            cursor.execute(pragma)
        cursor.execute("PRAGMA busy_timeout")
        [patience] = cursor.fetchone()
        record.info["most"] = record.info["patience"] = patience
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        options, info = connection.get_execution_options(), connection.info
        # SQLite's own patience is as long as what is left of ours.
        patience = _milliseconds_until(options.get("mentor_until"), info["most"])
        if patience != info["patience"]:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience}")
            info["patience"] = patience
        connection.exec_driver_sql(options["mentor_begin"])

    return engine


def _milliseconds_until(until: float | None, most: int) -> int:
    """Return what is left until a moment of the loop, in tenths of a second; None has no end."""
    if until is None:
        return most
    tenths = math.ceil((until - asyncio.get_running_loop().time()) * 10)
    return min(max(0, tenths * 100), most)
