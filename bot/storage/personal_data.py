"""A member's data in every table that holds their id, found by the schema itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, delete, func, or_, select, update

from bot.model import MemberId
from bot.storage.database import Transaction
from bot.storage.tables import metadata

OWNER, ACTOR = "member_id", "actor_id"
MEMBER_COLUMNS = frozenset({OWNER, ACTOR})
"""What a column that holds a member's id is called; the house test knows no other name.

A row with an owner is theirs and goes with them. What somebody did to a community is the
community's: the row stays, without its actor.
"""


def personal_tables() -> tuple[Table, ...]:
    """Return the tables that hold a member's id, children first so that all can be deleted."""
    return tuple(
        table
        for table in reversed(metadata.sorted_tables)
        if MEMBER_COLUMNS & set(table.columns.keys())
    )


def _is_of(table: Table, member_id: MemberId) -> Any:
    columns = [table.c[name] for name in sorted(MEMBER_COLUMNS & set(table.columns.keys()))]
    return or_(*(column == member_id for column in columns))


async def export_rows(tx: Transaction, member_id: MemberId) -> dict[str, list[dict[str, Any]]]:
    """Return every row of a member by table."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in reversed(personal_tables()):
        rows = await tx.execute(select(table).where(_is_of(table, member_id)))
        found[table.name] = [dict(row) for row in rows.mappings()]
    return found


async def count_rows(tx: Transaction, member_id: MemberId) -> dict[str, int]:
    """Return how many rows of a member each table holds, without those that hold none."""
    counts: dict[str, int] = {}
    for table in reversed(personal_tables()):
        query = select(func.count()).select_from(table).where(_is_of(table, member_id))
        counts[table.name] = (await tx.execute(query)).scalar_one()
    return {name: count for name, count in counts.items() if count}


async def delete_rows(tx: Transaction, member_id: MemberId) -> dict[str, int]:
    """Delete every row of a member, and their id elsewhere; return how many rows, by table."""
    counts = await count_rows(tx, member_id)
    for table in personal_tables():
        if ACTOR in table.columns:
            forget = update(table).where(table.c[ACTOR] == member_id)
            await tx.execute(forget.values({ACTOR: None}))
        if OWNER in table.columns:
            await tx.execute(delete(table).where(table.c[OWNER] == member_id))
    return counts
