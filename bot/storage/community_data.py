"""A community's data in every table that holds its id, found by the schema itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, func, or_, select, update

from bot.model import CommunityId
from bot.storage.database import Transaction
from bot.storage.mentoring_tables import OF_MEMBERS
from bot.storage.rows import upsert
from bot.storage.tables import audit, community, import_draft, metadata

OWNER = "community_id"
# That the bot is there and has said hello is no setting: forgotten, it would say hello again.
_PRESENCE = frozenset({OWNER, "joined_at", "greeting_began_at", "greeted_at", "removed_at"})


def community_tables() -> tuple[Table, ...]:
    """Return the tables that hold a community's id, children first so that all can be deleted."""
    return tuple(t for t in reversed(metadata.sorted_tables) if OWNER in t.columns)


def _settings_tables() -> tuple[Table, ...]:
    """Return those of them that hold what its moderators set, and the audit trail."""
    return tuple(table for table in community_tables() if table.info != OF_MEMBERS)


async def count_settings(tx: Transaction, community_id: CommunityId) -> dict[str, int]:
    """Return how many rows of settings each table holds, without those that hold none."""
    counts: dict[str, int] = {}
    for table in _settings_tables():
        query = select(func.count()).select_from(table).where(table.c[OWNER] == community_id)
        if table is community:
            query = query.where(or_(*(column.is_not(None) for column in _settings())))
        if table is not audit:
            counts[table.name] = (await tx.execute(query)).scalar_one()
    return {name: count for name, count in counts.items() if count}


async def delete_settings(tx: Transaction, community_id: CommunityId) -> dict[str, int]:
    """Delete all settings of a community, not its audit trail; return how many rows, by table."""
    counts = await count_settings(tx, community_id)
    for table in _settings_tables():
        own = table.c[OWNER] == community_id
        if table is community:
            await tx.execute(update(table).where(own).values(dict.fromkeys(_settings())))
        elif table is not audit:
            await tx.execute(delete(table).where(own))
    return counts


async def delete_everything(tx: Transaction, community_id: CommunityId) -> None:
    """Delete every row of a community."""
    for table in community_tables():
        await tx.execute(delete(table).where(table.c[OWNER] == community_id))


async def load_import(tx: Transaction, community_id: CommunityId) -> bytes | None:
    """Return the file that was last looked at and not imported yet, if any."""
    query = select(import_draft.c.content).where(import_draft.c[OWNER] == community_id)
    found = (await tx.execute(query)).scalar_one_or_none()
    return None if found is None else found.encode()


async def save_import(
    tx: Transaction, community_id: CommunityId, content: str, at: datetime
) -> None:
    """Keep a file to be imported in place of an earlier one; ``at`` is aware UTC."""
    row = {OWNER: community_id, "content": content, "at": at}
    await tx.execute(upsert(import_draft, row, OWNER))


async def delete_import(tx: Transaction, community_id: CommunityId) -> None:
    """Forget the file that waits to be imported."""
    await tx.execute(delete(import_draft).where(import_draft.c[OWNER] == community_id))


async def delete_imports_before(tx: Transaction, moment: datetime) -> int:
    """Forget files that have waited since before ``moment`` (aware UTC); return how many."""
    return (await tx.execute(delete(import_draft).where(import_draft.c.at < moment))).rowcount


def _settings() -> list[Any]:
    return [column for column in community.columns if column.name not in _PRESENCE]
