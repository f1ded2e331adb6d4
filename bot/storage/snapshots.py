"""Short reads on the loop's own thread, over connections that are kept.

A point read takes 0.2 ms there and 1.4 ms through a thread, nearly all of it the way there and
back. In WAL mode a reader waits for no writer (https://sqlite.org/wal.html, "Concurrency").
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, TypeVarTuple, overload

from sqlalchemy import URL, Connection, CursorResult, Executable, create_engine, event
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.selectable import TypedReturnsRows

Columns = TypeVarTuple("Columns")

_KEPT = 2
_PRIMARY_CODE = 0xFF


def primary_code(error: BaseException | None) -> int | None:
    """Return what happened, not where (https://sqlite.org/rescode.html); None if SQLite is mute."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY_CODE


class Snapshot:
    """One state of the database, as much of a transaction as queries use."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver: Any = connection.connection.dbapi_connection

    @overload
    async def execute(
        self, statement: TypedReturnsRows[*Columns], parameters: Any = None
    ) -> CursorResult[*Columns]: ...

    @overload
    async def execute(
        self, statement: Executable, parameters: Any = None
    ) -> CursorResult[*tuple[Any, ...]]: ...

    async def execute(
        self, statement: Executable, parameters: Any = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement."""
        return self._connection.execute(statement, parameters)

    def take(self) -> None:
        """Hold on to the present state.

        Raises
        ------
        sqlite3.OperationalError
            Somebody keeps even readers out just now; nothing is held.
        """
        self._driver.execute("BEGIN")
        try:
            # BEGIN alone reads nothing yet: who is kept out must hear of it here.
            self._driver.execute("SELECT 1 FROM sqlite_schema").fetchone()
        except sqlite3.Error:
            self._driver.execute("ROLLBACK")
            raise

    def let_go(self) -> None:
        """Hold the state no longer."""
        self._driver.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connection, whatever it was doing."""
        self._connection.invalidate()
        self._connection.close()


class Snapshots:
    """Snapshots of one file, taken without waiting for anybody."""

    def __init__(self, url: URL) -> None:
        self._engine = create_engine(
            url.set(drivername="sqlite"),
            hide_parameters=True,
            poolclass=NullPool,
            pool_reset_on_return=None,
        )
        event.listen(self._engine, "connect", _prepare)
        # Not in SQLAlchemy's pool: each way out of it and back takes a fifth of a point read.
        self._kept: list[Snapshot] = []

    @contextmanager
    def take(self) -> Generator[Snapshot | None]:
        """Yield a snapshot, or None where one would have to wait for another program.

        Raises
        ------
        sqlite3.Error, sqlalchemy.exc.DBAPIError
            The file cannot be read.
        """
        snapshot = self._kept.pop() if self._kept else self._open()
        try:
            snapshot.take()
        except sqlite3.Error as error:
            snapshot.close()
            if primary_code(error) != sqlite3.SQLITE_BUSY:
                raise
            yield None
            return
        try:
            yield snapshot
        finally:
            self._keep(snapshot)

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while self._kept:
            self._kept.pop().close()

    def _open(self) -> Snapshot:
        return Snapshot(self._engine.connect().execution_options(isolation_level="AUTOCOMMIT"))

    def _keep(self, snapshot: Snapshot) -> None:
        try:
            snapshot.let_go()
        except sqlite3.Error:
            snapshot.close()
            return
        if len(self._kept) < _KEPT:
            self._kept.append(snapshot)
        else:
            snapshot.close()


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout = 0")
    connection.execute("PRAGMA query_only = ON")
