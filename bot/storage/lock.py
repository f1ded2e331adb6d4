"""One bot on one file: a lock beside the database that ends with the process that took it.

It is a SQLite file of its own, so that it works wherever the database does; its content is nothing.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.errors import DatabaseError


def take(path: Path) -> sqlite3.Connection:
    """Lock the database at ``path`` for one bot; closing the connection lets go.

    Raises
    ------
    DatabaseError
        Another bot holds it, or the lock cannot be written.
    """
    beside = path.with_name(f"{path.name}.lock")
    beside.touch(mode=0o600, exist_ok=True)
    holder = sqlite3.connect(beside, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        holder.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        holder.close()
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise DatabaseError(f"{beside} cannot be locked ({error}).") from error
        raise DatabaseError(
            f"Another bot runs on {path}. Stop it first, or name another file in "
            "MENTOR_DATABASE_URL."
        ) from error
    return holder
