"""Create goals with their events, schedules, deliveries and the bot's own state.

Revision: 0001, after nothing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATES = "'pending', 'sending', 'sent', 'failed', 'skipped', 'in-doubt'"


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "bot_state",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_bot_state"),
        sqlite_strict=True,
    )
    op.create_table(
        "goal",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("certification", sa.Text),
        sa.Column("due_on", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("done_at", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_goal"),
        sa.CheckConstraint("state IN ('open', 'done')", name=op.f("ck_goal_state")),
        sqlite_strict=True,
    )
    op.create_index("ix_goal_member_id_state", "goal", ["member_id", "state"])
    op.create_table(
        "goal_event",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("goal_id", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_goal_event"),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["goal.id"], name="fk_goal_event_goal_id_goal", ondelete="CASCADE"
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_goal_event_goal_id", "goal_event", ["goal_id"])
    op.create_index("ix_goal_event_member_id", "goal_event", ["member_id"])
    op.create_table(
        "schedule",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("community_id", sa.Text, nullable=False),
        sa.Column("channel_id", sa.Text),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("local_time", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("next_run_at", sa.Text),
        sa.Column("paused_at", sa.Text),
        sa.Column("paused_until", sa.Text),
        sa.Column("pause_reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_schedule"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_schedule_weekday")),
        sa.UniqueConstraint("community_id", "kind", name="uq_schedule_community_id_kind"),
        sqlite_strict=True,
    )
    op.create_index("ix_schedule_next_run_at", "schedule", ["next_run_at"])
    op.create_table(
        "delivery",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("schedule_id", sa.Integer, nullable=False),
        sa.Column("channel_id", sa.Text, nullable=False),
        sa.Column("due_at", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try_at", sa.Text, nullable=False),
        sa.Column("entry_id", sa.Text),
        sa.Column("first_attempt_at", sa.Text),
        sa.Column("last_attempt_at", sa.Text),
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
