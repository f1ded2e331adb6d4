"""Who fits a request: what is stored as what ``bot.services.matching`` weighs, and back."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from bot.model import CommunityId, MemberId
from bot.model_mentoring import SLOTS, Mentor, MentorRequest
from bot.replies.mentor_requests import Suggested
from bot.replies.mentoring import LANGUAGE_NAMES
from bot.schedule.recurrence import is_known
from bot.services.drafts import Memory, Owner
from bot.services.matching.hindrances import Hindrance, why_not
from bot.services.matching.hours import Hours, Span
from bot.services.matching.pool import Pool
from bot.services.matching.score import Fit
from bot.services.matching.wishes import Learner
from bot.services.matching.wishes import Mentor as Candidate
from bot.services.mentors import UNDO_WITHIN
from bot.storage import mentor_fits as queries
from bot.storage import mentors
from bot.storage.database import Transaction

_NOT_AGAIN_AFTER_OFFER = timedelta(days=90)
_NOT_AGAIN_AFTER_PAIR = timedelta(days=366)
_LAST_ANSWERS = 5
_IN_A_TURN = 200
# How many more than wanted are looked at for room at once.
_MORE = 5
MOST_POOLS = 50
T = TypeVar("T")
_ALL_WEEK = tuple(SLOTS)
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fitting:
    """A mentor with why they fit."""

    mentor: Mentor
    fit: Fit


class MentorPools:
    """Keep what the mentors of the communities asked about last offer, until it is another.

    It is read with every question whether it still is what is stored, whichever process wrote it.
    """

    def __init__(self, memory: Memory) -> None:
        self._pools: OrderedDict[CommunityId, tuple[queries.Mark, Pool]] = OrderedDict()
        memory.add(self._forget)

    def __len__(self) -> int:
        return len(self._pools)

    async def load(self, tx: Transaction, community_id: CommunityId, week: date) -> Pool:
        """Return the mentors of a community who take on learners, for the week from a Monday on."""
        mark = await queries.mark_available(tx, community_id)
        known = self._pools.get(community_id)
        if known is None or known[0] != mark or known[1].week != week:
            known = mark, await read_pool(tx, community_id, week)
        self._pools[community_id] = known
        self._pools.move_to_end(community_id)
        while len(self._pools) > MOST_POOLS:
            self._pools.popitem(last=False)
        return known[1]

    def _forget(self, owner: Owner) -> None:
        for community_id, (_mark, pool) in list(self._pools.items()):
            if owner == community_id or owner in pool:
                del self._pools[community_id]


async def read_pool(
    tx: Transaction, community_id: CommunityId, week: date, only: MemberId | None = None
) -> Pool:
    """Return the mentors of a community who take on learners; ``only``: nobody but this one."""
    available = await queries.list_available(tx, community_id, only)
    candidates: list[Candidate] = []
    for some in _in_turns([one for one in available if is_known(one.zone)]):
        await asyncio.sleep(0)
        for one in some:
            hours = _hours(one.slots, one.zone)
            hours.free(week)
            candidates.append(
                Candidate(
                    id=one.member_id,
                    topics=one.topics,
                    certifications=_NONE,
                    role=None,
                    languages=one.languages,
                    hours=hours,
                    room=one.capacity,
                    answer_hours=None,
                )
            )
    return Pool(candidates, week)


def week_of(now: datetime) -> date:
    """Return the Monday of the week in which hours are compared."""
    return now.date() - timedelta(days=now.weekday())


async def find_fitting(
    tx: Transaction,
    request: MentorRequest,
    now: datetime,
    limit: int,
    *,
    is_open: bool = False,
    only: MemberId | None = None,
    pool: Pool | None = None,
) -> list[Fitting]:
    """Return the mentors of a community who fit a request and have room, the most fitting first.

    Out are those who block its learner or are blocked, who were asked within 90 days, and who
    mentored them within a year. ``is_open``: the learner has not said when they are free or what
    they speak. ``only``: nobody but this mentor. ``pool`` is that of the week where it is known.
    """
    community = request.community_id
    if pool is None:
        pool = await read_pool(tx, community, week_of(now), only)
    holders: set[MemberId] = set()
    if request.certification is not None:
        holders = await queries.list_holders(tx, community, request.certification)
    learner = _learner(request, is_open=is_open)
    met = await _met(tx, request, now)
    ranked = pool.rank(learner, holders)
    fits: list[Fit] = []
    # Who stands nearest is looked at first: nearly always that is enough.
    while len(fits) < limit and (few := list(islice(ranked, limit + _MORE))):
        await asyncio.sleep(0)
        fits += await _free(tx, request, few, met, pool, now - UNDO_WITHIN)
    best = {fit.mentor_id: fit for fit in fits[:limit]}
    by_id = await mentors.list_mentors(tx, community, list(best))
    return [Fitting(by_id[own_id], fit) for own_id, fit in best.items() if own_id in by_id]


async def read_places(
    tx: Transaction, requests: Sequence[MentorRequest], now: datetime
) -> tuple[list[Learner], list[Candidate]]:
    """Return what decides who of several learners of one community fits whom, room left included.

    A learner goes by the id of their request.
    """
    if not requests:
        return [], []
    community = requests[0].community_id
    mentors_here = (await read_pool(tx, community, week_of(now))).mentors
    ids = [MemberId(one.id) for one in mentors_here]
    taken = await queries.count_taken(tx, community, ids, now - UNDO_WITHIN)
    wished = {one.certification for one in requests} - {None}
    held = {one: await queries.list_holders(tx, community, one) for one in wished if one}
    learners: list[Learner] = []
    for request in requests:
        apart = await mentors.list_apart(tx, request.member_id, ids)
        out = frozenset(apart | await _met(tx, request, now))
        learners.append(replace(_learner(request), id=request.id, not_with=out))
    return learners, [
        replace(
            one,
            room=one.room - taken.get(MemberId(one.id), 0),
            certifications=frozenset(name for name, by in held.items() if one.id in by),
        )
        for one in mentors_here
    ]


async def why_nobody(tx: Transaction, request: MentorRequest, now: datetime) -> Hindrance:
    """Return what stands between a request and the mentors of its community."""
    [learner], candidates = await read_places(tx, [request], now)
    return await asyncio.to_thread(why_not, learner, candidates, week_of(now))


def _learner(request: MentorRequest, *, is_open: bool = False) -> Learner:
    return Learner(
        id=request.member_id,
        topics=frozenset(request.topics),
        certification=request.certification,
        role=None,
        languages=frozenset(LANGUAGE_NAMES if is_open else request.languages),
        hours=_hours(_ALL_WEEK if is_open else request.slots, request.zone),
        waited_rounds=0,
        waiting_since=request.waiting_since,
        not_with=_NONE,
    )


async def _met(tx: Transaction, request: MentorRequest, now: datetime) -> set[MemberId]:
    """Return who is out of the question: the learner, and whom they had to do with lately."""
    since = now - _NOT_AGAIN_AFTER_OFFER, now - _NOT_AGAIN_AFTER_PAIR
    return {request.member_id, *await queries.list_met(tx, request.member_id, *since)}


async def _free(
    tx: Transaction,
    request: MentorRequest,
    few: Sequence[Fit],
    met: set[MemberId],
    pool: Pool,
    held_since: datetime,
) -> list[Fit]:
    """Return those who have room and may be asked."""
    ids = [MemberId(fit.mentor_id) for fit in few]
    out = met | await mentors.list_apart(tx, request.member_id, ids)
    # Learners and unanswered offers both take up a mentor's room.
    taken = await queries.count_taken(tx, request.community_id, ids, held_since)
    return [
        fit
        for fit in few
        if fit.mentor_id not in out and taken.get(fit.mentor_id, 0) < pool.room_of(fit.mentor_id)
    ]


def _in_turns(all_of_them: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield a few after the other: a thousand at once would hold up everybody else."""
    for start in range(0, len(all_of_them), _IN_A_TURN):
        yield all_of_them[start : start + _IN_A_TURN]


async def explain(
    tx: Transaction, found: Sequence[Fitting], certification: str | None, *, is_open: bool
) -> list[Suggested]:
    """Return mentors as their cards show them; ``certification`` is its name."""
    ids = [one.mentor.member_id for one in found]
    took = await queries.list_last_answers(tx, ids, _LAST_ANSWERS)
    return [
        Suggested(
            one.mentor,
            tuple(topic for topic in one.mentor.topics if topic in one.fit.topics),
            certification if one.fit.certification else None,
            None if is_open else one.fit.minutes,
            _usual(took.get(one.mentor.member_id, [])),
        )
        for one in found
    ]


@lru_cache(maxsize=4096)
def _hours(slots: tuple[str, ...], zone: str) -> Hours:
    spans = (each for slot in slots for each in SLOTS[slot])
    return Hours(zone, tuple(Span(one.weekday, one.start, one.end) for one in spans))


def _usual(took: Sequence[timedelta]) -> timedelta | None:
    """Return within which time a mentor usually answers: that of the middle one of the last."""
    return sorted(took)[len(took) // 2] if took else None
