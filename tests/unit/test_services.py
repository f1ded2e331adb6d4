"""The rules about goals, communities and privacy."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.catalogue.search import CatalogueSearch
from bot.errors import InvalidInputError, MentorError, NotFoundError
from bot.model import (
    COMMUNITY_KINDS,
    ChannelId,
    CommunityId,
    GoalEventKind,
    GoalState,
    MemberId,
    PostKind,
)
from bot.services.communities import Communities
from bot.services.goal_room import MAX_OPEN_GOALS
from bot.services.goals import Goals
from bot.services.privacy import Privacy
from bot.storage.database import Database
from tests.outside import StoppedClock

ANA, BEN = MemberId("discord:1001"), MemberId("discord:1002")
HERE, ROOM = CommunityId("discord:1"), ChannelId("discord:10")


@pytest.fixture
def goals(database: Database, clock: StoppedClock, search: CatalogueSearch) -> Goals:
    return Goals(database, clock, search)


@pytest.fixture
def communities(database: Database, clock: StoppedClock, search: CatalogueSearch) -> Communities:
    return Communities(database, clock)


async def test_a_goal_keeps_its_history(goals: Goals):
    added = await goals.add(ANA, "  Read   the guide ", "pmp exam", "2026-04-01")
    assert added.title == "Read the guide"
    assert added.certification == "pmp"
    await goals.complete(ANA, added.id)
    await goals.complete(ANA, added.id)
    await goals.reopen(ANA, added.id)
    goal, events = await goals.show(ANA, added.id)
    assert goal.state is GoalState.OPEN
    assert [event.kind for event in events] == [
        GoalEventKind.CREATED,
        GoalEventKind.DONE,
        GoalEventKind.REOPENED,
    ]


async def test_edits_and_steps_are_kept_as_events(goals: Goals):
    added = await goals.add(ANA, "Read the guide", "pmp", "2026-04-01")
    assert await goals.edit(ANA, added.id, title="Read  the guide") == added
    edited = await goals.edit(ANA, added.id, title="Read it twice", certification="", due="")
    assert (edited.title, edited.certification, edited.due_on) == ("Read it twice", None, None)
    await goals.progress(ANA, added.id, " Chapter 1 ")
    with pytest.raises(InvalidInputError):
        await goals.progress(ANA, added.id, "x" * 501)
    with pytest.raises(InvalidInputError):
        await goals.edit(ANA, added.id, due="2020-01-01")
    for act in (goals.edit, goals.progress):
        with pytest.raises(NotFoundError):
            await act(BEN, added.id)
    goal, events = await goals.show(ANA, added.id)
    assert goal == edited
    assert [(event.kind, event.detail) for event in events[1:]] == [
        (
            GoalEventKind.EDITED,
            {"title": "Read it twice", "certification": None, "due_on": None},
        ),
        (GoalEventKind.PROGRESSED, {"note": "Chapter 1"}),
    ]


async def test_somebody_elses_goal_looks_like_none(goals: Goals):
    added = await goals.add(ANA, "Mine", None, None)
    messages: list[str] = []
    for goal_id in (added.id, "unknown1", "' OR 1=1 --"):
        for act in (goals.show, goals.complete, goals.reopen):
            with pytest.raises(NotFoundError) as refused:
                await act(BEN, goal_id)
            messages.append(refused.value.message)
    assert len(set(messages)) == 1
    assert await goals.list(BEN) == ()


@pytest.mark.parametrize(
    ("title", "certification", "due"),
    [
        ("", None, None),
        ("x" * 4000, None, None),
        ("ok", "zzqx unheard of", None),
        ("ok", None, "2026-02-30"),
        ("ok", None, "2020-01-01"),
        ("ok", None, "🙂"),
    ],
)
async def test_bad_goals_are_refused_and_not_written(
    goals: Goals, title: str, certification: str | None, due: str | None
):
    with pytest.raises(MentorError):
        await goals.add(ANA, title, certification, due)
    assert await goals.list(ANA) == ()


async def test_there_is_a_most_of_open_goals(goals: Goals):
    for number in range(MAX_OPEN_GOALS):
        await goals.add(ANA, f"Goal {number}", None, None)
    with pytest.raises(InvalidInputError, match="the most I keep"):
        await goals.add(ANA, "One more", None, None)


async def test_suggestions_are_the_members_own_and_forgive_typos(goals: Goals):
    added = await goals.add(ANA, "Practise estimation", None, None)
    await goals.add(BEN, "Practise estimation too", None, None)
    assert await goals.suggest(ANA, "estimaton", None) == [("Practise estimation", added.id)]
    assert await goals.suggest(ANA, "🙂" * 6000, None) == []


async def test_schedule_changes_are_partial(communities: Communities):
    kind = PostKind.WEEKLY_NUDGE
    await communities.set_channel(HERE, kind, ROOM)
    await communities.set_schedule(HERE, kind, 2, "18:30", "europe/rome")
    saved = await communities.set_schedule(HERE, kind, 3, None, None)
    assert (saved.recurrence.weekday, saved.recurrence.zone) == (3, "Europe/Rome")
    assert saved.recurrence.at.isoformat("minutes") == "18:30"
    assert saved.channel_id == ROOM


@pytest.mark.parametrize(("at", "zone"), [("25:00", None), ("9 xm", None), (None, "Mars/Olympus")])
async def test_bad_times_and_zones_are_refused(
    communities: Communities, at: str | None, zone: str | None
):
    kind = PostKind.TREND_TIP
    before = await communities.schedule(HERE, kind)
    with pytest.raises(InvalidInputError) as refused:
        await communities.set_schedule(HERE, kind, None, at, zone)
    assert refused.value.hint
    assert await communities.schedule(HERE, kind) == before


async def test_a_pause_until_a_day_ends_by_itself(communities: Communities, clock: StoppedClock):
    kind = PostKind.WEEKLY_NUDGE
    await communities.set_channel(HERE, kind, ROOM)
    paused = await communities.pause(HERE, kind, "2026-03-20")
    assert paused.next_run_at is not None
    assert paused.next_run_at.date().isoformat() == "2026-03-23"
    for refused in ("2026-03-01", "0001-01-01", "9999-12-31", "soon"):
        with pytest.raises(InvalidInputError):
            await communities.pause(HERE, kind, refused)
    assert await communities.schedule(HERE, kind) == paused


async def test_upcoming_merges_both_kinds_in_order(communities: Communities):
    for kind in COMMUNITY_KINDS:
        await communities.set_channel(HERE, kind, ROOM)
    upcoming = await communities.upcoming(HERE)
    moments = [due_at for _, due_at in upcoming]
    assert len(upcoming) == 5
    assert moments == sorted(moments)
    assert {schedule.kind for schedule, _ in upcoming} == set(COMMUNITY_KINDS)


async def test_removal_stops_posts_and_keeps_settings(
    communities: Communities, clock: StoppedClock
):
    await communities.set_channel(HERE, PostKind.TREND_TIP, ROOM)
    await communities.remove(HERE)
    assert await communities.upcoming(HERE) == []
    assert (await communities.community(HERE)).removed_at == clock.now()
    assert (await communities.schedule(HERE, PostKind.TREND_TIP)).channel_id == ROOM


async def test_export_holds_all_and_delete_leaves_no_trace(
    database: Database, database_file: Path, goals: Goals
):
    privacy = Privacy(database)
    added = await goals.add(ANA, "Secret plan", "pmp", None)
    await goals.complete(ANA, added.id)
    kept = await goals.add(BEN, "Other plan", None, None)

    [file] = await privacy.export(ANA)
    exported = json.loads(file)
    assert [row["title"] for row in exported["goal"]] == ["Secret plan"]
    assert len(exported["goal_event"]) == 2
    assert await privacy.count(ANA) == {"goal": 1, "goal_event": 2}
    assert await privacy.delete(ANA) == {"goal": 1, "goal_event": 2}
    assert not any((await privacy.count(ANA)).values())
    assert [goal.id for goal in await goals.list(BEN)] == [kept.id]
    assert cells_with(database_file, ANA) == []
    assert cells_with(database_file, "Secret plan") == []


def cells_with(path: Path, text: str) -> list[tuple[str, str]]:
    """Return (table, row) of every row of any table that contains ``text``."""
    found: list[tuple[str, str]] = []
    with closing(sqlite3.connect(path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema")]
        for table in tables:
            if table.startswith(("ix_", "uq_", "pk_", "sqlite_")):
                continue
            rows = connection.execute(f'SELECT * FROM "{table}"')
            found += [(table, str(row)) for row in rows if text in str(row)]
    return found
