"""Goals can be dropped, and deleted with a way back for a day.

Revision: 0012, after 0011.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_GOAL = "id, member_id, title, certification, due_on, state, created_at, changed_at, done_at"
_EVENT = "id, goal_id, member_id, kind, at, detail"


def upgrade() -> None:
    """Apply the change."""
    # A check cannot be altered, and dropping a table deletes its rows first, and those of its
    # children: copy both away before. Of goals stored at one moment the first stored comes first.
    op.execute(f"CREATE TEMP TABLE old_goal AS SELECT {_GOAL} FROM goal ORDER BY rowid")  # noqa: S608
    op.execute(f"CREATE TEMP TABLE old_event AS SELECT {_EVENT} FROM goal_event")  # noqa: S608
    op.drop_table("goal_event")
    op.drop_table("goal")
    _create_goal()
    _create_goal_event()
    op.execute(f"INSERT INTO goal ({_GOAL}) SELECT {_GOAL} FROM old_goal ORDER BY rowid")  # noqa: S608
    op.execute(f"INSERT INTO goal_event ({_EVENT}) SELECT {_EVENT} FROM old_event")  # noqa: S608
    op.execute("DROP TABLE old_goal")
    op.execute("DROP TABLE old_event")
    # The sentence was changed: as it was stored, nobody would read it in their language any more.
    op.execute(
        "UPDATE delivery SET reason = 'Not sent: it was already done, dropped or deleted.' "
        "WHERE reason = 'Not sent: it was already done or deleted.'"
    )


def _create_goal() -> None:
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
        sa.Column("deleted_at", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_goal"),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f("ck_goal_state")),
        sqlite_strict=True,
    )
    op.create_index("ix_goal_member_id_state", "goal", ["member_id", "state"])
    op.create_index("ix_goal_deleted_at", "goal", ["deleted_at"])


def _create_goal_event() -> None:
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
