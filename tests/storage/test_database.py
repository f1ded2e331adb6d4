"""The database's promises: migrations, transactions, refusal of foreign files, backups."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from bot.errors import DatabaseError, StorageUnavailableError
from bot.model import (
    CommunityId,
    DeliveryState,
    GoalId,
    GoalState,
    MemberId,
    PostKind,
    weekly,
)
from bot.replies.reasons import NOTHING_LEFT
from bot.storage import deliveries, goals, invariants, personal_data, schedules, schema
from bot.storage.backup import back_up
from bot.storage.database import Database
from bot.storage.tables import bot_state, metadata
from tests.storage.state import StateStore

GOLDEN = Path(__file__).parent / "schema.sql"


def dump(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name != 'alembic_version' "
            "ORDER BY tbl_name, type DESC, name"
        )
        return "\n".join(" ".join(row[0].split()) + ";" for row in rows) + "\n"


async def test_migrations_build_the_golden_schema(database: Database, database_file: Path):
    assert dump(database_file) == GOLDEN.read_text()


async def test_migrations_build_what_the_code_expects(
    database: Database, database_file: Path, tmp_path: Path
):
    from sqlalchemy import create_engine

    expected = tmp_path / "expected.db"
    engine = create_engine(f"sqlite:///{expected}")
    metadata.create_all(engine)
    engine.dispose()
    assert dump(database_file) == dump(expected)


def test_the_versions_known_by_name_are_those_of_the_migrations():
    script = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))
    assert schema.head() == script.get_current_head()
    for one in script.walk_revisions():
        assert Path(one.path).stem.startswith(f"v{one.revision}_")


def test_a_bot_whose_database_is_ready_loads_no_migrations(database_file: Path):
    schema.upgrade(database_file)
    look = (
        "import sys; from pathlib import Path; import bot.app; from bot.storage import schema; "
        f"schema.upgrade(Path({str(database_file)!r})); print('alembic' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


async def test_pragmas_are_the_measured_ones(database: Database):
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    async with database.write() as tx:
        found = {name: (await tx.execute(text(f"PRAGMA {name}"))).scalar_one() for name in wanted}
    assert found == wanted


async def test_a_read_sees_one_state_and_waits_for_no_writer(database: Database):
    state = StateStore(database)
    await state.set("a", "before")
    async with database.read() as tx:
        query = select(bot_state.c.value).where(bot_state.c.key == "a")
        await state.set("a", "after")
        assert (await tx.execute(query)).scalar_one() == "before"
    assert await state.get("a") == "after"


async def test_a_read_that_would_hold_up_the_loop_waits_in_a_thread(
    database: Database, database_file: Path
):
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("INSERT INTO bot_state VALUES ('a', 'b')")
        reading = asyncio.ensure_future(StateStore(database).get("a"))
        for _ in range(10):
            await asyncio.sleep(0)
        assert not reading.done()
        other.execute("COMMIT")
    assert await reading == "b"


async def test_who_reads_again_and_again_lets_others_go_on(database: Database):
    state = StateStore(database)
    writing = asyncio.ensure_future(state.set("a", "b"))
    while await state.get("a") is None:
        assert not writing.done()
    await writing


async def test_nothing_is_written_by_a_read(database: Database):
    async with database.read() as tx:
        with pytest.raises(OperationalError, match="readonly"):
            await tx.execute(bot_state.insert().values(key="a", value="b"))
    assert await StateStore(database).get("a") is None


async def test_who_fails_while_reading_holds_nothing(database: Database):
    with pytest.raises(RuntimeError):
        async with database.read():
            raise RuntimeError
    await StateStore(database).set("a", "b")
    assert await StateStore(database).get("a") == "b"
    assert await database.empty_log()


async def test_concurrent_updates_are_not_lost(database: Database):
    state = StateStore(database)
    await state.set("count", "0")

    async def increment() -> None:
        for _ in range(50):
            async with database.write() as tx:
                query = select(bot_state.c.value).where(bot_state.c.key == "count")
                value = int((await tx.execute(query)).scalar_one())
                await tx.execute(update(bot_state).values(value=str(value + 1)))

    await asyncio.gather(*(increment() for _ in range(8)))
    assert await state.get("count") == "400"


async def test_a_failed_write_leaves_nothing(database: Database):
    state = StateStore(database)
    with pytest.raises(RuntimeError):
        async with database.write() as tx:
            await tx.execute(bot_state.insert().values(key="a", value="b"))
            raise RuntimeError
    assert await state.get("a") is None


async def test_the_whole_wait_for_a_write_is_bounded_however_many_wait(
    database: Database, database_file: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.storage.database._PATIENCE_SECONDS", 0.3)
    state, loop = StateStore(database), asyncio.get_running_loop()
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = loop.time()
        told = await asyncio.gather(
            *(state.set("key", str(number)) for number in range(20)), return_exceptions=True
        )
        # One after the other they would wait for six seconds; the rest is a slow machine's.
        assert loop.time() - begun < 3
        assert {type(one) for one in told} == {StorageUnavailableError}
        other.execute("ROLLBACK")
    assert await state.get("key") is None
    await state.set("key", "kept")
    assert await state.get("key") == "kept"
    monkeypatch.undo()
    async with database.write() as tx:
        assert (await tx.execute(text("PRAGMA busy_timeout"))).scalar_one() == 5000


async def test_the_file_is_private(database: Database, database_file: Path):
    assert database_file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"not a database at all" * 10, "not a SQLite database"), (None, "another program")],
)
async def test_a_foreign_file_is_refused_and_untouched(
    database_file: Path, content: bytes | None, reason: str
):
    if content is None:
        with closing(sqlite3.connect(database_file)) as connection:
            connection.execute("CREATE TABLE theirs (a)")
    else:
        database_file.write_bytes(content)
    before = database_file.read_bytes()
    with pytest.raises(DatabaseError, match=reason):
        await Database.open(f"sqlite+aiosqlite:///{database_file}")
    assert database_file.read_bytes() == before


async def test_a_newer_schema_is_refused_and_untouched(database_file: Path):
    opened = await Database.open(f"sqlite+aiosqlite:///{database_file}")
    await opened.close()
    with closing(sqlite3.connect(database_file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(DatabaseError, match="newer than this program"):
        await Database.open(f"sqlite+aiosqlite:///{database_file}")
    assert schema.version(database_file) == "9999"


@pytest.mark.parametrize("url", ["nonsense", "postgresql://x/y", "sqlite+aiosqlite://"])
async def test_other_urls_are_refused(url: str):
    with pytest.raises(DatabaseError, match=re.escape("sqlite+aiosqlite:///var/mentor.db")):
        await Database.open(url)


async def test_a_backup_is_made_while_open_and_opens_again(
    database: Database, database_file: Path, tmp_path: Path
):
    await StateStore(database).set("kept", "yes")
    copy = tmp_path / "backups" / "copy.db"
    back_up(f"sqlite+aiosqlite:///{database_file}", copy)
    restored = await Database.open(f"sqlite+aiosqlite:///{copy}")
    assert await StateStore(restored).get("kept") == "yes"
    await restored.close()


async def test_a_backup_overwrites_nothing(database: Database, database_file: Path, tmp_path: Path):
    target = tmp_path / "mine.db"
    target.write_text("precious")
    with pytest.raises(DatabaseError, match="exists already"):
        back_up(f"sqlite+aiosqlite:///{database_file}", target)
    assert target.read_text() == "precious"


async def test_a_damaged_database_gives_no_backup(database_file: Path, tmp_path: Path):
    opened = await Database.open(f"sqlite+aiosqlite:///{database_file}")
    await StateStore(opened).set("a", "b" * 20_000)
    await opened.close()
    damaged = bytearray(database_file.read_bytes())
    damaged[4096 * 2 : 4096 * 6] = b"\xff" * (4096 * 4)
    database_file.write_bytes(bytes(damaged))
    target = tmp_path / "copy.db"
    with pytest.raises(DatabaseError):
        back_up(f"sqlite+aiosqlite:///{database_file}", target)
    assert not target.exists()


def test_every_column_that_can_hold_a_member_is_covered():
    """Columns are text ids; those of people must be called what privacy looks for."""
    known = (
        personal_data.MEMBER_COLUMNS
        | personal_data.SPOKEN_OF
        | {
            "id",
            "goal_id",
            "mentorship_id",
            "request_id",
            "schedule_id",
            "community_id",
            "channel_id",
            "dm_channel_id",
            "subject_id",
            "entry_id",
            "message_id",
            "mentors_role_id",
            "reports_channel_id",
        }
    )
    ids = {c.name for t in metadata.sorted_tables for c in t.columns if c.name.endswith("id")}
    assert ids <= known
    covered = {table.name for table in personal_data.personal_tables()}
    assert covered == {
        "audit",
        "block",
        "mentor",
        "mentor_offer",
        "mentor_request",
        "mentorship_review",
        "mentorship_session",
        "mentorship_side",
        "mentorship_thanks",
        "delivery",
        "goal",
        "goal_event",
        "held_certification",
        "member",
        "member_skill",
        "reminder",
        "report",
        "schedule",
    }


async def test_schedules_and_deliveries_of_the_first_schema_come_along(tmp_path: Path):
    path = tmp_path / "old.db"
    schema.upgrade(path, "0001")
    with closing(sqlite3.connect(path)) as old, old:
        old.execute(
            "INSERT INTO schedule (id, kind, community_id, channel_id, weekday, local_time, zone) "
            "VALUES (7, 'trend-tip', 'discord:1', 'discord:10', 3, '09:00', 'Europe/Rome')"
        )
        old.execute(
            "INSERT INTO delivery (id, schedule_id, channel_id, due_at, state, attempts, "
            "next_try_at, last_attempt_at) VALUES ('abc', 7, 'discord:10', "
            "'2026-03-05T08:00:00.000000Z', 'sent', 1, '2026-03-05T08:00:00.000000Z', "
            "'2026-03-05T08:00:01.000000Z')"
        )
    database = await Database.open(f"sqlite+aiosqlite:///{path}")
    async with database.read() as tx:
        kept = await schedules.load_schedule(tx, CommunityId("discord:1"), PostKind.TREND_TIP)
        [sent] = await deliveries.list_in_state(tx, DeliveryState.SENT)
    await database.close()
    assert kept is not None
    assert kept.recurrence == weekly(3, time(9), "Europe/Rome")
    assert (sent.id, sent.schedule_id, sent.channel_id) == ("abc", 7, "discord:10")
    assert sent.sent_at == datetime(2026, 3, 5, 8, 0, 1, tzinfo=UTC)


async def test_goals_of_a_schema_that_knew_no_other_end_come_along(tmp_path: Path):
    path = tmp_path / "old.db"
    schema.upgrade(path, "0011")
    moment = "2026-03-05T08:00:00.000000Z"
    with closing(sqlite3.connect(path)) as old, old:
        old.executemany(
            "INSERT INTO goal (id, member_id, title, certification, due_on, state, created_at, "
            "changed_at, done_at) VALUES (?, 'discord:1', ?, 'pmp', '2026-04-01', ?, ?, ?, ?)",
            [
                ("zz", "First", "open", moment, moment, None),
                ("mm", "Second", "open", moment, moment, None),
                ("aa", "Reached", "done", moment, moment, moment),
            ],
        )
        old.executemany(
            "INSERT INTO goal_event (id, goal_id, member_id, kind, at, detail) "
            "VALUES (?, ?, 'discord:1', 'progressed', ?, '{\"note\": \"A page\"}')",
            [(7, "zz", moment), (9, "aa", moment)],
        )
        old.execute(
            "INSERT INTO schedule (id, kind, member_id, subject_id, frequency, local_time, zone, "
            "on_day, every, is_snooze, next_run_at) VALUES (3, 'goal-deadline', 'discord:1', "
            "'zz', 'countdown', '09:00', 'UTC', '2026-04-01', 1, 0, '2026-03-25T09:00:00.000000Z')"
        )
        old.execute(
            "INSERT INTO delivery (id, schedule_id, member_id, due_at, state, mark, attempts, "
            "failures, next_try_at, is_discreet, reason) VALUES ('abc', 3, 'discord:1', ?, "
            "'skipped', 'abc', 0, 0, ?, 0, 'Not sent: it was already done or deleted.')",
            (moment, moment),
        )
    database = await Database.open(f"sqlite+aiosqlite:///{path}")
    ana = MemberId("discord:1")
    async with database.read() as tx:
        kept = await goals.list_goals(tx, ana, None, 10)
        [event] = await goals.list_events(tx, GoalId("zz"), 10)
        found = await invariants.broken(tx)
        [skipped] = await deliveries.list_in_state(tx, DeliveryState.SKIPPED)
    await database.close()
    # In the order in which they were stored, with everything they were.
    assert [one.title for one in kept] == ["First", "Second", "Reached"]
    assert [one.state for one in kept] == [GoalState.OPEN, GoalState.OPEN, GoalState.DONE]
    assert [one.done_at is None for one in kept] == [True, True, False]
    assert all(one.deleted_at is None and one.certification == "pmp" for one in kept)
    assert event.detail == {"note": "A page"}
    assert skipped.reason == NOTHING_LEFT
    assert found == []


async def test_closing_lets_a_transaction_end_and_refuses_the_next(database: Database):
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def look() -> int:
        async with database.read() as tx:
            begun.set()
            await may_end.wait()
            return (await tx.execute(text("SELECT 1"))).scalar_one()

    looking = asyncio.create_task(look())
    await begun.wait()
    ending = asyncio.create_task(database.close())
    may_end.set()
    assert await looking == 1
    await ending
    for way_in in (database.read, database.write):
        with pytest.raises(StorageUnavailableError):
            async with way_in():
                pass
