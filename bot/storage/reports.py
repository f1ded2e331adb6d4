"""Queries about what members report to the moderators of a community."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, delete, exists, func, or_, select, update

from bot.model import CommunityId, MemberId, MessageId
from bot.model_mentoring import MentorState
from bot.model_moderation import Report, ReportId, ReportState
from bot.storage.database import Transaction
from bot.storage.mentoring_tables import mentor
from bot.storage.moderation_tables import report
from bot.storage.rows import insert_missing, read, values

_IS_SUSPENDED = exists().where(
    mentor.c.community_id == report.c.community_id,
    mentor.c.member_id == report.c.reported_id,
    mentor.c.state == MentorState.SUSPENDED,
)
_ARRIVED = report.c.message_id.is_not(None)


async def insert(tx: Transaction, sent: Report) -> None:
    """Store a report, unless it is there."""
    await tx.execute(insert_missing(report).values(**values(sent)))


async def load(tx: Transaction, report_id: str) -> Report | None:
    """Return a report, whosever it is."""
    row = (await tx.execute(select(report).where(report.c.id == report_id))).one_or_none()
    return None if row is None else read(Report, row)


async def count_since(tx: Transaction, member_id: MemberId, moment: datetime) -> int:
    """Return how many reports a member made since a moment (aware UTC)."""
    query = select(func.count()).where(report.c.actor_id == member_id, report.c.sent_at >= moment)
    return (await tx.execute(query)).scalar_one()


async def note_arrival(tx: Transaction, report_id: ReportId, message_id: MessageId) -> None:
    """Keep where a report stands in the moderators' channel."""
    write = update(report).where(report.c.id == report_id)
    await tx.execute(write.values(message_id=message_id))


async def set_state(tx: Transaction, report_id: ReportId, state: ReportState, at: datetime) -> None:
    """Store where a report stands."""
    write = update(report).where(report.c.id == report_id)
    await tx.execute(write.values(state=state, changed_at=at))


async def list_undone(tx: Transaction, community_id: CommunityId, most: int) -> list[Report]:
    """Return reports that are not closed or whose mentor is suspended, the newest first."""
    query = (
        select(report)
        .where(report.c.community_id == community_id, _ARRIVED)
        .where(or_(report.c.state != ReportState.CLOSED, _IS_SUSPENDED))
        .order_by(report.c.sent_at.desc(), report.c.id)
        .limit(most)
    )
    return [read(Report, row) for row in await tx.execute(query)]


async def discard(tx: Transaction, report_id: ReportId) -> None:
    """Delete a report that did not arrive."""
    await tx.execute(delete(report).where(report.c.id == report_id, ~_ARRIVED))


async def delete_before(tx: Transaction, moment: datetime, limit: int) -> int:
    """Delete reports that were closed, or never arrived, before a moment (aware UTC).

    Those whose mentor is suspended stay: through them the suspension is lifted.
    """
    is_over = and_(report.c.state == ReportState.CLOSED, ~_IS_SUSPENDED)
    old = (
        select(report.c.id)
        .where(report.c.changed_at < moment, or_(~_ARRIVED, is_over))
        .limit(limit)
    )
    ids = [row.id for row in await tx.execute(old)]
    await tx.execute(delete(report).where(report.c.id.in_(ids)))
    return len(ids)
