"""Queries about mentors, what learners ask for, and which mentor was asked about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import delete, func, select, update

from bot.model import CommunityId, MemberId
from bot.model_mentoring import (
    LOOKING,
    RUNNING,
    Mentor,
    MentorRequest,
    MentorState,
    Offer,
    OfferState,
    RequestId,
    RequestState,
    SideName,
)
from bot.storage.database import Transaction
from bot.storage.mentoring_tables import (
    block,
    mentor,
    mentor_offer,
    mentor_request,
    mentorship,
    mentorship_side,
)
from bot.storage.rows import insert_missing, read, upsert, values


async def save_mentor(tx: Transaction, wanted: Mentor) -> None:
    """Store what a mentor offers in a community in place of what they offered before."""
    await tx.execute(upsert(mentor, values(wanted), "community_id", "member_id"))


async def load_mentor(
    tx: Transaction, community_id: CommunityId, member_id: MemberId
) -> Mentor | None:
    """Return what a mentor offers in a community, if they ever did."""
    query = select(mentor).where(
        mentor.c.community_id == community_id, mentor.c.member_id == member_id
    )
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else read(Mentor, row)


async def list_available(tx: Transaction, community_id: CommunityId) -> list[Mentor]:
    """Return a community's mentors who take on learners, by id."""
    query = select(mentor).where(
        mentor.c.community_id == community_id, mentor.c.state == MentorState.AVAILABLE
    )
    return [read(Mentor, row) for row in await tx.execute(query.order_by(mentor.c.member_id))]


async def list_back(tx: Transaction, by: date, limit: int) -> list[Mentor]:
    """Return mentors whose break ends by a day, in whatever zone."""
    query = (
        select(mentor)
        .where(mentor.c.state == MentorState.AWAY, mentor.c.away_until <= by)
        .order_by(mentor.c.away_until)
        .limit(limit)
    )
    return [read(Mentor, row) for row in await tx.execute(query)]


async def count_learners(tx: Transaction, community_id: CommunityId) -> Mapping[MemberId, int]:
    """Return how many places of each mentor are taken: by learners, and by offers to answer."""
    running = (
        select(mentorship_side.c.member_id, func.count())
        .join(mentorship, mentorship.c.id == mentorship_side.c.mentorship_id)
        .where(mentorship.c.community_id == community_id, mentorship.c.state.in_(RUNNING))
        .where(mentorship_side.c.side == SideName.MENTOR)
        .group_by(mentorship_side.c.member_id)
    )
    asked = (
        select(mentor_offer.c.member_id, func.count())
        .where(mentor_offer.c.community_id == community_id)
        .where(mentor_offer.c.state == OfferState.SENT)
        .group_by(mentor_offer.c.member_id)
    )
    taken: Counter[MemberId] = Counter()
    for query in (running, asked):
        for member_id, count in await tx.execute(query):
            taken[MemberId(member_id)] += count
    return taken


async def save_request(tx: Transaction, wanted: MentorRequest) -> None:
    """Store a request in place of what it was."""
    await tx.execute(upsert(mentor_request, values(wanted), "id"))


async def load_request(tx: Transaction, request_id: str) -> MentorRequest | None:
    """Return a request, whosever it is."""
    query = select(mentor_request).where(mentor_request.c.id == request_id)
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else read(MentorRequest, row)


async def list_requests(
    tx: Transaction, member_id: MemberId, states: Collection[RequestState] = LOOKING
) -> list[MentorRequest]:
    """Return a learner's requests, the longest waiting first; those that look for a mentor."""
    query = (
        select(mentor_request)
        .where(mentor_request.c.member_id == member_id, mentor_request.c.state.in_(states))
        .order_by(mentor_request.c.waiting_since, mentor_request.c.id)
    )
    return [read(MentorRequest, row) for row in await tx.execute(query)]


async def list_to_look(tx: Transaction, now: datetime, limit: int) -> list[MentorRequest]:
    """Return requests for which the next mentor is to be asked, the longest waiting first."""
    query = (
        select(mentor_request)
        .where(mentor_request.c.look_at <= now)
        .order_by(mentor_request.c.waiting_since, mentor_request.c.id)
        .limit(limit)
    )
    return [read(MentorRequest, row) for row in await tx.execute(query)]


async def look_again(tx: Transaction, community_id: CommunityId, now: datetime) -> None:
    """Ask again for everybody who waits in a community: a mentor has room."""
    waiting = (
        mentor_request.c.community_id == community_id,
        mentor_request.c.state == RequestState.OPEN,
        mentor_request.c.look_at.is_(None),
    )
    await tx.execute(update(mentor_request).where(*waiting).values(look_at=now))


async def find_position(tx: Transaction, request: MentorRequest) -> tuple[int, int]:
    """Return the place of a request in its community's queue (from 1), and how many wait."""
    waiting = select(func.count()).where(
        mentor_request.c.community_id == request.community_id,
        mentor_request.c.state.in_(LOOKING),
    )
    since, own_id = mentor_request.c.waiting_since, mentor_request.c.id
    earlier = (since < request.waiting_since) | (
        (since == request.waiting_since) & (own_id < request.id)
    )
    before = (await tx.execute(waiting.where(earlier))).scalar_one()
    return before + 1, (await tx.execute(waiting)).scalar_one()


async def count_sent_since(tx: Transaction, member_id: MemberId, since: datetime) -> int:
    """Return how many requests a learner sent since a moment (aware UTC)."""
    query = select(func.count()).where(
        mentor_request.c.member_id == member_id, mentor_request.c.created_at >= since
    )
    return (await tx.execute(query)).scalar_one()


async def delete_requests_before(tx: Transaction, moment: datetime, limit: int) -> int:
    """Delete requests that ended before a moment (aware UTC), with who was asked about them."""
    old = (
        select(mentor_request.c.id)
        .where(mentor_request.c.state.not_in(LOOKING), mentor_request.c.changed_at < moment)
        .limit(limit)
    )
    ids = [row.id for row in await tx.execute(old)]
    await tx.execute(delete(mentor_request).where(mentor_request.c.id.in_(ids)))
    return len(ids)


async def insert_offer(tx: Transaction, sent: Offer) -> bool:
    """Store an offer, unless a mentor is being asked about its request already."""
    write = insert_missing(mentor_offer).values(**values(sent))
    return (await tx.execute(write)).rowcount == 1


async def load_offer(tx: Transaction, offer_id: str) -> Offer | None:
    """Return an offer, whosever it is."""
    row = (
        await tx.execute(select(mentor_offer).where(mentor_offer.c.id == offer_id))
    ).one_or_none()
    return None if row is None else read(Offer, row)


async def answer_offer(tx: Transaction, offer: Offer, state: OfferState, at: datetime) -> bool:
    """Record what became of an offer that waits for its answer; False where it waits no more."""
    write = update(mentor_offer).where(
        mentor_offer.c.id == offer.id, mentor_offer.c.state == OfferState.SENT
    )
    return (await tx.execute(write.values(state=state, answered_at=at))).rowcount == 1


async def load_open_offer(tx: Transaction, request_id: RequestId) -> Offer | None:
    """Return the offer of a request that waits for its answer, if any."""
    return await _one_offer(
        tx, mentor_offer.c.request_id == request_id, mentor_offer.c.state == OfferState.SENT
    )


async def list_offers(tx: Transaction, member_id: MemberId) -> list[Offer]:
    """Return the offers that wait for a mentor's answer, the first to expire first."""
    query = (
        select(mentor_offer)
        .where(mentor_offer.c.member_id == member_id, mentor_offer.c.state == OfferState.SENT)
        .order_by(mentor_offer.c.expires_at, mentor_offer.c.id)
    )
    return [read(Offer, row) for row in await tx.execute(query)]


async def list_expired(tx: Transaction, now: datetime, limit: int) -> list[Offer]:
    """Return offers whose time to be answered is over, the oldest first."""
    query = (
        select(mentor_offer)
        .where(mentor_offer.c.state == OfferState.SENT, mentor_offer.c.expires_at <= now)
        .order_by(mentor_offer.c.expires_at, mentor_offer.c.id)
        .limit(limit)
    )
    return [read(Offer, row) for row in await tx.execute(query)]


async def list_asked(tx: Transaction, member_id: MemberId, since: datetime) -> set[MemberId]:
    """Return the mentors who were asked about a learner's requests since a moment (aware UTC)."""
    query = (
        select(mentor_offer.c.member_id)
        .join(mentor_request, mentor_request.c.id == mentor_offer.c.request_id)
        .where(mentor_request.c.member_id == member_id, mentor_offer.c.sent_at >= since)
    )
    return {MemberId(row.member_id) for row in await tx.execute(query)}


async def list_last_answered(tx: Transaction, member_id: MemberId, most: int) -> list[Offer]:
    """Return the last offers that a mentor answered or let expire, the newest first."""
    query = (
        select(mentor_offer)
        .where(
            mentor_offer.c.member_id == member_id,
            mentor_offer.c.state.in_((OfferState.ACCEPTED, OfferState.PASSED, OfferState.EXPIRED)),
        )
        .order_by(mentor_offer.c.sent_at.desc())
        .limit(most)
    )
    return [read(Offer, row) for row in await tx.execute(query)]


async def _one_offer(tx: Transaction, *conditions: Any) -> Offer | None:
    row = (await tx.execute(select(mentor_offer).where(*conditions).limit(1))).one_or_none()
    return None if row is None else read(Offer, row)


# Who wants nothing of whom


def _mark(member_id: MemberId, blocked_id: MemberId) -> str:
    return blake2b(f"{member_id} {blocked_id}".encode(), digest_size=16).hexdigest()


async def save_block(
    tx: Transaction, member_id: MemberId, blocked_id: MemberId, at: datetime
) -> None:
    """Keep a member and whom they block apart, in every community; twice is as once."""
    row = {"member_id": member_id, "mark": _mark(member_id, blocked_id), "at": at}
    await tx.execute(insert_missing(block).values(**row))


async def count_blocks(tx: Transaction, member_id: MemberId) -> int:
    """Return how many people a member blocks."""
    query = select(func.count()).where(block.c.member_id == member_id)
    return (await tx.execute(query)).scalar_one()


async def delete_blocks(tx: Transaction, member_id: MemberId) -> int:
    """Block nobody any more; return how many were blocked."""
    return (await tx.execute(block.delete().where(block.c.member_id == member_id))).rowcount


async def list_apart(
    tx: Transaction, member_id: MemberId, others: Collection[MemberId]
) -> set[MemberId]:
    """Return those of others whom a member blocks, or who block them."""
    pairs = {
        one: ((member_id, _mark(member_id, one)), (one, _mark(one, member_id))) for one in others
    }
    marks = [mark for both in pairs.values() for _owner, mark in both]
    query = select(block.c.member_id, block.c.mark).where(block.c.mark.in_(marks))
    there = {(row.member_id, row.mark) for row in await tx.execute(query)}
    return {one for one, both in pairs.items() if not there.isdisjoint(both)}
