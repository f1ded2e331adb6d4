"""Queries about mentorships and their sides; what happens to one is appended to its events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, delete, func, insert, select, union_all

from bot.model import CommunityId, MemberId
from bot.model_mentoring import (
    RUNNING,
    Mentorship,
    MentorshipEvent,
    MentorshipEventKind,
    MentorshipId,
    OfferState,
    Pair,
    RequestId,
    Side,
    SideName,
)
from bot.storage.database import Transaction
from bot.storage.mentoring_tables import (
    mentor_offer,
    mentor_request,
    mentorship,
    mentorship_event,
    mentorship_side,
)
from bot.storage.rows import read, upsert, values

# Built once: every tick asks.
_TURNS = union_all(
    select(func.min(mentor_offer.c.expires_at).label("at")).where(
        mentor_offer.c.state == OfferState.SENT
    ),
    select(func.min(mentor_request.c.look_at).label("at")),
    select(func.min(mentorship.c.check_at).label("at")),
)


async def save(tx: Transaction, wanted: Mentorship) -> None:
    """Store a mentorship in place of what it was."""
    await tx.execute(upsert(mentorship, values(wanted), "id"))


async def save_side(tx: Transaction, wanted: Side) -> None:
    """Store one side of a mentorship in place of what it was."""
    await tx.execute(upsert(mentorship_side, values(wanted), "mentorship_id", "side"))


async def load(tx: Transaction, mentorship_id: str) -> Pair | None:
    """Return a mentorship with its sides, whosever it is."""
    row = (
        await tx.execute(select(mentorship).where(mentorship.c.id == mentorship_id))
    ).one_or_none()
    if row is None:
        return None
    return (await _with_sides(tx, [read(Mentorship, row)]))[0]


async def list_of_member(tx: Transaction, member_id: MemberId, *, is_running: bool) -> list[Pair]:
    """Return a member's mentorships on either side, the oldest first; all, or those that run."""
    query = (
        select(mentorship)
        .join(mentorship_side, mentorship_side.c.mentorship_id == mentorship.c.id)
        .where(mentorship_side.c.member_id == member_id)
        .order_by(mentorship.c.started_at, mentorship.c.id)
    )
    if is_running:
        query = query.where(mentorship.c.state.in_(RUNNING))
    return await _list(tx, query)


async def list_to_check(tx: Transaction, now: datetime, limit: int) -> list[Pair]:
    """Return mentorships about which the bot has to ask or say something by ``now``."""
    query = select(mentorship).where(mentorship.c.check_at <= now)
    return await _list(tx, query.order_by(mentorship.c.check_at, mentorship.c.id).limit(limit))


async def next_turn(tx: Transaction) -> datetime | None:
    """Return when anything happens in mentoring by itself (aware UTC), ends of breaks aside."""
    found = (await tx.execute(_TURNS)).scalars()
    return min((at for at in found if at is not None), default=None)


async def count_running(
    tx: Transaction, community_id: CommunityId, member_id: MemberId, side: SideName
) -> int:
    """Return how many running mentorships of a community a member has on one side."""
    query = (
        select(func.count())
        .select_from(mentorship)
        .join(mentorship_side, mentorship_side.c.mentorship_id == mentorship.c.id)
        .where(
            mentorship.c.community_id == community_id,
            mentorship.c.state.in_(RUNNING),
            mentorship_side.c.member_id == member_id,
            mentorship_side.c.side == side,
        )
    )
    return (await tx.execute(query)).scalar_one()


async def is_any_running(tx: Transaction, request_id: RequestId) -> bool:
    """Tell whether a request has a mentor now."""
    running = mentorship.c.request_id == request_id, mentorship.c.state.in_(RUNNING)
    return (await tx.execute(select(mentorship.c.id).where(*running).limit(1))).first() is not None


async def remove(tx: Transaction, mentorship_id: MentorshipId) -> None:
    """Delete a mentorship with its sides and all that happened to it."""
    await tx.execute(delete(mentorship).where(mentorship.c.id == mentorship_id))


async def delete_ended_before(tx: Transaction, moment: datetime, limit: int) -> int:
    """Delete mentorships that ended before a moment (aware UTC), with all that belongs to them."""
    old = select(mentorship.c.id).where(mentorship.c.ended_at < moment).limit(limit)
    ids = [row.id for row in await tx.execute(old)]
    await tx.execute(delete(mentorship).where(mentorship.c.id.in_(ids)))
    return len(ids)


async def append(
    tx: Transaction,
    mentorship_id: MentorshipId,
    kind: MentorshipEventKind,
    at: datetime,
    side: SideName | None = None,
) -> None:
    """Note what happened to a mentorship."""
    event = MentorshipEvent(mentorship_id, kind, at, side)
    await tx.execute(insert(mentorship_event).values(**values(event)))


async def list_events(tx: Transaction, mentorship_id: MentorshipId) -> list[MentorshipEvent]:
    """Return what happened to a mentorship, the oldest first."""
    query = select(mentorship_event).where(mentorship_event.c.mentorship_id == mentorship_id)
    return [
        read(MentorshipEvent, row)
        for row in await tx.execute(query.order_by(mentorship_event.c.id))
    ]


async def _list(tx: Transaction, query: Select[tuple[Mentorship]]) -> list[Pair]:
    return await _with_sides(tx, [read(Mentorship, row) for row in await tx.execute(query)])


async def _with_sides(tx: Transaction, found: Iterable[Mentorship]) -> list[Pair]:
    by_id = {one.id: one for one in found}
    query = select(mentorship_side).where(mentorship_side.c.mentorship_id.in_(by_id))
    sides = [read(Side, row) for row in await tx.execute(query)]
    return [
        Pair(one, tuple(side for side in sides if side.mentorship_id == one.id))
        for one in by_id.values()
    ]
