"""What moderators decide about mentoring, and what is reported to them.

Revision: 0016, after 0015.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "mentor_rules",
        sa.Column("community_id", sa.Text, nullable=False),
        sa.Column("answer_days", sa.Integer, nullable=False),
        sa.Column("most_learners", sa.Integer, nullable=False),
        sa.Column("months", sa.Integer, nullable=False),
        sa.Column("reports_channel_id", sa.Text),
        sa.Column("in_rounds", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("community_id", name="pk_mentor_rules"),
        sa.CheckConstraint("answer_days BETWEEN 1 AND 7", name=op.f("ck_mentor_rules_answer_days")),
        sa.CheckConstraint(
            "most_learners BETWEEN 1 AND 5", name=op.f("ck_mentor_rules_most_learners")
        ),
        sa.CheckConstraint("months BETWEEN 1 AND 6", name=op.f("ck_mentor_rules_months")),
        sqlite_strict=True,
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("community_id", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Text),
        sa.Column("reported_id", sa.Text),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("sent_at", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sqlite_strict=True,
    )
    op.create_index("ix_report_actor_id", "report", ["actor_id"])
    op.create_index("ix_report_reported_id", "report", ["reported_id"])
    op.create_index(
        "ix_report_community_id_state_sent_at", "report", ["community_id", "state", "sent_at"]
    )
