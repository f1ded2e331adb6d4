"""Remember communities themselves: when the bot joined and left, their settings, their set-up.

Revision: 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "community",
        sa.Column("community_id", sa.Text, nullable=False),
        sa.Column("joined_at", sa.Text),
        sa.Column("greeting_began_at", sa.Text),
        sa.Column("greeted_at", sa.Text),
        sa.Column("removed_at", sa.Text),
        sa.Column("mentors_role_id", sa.Text),
        sa.Column("locale", sa.Text),
        sa.PrimaryKeyConstraint("community_id", name="pk_community"),
        sqlite_strict=True,
    )
    op.create_index("ix_community_removed_at", "community", ["removed_at"])
    op.create_table(
        "setup",
        sa.Column("community_id", sa.Text, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("draft", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community_id", name="pk_setup"),
        sqlite_strict=True,
    )
    # Communities that were only known by what is posted there; those that removed the bot are
    # told by the reason their posts were stopped with.
    op.execute(
        "INSERT INTO community (community_id, removed_at) SELECT community_id, "
        "max(iif(pause_reason = 'The bot was removed.', paused_at, NULL)) FROM schedule "
        "WHERE community_id IS NOT NULL GROUP BY community_id"
    )
