"""Something can come on several weekdays, or on the Nth or last of a month.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add what the new repetitions need; those that are there go on as they did."""
    op.add_column("schedule", sa.Column("also_on", sa.Text, nullable=False, server_default=""))
    op.add_column("schedule", sa.Column("nth", sa.Integer))
