"""Queries about communities: when the bot joined and left, what holds for all of their posts."""

from __future__ import annotations

from sqlalchemy import select

from bot.model import Community, CommunityId
from bot.storage.database import Transaction
from bot.storage.rows import read, upsert, values
from bot.storage.tables import community

_NAMES = {"id": "community_id"}


async def load_community(tx: Transaction, community_id: CommunityId) -> Community:
    """Return a community; one that was never stored has the defaults."""
    query = select(community).where(community.c.community_id == community_id)
    row = (await tx.execute(query)).one_or_none()
    return Community(community_id) if row is None else read(Community, row, _NAMES)


async def save_community(tx: Transaction, changed: Community) -> None:
    """Store a community in place of what was stored."""
    await tx.execute(upsert(community, values(changed, _NAMES), "community_id"))


async def list_known(tx: Transaction) -> list[Community]:
    """Return every community that was ever stored."""
    return [read(Community, row, _NAMES) for row in await tx.execute(select(community))]
