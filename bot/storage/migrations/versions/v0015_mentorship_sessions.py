"""Mentorships: pauses, going on for longer, sessions, and how it went.

Revision: 0015, after 0014.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("mentorship", sa.Column("paused_until", sa.Text))
    op.add_column("mentorship_side", sa.Column("more_months", sa.Integer))
    _create_mentorship_session()
    _create_mentorship_review()
    _create_mentorship_thanks()


def _create_mentorship_session() -> None:
    op.create_table(
        "mentorship_session",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("mentorship_id", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("held_on", sa.Text, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("next_step", sa.Text, nullable=False),
        sa.Column("logged_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mentorship_session"),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name="fk_mentorship_session_mentorship_id_mentorship",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_mentorship_session_member_id", "mentorship_session", ["member_id"])
    op.create_index(
        "uq_mentorship_session_meeting",
        "mentorship_session",
        ["mentorship_id", "member_id", "held_on", "minutes"],
        unique=True,
    )


def _create_mentorship_review() -> None:
    op.create_table(
        "mentorship_review",
        sa.Column("mentorship_id", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("reached", sa.Integer, nullable=False),
        sa.Column("would_repeat", sa.Integer, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("written_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("mentorship_id", "member_id", name="pk_mentorship_review"),
        sa.CheckConstraint("reached BETWEEN 1 AND 5", name=op.f("ck_mentorship_review_reached")),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name="fk_mentorship_review_mentorship_id_mentorship",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_mentorship_review_member_id", "mentorship_review", ["member_id"])


def _create_mentorship_thanks() -> None:
    op.create_table(
        "mentorship_thanks",
        sa.Column("mentorship_id", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("written_at", sa.Text, nullable=False),
        sa.Column("sent_at", sa.Text),
        sa.PrimaryKeyConstraint("mentorship_id", name="pk_mentorship_thanks"),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name="fk_mentorship_thanks_mentorship_id_mentorship",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_mentorship_thanks_member_id", "mentorship_thanks", ["member_id"])
