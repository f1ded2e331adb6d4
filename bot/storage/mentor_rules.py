"""Queries about how mentoring goes in a community."""

from __future__ import annotations

from sqlalchemy import select

from bot.model import CommunityId
from bot.model_moderation import MentorRules
from bot.storage.database import Transaction
from bot.storage.moderation_tables import mentor_rules
from bot.storage.rows import read, upsert, values


async def load(tx: Transaction, community_id: CommunityId) -> MentorRules:
    """Return a community's rules, or what they are by default."""
    query = select(mentor_rules).where(mentor_rules.c.community_id == community_id)
    row = (await tx.execute(query)).one_or_none()
    return MentorRules(community_id) if row is None else read(MentorRules, row)


async def save(tx: Transaction, wanted: MentorRules) -> None:
    """Store a community's rules in place of what they were."""
    await tx.execute(upsert(mentor_rules, values(wanted), "community_id"))
