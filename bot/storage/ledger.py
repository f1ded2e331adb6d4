"""Queries about all deliveries, for operators: what is on its way, what ended how, once more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update

from bot.model import ChannelId, Delivery, DeliveryState, MemberId
from bot.storage import mentorships, schedules
from bot.storage.database import Transaction
from bot.storage.deliveries import JOINED
from bot.storage.rows import read
from bot.storage.tables import delivery, schedule


async def list_latest(
    tx: Transaction, state: DeliveryState | None, since: datetime | None, limit: int
) -> list[Delivery]:
    """Return deliveries (of a state, due since a moment), the last due first."""
    query = JOINED.order_by(delivery.c.due_at.desc(), delivery.c.id).limit(limit)
    if state is not None:
        query = query.where(delivery.c.state == state)
    if since is not None:
        query = query.where(delivery.c.due_at >= since)
    return [read(Delivery, row) for row in await tx.execute(query)]


async def retry(tx: Transaction, stuck: Delivery, real: datetime) -> bool:
    """Put a delivery that did not arrive on its way again; tell if it still stood as given.

    One attempt stays counted, so that the channel is looked through first; when the last one was
    is forgotten, so that a history nobody can read does not end in doubt again. A member's is
    routed anew.
    """
    write = update(delivery).where(delivery.c.id == stuck.id, delivery.c.state == stuck.state)
    place = stuck.channel_id if stuck.member_id is None else None
    if stuck.state is DeliveryState.IN_DOUBT:
        place = stuck.channel_id
    done = await tx.execute(
        write.values(
            state=DeliveryState.PENDING,
            attempts=min(stuck.attempts, 1),
            failures=0,
            last_attempt_at=None,
            next_try_at=real,
            not_before=None,
            channel_id=place,
            merged_into=None,
        )
    )
    return done.rowcount == 1


async def count_waiting(tx: Transaction, now: datetime) -> dict[str, int]:
    """Return how many are pending, held back until later (schedule time) and being sent."""
    is_held = and_(delivery.c.not_before.is_not(None), delivery.c.not_before > now)
    query = (
        select(delivery.c.state, is_held, func.count())
        .where(delivery.c.state.in_([DeliveryState.PENDING, DeliveryState.SENDING]))
        .group_by(delivery.c.state, is_held)
    )
    counts = {"pending": 0, "held": 0, "sending": 0}
    for state, held, count in await tx.execute(query):
        counts["held" if held and state == DeliveryState.PENDING else state] += count
    return counts


async def next_due(tx: Transaction) -> datetime | None:
    """Return when anything is sent next (aware UTC): in the past, while something waits for it."""
    due_at = func.coalesce(delivery.c.not_before, delivery.c.due_at)
    unsettled = [DeliveryState.PENDING, DeliveryState.SENDING]
    query = select(func.min(due_at)).where(delivery.c.state.in_(unsettled))
    waiting = (await tx.execute(query)).scalar_one()
    planned = (waiting, await schedules.next_due(tx), await mentorships.next_turn(tx))
    return min((at for at in planned if at is not None), default=None)


async def next_seen(
    tx: Transaction, member_id: MemberId, channels: Sequence[ChannelId]
) -> datetime | None:
    """Return when a member next sees something sent: their own, or a post in these channels."""
    is_theirs = or_(
        schedule.c.member_id == member_id,
        and_(schedule.c.member_id.is_(None), schedule.c.channel_id.in_(channels)),
    )
    due_at = func.coalesce(delivery.c.not_before, delivery.c.due_at)
    unsettled = [DeliveryState.PENDING, DeliveryState.SENDING]
    sent = delivery.join(schedule, delivery.c.schedule_id == schedule.c.id)
    waiting = select(func.min(due_at)).select_from(sent)
    planned = select(func.min(schedule.c.next_run_at))
    asked = (waiting.where(delivery.c.state.in_(unsettled), is_theirs), planned.where(is_theirs))
    moments = [(await tx.execute(query)).scalar_one() for query in asked]
    return min((at for at in moments if at is not None), default=None)
