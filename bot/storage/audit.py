"""Queries about the audit trail: appended to, read, and cut off by age; never rewritten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, insert, select

from bot.model import CommunityId
from bot.storage.database import Transaction
from bot.storage.rows import read, values
from bot.storage.tables import audit
from bot.trail import Entry

_NAMES = {"old": "old_values", "new": "new_values"}


async def append(tx: Transaction, entry: Entry) -> None:
    """Store one change."""
    await tx.execute(insert(audit).values(values(entry, _NAMES)))


async def list_newest(tx: Transaction, community_id: CommunityId, limit: int) -> list[Entry]:
    """Return a community's changes, newest first."""
    query = (
        select(audit)
        .where(audit.c.community_id == community_id)
        .order_by(audit.c.at.desc(), audit.c.id.desc())
        .limit(limit)
    )
    return [read(Entry, row, _NAMES) for row in await tx.execute(query)]


async def count(tx: Transaction, community_id: CommunityId) -> int:
    """Return how many changes of a community are kept."""
    query = select(func.count()).select_from(audit).where(audit.c.community_id == community_id)
    return (await tx.execute(query)).scalar_one()


async def delete_before(tx: Transaction, moment: datetime) -> int:
    """Delete what is older than ``moment`` (aware UTC); return how many rows."""
    return (await tx.execute(delete(audit).where(audit.c.at < moment))).rowcount
