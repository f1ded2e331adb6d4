"""Queries about deliveries: one row per planned moment and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.model import (
    ChannelId,
    CommunityId,
    Delivery,
    DeliveryId,
    DeliveryState,
    MessageId,
    PostKind,
    ScheduleId,
)
from bot.storage.database import Transaction
from bot.storage.tables import delivery, schedule

_JOINED = select(delivery, schedule.c.kind, schedule.c.community_id).join(
    schedule, schedule.c.id == delivery.c.schedule_id
)


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=DeliveryId(row.id),
        schedule_id=ScheduleId(row.schedule_id),
        kind=PostKind(row.kind),
        community_id=CommunityId(row.community_id),
        channel_id=ChannelId(row.channel_id),
        due_at=row.due_at,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        next_try_at=row.next_try_at,
        entry_id=row.entry_id,
        first_attempt_at=row.first_attempt_at,
        last_attempt_at=row.last_attempt_at,
        reason=row.reason,
        message_id=None if row.message_id is None else MessageId(row.message_id),
    )


async def insert_planned(tx: Transaction, planned: Sequence[dict[str, Any]]) -> None:
    """Plan moments; one that is planned already stays as it is."""
    if planned:
        await tx.execute(insert(delivery).on_conflict_do_nothing(), list(planned))


async def list_ready(tx: Transaction, now: datetime, limit: int) -> list[Delivery]:
    """Return pending deliveries whose next try is due (``now`` is real time), oldest first."""
    query = (
        _JOINED.where(
            delivery.c.state == DeliveryState.PENDING.value, delivery.c.next_try_at <= now
        )
        .order_by(delivery.c.next_try_at)
        .limit(limit)
    )
    return [_delivery(row) for row in await tx.execute(query)]


async def list_in_state(tx: Transaction, state: DeliveryState) -> list[Delivery]:
    """Return all deliveries in a state, oldest first."""
    query = _JOINED.where(delivery.c.state == state.value).order_by(delivery.c.due_at)
    return [_delivery(row) for row in await tx.execute(query)]


async def claim(tx: Transaction, wanted: Delivery, entry_id: str, at: datetime) -> bool:
    """Take a delivery for sending at real time ``at``; tell if nobody took it meanwhile."""
    write = update(delivery).where(
        delivery.c.id == wanted.id,
        delivery.c.state == wanted.state.value,
        delivery.c.attempts == wanted.attempts,
    )
    done = await tx.execute(
        write.values(
            state=DeliveryState.SENDING.value,
            entry_id=entry_id,
            attempts=wanted.attempts + 1,
            first_attempt_at=wanted.first_attempt_at or at,
            last_attempt_at=at,
        )
    )
    return done.rowcount == 1


async def settle(
    tx: Transaction,
    delivery_id: DeliveryId,
    state: DeliveryState,
    *,
    reason: str | None = None,
    message_id: MessageId | None = None,
    next_try: datetime | None = None,
) -> None:
    """Record what became of an attempt; ``next_try`` (real time) goes with ``pending``."""
    values: dict[str, Any] = {"state": state.value, "reason": reason, "message_id": message_id}
    if next_try is not None:
        values["next_try_at"] = next_try
    await tx.execute(update(delivery).where(delivery.c.id == delivery_id).values(values))


async def list_problems(
    tx: Transaction, community_id: CommunityId, since: datetime, limit: int
) -> list[Delivery]:
    """Return a community's failed, skipped and doubtful deliveries since a moment, newest first."""
    troubled = [
        state.value
        for state in (DeliveryState.FAILED, DeliveryState.SKIPPED, DeliveryState.IN_DOUBT)
    ]
    query = (
        _JOINED.where(
            schedule.c.community_id == community_id,
            delivery.c.state.in_(troubled),
            delivery.c.due_at >= since,
        )
        .order_by(delivery.c.due_at.desc())
        .limit(limit)
    )
    return [_delivery(row) for row in await tx.execute(query)]


async def skip_pending(
    tx: Transaction, community_id: CommunityId, kinds: Sequence[PostKind], reason: str
) -> None:
    """Give up what waits to be posted in a community; what is being sent goes on."""
    stopped = select(schedule.c.id).where(
        schedule.c.community_id == community_id,
        schedule.c.kind.in_([kind.value for kind in kinds]),
    )
    write = update(delivery).where(
        delivery.c.schedule_id.in_(stopped), delivery.c.state == DeliveryState.PENDING.value
    )
    await tx.execute(write.values(state=DeliveryState.SKIPPED.value, reason=reason))


async def list_last_uses(
    tx: Transaction, community_id: CommunityId, kind: PostKind
) -> dict[str, datetime]:
    """Return when (real time) a community's posts of a kind last used each catalogue entry."""
    query = (
        select(delivery.c.entry_id, func.max(delivery.c.first_attempt_at))
        .join(schedule, schedule.c.id == delivery.c.schedule_id)
        .where(
            schedule.c.community_id == community_id,
            schedule.c.kind == kind.value,
            delivery.c.entry_id.is_not(None),
            delivery.c.first_attempt_at.is_not(None),
            delivery.c.state != DeliveryState.SKIPPED.value,
        )
        .group_by(delivery.c.entry_id)
    )
    return {row[0]: row[1] for row in await tx.execute(query)}
