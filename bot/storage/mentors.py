"""Queries about mentors, what learners ask for, and which mentor was asked about it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from hashlib import blake2b

from sqlalchemy import Select, Text, bindparam, delete, func, select, update

from bot.model import CommunityId, MemberId
from bot.model_mentoring import (
    LOOKING,
    Mentor,
    MentorRequest,
    MentorState,
    Offer,
    OfferState,
    RequestId,
    RequestState,
)
from bot.storage.database import Transaction
from bot.storage.mentoring_tables import (
    block,
    mentor,
    mentor_offer,
    mentor_request,
)
from bot.storage.rows import insert_missing, read, upsert, values

_HERE, _WHO = bindparam("here", type_=Text), bindparam("who", type_=Text, expanding=True)
# Built once: that costs more than to run them, and each is run in every turn or for every question.
_SOME = select(mentor).where(mentor.c.community_id == _HERE, mentor.c.member_id.in_(_WHO))
_WAITING = select(func.count()).where(
    mentor_request.c.community_id == _HERE, mentor_request.c.state.in_(LOOKING)
)
_REQUEST = select(mentor_request).where(mentor_request.c.id == bindparam("id"))
_OPEN_OFFER = select(mentor_offer).where(
    mentor_offer.c.request_id == bindparam("id"), mentor_offer.c.state == OfferState.SENT
)
_BACK = (
    select(mentor)
    .where(mentor.c.state == MentorState.AWAY, mentor.c.away_until <= bindparam("by"))
    .order_by(mentor.c.away_until)
    .limit(bindparam("most"))
)
_TO_LOOK = (
    select(mentor_request)
    .where(mentor_request.c.look_at <= bindparam("now"))
    .order_by(mentor_request.c.waiting_since, mentor_request.c.id)
    .limit(bindparam("most"))
)
_EXPIRED = (
    select(mentor_offer)
    .where(mentor_offer.c.state == OfferState.SENT, mentor_offer.c.expires_at <= bindparam("now"))
    .order_by(mentor_offer.c.expires_at, mentor_offer.c.id)
    .limit(bindparam("most"))
)
_BLOCKS = select(block.c.member_id, block.c.mark).where(block.c.member_id.in_(_WHO))


async def save_mentor(tx: Transaction, wanted: Mentor) -> None:
    """Store what a mentor offers in a community in place of what they offered before."""
    await tx.execute(upsert(mentor, values(wanted), "community_id", "member_id"))


async def load_mentor(
    tx: Transaction, community_id: CommunityId, member_id: MemberId
) -> Mentor | None:
    """Return what a mentor offers in a community, if they ever did."""
    row = (await tx.execute(_SOME, {"here": community_id, "who": [member_id]})).one_or_none()
    return None if row is None else read(Mentor, row)


async def list_mentors(
    tx: Transaction, community_id: CommunityId, members: Collection[str]
) -> dict[str, Mentor]:
    """Return what some mentors of a community offer, by id."""
    given = {"here": community_id, "who": list(members)}
    return {row.member_id: read(Mentor, row) for row in await tx.execute(_SOME, given)}


async def list_back(tx: Transaction, by: date, limit: int) -> list[Mentor]:
    """Return mentors whose break ends by a day, in whatever zone."""
    rows = await tx.execute(_BACK, {"by": by, "most": limit})
    return [read(Mentor, row) for row in rows]


async def save_request(tx: Transaction, wanted: MentorRequest) -> None:
    """Store a request in place of what it was."""
    await tx.execute(upsert(mentor_request, values(wanted), "id"))


async def load_request(tx: Transaction, request_id: str) -> MentorRequest | None:
    """Return a request, whosever it is."""
    row = (await tx.execute(_REQUEST, {"id": request_id})).one_or_none()
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
    rows = await tx.execute(_TO_LOOK, {"now": now, "most": limit})
    return [read(MentorRequest, row) for row in rows]


async def list_queue(tx: Transaction, community_id: CommunityId) -> list[MentorRequest]:
    """Return a community's requests that look for a mentor, in the order of their places."""
    query = (
        select(mentor_request)
        .where(mentor_request.c.community_id == community_id)
        .where(mentor_request.c.state.in_(LOOKING))
        .order_by(mentor_request.c.waiting_since, mentor_request.c.id)
    )
    return [read(MentorRequest, row) for row in await tx.execute(query)]


async def look_again(tx: Transaction, community_id: CommunityId, at: datetime) -> None:
    """Ask again for everybody who waits in a community: from a moment on a mentor has room.

    Whoever was just passed on is asked for at the moment chosen then, so that nobody can tell why.
    """
    waiting = (
        mentor_request.c.community_id == community_id,
        mentor_request.c.state == RequestState.OPEN,
        mentor_request.c.moved_at.is_(None),
        mentor_request.c.look_at.is_(None) | (mentor_request.c.look_at > at),
    )
    await tx.execute(update(mentor_request).where(*waiting).values(look_at=at))


async def find_position(tx: Transaction, request: MentorRequest) -> tuple[int, int]:
    """Return the place of a request in its community's queue (from 1), and how many wait."""
    since, own_id = mentor_request.c.waiting_since, mentor_request.c.id
    earlier = (since < request.waiting_since) | (
        (since == request.waiting_since) & (own_id < request.id)
    )
    here = {"here": request.community_id}
    before = (await tx.execute(_WAITING.where(earlier), here)).scalar_one()
    return before + 1, await count_waiting(tx, request.community_id)


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
    row = (await tx.execute(_OPEN_OFFER, {"id": request_id})).one_or_none()
    return None if row is None else read(Offer, row)


async def list_offers(tx: Transaction, member_id: MemberId) -> list[Offer]:
    """Return the offers that wait for a mentor's answer, the first to expire first."""
    query = (
        select(mentor_offer)
        .where(mentor_offer.c.member_id == member_id, mentor_offer.c.state == OfferState.SENT)
        .order_by(mentor_offer.c.expires_at, mentor_offer.c.id)
    )
    return [read(Offer, row) for row in await tx.execute(query)]


async def list_offers_about(tx: Transaction, member_id: MemberId) -> list[Offer]:
    """Return every offer of a learner's requests, whatever became of it."""
    query = select(mentor_offer).where(mentor_offer.c.request_id.in_(_requests_of(member_id)))
    return [read(Offer, row) for row in await tx.execute(query)]


async def list_offers_between(
    tx: Transaction, member_id: MemberId, other_id: MemberId
) -> list[Offer]:
    """Return the offers that wait for the answer of one of two members about the other."""
    asked, about = mentor_offer.c.member_id, mentor_offer.c.request_id
    query = select(mentor_offer).where(
        mentor_offer.c.state == OfferState.SENT,
        ((asked == member_id) & about.in_(_requests_of(other_id)))
        | ((asked == other_id) & about.in_(_requests_of(member_id))),
    )
    return [read(Offer, row) for row in await tx.execute(query)]


def _requests_of(member_id: MemberId) -> Select[str]:
    return select(mentor_request.c.id).where(mentor_request.c.member_id == member_id)


async def list_expired(tx: Transaction, now: datetime, limit: int) -> list[Offer]:
    """Return offers whose time to be answered is over, the oldest first."""
    rows = await tx.execute(_EXPIRED, {"now": now, "most": limit})
    return [read(Offer, row) for row in rows]


async def count_waiting(tx: Transaction, community_id: CommunityId) -> int:
    """Return how many requests look for a mentor in a community."""
    return (await tx.execute(_WAITING, {"here": community_id})).scalar_one()


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


async def list_places(tx: Transaction, member_id: MemberId) -> set[CommunityId]:
    """Return the communities in which a member is a mentor or asked for one."""
    found: set[CommunityId] = set()
    for table in (mentor, mentor_request):
        query = select(table.c.community_id).where(table.c.member_id == member_id)
        found |= {CommunityId(row.community_id) for row in await tx.execute(query)}
    return found


async def delete_blocks(tx: Transaction, member_id: MemberId) -> int:
    """Block nobody any more; return how many were blocked."""
    return (await tx.execute(block.delete().where(block.c.member_id == member_id))).rowcount


async def list_apart(
    tx: Transaction, member_id: MemberId, others: Collection[MemberId]
) -> set[MemberId]:
    """Return those of others whom a member blocks, or who block them."""
    whom = {member_id, *others}
    marks: dict[str, set[str]] = {}
    for by, mark in await tx.execute(_BLOCKS, {"who": list(whom)}):
        marks.setdefault(by, set()).add(mark)
    # Few people block anybody: a mark is made for each of them, not for all.
    own = marks.pop(member_id, set())
    apart = {one for one in others if own and _mark(member_id, one) in own}
    return apart | {
        MemberId(by) for by, of in marks.items() if _mark(MemberId(by), member_id) in of
    }
