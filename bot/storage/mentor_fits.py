"""Queries that tell whom a learner fits: what many mentors offer, and what stands between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Float, Integer, Text, bindparam, cast, func, select, type_coerce, union_all

from bot.model import CommunityId, MemberId
from bot.model_mentoring import RUNNING, Ending, MentorState, OfferState, SideName
from bot.storage.database import Transaction
from bot.storage.mentoring_tables import (
    mentor,
    mentor_offer,
    mentor_request,
    mentorship,
    mentorship_side,
)
from bot.storage.moderation_tables import mentor_rules
from bot.storage.tables import held_certification

_HERE, _WHO = bindparam("here", type_=Text), bindparam("who", type_=Text, expanding=True)
_MEMBER, _MOST = bindparam("member", type_=Text), bindparam("most", type_=Integer)
# Where the seconds of a stored moment begin, and how long they are: ``12.345678``.
_SECONDS_AT, _SECONDS = 18, 9
Mark = tuple[object, ...]

# Statements are built once: that costs more than to run them.
_MOST_LEARNERS = (
    select(mentor_rules.c.most_learners)
    .where(mentor_rules.c.community_id == _HERE)
    .scalar_subquery()
)
_IS_AVAILABLE = (mentor.c.community_id == _HERE, mentor.c.state == MentorState.AVAILABLE)
_AVAILABLE = (
    select(
        mentor.c.member_id,
        mentor.c.topics,
        mentor.c.languages,
        mentor.c.slots,
        mentor.c.zone,
        mentor.c.capacity,
        _MOST_LEARNERS,
    )
    .where(*_IS_AVAILABLE)
    .order_by(mentor.c.member_id)
)
_CHANGED = type_coerce(mentor.c.changed_at, Text)
_MARK = select(
    func.count(),
    func.max(_CHANGED),
    func.sum(cast(func.substr(_CHANGED, _SECONDS_AT, _SECONDS), Float)),
    _MOST_LEARNERS,
).where(*_IS_AVAILABLE)
_HOLDERS = (
    select(mentor.c.member_id)
    .join(held_certification, held_certification.c.member_id == mentor.c.member_id)
    .where(mentor.c.community_id == _HERE)
    .where(held_certification.c.certification == bindparam("certification"))
)
# Who ended it may take that back for a while.
_IS_HELD = (mentorship.c.ending == Ending.AGREED) & (
    mentorship.c.ended_at > bindparam("held_since")
)
_TAKEN = union_all(
    select(mentorship_side.c.member_id)
    .join(mentorship, mentorship.c.id == mentorship_side.c.mentorship_id)
    .where(mentorship_side.c.member_id.in_(_WHO), mentorship_side.c.side == SideName.MENTOR)
    .where(mentorship.c.community_id == _HERE, mentorship.c.state.in_(RUNNING) | _IS_HELD),
    select(mentor_offer.c.member_id)
    .where(mentor_offer.c.member_id.in_(_WHO), mentor_offer.c.state == OfferState.SENT)
    .where(mentor_offer.c.community_id == _HERE),
)
_OWN, _OTHER = mentorship_side.alias("own"), mentorship_side.alias("other")
_MET = union_all(
    select(mentor_offer.c.member_id)
    .join(mentor_request, mentor_request.c.id == mentor_offer.c.request_id)
    .where(mentor_request.c.member_id == _MEMBER)
    .where(mentor_offer.c.sent_at >= bindparam("asked_since")),
    select(_OTHER.c.member_id)
    .join(_OWN, _OWN.c.mentorship_id == _OTHER.c.mentorship_id)
    .join(mentorship, mentorship.c.id == _OWN.c.mentorship_id)
    .where(_OWN.c.member_id == _MEMBER, _OTHER.c.member_id != _MEMBER)
    .where(mentorship.c.started_at >= bindparam("paired_since")),
)
_NEWEST = func.row_number().over(
    partition_by=mentor_offer.c.member_id, order_by=mentor_offer.c.sent_at.desc()
)
_LAST = (
    select(
        mentor_offer.c.member_id,
        mentor_offer.c.sent_at,
        mentor_offer.c.answered_at,
        _NEWEST.label("nth"),
    )
    .where(mentor_offer.c.member_id.in_(_WHO), mentor_offer.c.answered_at.is_not(None))
    .where(mentor_offer.c.state.in_((OfferState.ACCEPTED, OfferState.PASSED, OfferState.EXPIRED)))
    .subquery()
)
_ANSWERS = select(_LAST.c.member_id, _LAST.c.sent_at, _LAST.c.answered_at).where(
    _LAST.c.nth <= _MOST
)


class Free(NamedTuple):
    """What of a mentor decides whom they fit; a thousand of them are read for one question.

    ``capacity`` is what they offer, or less where the rules of the community allow less.
    """

    member_id: MemberId
    topics: frozenset[str]
    languages: frozenset[str]
    slots: tuple[str, ...]
    zone: str
    capacity: int


async def list_available(
    tx: Transaction, community_id: CommunityId, only: MemberId | None = None
) -> list[Free]:
    """Return what a community's mentors offer who take on learners, by id; ``only`` one of them."""
    query = _AVAILABLE if only is None else _AVAILABLE.where(mentor.c.member_id == only)
    return [
        Free(
            MemberId(member_id),
            _any_of(topics),
            _any_of(languages),
            slots,
            zone,
            capacity if most is None else min(capacity, most),
        )
        for member_id, topics, languages, slots, zone, capacity, most in await tx.execute(
            query, {"here": community_id}
        )
    ]


@lru_cache(maxsize=4096)
def _any_of(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


async def mark_available(tx: Transaction, community_id: CommunityId) -> Mark:
    """Return what is another one as soon as ``list_available`` is, whoever wrote it.

    It costs a tenth of the list. A mentor who comes, goes or changes what they offer has another
    moment of it, and the sum tells of each even where the clock was set back. The rules' most
    learners are part of it.
    """
    return tuple((await tx.execute(_MARK, {"here": community_id})).one())


async def list_holders(
    tx: Transaction, community_id: CommunityId, certification: str
) -> set[MemberId]:
    """Return the mentors of a community who say that they hold a certification."""
    given = {"here": community_id, "certification": certification}
    return {MemberId(one) for one in (await tx.execute(_HOLDERS, given)).scalars()}


async def count_taken(
    tx: Transaction, community_id: CommunityId, members: Collection[str], held_since: datetime
) -> Mapping[str, int]:
    """Return how many places of mentors are taken: by learners, and by offers to answer.

    A place that its learner or mentor gave up after ``held_since`` (aware UTC) is still theirs.
    """
    given = {"here": community_id, "who": list(members), "held_since": held_since}
    return Counter((await tx.execute(_TAKEN, given)).scalars())


async def list_met(
    tx: Transaction, member_id: MemberId, asked_since: datetime, paired_since: datetime
) -> set[MemberId]:
    """Return the mentors asked about a learner's requests, and whom they were paired with, since.

    Both moments are aware UTC.
    """
    given = {"member": member_id, "asked_since": asked_since, "paired_since": paired_since}
    return {MemberId(one) for one in (await tx.execute(_MET, given)).scalars()}


async def list_last_answers(
    tx: Transaction, members: Collection[str], most: int
) -> dict[str, list[timedelta]]:
    """Return how long mentors took for the last offers that they answered or let expire."""
    took: dict[str, list[timedelta]] = {}
    given = {"who": list(members), "most": most}
    for member_id, sent_at, answered_at in await tx.execute(_ANSWERS, given):
        took.setdefault(member_id, []).append(answered_at - sent_at)
    return took
