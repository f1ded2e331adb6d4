"""Let a change of a series keep what was promised: marks, snoozes beside series, pauses as days.

Revision: 0010, after 0009.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_STATES = "'pending', 'sending', 'sent', 'failed', 'skipped', 'in-doubt', 'inbox', 'merged'"
_SCHEDULE = (
    "id, kind, community_id, member_id, subject_id, channel_id, frequency, local_time, zone, "
    "weekday, on_day, until_day, every, next_run_at, paused_at, paused_until, pause_reason, "
    "told_at"
)
_DELIVERY = (
    "id, schedule_id, member_id, channel_id, due_at, state, attempts, next_try_at, not_before, "
    "entry_id, is_discreet, first_attempt_at, last_attempt_at, sent_at, answered_at, reason, "
    "message_id"
)


def upgrade() -> None:
    """Apply the change."""
    # Dropping a table deletes its rows first, and those of its children: copy both away before.
    op.execute("CREATE TEMP TABLE old_schedule AS SELECT * FROM schedule")
    op.execute("CREATE TEMP TABLE old_delivery AS SELECT * FROM delivery")
    op.drop_table("delivery")
    op.drop_table("schedule")
    _create_schedule()
    _create_delivery()
    op.execute(
        f"INSERT INTO schedule ({_SCHEDULE}, is_snooze, last_run_at) "  # noqa: S608
        f"SELECT {_SCHEDULE}, frequency = 'once' AND (kind = 'check-in' OR EXISTS ("
        "SELECT 1 FROM old_schedule AS series WHERE series.member_id = old_schedule.member_id "
        "AND series.kind = old_schedule.kind AND series.subject_id = old_schedule.subject_id "
        "AND series.frequency <> 'once')), "
        "(SELECT max(due_at) FROM old_delivery WHERE schedule_id = old_schedule.id) "
        "FROM old_schedule"
    )
    # What is told inside a message that is gone, or that ended otherwise, is told in the inbox.
    op.execute(
        "UPDATE old_delivery SET merged_into = NULL, "
        "state = iif(state = 'merged', 'inbox', state), "
        "reason = iif(state = 'merged', 'The message that was to tell this is gone.', reason) "
        "WHERE merged_into IS NOT NULL AND (state <> 'merged' OR NOT EXISTS ("
        "SELECT 1 FROM old_delivery AS carrier WHERE carrier.id = old_delivery.merged_into "
        "AND carrier.state IN ('pending', 'sending', 'sent')))"
    )
    op.execute(
        f"INSERT INTO delivery ({_DELIVERY}, merged_into, mark, failures) "  # noqa: S608
        f"SELECT {_DELIVERY}, merged_into, id, 0 FROM old_delivery"
    )
    op.execute("DROP TABLE old_schedule")
    op.execute("DROP TABLE old_delivery")
    _read_as_days("schedule", "id")
    _read_as_days("member", "member_id")


def _read_as_days(table: str, key: str) -> None:
    """Turn the moments at which pauses end, each the start of a local day, into that day."""
    connection = op.get_bind()
    rows = connection.exec_driver_sql(
        f"SELECT {key}, zone, paused_until FROM {table} WHERE paused_until IS NOT NULL"  # noqa: S608
    )
    for own_id, zone, until in rows.fetchall():
        day = datetime.fromisoformat(until).astimezone(_zone(zone)).date().isoformat()
        connection.exec_driver_sql(
            f"UPDATE {table} SET paused_until = ? WHERE {key} = ?",  # noqa: S608
            (day, own_id),
        )


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _create_schedule() -> None:
    op.create_table(
        "schedule",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("community_id", sa.Text),
        sa.Column("member_id", sa.Text),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("channel_id", sa.Text),
        sa.Column("frequency", sa.Text, nullable=False),
        sa.Column("local_time", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("weekday", sa.Integer),
        sa.Column("on_day", sa.Text),
        sa.Column("until_day", sa.Text),
        sa.Column("every", sa.Integer, nullable=False),
        sa.Column("is_snooze", sa.Integer, nullable=False),
        sa.Column("next_run_at", sa.Text),
        sa.Column("last_run_at", sa.Text),
        sa.Column("paused_at", sa.Text),
        sa.Column("paused_until", sa.Text),
        sa.Column("pause_reason", sa.Text),
        sa.Column("told_at", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_schedule"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_schedule_weekday")),
        sa.CheckConstraint("every >= 1", name=op.f("ck_schedule_every")),
        sa.CheckConstraint(
            "(community_id IS NULL) <> (member_id IS NULL)", name=op.f("ck_schedule_owner")
        ),
        sa.UniqueConstraint("community_id", "kind", name="uq_schedule_community_id_kind"),
        sa.UniqueConstraint(
            "member_id",
            "kind",
            "subject_id",
            "is_snooze",
            name="uq_schedule_member_id_kind_subject_id_is_snooze",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_schedule_next_run_at", "schedule", ["next_run_at"])


def _create_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("schedule_id", sa.Integer, nullable=False),
        sa.Column("member_id", sa.Text),
        sa.Column("channel_id", sa.Text),
        sa.Column("due_at", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("next_try_at", sa.Text, nullable=False),
        sa.Column("not_before", sa.Text),
        sa.Column("entry_id", sa.Text),
        sa.Column("is_discreet", sa.Integer, nullable=False),
        sa.Column("first_attempt_at", sa.Text),
        sa.Column("last_attempt_at", sa.Text),
        sa.Column("attempt_ended_at", sa.Text),
        sa.Column("sent_at", sa.Text),
        sa.Column("answered_at", sa.Text),
        sa.Column("merged_into", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("message_id", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_delivery_state")),
        sa.UniqueConstraint("schedule_id", "due_at", name="uq_delivery_schedule_id_due_at"),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["schedule.id"],
            name="fk_delivery_schedule_id_schedule",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["delivery.id"],
            name="fk_delivery_merged_into_delivery",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_delivery_state_next_try_at", "delivery", ["state", "next_try_at"])
    op.create_index("ix_delivery_member_id_state", "delivery", ["member_id", "state"])
    op.create_index("ix_delivery_mark", "delivery", ["mark"])
    op.create_index("ix_delivery_merged_into", "delivery", ["merged_into"])
