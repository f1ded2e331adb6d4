"""Queries about communities: when the bot joined and left, what holds for all of their posts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.sqlite import insert

from bot.model import Community, CommunityId, RoleId
from bot.storage.database import Transaction
from bot.storage.tables import community


def _community(row: Row[Any]) -> Community:
    return Community(
        id=CommunityId(row.community_id),
        joined_at=row.joined_at,
        greeting_began_at=row.greeting_began_at,
        greeted_at=row.greeted_at,
        removed_at=row.removed_at,
        mentors_role_id=None if row.mentors_role_id is None else RoleId(row.mentors_role_id),
        locale=row.locale,
    )


async def load_community(tx: Transaction, community_id: CommunityId) -> Community:
    """Return a community; one that was never stored has the defaults."""
    query = select(community).where(community.c.community_id == community_id)
    row = (await tx.execute(query)).one_or_none()
    return Community(community_id) if row is None else _community(row)


async def save_community(tx: Transaction, changed: Community) -> None:
    """Store a community in place of what was stored."""
    values: dict[str, Any] = {
        "joined_at": changed.joined_at,
        "greeting_began_at": changed.greeting_began_at,
        "greeted_at": changed.greeted_at,
        "removed_at": changed.removed_at,
        "mentors_role_id": changed.mentors_role_id,
        "locale": changed.locale,
    }
    write = insert(community).values(community_id=changed.id, **values)
    await tx.execute(write.on_conflict_do_update(index_elements=["community_id"], set_=values))


async def list_known(tx: Transaction) -> list[Community]:
    """Return every community that was ever stored."""
    return [_community(row) for row in await tx.execute(select(community))]
