"""Counts of how mentoring goes in a community, and of how many members each count is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import distinct, func, select

from bot.model import CommunityId
from bot.model_mentoring import LOOKING, RUNNING, MentorState, OfferState, SideName
from bot.storage.adoption import Tally
from bot.storage.database import Transaction
from bot.storage.mentoring_tables import (
    mentor,
    mentor_offer,
    mentor_request,
    mentorship,
    mentorship_side,
)


@dataclass(frozen=True, slots=True)
class Health:
    """Counts with the fewest members on either side of each; ``oldest`` is None if nobody waits."""

    waiting: Tally
    oldest: datetime | None
    expired: Tally
    mentors: Mapping[MentorState, int]
    pairs: Tally


async def count(tx: Transaction, community_id: CommunityId, since: datetime) -> Health:
    """Return how mentoring goes; expired offers are counted since a moment (aware UTC)."""
    people = distinct(mentor_request.c.member_id)
    waiting = select(
        func.count(people), func.count(), func.min(mentor_request.c.waiting_since)
    ).where(mentor_request.c.community_id == community_id, mentor_request.c.state.in_(LOOKING))
    learners, requests, oldest = (await tx.execute(waiting)).one()
    expired = (
        select(func.count(people), func.count(distinct(mentor_offer.c.member_id)), func.count())
        .join(mentor_request, mentor_request.c.id == mentor_offer.c.request_id)
        .where(
            mentor_offer.c.community_id == community_id,
            mentor_offer.c.state == OfferState.EXPIRED,
            mentor_offer.c.answered_at >= since,
        )
    )
    asking, asked, offers = (await tx.execute(expired)).one()
    states = (
        select(mentor.c.state, func.count())
        .where(mentor.c.community_id == community_id)
        .group_by(mentor.c.state)
    )
    return Health(
        Tally(learners, requests),
        oldest,
        Tally(min(asking, asked), offers),
        {state: number for state, number in await tx.execute(states)},
        await _count_pairs(tx, community_id),
    )


async def _count_pairs(tx: Transaction, community_id: CommunityId) -> Tally:
    query = (
        select(
            mentorship_side.c.side,
            func.count(distinct(mentorship_side.c.member_id)),
            func.count(),
        )
        .join(mentorship, mentorship.c.id == mentorship_side.c.mentorship_id)
        .where(mentorship.c.community_id == community_id, mentorship.c.state.in_(RUNNING))
        .group_by(mentorship_side.c.side)
    )
    of = {side: Tally(members, total) for side, members, total in await tx.execute(query)}
    sides = [of.get(side, Tally()) for side in SideName]
    return Tally(min(one.members for one in sides), max(one.total for one in sides))
