"""Queries about what communities added for themselves; each asks for one community only."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from bot.model import CommunityId, EntryId, EntryKind, OwnEntry
from bot.storage.database import Transaction
from bot.storage.rows import read, upsert, values
from bot.storage.tables import community_entry


async def list_entries(
    tx: Transaction, community_id: CommunityId, kind: EntryKind | None = None
) -> list[OwnEntry]:
    """Return a community's entries (of one kind), oldest first."""
    query = select(community_entry).where(community_entry.c.community_id == community_id)
    if kind is not None:
        query = query.where(community_entry.c.kind == kind)
    rows = await tx.execute(query.order_by(community_entry.c.added_at, community_entry.c.id))
    return [read(OwnEntry, row) for row in rows]


async def load_entry(tx: Transaction, community_id: CommunityId, entry_id: str) -> OwnEntry | None:
    """Return an entry of a community, never that of another."""
    query = select(community_entry).where(
        community_entry.c.id == entry_id, community_entry.c.community_id == community_id
    )
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else read(OwnEntry, row)


async def count_entries(tx: Transaction, community_id: CommunityId) -> int:
    """Return how many entries a community has."""
    query = select(func.count()).where(community_entry.c.community_id == community_id)
    return (await tx.execute(query)).scalar_one()


async def has_others(tx: Transaction, community_id: CommunityId, ids: Sequence[EntryId]) -> bool:
    """Tell whether one of the ids is taken by another community; never of whom or what."""
    query = select(community_entry.c.id).where(
        community_entry.c.id.in_(ids), community_entry.c.community_id != community_id
    )
    return (await tx.execute(query.limit(1))).first() is not None


async def save_entry(tx: Transaction, wanted: OwnEntry) -> None:
    """Store an entry, or its new words; when it was added stays."""
    is_own = community_entry.c.community_id == wanted.community_id
    kept = ("community_id", "kind", "added_at")
    await tx.execute(upsert(community_entry, values(wanted), "id", kept=kept, where=is_own))


async def delete_entry(tx: Transaction, community_id: CommunityId, entry_id: str) -> None:
    """Delete an entry of a community."""
    await tx.execute(
        delete(community_entry).where(
            community_entry.c.id == entry_id, community_entry.c.community_id == community_id
        )
    )
