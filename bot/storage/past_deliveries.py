"""Deliveries that ended long ago: forgotten, so that nobody's rows grow for ever."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select

from bot.model import DeliveryState, PostKind
from bot.storage.database import Transaction
from bot.storage.tables import delivery, schedule

_GOES_ON = [DeliveryState.PENDING, DeliveryState.SENDING]
_SINGLE = (PostKind.MENTOR_OFFER, PostKind.MENTOR_REQUEST, PostKind.MENTORSHIP)
_IS_OVER = (delivery.c.state.not_in(_GOES_ON), delivery.c.merged_into.is_(None))


async def delete_before(tx: Transaction, moment: datetime, limit: int) -> int:
    """Delete at most ``limit`` deliveries that ended and were due before ``moment`` (aware UTC).

    What was merged into one goes with it and is not counted.
    """
    return await _delete(tx, delivery.c.due_at < moment, limit=limit)


async def delete_beyond(tx: Transaction, most: int, limit: int) -> int:
    """Delete, of members with more than ``most`` deliveries that ended, ``limit`` of the oldest."""
    over = (
        select(delivery.c.member_id)
        .where(*_IS_OVER, delivery.c.member_id.is_not(None))
        .group_by(delivery.c.member_id)
        .having(func.count() > most)
        .limit(1)
    )
    member_id = (await tx.execute(over)).scalar_one_or_none()
    if member_id is None:
        return 0
    own = delivery.c.member_id == member_id
    newest = (
        select(delivery.c.id).where(*_IS_OVER, own).order_by(delivery.c.due_at.desc()).limit(most)
    )
    return await _delete(tx, own, delivery.c.id.not_in(newest), limit=limit)


async def _delete(tx: Transaction, *conditions: ColumnElement[bool], limit: int) -> int:
    old = select(delivery.c.id).where(*_IS_OVER, *conditions).order_by(delivery.c.due_at)
    ids = [row.id for row in await tx.execute(old.limit(limit))]
    gone = or_(delivery.c.id.in_(ids), delivery.c.merged_into.in_(ids))
    await tx.execute(delete(delivery).where(gone))
    return len(ids)


async def delete_messages_told(tx: Transaction, limit: int) -> int:
    """Delete plans of single messages about mentoring of which no delivery is left."""
    told = (
        select(schedule.c.id)
        .where(schedule.c.kind.in_(_SINGLE), schedule.c.next_run_at.is_(None))
        .where(~select(delivery.c.id).where(delivery.c.schedule_id == schedule.c.id).exists())
        .limit(limit)
    )
    ids = [row.id for row in await tx.execute(told)]
    await tx.execute(delete(schedule).where(schedule.c.id.in_(ids)))
    return len(ids)
