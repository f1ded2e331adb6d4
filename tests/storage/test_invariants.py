"""What always holds of schedules and deliveries: each rule, broken by hand, is found by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import invariants
from bot.storage.database import Database

pytestmark = pytest.mark.by_hand

# Ana mentors Bea; Bea and Cid look for another, and Ana is asked about Cid.
MENTORING = """
INSERT INTO mentor VALUES ('c', 'a', 'private', '', 'en', 'workday-noon', 'UTC', 2, 'available',
  't', 't', NULL, 0);
INSERT INTO mentor_request (id, community_id, member_id, goal, tried, topics, languages, slots,
  zone, state, created_at, waiting_since, changed_at, look_at) VALUES
  ('has', 'c', 'b', 'private', '', '', 'en', '', 'UTC', 'matched', 't', 't', 't', NULL),
  ('waits', 'c', 'b', 'private', '', '', 'en', '', 'UTC', 'open', 't', 't', 't', 't'),
  ('asks', 'c', 'd', 'private', '', '', 'en', '', 'UTC', 'offered', 't', 't', 't', NULL);
INSERT INTO mentor_offer VALUES ('taken', 'has', 'c', 'a', 'accepted', 't', 't', 't'),
  ('asked', 'asks', 'c', 'a', 'sent', 't', 't', NULL);
INSERT INTO mentorship (id, community_id, request_id, state, started_at, active_at, ends_on,
  check_at, ended_at, ending) VALUES
  ('runs', 'c', 'has', 'active', 't', 't', '2026-05-01', 't', NULL,
  NULL), ('over', 'c', NULL, 'ended', 't', 't', '2026-05-01', NULL, 't', 'left');
INSERT INTO mentorship_side (mentorship_id, side, member_id, goal, agreed_at) VALUES
  ('runs', 'mentor', 'a', '', 't'),
  ('runs', 'learner', 'b', 'private', 't'), ('over', 'mentor', 'a', '', NULL);
INSERT INTO schedule (id, kind, member_id, subject_id, frequency, local_time, zone, on_day, every,
  is_snooze, next_run_at) VALUES
  (11, 'mentor-offer', 'a', 'asked.again', 'once', '09:00', 'UTC', '2026-05-01', 1, 0, 't'),
  (12, 'mentor-request', 'b', 'waits.moved-1', 'once', '09:00', 'UTC', '2026-05-01', 1, 0, 't'),
  (13, 'mentorship', 'b', 'runs.meet-1', 'once', '09:00', 'UTC', '2026-05-01', 1, 0, 't');
"""
# Ana's daily reminder (schedule 1) and her goal's alerts (2), Bea's (3), a community's tip (4).
GOOD = """
INSERT INTO reminder (id, member_id, text, created_at) VALUES ('r1', 'a', 'private', 't'),
  ('r3', 'b', 'private', 't');
INSERT INTO goal (id, member_id, title, due_on, state, created_at, changed_at)
  VALUES ('g', 'a', 'private', '2026-05-01', 'open', 't', 't');
INSERT INTO schedule (id, kind, community_id, member_id, subject_id, channel_id, frequency,
  local_time, zone, weekday, on_day, every, is_snooze, next_run_at) VALUES
  (1, 'reminder', NULL, 'a', 'r1', NULL, 'daily', '09:00', 'UTC', NULL, NULL, 1, 0, 't'),
  (2, 'goal-deadline', NULL, 'a', 'g', NULL, 'countdown', '09:00', 'UTC', NULL, '2026-05-01', 1,
   0, 't'),
  (3, 'reminder', NULL, 'b', 'r3', NULL, 'daily', '09:00', 'UTC', NULL, NULL, 1, 0, 't'),
  (4, 'trend-tip', 'c', NULL, '', 'room', 'weekly', '09:00', 'UTC', 3, NULL, 1, 0, 't');
INSERT INTO delivery (id, mark, failures, schedule_id, member_id, channel_id, due_at, state,
  attempts, next_try_at,
  is_discreet, entry_id, first_attempt_at, last_attempt_at, sent_at, message_id, merged_into,
  reason) VALUES
  ('sent', 'sent', 0, 1, 'a', 'dm', '1', 'sent', 1, 't', 0, 'r1', 't', 't', 't', 'm', NULL, NULL),
  ('merged', 'merged', 0, 1, 'a', NULL, '2', 'merged', 0, 't',
   0, NULL, NULL, NULL, NULL, NULL, 'sent', NULL),
  ('sending', 'sending', 0, 1, 'a', 'dm', '3', 'sending', 2, 't',
   0, 'r1', 't', 't', NULL, NULL, NULL, NULL),
  ('inside', 'inside', 0, 2, 'a', NULL, '4', 'merged', 0, 't',
   0, NULL, NULL, NULL, NULL, NULL, 'sending', NULL),
  ('inbox', 'inbox', 0, 1, 'a', NULL, '5', 'inbox', 0, 't',
   0, NULL, NULL, NULL, NULL, NULL, NULL, 'why'),
  ('bea', 'bea', 0, 3, 'b', NULL, '6', 'pending', 0, 't',
   0, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  ('tip', 'tip', 0, 4, NULL, 'room', '7', 'pending', 0, 't',
   0, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
"""
BY = {
    "merged into nothing": "DELETE FROM delivery WHERE id = 'sent'",
    "merged into what is merged": "UPDATE delivery SET merged_into = 'inside' WHERE id = 'merged'",
    "merged across members": "UPDATE delivery SET merged_into = 'bea' WHERE id = 'merged'",
    "merged after a try": "UPDATE delivery SET attempts = 1, first_attempt_at = 't' "
    "WHERE id = 'merged'",
    "of no schedule": "UPDATE delivery SET schedule_id = 99 WHERE id = 'inbox'",
    "of another's schedule": "UPDATE delivery SET member_id = 'b' WHERE id = 'inbox'",
    "ended without a reason": "UPDATE delivery SET reason = NULL WHERE id = 'inbox'",
    "sent without a message": "UPDATE delivery SET message_id = NULL WHERE id = 'sent'",
    "a message that is not sent": "UPDATE delivery SET message_id = 'm' WHERE id = 'tip'",
    "sending without an attempt": "UPDATE delivery SET channel_id = NULL WHERE id = 'sending'",
    "tried without a moment": "UPDATE delivery SET attempts = 1 WHERE id = 'bea'",
    "waits without a channel": "UPDATE delivery SET channel_id = NULL WHERE id = 'tip'",
    "kept for nobody": "UPDATE delivery SET state = 'inbox', reason = 'why' WHERE id = 'tip'",
    "waits for a deleted reminder": "UPDATE reminder SET id = 'other' WHERE id = 'r3'",
    "planned for a deleted reminder": "DELETE FROM reminder WHERE id = 'r1'",
    "a reminder without a schedule": "INSERT INTO reminder VALUES ('new', 'a', 'private', 't')",
    "alerts for another day": "UPDATE goal SET due_on = '2026-05-02'",
    "planned though it cannot arrive": "UPDATE schedule SET paused_at = 't', paused_until = 't', "
    "pause_reason = 'why' WHERE id = 4",
    "planned though paused": "UPDATE schedule SET paused_at = 't' WHERE id = 1",
    "paused since never": "UPDATE schedule SET paused_until = 't' WHERE id = 4",
    "planned without a channel": "UPDATE schedule SET channel_id = NULL WHERE id = 4",
    "planned without a day": "UPDATE schedule SET weekday = NULL WHERE id = 4",
    "another kind of owner": "UPDATE schedule SET kind = 'check-in' WHERE id = 4",
    "offered to nobody": "DELETE FROM mentor_offer WHERE id = 'asked'",
    "asked about what looks for nobody": "UPDATE mentor_offer SET member_id = 'd' "
    "WHERE id = 'asked'",
    "asked without being a mentor": "DELETE FROM mentor",
    "answered without a moment": "UPDATE mentor_offer SET answered_at = NULL WHERE id = 'taken'",
    "waits for no look": "UPDATE mentor_request SET look_at = NULL",
    "away until never": "UPDATE mentor SET state = 'away'",
    "a mentorship of nobody": "DELETE FROM mentorship_side WHERE mentorship_id = 'over'",
    "a mentorship with oneself": "UPDATE mentorship_side SET member_id = 'a'",
    "runs without a next step": "UPDATE mentorship SET check_at = NULL",
    "ended without an ending": "UPDATE mentorship SET ending = NULL",
    "agreed by one side": "UPDATE mentorship_side SET agreed_at = NULL WHERE member_id = 'b'",
    "a mentor for what is not matched": "UPDATE mentor_request SET state = 'withdrawn' "
    "WHERE id = 'has'",
    "planned about what is not there": "UPDATE schedule SET member_id = 'b' WHERE id = 11",
    "asked though answered": "UPDATE mentor_offer SET state = 'passed', answered_at = 't' "
    "WHERE id = 'asked'",
}


@pytest.fixture
def connection(database: Database, database_file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database_file)) as opened:
        opened.executescript(GOOD + MENTORING)
        yield opened


def test_rows_as_they_should_be_break_nothing(connection: sqlite3.Connection):
    assert invariants.inspect(connection) == []


@pytest.mark.parametrize("name", [one.name for one in invariants.INVARIANTS])
async def test_a_broken_rule_is_found_by_name(
    name: str, connection: sqlite3.Connection, database: Database, database_file: Path
):
    connection.execute(BY[name])
    connection.commit()
    async with database.read() as tx:
        found = await invariants.broken(tx)
    assert name in {one.name for one in found}
    assert found == invariants.inspect(connection) == invariants.inspect_file(database_file)
    assert "private" not in repr(found)
