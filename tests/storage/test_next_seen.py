"""When a member next sees something sent: nobody is told of what others keep to themselves."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model import ChannelId, MemberId
from bot.storage import ledger
from bot.storage.database import Database

pytestmark = pytest.mark.by_hand


def stored(hour: int) -> str:
    return f"2026-11-30T{hour:02}:00:00.000000Z"


SCHEDULES = f"""
INSERT INTO schedule (id, kind, community_id, member_id, subject_id, channel_id, frequency,
  local_time, zone, weekday, on_day, every, is_snooze, next_run_at) VALUES
  (1, 'reminder', NULL, 'ana', 'r1', NULL, 'daily', '09:00', 'UTC', NULL, NULL, 1, 0,
   '{stored(9)}'),
  (2, 'trend-tip', 'c', NULL, '', 'general', 'weekly', '09:00', 'UTC', 3, NULL, 1, 0,
   '{stored(12)}'),
  (3, 'weekly-nudge', 'c', NULL, '', 'mods-only', 'weekly', '09:00', 'UTC', 3, NULL, 1, 0,
   '{stored(10)}');
INSERT INTO delivery (id, mark, failures, schedule_id, member_id, channel_id, due_at, state,
  attempts, next_try_at, is_discreet) VALUES
  ('due', 'due', 0, 1, 'ana', NULL, '{stored(7)}', 'pending', 0, '{stored(7)}', 0);
"""


@pytest.mark.parametrize(
    ("member", "channels", "hour"),
    [
        ("ana", ["general"], 7),
        ("ben", ["general"], 12),
        ("mia", ["general", "mods-only"], 10),
        ("noor", [], None),
    ],
)
async def test_only_what_the_member_may_see(
    database: Database, database_file: Path, member: str, channels: list[str], hour: int | None
):
    with closing(sqlite3.connect(database_file)) as opened:
        opened.executescript(SCHEDULES)
    places = [ChannelId(channel) for channel in channels]
    async with database.read() as tx:
        found = await ledger.next_seen(tx, MemberId(member), places)
        assert await ledger.next_due(tx) == datetime(2026, 11, 30, 7, tzinfo=UTC)
    assert found == (None if hour is None else datetime(2026, 11, 30, hour, tzinfo=UTC))
