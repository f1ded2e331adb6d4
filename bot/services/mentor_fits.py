"""Who fits a request: what is stored as what ``bot.services.matching`` weighs, and back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TypeVar

from bot.model import MemberId
from bot.model_mentoring import SLOTS, Mentor, MentorRequest, Offer
from bot.replies.mentor_requests import Suggested
from bot.replies.mentoring import LANGUAGE_NAMES
from bot.schedule.recurrence import is_known
from bot.services.matching.hours import Hours, Span
from bot.services.matching.score import Fit, find_rare
from bot.services.matching.suggestions import suggest
from bot.services.matching.wishes import Learner
from bot.services.matching.wishes import Mentor as Candidate
from bot.storage import members, mentor_rules
from bot.storage import mentors as queries
from bot.storage import mentorships as pairs
from bot.storage.database import Transaction

_NOT_AGAIN_AFTER_OFFER = timedelta(days=90)
_NOT_AGAIN_AFTER_PAIR = timedelta(days=366)
_LAST_ANSWERS = 5
_IN_A_TURN = 200
T = TypeVar("T")
_ALL_WEEK = tuple(SLOTS)
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fitting:
    """A mentor with why they fit."""

    mentor: Mentor
    fit: Fit


async def find_fitting(
    tx: Transaction,
    request: MentorRequest,
    now: datetime,
    limit: int,
    *,
    is_open: bool = False,
    only: MemberId | None = None,
) -> list[Fitting]:
    """Return the mentors of a community who fit a request and have room, the most fitting first.

    Out are those who block its learner or are blocked, who were asked within 90 days, and who
    mentored them within a year. ``is_open``: the learner has not said when they are free or what
    they speak. ``only``: nobody but this mentor.
    """
    rules = await mentor_rules.load(tx, request.community_id)
    mentors = await queries.list_available(tx, request.community_id)
    taken = await queries.count_learners(tx, request.community_id)
    holders: set[MemberId] = set()
    if request.certification is not None:
        holders = await members.list_holders(tx, request.certification)
    wished = frozenset({request.certification or ""})
    candidates: list[Candidate] = []
    for some in _in_turns([one for one in mentors if only in (None, one.member_id)]):
        await asyncio.sleep(0)
        candidates += [
            Candidate(
                id=one.member_id,
                topics=one.topics,
                certifications=wished if one.member_id in holders else _NONE,
                role=None,
                languages=one.languages,
                hours=_hours(one.slots, one.zone),
                room=min(one.capacity, rules.most_learners),
                answer_hours=None,
            )
            for one in some
            if is_known(one.zone)
        ]
    learner = Learner(
        id=request.member_id,
        topics=frozenset(request.topics),
        certification=request.certification,
        role=None,
        languages=frozenset(LANGUAGE_NAMES if is_open else request.languages),
        hours=_hours(_ALL_WEEK if is_open else request.slots, request.zone),
        waited_rounds=0,
        waiting_since=request.waiting_since,
        not_with=frozenset(await _not_with(tx, request, mentors, now)),
    )
    week = now.date() - timedelta(days=now.weekday())
    # Learners and unanswered offers both take up a mentor's room.
    open_offers = {str(one): count for one, count in taken.items()}
    rare, best = find_rare(candidates), list[Fit]()
    for few in _in_turns(candidates):
        await asyncio.sleep(0)
        best += suggest(learner, few, week, open_offers, limit, rare)
    fits = sorted(best, key=lambda fit: (-fit.score, fit.mentor_id))[:limit]
    by_id = await queries.list_mentors(tx, request.community_id, [fit.mentor_id for fit in fits])
    return [Fitting(by_id[fit.mentor_id], fit) for fit in fits]


def _in_turns(all_of_them: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield a few after the other: a thousand at once would hold up everybody else."""
    for start in range(0, len(all_of_them), _IN_A_TURN):
        yield all_of_them[start : start + _IN_A_TURN]


async def _not_with(
    tx: Transaction, request: MentorRequest, mentors: Sequence[queries.Free], now: datetime
) -> set[MemberId]:
    learner = request.member_id
    apart = await queries.list_apart(tx, learner, [one.member_id for one in mentors])
    asked = await queries.list_asked(tx, learner, now - _NOT_AGAIN_AFTER_OFFER)
    paired = await pairs.list_mentors_of(tx, learner, now - _NOT_AGAIN_AFTER_PAIR)
    return {learner, *apart, *asked, *paired}


async def explain(
    tx: Transaction, found: Sequence[Fitting], certification: str | None, *, is_open: bool
) -> list[Suggested]:
    """Return mentors as their cards show them; ``certification`` is its name."""
    return [
        Suggested(
            one.mentor,
            tuple(topic for topic in one.mentor.topics if topic in one.fit.topics),
            certification if one.fit.certification else None,
            None if is_open else one.fit.minutes,
            _usual(await queries.list_last_answered(tx, one.mentor.member_id, _LAST_ANSWERS)),
        )
        for one in found
    ]


@lru_cache(maxsize=4096)
def _hours(slots: tuple[str, ...], zone: str) -> Hours:
    spans = (each for slot in slots for each in SLOTS[slot])
    return Hours(zone, tuple(Span(one.weekday, one.start, one.end) for one in spans))


def _usual(answered: Sequence[Offer]) -> timedelta | None:
    """Return within which time a mentor usually answers: that of the middle one of the last."""
    took = sorted(one.answered_at - one.sent_at for one in answered if one.answered_at is not None)
    return took[len(took) // 2] if took else None
