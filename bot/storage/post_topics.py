"""Queries about the topics that a community's posts draw from; no row: from all."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from bot.model import CommunityId, PostKind
from bot.storage.database import Transaction
from bot.storage.tables import post_topic


async def list_topics(
    tx: Transaction, community_id: CommunityId, kind: PostKind
) -> tuple[str, ...]:
    """Return the topics chosen for a post, by name."""
    query = select(post_topic.c.topic).where(
        post_topic.c.community_id == community_id, post_topic.c.kind == kind
    )
    return tuple(row.topic for row in await tx.execute(query.order_by(post_topic.c.topic)))


async def save_topics(
    tx: Transaction, community_id: CommunityId, kind: PostKind, topics: Iterable[str]
) -> None:
    """Store the topics of a post in place of what was chosen before."""
    await tx.execute(
        delete(post_topic).where(
            post_topic.c.community_id == community_id, post_topic.c.kind == kind
        )
    )
    rows = [{"community_id": community_id, "kind": kind, "topic": one} for one in topics]
    if rows:
        await tx.execute(insert(post_topic), rows)
