"""Queries about the audit trail: appended to, read, and cut off by age; never rewritten."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from bot.model import CommunityId, MemberId
from bot.storage.database import Transaction
from bot.storage.tables import audit
from bot.trail import Entry, Verb


async def append(tx: Transaction, entry: Entry) -> None:
    """Store one change."""
    write = insert(audit).values(
        community_id=entry.community_id,
        actor_id=entry.actor_id,
        at=entry.at,
        verb=entry.verb.value,
        subject=entry.subject,
        old_values=json.dumps(dict(entry.old)),
        new_values=json.dumps(dict(entry.new)),
    )
    await tx.execute(write)


async def list_newest(tx: Transaction, community_id: CommunityId, limit: int) -> list[Entry]:
    """Return a community's changes, newest first."""
    query = (
        select(audit)
        .where(audit.c.community_id == community_id)
        .order_by(audit.c.at.desc(), audit.c.id.desc())
        .limit(limit)
    )
    return [
        Entry(
            community_id=CommunityId(row.community_id),
            actor_id=None if row.actor_id is None else MemberId(row.actor_id),
            at=row.at,
            verb=Verb(row.verb),
            subject=row.subject,
            old=json.loads(row.old_values),
            new=json.loads(row.new_values),
        )
        for row in await tx.execute(query)
    ]


async def count(tx: Transaction, community_id: CommunityId) -> int:
    """Return how many changes of a community are kept."""
    query = select(func.count()).select_from(audit).where(audit.c.community_id == community_id)
    return (await tx.execute(query)).scalar_one()


async def delete_before(tx: Transaction, moment: datetime) -> int:
    """Delete what is older than ``moment`` (aware UTC); return how many rows."""
    return (await tx.execute(delete(audit).where(audit.c.at < moment))).rowcount
