"""Values go into rows and come back as they were; what a column cannot hold is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import Column, MetaData, Table, Text, create_engine, literal, select, text
from sqlalchemy.exc import NoSuchColumnError, StatementError

from bot.model import (
    Goal,
    GoalEvent,
    GoalEventKind,
    GoalId,
    GoalState,
    MemberId,
    Place,
    PostKind,
    Schedule,
    ScheduleId,
    weekly,
)
from bot.storage import goals, personal_data, schedules
from bot.storage.columns import Day, Document, Flag, Instant, OneOf, WallTime
from bot.storage.database import Database
from bot.storage.rows import insert_missing, read, upsert, values

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
ANA = MemberId("discord:1")


@dataclass(frozen=True)
class Note:
    id: str
    place: Place | None = None
    is_read: bool | None = None
    said: object = None
    at: datetime | None = None
    on: date | None = None
    from_time: time | None = None


note = Table(
    "note",
    MetaData(),
    Column("note_id", Text, primary_key=True, nullable=False),
    Column("place", OneOf(Place)),
    Column("is_read", Flag),
    Column("said", Document),
    Column("at", Instant),
    Column("on", Day),
    Column("from_time", WallTime),
    sqlite_strict=True,
)
NAMES = {"id": "note_id"}
FULL = Note("1", Place.DM, True, {"words": ["grüß", None]}, NOW, NOW.date(), time(9))


@pytest.fixture
def connection():
    engine = create_engine("sqlite://")
    note.metadata.create_all(engine)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def stored(connection):
    return [read(Note, row, NAMES) for row in connection.execute(select(note))]


@pytest.mark.parametrize("one", [FULL, Note("1"), replace(FULL, is_read=False, said={})], ids=str)
def test_a_value_comes_back_as_it_was(connection, one: Note):
    connection.execute(upsert(note, values(one, NAMES), "note_id"))
    [found] = stored(connection)
    assert found == one
    assert type(found.place) is type(one.place)
    assert type(found.is_read) is type(one.is_read)


def test_a_row_holds_plain_text_and_numbers(connection):
    connection.execute(upsert(note, values(FULL, NAMES), "note_id"))
    row = connection.execute(text('SELECT place, is_read, said, "on" FROM note')).one()
    assert tuple(row) == ("dm", 1, '{"words": ["grüß", null]}', "2026-03-02")


def test_a_word_that_nobody_knows_is_refused_in_and_out(connection):
    with pytest.raises(StatementError, match="'attic' is not a valid Place"):
        connection.execute(upsert(note, {"note_id": "1", "place": "attic"}, "note_id"))
    connection.execute(text("INSERT INTO note (note_id, place) VALUES ('1', 'attic')"))
    with pytest.raises(ValueError, match="'attic' is not a valid Place"):
        stored(connection)


def test_a_field_without_a_column_is_not_passed_over(connection):
    row = connection.execute(select(literal("1").label("id"))).one()
    with pytest.raises(NoSuchColumnError, match="place"):
        read(Note, row)


def test_an_upsert_keeps_what_it_is_told_to(connection):
    connection.execute(upsert(note, values(FULL, NAMES), "note_id"))
    changed = replace(FULL, place=Place.INBOX, said=None)
    connection.execute(upsert(note, values(changed, NAMES), "note_id", kept=["place"]))
    assert stored(connection) == [replace(changed, place=Place.DM)]
    nothing = note.c.place == Place.INBOX
    connection.execute(upsert(note, values(FULL, NAMES), "note_id", where=nothing))
    assert stored(connection) == [replace(changed, place=Place.DM)]


def test_only_missing_rows_are_inserted(connection):
    rows = [{"note_id": "1", "place": Place.DM}, {"note_id": "1", "place": Place.INBOX}]
    connection.execute(insert_missing(note), rows)
    assert stored(connection) == [Note("1", Place.DM)]


async def test_an_export_shows_what_is_stored(database: Database):
    created = Goal(GoalId("1"), ANA, "Größe", None, None, GoalState.OPEN, NOW, NOW)
    event = GoalEvent(created.id, GoalEventKind.CREATED, NOW, {"title": "Größe"})
    rule = weekly(0, time(9), "Europe/Rome")
    check_in = Schedule(ScheduleId(0), PostKind.CHECK_IN, rule, NOW, member_id=ANA)
    async with database.write() as tx:
        await goals.insert_goal(tx, created, event, goals.Room(1, 1, 1))
        await schedules.save_schedule(tx, check_in)
        [file] = await personal_data.export_files(tx, ANA)
    tables = json.loads(file)
    assert tables["goal_event"][0]["kind"] == "created"
    assert tables["goal_event"][0]["detail"] == '{"title": "Größe"}'
    assert tables["schedule"][0]["is_snooze"] == 0
    assert tables["schedule"][0]["is_snooze"] is not False
