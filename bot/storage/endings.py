"""How deliveries end: the one door, which hands on what was merged into them and says why.

What happened to a message (it lies in the inbox, nobody knows whether it arrived) happened to all
that it was to tell. What happened to one delivery alone (it was taken back, came too late, could
not be made) must not silence the others: the oldest of them takes the message over, with its mark
and its attempts, so that an attempt that arrived after all is found and not repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, select, update

from bot.model import CommunityId, Delivery, DeliveryState, MemberId, MessageId, PostKind
from bot.storage.database import Transaction
from bot.storage.tables import delivery, schedule

_OPEN = (DeliveryState.PENDING, DeliveryState.SENDING)
_CARRIES = frozenset((*_OPEN, DeliveryState.SENT))
_OF_THE_MESSAGE = frozenset({DeliveryState.INBOX, DeliveryState.IN_DOUBT})
# What an heir needs so that the message it takes over is found, tried and told as before.
_INHERITED = (
    "mark",
    "channel_id",
    "attempts",
    "next_try_at",
    "not_before",
    "is_discreet",
    "first_attempt_at",
    "last_attempt_at",
    "attempt_ended_at",
    "sent_at",
    "message_id",
)


async def end(tx: Transaction, ended: Delivery, state: DeliveryState, reason: str | None) -> None:
    """Record that an open delivery did not, or may not, arrive; one that ended stays as it is."""
    found = [row.id for row in await tx.execute(select(delivery.c.id).where(*_still_open(ended)))]
    write = update(delivery).where(delivery.c.id.in_(found))
    await tx.execute(write.values(state=state, reason=reason))
    if state in _OF_THE_MESSAGE:
        await _share(tx, found, state, reason)
    else:
        await _hand_on(tx, delivery.c.id.in_(found))


async def settle_sent(
    tx: Transaction, sent: Delivery, message_id: MessageId, sent_at: datetime
) -> None:
    """Record that a message arrived (schedule time), whoever carries it meanwhile."""
    write = update(delivery).where(*_still_open(sent))
    values = {"state": DeliveryState.SENT, "reason": None}
    await tx.execute(write.values(message_id=message_id, sent_at=sent_at, **values))


async def settle_found(
    tx: Transaction, carrier: Delivery, found: dict[str, MessageId], sent_at: datetime
) -> None:
    """Record what an earlier run sent: the deliveries of the ids in ``found``, each where it is.

    What a delivery was going to tell besides goes its own way again.
    """
    for own_id, message_id in found.items():
        own = delivery.c.id == own_id
        values = {"state": DeliveryState.SENT, "reason": None, "merged_into": None}
        write = update(delivery).where(own, delivery.c.state != DeliveryState.SENT)
        place = {"channel_id": carrier.channel_id, "is_discreet": carrier.is_discreet}
        await tx.execute(write.values(message_id=message_id, sent_at=sent_at, **values, **place))
    if carrier.id in found:
        left = update(delivery).where(delivery.c.merged_into == carrier.id)
        await tx.execute(left.values(state=DeliveryState.PENDING, merged_into=None))


async def put_off(tx: Transaction, waiting: Delivery, **values: Any) -> None:
    """Let an open delivery wait for its next try; ``values`` are columns that change with it."""
    write = update(delivery).where(*_still_open(waiting))
    await tx.execute(write.values(state=DeliveryState.PENDING, **values))


async def withdraw(
    tx: Transaction,
    member_id: MemberId,
    kind: PostKind,
    reason: str,
    subject_id: str | None = None,
) -> None:
    """Give up what waits to be sent of a kind (about one subject, if given): its member said so.

    What is being sent goes on. The reason is told in the inbox, where there is something to tell.
    """
    own = delivery.c.schedule_id.in_(_schedules(member_id, kind, subject_id))
    is_pending = delivery.c.state == DeliveryState.PENDING
    waiting = select(delivery.c.id).where(delivery.c.member_id == member_id, is_pending)
    ended = {"state": DeliveryState.SKIPPED, "reason": reason, "merged_into": None}
    await tx.execute(update(delivery).where(own, delivery.c.merged_into.in_(waiting)).values(ended))
    found = [row.id for row in await tx.execute(select(delivery.c.id).where(own, is_pending))]
    await tx.execute(update(delivery).where(delivery.c.id.in_(found)).values(ended))
    await _hand_on(tx, delivery.c.id.in_(found))


async def skip_pending(
    tx: Transaction, community_id: CommunityId, kinds: Sequence[PostKind], reason: str
) -> None:
    """Give up what waits to be posted in a community; what is being sent goes on."""
    stopped = select(schedule.c.id).where(
        schedule.c.community_id == community_id,
        schedule.c.kind.in_(kinds),
    )
    write = update(delivery).where(
        delivery.c.schedule_id.in_(stopped), delivery.c.state == DeliveryState.PENDING
    )
    await tx.execute(write.values(state=DeliveryState.SKIPPED, reason=reason))


async def delete_of_subject(
    tx: Transaction, member_id: MemberId, kind: PostKind, subject_id: str
) -> None:
    """Delete a member's schedules about a subject, with every delivery; others go on."""
    gone = _schedules(member_id, kind, subject_id)
    own = delivery.c.schedule_id.in_(gone)
    await tx.execute(update(delivery).where(own).values(merged_into=None))
    await _hand_on(tx, own)
    await tx.execute(delete(schedule).where(schedule.c.id.in_(gone)))


def _still_open(one: Delivery) -> tuple[ColumnElement[bool], ...]:
    # By its mark, because another may have taken the message over while it was on its way.
    return (delivery.c.mark == one.mark, delivery.c.state.in_(_OPEN))


def _schedules(member_id: MemberId, kind: PostKind, subject_id: str | None) -> Select[int]:
    found = select(schedule.c.id).where(schedule.c.member_id == member_id, schedule.c.kind == kind)
    return found if subject_id is None else found.where(schedule.c.subject_id == subject_id)


async def _share(
    tx: Transaction, carriers: Sequence[str], state: DeliveryState, reason: str | None
) -> None:
    """End what was merged as its message ended."""
    for row in (await tx.execute(select(delivery).where(delivery.c.id.in_(carriers)))).mappings():
        values: dict[str, Any] = {"state": state, "reason": reason, "merged_into": None}
        if state is DeliveryState.IN_DOUBT:
            # Tried again by an operator, it is looked for where it may be.
            kept = ("channel_id", "is_discreet", "attempts", "first_attempt_at", "last_attempt_at")
            values |= {name: row[name] for name in kept}
        await tx.execute(update(delivery).where(delivery.c.merged_into == row["id"]).values(values))


async def _hand_on(tx: Transaction, ended: ColumnElement[bool]) -> None:
    """Let the oldest of what is merged into each of some deliveries take over its message."""
    heir = delivery.alias()
    has_heir = exists().where(heir.c.merged_into == delivery.c.id)
    for carrier in (await tx.execute(select(delivery).where(ended, has_heir))).mappings().all():
        merged = select(delivery.c.id).where(delivery.c.merged_into == carrier["id"])
        oldest = (await tx.execute(merged.order_by(delivery.c.due_at).limit(1))).scalar_one()
        values = {name: carrier[name] for name in _INHERITED}
        values["state"] = carrier["state"] if carrier["state"] in _CARRIES else _OPEN[0]
        write = update(delivery).where(delivery.c.id == oldest)
        await tx.execute(write.values(merged_into=None, failures=0, **values))
        rest = update(delivery).where(delivery.c.merged_into == carrier["id"])
        await tx.execute(rest.values(merged_into=oldest))


async def reroute(tx: Transaction, refused: Delivery, reason: str, real: datetime) -> None:
    """Send a refused delivery round again at once, to wherever its member can be reached."""
    await put_off(tx, refused, channel_id=None, reason=reason, next_try_at=real)
