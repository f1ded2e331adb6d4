"""The guided set-up is one form: what was chosen in it is saved at once.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Drop the set-ups that were begun: what was saved of them is in the settings."""
    op.drop_table("setup")
