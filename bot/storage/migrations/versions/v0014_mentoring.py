"""Mentoring: mentors, what learners ask for, who was asked, and what two members do together.

Revision: 0014, after 0013.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    _create_mentor()
    _create_mentor_request()
    _create_mentor_offer()
    _create_mentorship()
    _create_mentorship_side()
    _create_mentorship_event()
    _create_block()


def _create_mentor() -> None:
    op.create_table(
        "mentor",
        sa.Column("community_id", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("intro", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("languages", sa.Text, nullable=False),
        sa.Column("slots", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("consented_at", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("away_until", sa.Text),
        sa.Column("unanswered", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("community_id", "member_id", name="pk_mentor"),
        sa.CheckConstraint("capacity BETWEEN 1 AND 5", name=op.f("ck_mentor_capacity")),
        sqlite_strict=True,
    )
    op.create_index("ix_mentor_member_id", "mentor", ["member_id"])
    op.create_index("ix_mentor_state_away_until", "mentor", ["state", "away_until"])


def _create_mentor_request() -> None:
    op.create_table(
        "mentor_request",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("community_id", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("goal", sa.Text, nullable=False),
        sa.Column("tried", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("certification", sa.Text),
        sa.Column("languages", sa.Text, nullable=False),
        sa.Column("slots", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("waiting_since", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("look_at", sa.Text),
        sa.Column("moved_at", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_mentor_request"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_mentor_request_community_id_state_waiting_since",
        "mentor_request",
        ["community_id", "state", "waiting_since"],
    )
    op.create_index("ix_mentor_request_look_at", "mentor_request", ["look_at"])
    op.create_index("ix_mentor_request_member_id", "mentor_request", ["member_id"])


def _create_mentor_offer() -> None:
    op.create_table(
        "mentor_offer",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("community_id", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("sent_at", sa.Text, nullable=False),
        sa.Column("expires_at", sa.Text, nullable=False),
        sa.Column("answered_at", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_mentor_offer"),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["mentor_request.id"],
            name="fk_mentor_offer_request_id_mentor_request",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_mentor_offer_community_id_state", "mentor_offer", ["community_id", "state"])
    op.create_index("ix_mentor_offer_member_id_state", "mentor_offer", ["member_id", "state"])
    op.create_index("ix_mentor_offer_state_expires_at", "mentor_offer", ["state", "expires_at"])
    op.create_index(
        "uq_mentor_offer_open",
        "mentor_offer",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("state = 'sent'"),
    )


def _create_mentorship() -> None:
    op.create_table(
        "mentorship",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("community_id", sa.Text, nullable=False),
        sa.Column("request_id", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("active_at", sa.Text, nullable=False),
        sa.Column("ends_on", sa.Text, nullable=False),
        sa.Column("check_at", sa.Text),
        sa.Column("ended_at", sa.Text),
        sa.Column("ending", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_mentorship"),
        sqlite_strict=True,
    )
    op.create_index("ix_mentorship_check_at", "mentorship", ["check_at"])
    op.create_index("ix_mentorship_community_id_state", "mentorship", ["community_id", "state"])


def _create_mentorship_side() -> None:
    op.create_table(
        "mentorship_side",
        sa.Column("mentorship_id", sa.Text, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("goal", sa.Text, nullable=False),
        sa.Column("agreed_at", sa.Text),
        sa.PrimaryKeyConstraint("mentorship_id", "side", name="pk_mentorship_side"),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name="fk_mentorship_side_mentorship_id_mentorship",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_mentorship_side_member_id", "mentorship_side", ["member_id"])


def _create_mentorship_event() -> None:
    op.create_table(
        "mentorship_event",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("mentorship_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("side", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_mentorship_event"),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name="fk_mentorship_event_mentorship_id_mentorship",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_mentorship_event_mentorship_id", "mentorship_event", ["mentorship_id"])


def _create_block() -> None:
    op.create_table(
        "block",
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("member_id", "mark", name="pk_block"),
        sqlite_strict=True,
    )
