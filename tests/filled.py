"""A database in which one member and one community have as much as they may have."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.model import CommunityId, EntryKind, MemberId
from bot.services import community_entries, goals, reminders
from bot.services.goal_room import MAX_EVENTS, MAX_GOALS, MAX_OPEN_GOALS
from bot.services.housekeeping import MAX_DELIVERIES
from bot.services.reminders import MAX_REMINDERS

ANA, HERE = MemberId("discord:1001"), CommunityId("discord:1")
NOW, TODAY = "2026-03-02T07:00:00.000000Z", "2026-03-02"
TITLE = "finish the reading of a very long guide about risks " * 4


def fill(path: Path) -> None:
    """Give one member and one community as much as they may have, of the longest."""
    with closing(sqlite3.connect(path)) as connection:
        put(connection, "goal", map(_goal, range(MAX_GOALS)))
        put(connection, "goal_event", map(_event, range(MAX_EVENTS)))
        put(connection, "reminder", map(_reminder, range(MAX_REMINDERS)))
        put(connection, "schedule", map(_schedule, range(MAX_REMINDERS)))
        put(connection, "delivery", map(delivery_row, range(MAX_DELIVERIES)))
        put(connection, "community_entry", map(_entry, range(community_entries.MAX_ENTRIES)))
        put(connection, "audit", map(_change, range(MAX_EVENTS)))
        connection.commit()


def put(connection: sqlite3.Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    several = list(rows)
    names, marks = ", ".join(several[0]), ", ".join(f":{name}" for name in several[0])
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", several)


def _goal(number: int) -> dict[str, Any]:
    is_open = number < MAX_OPEN_GOALS
    return {
        "id": f"goal{number:04}",
        "member_id": ANA,
        "title": f"{number} {TITLE}"[: goals.MAX_TITLE],
        "certification": "pmp",
        "due_on": f"2026-{number % 12 + 1:02}-01",
        "state": "open" if is_open else "done",
        "created_at": NOW,
        "changed_at": NOW,
        "done_at": None if is_open else NOW,
    }


def _event(number: int) -> dict[str, Any]:
    detail = json.dumps({"note": "ß" * goals.MAX_NOTE}, ensure_ascii=False)
    goal = "goal0000" if number < MAX_EVENTS / 2 else f"goal{number % MAX_GOALS:04}"
    about = {"goal_id": goal, "member_id": ANA}
    return {**about, "kind": "progressed", "at": NOW, "detail": detail}


def _reminder(number: int) -> dict[str, Any]:
    words = f"{number} {TITLE * 3}"[: reminders.MAX_TEXT]
    return {"id": f"reminder{number}", "member_id": ANA, "text": words, "created_at": NOW}


def _schedule(number: int) -> dict[str, Any]:
    rule = {"frequency": "daily", "local_time": "09:00", "zone": "Europe/Rome", "every": 1}
    about = {"kind": "reminder", "member_id": ANA, "subject_id": f"reminder{number}"}
    return {"id": number + 1, **about, **rule, "on_day": TODAY, "is_snooze": 0, "next_run_at": NOW}


def delivery_row(number: int) -> dict[str, Any]:
    return {
        "id": f"delivery{number:04}",
        "schedule_id": number % MAX_REMINDERS + 1,
        "member_id": ANA,
        "due_at": f"2026-01-01T00:00:00.{number:06}Z",
        "state": "inbox",
        "mark": f"delivery{number:04}",
        "attempts": 0,
        "failures": 0,
        "next_try_at": NOW,
        "is_discreet": 0,
        "reason": "You chose to read everything here.",
    }


def _entry(number: int) -> dict[str, Any]:
    longest = community_entries.MAX_TEXT[EntryKind.TIP]
    words = {"title": f"{number} {TITLE}"[:100], "text": (TITLE * 9)[:longest]}
    return {"id": f"own-{number}", "community_id": HERE, "kind": "tip", **words, "added_at": NOW}


def _change(number: int) -> dict[str, Any]:
    values = {"old_values": '{"time": "09:00"}', "new_values": '{"time": "10:00"}'}
    about = {"community_id": HERE, "actor_id": ANA, "at": NOW}
    return {**about, "verb": "change", "subject": "weekly-nudge", **values}
