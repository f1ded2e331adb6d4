"""Keep what communities add for themselves: nudges, tips and links.

Revision: 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "community_entry",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("community_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("added_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_community_entry"),
        sa.CheckConstraint(
            "kind IN ('nudge', 'tip', 'link')", name=op.f("ck_community_entry_kind")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_community_entry_community_id_kind", "community_entry", ["community_id", "kind"]
    )
