"""One bot on one file: a second one is refused in a sentence, and a death lets go."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.storage import lock
from bot.storage.database import Database

HOLD = """
import sys
from pathlib import Path
from bot.storage import lock
held = lock.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


async def test_a_second_bot_on_the_same_file_is_refused(database: Database, database_file: Path):
    await database.hold()
    second = await Database.open(f"sqlite+aiosqlite:///{database_file}")
    with pytest.raises(DatabaseError, match=r"Another bot runs on .*mentor\.db"):
        await second.hold()
    await database.close()
    await second.hold()
    await second.close()


def test_a_bot_that_was_killed_holds_nothing(database_file: Path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(DatabaseError, match="Another bot"):
            lock.take(database_file)
        holder.kill()
        holder.wait(10)
    lock.take(database_file).close()
