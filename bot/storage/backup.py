"""Online backups that were opened and checked before they are called one."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import DatabaseError
from bot.storage import schema
from bot.storage.database import sqlite_path


def back_up(url: str, target: Path) -> None:
    """Copy the running database of ``url`` to ``target`` and check the copy.

    Uses SQLite's online backup (https://sqlite.org/backup.html): the bot may keep running.

    Raises
    ------
    DatabaseError
        There is nothing to copy, ``target`` exists already, or the copy did not pass its check.
    """
    source = sqlite_path(url)
    if schema.version(source) is None:
        raise DatabaseError(f"{source} holds nothing to back up yet.")
    if target.exists():
        raise DatabaseError(f"{target} exists already. Name a new file; nothing was overwritten.")
    partial = target.with_name(f"{target.name}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        _copy(source, partial)
        _check(partial, schema.version(source))
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError(f"The backup to {target} failed: {error}") from error
    finally:
        partial.unlink(missing_ok=True)


def _copy(source: Path, partial: Path) -> None:
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as reader,
        closing(sqlite3.connect(partial)) as writer,
    ):
        reader.backup(writer)
        # One self-contained file: a copy in WAL mode would need its -wal file beside it.
        writer.execute("PRAGMA journal_mode = DELETE")


def _check(partial: Path, expected: str | None) -> None:
    with closing(sqlite3.connect(f"{partial.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        broken = copy.execute("PRAGMA foreign_key_check").fetchone()
    if verdict != "ok" or broken is not None or schema.version(partial) != expected:
        raise DatabaseError(f"The copy did not pass its check ({verdict}); no backup was made.")
