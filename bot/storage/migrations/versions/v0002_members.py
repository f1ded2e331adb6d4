"""Let members have schedules too: more frequencies, reminders, preferences, an inbox.

Revision: 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STATES = "'pending', 'sending', 'sent', 'failed', 'skipped', 'in-doubt', 'inbox', 'merged'"


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
        "INSERT INTO schedule (id, kind, community_id, subject_id, channel_id, frequency, "
        "local_time, zone, weekday, every, next_run_at, paused_at, paused_until, pause_reason) "
        "SELECT id, kind, community_id, '', channel_id, 'weekly', local_time, zone, weekday, 1, "
        "next_run_at, paused_at, paused_until, pause_reason FROM old_schedule"
    )
    # When exactly it was sent was not recorded: the last attempt is the one that arrived.
    op.execute(
        "INSERT INTO delivery (id, schedule_id, channel_id, due_at, state, attempts, next_try_at, "
        "entry_id, is_discreet, first_attempt_at, last_attempt_at, sent_at, reason, message_id) "
        "SELECT id, schedule_id, channel_id, due_at, state, attempts, next_try_at, entry_id, 0, "
        "first_attempt_at, last_attempt_at, iif(state = 'sent', last_attempt_at, NULL), reason, "
        "message_id FROM old_delivery"
    )
    op.execute("DROP TABLE old_schedule")
    op.execute("DROP TABLE old_delivery")
    _create_members()


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
        sa.Column("next_run_at", sa.Text),
        sa.Column("paused_at", sa.Text),
        sa.Column("paused_until", sa.Text),
        sa.Column("pause_reason", sa.Text),
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
            "frequency",
            name="uq_schedule_member_id_kind_subject_id_frequency",
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
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try_at", sa.Text, nullable=False),
        sa.Column("not_before", sa.Text),
        sa.Column("entry_id", sa.Text),
        sa.Column("is_discreet", sa.Integer, nullable=False),
        sa.Column("first_attempt_at", sa.Text),
        sa.Column("last_attempt_at", sa.Text),
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
        sqlite_strict=True,
    )
    op.create_index("ix_delivery_state_next_try_at", "delivery", ["state", "next_try_at"])
    op.create_index("ix_delivery_member_id_state", "delivery", ["member_id", "state"])


def _create_members() -> None:
    op.create_table(
        "member",
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("zone", sa.Text),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("dm_channel_id", sa.Text),
        sa.Column("channel_id", sa.Text),
        sa.Column("consented_at", sa.Text),
        sa.Column("refused_at", sa.Text),
        sa.Column("refusal", sa.Text),
        sa.Column("quiet_from", sa.Text),
        sa.Column("quiet_until", sa.Text),
        sa.Column("weekly_cap", sa.Integer),
        sa.Column("paused_until", sa.Text),
        sa.Column("stage", sa.Text),
        sa.Column("target_role", sa.Text),
        sa.PrimaryKeyConstraint("member_id", name="pk_member"),
        sa.CheckConstraint("place IN ('dm', 'channel', 'inbox')", name=op.f("ck_member_place")),
        sa.CheckConstraint("weekly_cap >= 1", name=op.f("ck_member_weekly_cap")),
        sqlite_strict=True,
    )
    op.create_table(
        "member_skill",
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("skill", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("member_id", "skill", name="pk_member_skill"),
        sqlite_strict=True,
    )
    op.create_table(
        "held_certification",
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("certification", sa.Text, nullable=False),
        sa.Column("earned_on", sa.Text),
        sa.Column("cycle_started_on", sa.Text),
        sa.PrimaryKeyConstraint("member_id", "certification", name="pk_held_certification"),
        sqlite_strict=True,
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
        sqlite_strict=True,
    )
    op.create_index("ix_reminder_member_id", "reminder", ["member_id"])
