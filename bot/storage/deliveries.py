"""Queries about deliveries: one row per planned moment and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from bot.model import (
    ChannelId,
    CommunityId,
    Delivery,
    DeliveryId,
    DeliveryState,
    MemberId,
    PostKind,
    ScheduleId,
)
from bot.storage.database import Transaction
from bot.storage.rows import insert_missing, read
from bot.storage.tables import delivery, schedule

JOINED = select(delivery, schedule.c.kind, schedule.c.community_id, schedule.c.subject_id).join(
    schedule, schedule.c.id == delivery.c.schedule_id
)
_TROUBLED = (DeliveryState.FAILED, DeliveryState.SKIPPED, DeliveryState.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Claim:
    """What an attempt is going to say, where, and since when (the platform's time)."""

    entry_id: str
    channel_id: ChannelId
    at: datetime
    is_discreet: bool = False


async def insert_planned(tx: Transaction, planned: Sequence[dict[str, Any]]) -> None:
    """Plan moments; one that is planned already stays as it is."""
    if planned:
        await tx.execute(insert_missing(delivery), list(planned))


async def list_ready(tx: Transaction, now: datetime, real: datetime, limit: int) -> list[Delivery]:
    """Return pending deliveries whose next try (real time) is due and that nothing holds back.

    ``now`` is the schedule's time, which quiet hours follow.
    """
    query = (
        JOINED.where(
            delivery.c.state == DeliveryState.PENDING,
            delivery.c.next_try_at <= real,
            # Planned by a clock that was ahead and is right again, it waits for its moment.
            delivery.c.due_at <= now,
            or_(delivery.c.not_before.is_(None), delivery.c.not_before <= now),
        )
        .order_by(delivery.c.next_try_at)
        .limit(limit)
    )
    return [read(Delivery, row) for row in await tx.execute(query)]


async def is_any_tried_after(tx: Transaction, moment: datetime) -> bool:
    """Tell cheaply whether a pending delivery waits longer than until ``moment`` (real time)."""
    query = select(delivery.c.id).where(
        delivery.c.state == DeliveryState.PENDING, delivery.c.next_try_at > moment
    )
    return (await tx.execute(query.limit(1))).first() is not None


async def try_again(tx: Transaction, moment: datetime, real: datetime) -> None:
    """Let what waits longer than until ``moment`` be tried at ``real`` (both real time)."""
    write = update(delivery).where(
        delivery.c.state == DeliveryState.PENDING, delivery.c.next_try_at > moment
    )
    await tx.execute(write.values(next_try_at=real))


async def list_in_state(
    tx: Transaction, state: DeliveryState, limit: int | None = None
) -> list[Delivery]:
    """Return the deliveries in a state, oldest first."""
    query = JOINED.where(delivery.c.state == state).order_by(delivery.c.due_at)
    return [read(Delivery, row) for row in await tx.execute(query.limit(limit))]


async def load_delivery(tx: Transaction, delivery_id: str) -> Delivery | None:
    """Return one delivery."""
    row = (await tx.execute(JOINED.where(delivery.c.id == delivery_id))).one_or_none()
    return None if row is None else read(Delivery, row)


async def claim(tx: Transaction, wanted: Delivery, claimed: Claim) -> bool:
    """Take a delivery for sending; tell if nobody took it meanwhile."""
    write = update(delivery).where(
        delivery.c.id == wanted.id,
        delivery.c.state == wanted.state,
        delivery.c.attempts == wanted.attempts,
    )
    done = await tx.execute(
        write.values(
            state=DeliveryState.SENDING,
            entry_id=claimed.entry_id,
            channel_id=claimed.channel_id,
            is_discreet=claimed.is_discreet,
            attempts=wanted.attempts + 1,
            first_attempt_at=wanted.first_attempt_at or claimed.at,
            last_attempt_at=claimed.at,
            attempt_ended_at=None,
        )
    )
    return done.rowcount == 1


_UNSENT = (DeliveryState.PENDING, DeliveryState.SKIPPED, DeliveryState.INBOX, DeliveryState.FAILED)


async def forget_planned_after(tx: Transaction, now: datetime) -> None:
    """Forget what is due after ``now`` (schedule time), was never tried and carries nothing.

    What is held back is looked at again, by the clock as it is now.
    """
    carried = select(delivery.c.merged_into).where(delivery.c.merged_into.is_not(None))
    await tx.execute(
        delete(delivery).where(
            delivery.c.due_at > now,
            delivery.c.state.in_(_UNSENT),
            delivery.c.attempts == 0,
            delivery.c.id.not_in(carried),
        )
    )
    held = update(delivery).where(delivery.c.state == DeliveryState.PENDING)
    await tx.execute(held.values(not_before=None))


async def last_due(tx: Transaction, schedule_id: ScheduleId, until: datetime) -> datetime | None:
    """Return the newest moment until ``until`` for which a schedule has a delivery (aware UTC)."""
    query = select(func.max(delivery.c.due_at)).where(
        delivery.c.schedule_id == schedule_id, delivery.c.due_at <= until
    )
    return (await tx.execute(query)).scalar_one()


async def list_due_after(
    tx: Transaction, schedule_id: ScheduleId, after: datetime
) -> list[datetime]:
    """Return the moments after ``after`` for which a schedule has deliveries (aware UTC)."""
    query = select(delivery.c.due_at).where(
        delivery.c.schedule_id == schedule_id, delivery.c.due_at > after
    )
    return list((await tx.execute(query.order_by(delivery.c.due_at))).scalars())


async def hold(tx: Transaction, delivery_id: DeliveryId, until: datetime) -> None:
    """Keep a pending delivery back until a moment of the schedule's time."""
    write = update(delivery).where(delivery.c.id == delivery_id)
    await tx.execute(write.values(not_before=until))


async def next_waiting(tx: Transaction, member_id: MemberId) -> Delivery | None:
    """Return what has waited longest to be sent to a member."""
    query = JOINED.where(
        delivery.c.member_id == member_id, delivery.c.state == DeliveryState.PENDING
    )
    row = (await tx.execute(query.order_by(delivery.c.due_at).limit(1))).one_or_none()
    return None if row is None else read(Delivery, row)


async def release(tx: Transaction, member_id: MemberId) -> None:
    """Look again, by the member's new settings, at what is held back for them."""
    write = update(delivery).where(
        delivery.c.member_id == member_id, delivery.c.state == DeliveryState.PENDING
    )
    await tx.execute(write.values(not_before=None))


async def merge_waiting(tx: Transaction, into: Delivery, now: datetime) -> None:
    """Merge what else is due for the same member, and was never tried, into a delivery."""
    write = update(delivery).where(
        delivery.c.member_id == into.member_id,
        delivery.c.state == DeliveryState.PENDING,
        delivery.c.attempts == 0,
        delivery.c.due_at <= now,
        delivery.c.id != into.id,
    )
    await tx.execute(write.values(state=DeliveryState.MERGED, merged_into=into.id))


async def list_merged(tx: Transaction, into: Delivery) -> list[Delivery]:
    """Return what a delivery also tells, oldest first."""
    query = JOINED.where(
        delivery.c.member_id == into.member_id,
        delivery.c.state == DeliveryState.MERGED,
        delivery.c.merged_into == into.id,
    )
    # Of one moment, in the order in which they were asked for.
    query = query.order_by(delivery.c.due_at, delivery.c.schedule_id)
    return [read(Delivery, row) for row in await tx.execute(query)]


async def list_told(tx: Transaction, member_id: MemberId, delivery_id: str) -> list[Delivery]:
    """Return what a message tells its member: the delivery that began it, while it is there, first.

    One that took the message over since is found by its mark.
    """
    carries = or_(delivery.c.id == delivery_id, delivery.c.mark == delivery_id)
    beside = delivery.c.merged_into.in_(select(delivery.c.id).where(carries))
    query = JOINED.where(delivery.c.member_id == member_id, or_(carries, beside))
    query = query.order_by(delivery.c.id != delivery_id, delivery.c.due_at, delivery.c.schedule_id)
    return [read(Delivery, row) for row in await tx.execute(query)]


async def list_sent_moments(
    tx: Transaction, member_id: MemberId, since: datetime, until: datetime
) -> list[datetime]:
    """Return when (schedule time) messages reached a member in a time, oldest first."""
    query = select(delivery.c.sent_at).where(
        delivery.c.member_id == member_id,
        delivery.c.state == DeliveryState.SENT,
        delivery.c.sent_at > since,
        delivery.c.sent_at <= until,
    )
    return [row.sent_at for row in await tx.execute(query.order_by(delivery.c.sent_at))]


async def list_inbox(tx: Transaction, member_id: MemberId, limit: int) -> list[Delivery]:
    """Return what did not reach a member and was not put away by them, newest first."""
    query = JOINED.where(*_in_inbox(member_id))
    rows = await tx.execute(query.order_by(delivery.c.due_at.desc()).limit(limit))
    return [read(Delivery, row) for row in rows]


async def empty_inbox(tx: Transaction, member_id: MemberId, at: datetime) -> int:
    """Put away all that a member's inbox holds; return how many."""
    write = update(delivery).where(*_in_inbox(member_id))
    return (await tx.execute(write.values(answered_at=at))).rowcount


def _in_inbox(member_id: MemberId) -> tuple[ColumnElement[bool], ...]:
    return (
        delivery.c.member_id == member_id,
        delivery.c.state.in_([DeliveryState.INBOX, *_TROUBLED]),
        delivery.c.answered_at.is_(None),
    )


async def answer(
    tx: Transaction, member_id: MemberId, delivery_id: str, at: datetime
) -> Delivery | None:
    """Note that a member reacted to a delivery of theirs (the first time counts); return it."""
    found = await load_delivery(tx, delivery_id)
    if found is None or found.member_id != member_id:
        return None
    if found.answered_at is None:
        write = update(delivery).where(delivery.c.id == found.id)
        await tx.execute(write.values(answered_at=at))
    return found


async def list_last_sent(
    tx: Transaction, schedule_id: ScheduleId, since: datetime, limit: int
) -> list[Delivery]:
    """Return the newest messages of a schedule, due from ``since`` on, that arrived."""
    query = JOINED.where(
        delivery.c.schedule_id == schedule_id,
        delivery.c.state.in_([DeliveryState.SENT, DeliveryState.MERGED]),
        delivery.c.due_at >= since,
    )
    rows = await tx.execute(query.order_by(delivery.c.due_at.desc()).limit(limit))
    return [read(Delivery, row) for row in rows]


async def list_problems(
    tx: Transaction, community_id: CommunityId, since: datetime, limit: int
) -> list[Delivery]:
    """Return a community's failed, skipped and doubtful deliveries since a moment, newest first."""
    query = (
        JOINED.where(
            schedule.c.community_id == community_id,
            delivery.c.state.in_(_TROUBLED),
            delivery.c.due_at >= since,
        )
        .order_by(delivery.c.due_at.desc())
        .limit(limit)
    )
    return [read(Delivery, row) for row in await tx.execute(query)]


async def list_unsettled(tx: Transaction, community_id: CommunityId, limit: int) -> list[Delivery]:
    """Return a community's pending deliveries and those being sent, the longest due first."""
    query = (
        JOINED.where(
            schedule.c.community_id == community_id,
            delivery.c.state.in_([DeliveryState.PENDING, DeliveryState.SENDING]),
        )
        .order_by(delivery.c.due_at)
        .limit(limit)
    )
    return [read(Delivery, row) for row in await tx.execute(query)]


async def list_last_uses(
    tx: Transaction, owner: CommunityId | MemberId | None, kind: PostKind
) -> dict[str, datetime]:
    """Return when (real time) an owner's messages of a kind last used each catalogue entry."""
    query = (
        select(delivery.c.entry_id, func.max(delivery.c.first_attempt_at))
        .join(schedule, schedule.c.id == delivery.c.schedule_id)
        .where(
            or_(schedule.c.community_id == owner, schedule.c.member_id == owner),
            schedule.c.kind == kind,
            delivery.c.entry_id.is_not(None),
            delivery.c.first_attempt_at.is_not(None),
            delivery.c.state != DeliveryState.SKIPPED,
        )
        .group_by(delivery.c.entry_id)
    )
    return {row[0]: row[1] for row in await tx.execute(query)}
