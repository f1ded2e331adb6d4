"""The schema's version: what a file has, what this program needs, and the way up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from bot.errors import DatabaseError

BUSY_TIMEOUT_MS = 5000
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # What a member deletes is overwritten in the file, not only unlinked.
    "PRAGMA secure_delete = ON",
)

_MIGRATIONS = Path(__file__).parent / "migrations"
_SQLITE_MAGIC = b"SQLite format 3\x00"


@cache
def _revisions() -> tuple[str, ...]:
    """Return the versions this program knows, oldest first; ``v0007_topics.py`` is 0007."""
    return tuple(sorted(file.stem[1:5] for file in (_MIGRATIONS / "versions").glob("v*.py")))


def head() -> str:
    """Return the newest schema version this program knows."""
    if not _revisions():  # pragma: no cover - the package always holds migrations
        raise DatabaseError("The installation is incomplete: it holds no migrations.")
    return _revisions()[-1]


def version(path: Path) -> str | None:
    """Return the schema version of a file, or None when it is new; changes nothing.

    Raises
    ------
    DatabaseError
        The file cannot be read or is not a database of ours.
    """
    try:
        if not path.exists() or path.stat().st_size == 0:
            return None
        with path.open("rb") as file:
            if file.read(16) != _SQLITE_MAGIC:
                raise DatabaseError(
                    f"{path} is not a SQLite database; it was left as it is. Name another file in "
                    "MENTOR_DATABASE_URL."
                )
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
            if not tables:
                return None
            if "alembic_version" not in tables:
                raise DatabaseError(
                    f"{path} belongs to another program; it was left as it is. Name another file "
                    "in MENTOR_DATABASE_URL."
                )
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return None if row is None else str(row[0])
    except (OSError, sqlite3.DatabaseError) as error:
        raise DatabaseError(
            f"{path} cannot be read ({error}); it was left as it is. Check the file's permissions, "
            "or restore a backup."
        ) from error


def upgrade(path: Path, to: str = "head") -> bool:
    """Bring a file to the newest schema, creating it (mode 0600) as needed; tell if it changed.

    ``to`` is an earlier revision when a test needs an old file.

    Raises
    ------
    DatabaseError
        The file cannot be used; nothing was touched.
    """
    current = version(path)
    if current == head():
        return False
    if current is not None and current not in _revisions():
        raise DatabaseError(
            f"{path} has schema {current}, which is newer than this program (it knows {head()}). "
            "Install the newer version again, or restore the backup made before it."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        with path.open("r+b"):
            pass
    except OSError as error:
        raise DatabaseError(
            f"{path} cannot be written ({error}). Check the permissions of the file and its folder."
        ) from error
    _migrate(path, to)
    return True


def _migrate(path: Path, to: str) -> None:
    # Not at the top: with its templates it takes 10 MiB, and most starts find nothing to migrate.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["path"] = path
    command.upgrade(config, to)
