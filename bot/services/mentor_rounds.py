"""Rounds: the best pairs for everybody who waits, prepared for moderators and sent by them.

A round asks mentors; whether they accept stays with them. Nobody is named who asks.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.catalogue.search import CatalogueSearch
from bot.model import CommunityId, MemberId
from bot.model_mentoring import MentorRequest, MentorState, RequestId, RequestState
from bot.ports import Clock
from bot.replies.mentor_rounds import Matched, Outcome, Preview, Unmatched
from bot.replies.refusals import moderation as refusals
from bot.services.audit import record
from bot.services.drafts import Drafts, Memory
from bot.services.matching.hindrances import Hindrance
from bot.services.matching.rounds import match
from bot.services.matching.score import Fit
from bot.services.mentor_fits import find_fitting, read_places, week_of
from bot.services.mentor_offers import MentorOffers
from bot.storage import mentors as queries
from bot.storage.database import Database, Transaction

ROUND = "mentor_round"
"""What the trail calls one."""
MOST_WAITING = 400
_AT_ONCE = 20
_MOST_DRAFTS = 3


@dataclass(frozen=True, slots=True)
class _Round:
    preview: Preview
    pairs: tuple[tuple[RequestId, MemberId], ...]


class MentorRounds:
    """Prepare rounds and send them; what is sent is what was shown, as far as it is possible."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        offers: MentorOffers,
        search: CatalogueSearch,
        on_change: Callable[[], None],
        memory: Memory,
    ) -> None:
        self._database = database
        self._clock = clock
        self._offers = offers
        self._search = search
        self._on_change = on_change
        self._drafts: Drafts[_Round] = Drafts(memory, clock, _MOST_DRAFTS)

    async def prepare(self, community_id: CommunityId, moderator: MemberId) -> Preview:
        """Return who would be asked for whom, and why nobody for the others; nothing is stored.

        Of whoever waits with several requests the oldest takes part.
        """
        now = self._clock.now()
        async with self._database.read_long() as tx:
            queue = await queries.list_queue(tx, community_id)
            waiting = [one for one in queue if one.state is RequestState.OPEN][:MOST_WAITING]
            first: dict[MemberId, MentorRequest] = {}
            for request in waiting:
                first.setdefault(request.member_id, request)
            requests = {one.id: one for one in first.values()}
            learners, candidates = await read_places(tx, list(requests.values()), now)
        places = {one.id: place for place, one in enumerate(queue, 1)}
        found = await asyncio.to_thread(match, learners, candidates, week_of(now))
        pairs = [(RequestId(fit.learner_id), MemberId(fit.mentor_id)) for fit in found.pairs]
        preview = Preview(
            secrets.token_hex(4),
            tuple(
                self._matched(requests[own_id], places[own_id], mentor_id, fit, now)
                for (own_id, mentor_id), fit in zip(pairs, found.pairs, strict=True)
            ),
            tuple(_unmatched(one, places[RequestId(one.learner_id)]) for one in found.unmatched),
        )
        self._drafts.keep(community_id, preview.draft_id, _Round(preview, tuple(pairs)), moderator)
        return preview

    def recall(self, community_id: CommunityId, draft_id: str) -> Preview:
        """Return a round that was prepared and not sent; raises StaleActionError."""
        return self._recall(community_id, draft_id).preview

    async def send(self, community_id: CommunityId, draft_id: str) -> Outcome:
        """Ask the mentors of a round; who has no room any more, or is not waited for, is left out.

        Raises
        ------
        StaleActionError
            It was sent already, or is gone.
        """
        wanted = self._recall(community_id, draft_id).pairs
        # Forgotten before anything is waited for: of two presses one sends it.
        self._drafts.discard(community_id, draft_id)
        now, asked = self._clock.now(), 0
        for start in range(0, len(wanted), _AT_ONCE):
            async with self._database.write() as tx:
                for request_id, mentor_id in wanted[start : start + _AT_ONCE]:
                    asked += await self._ask(tx, community_id, request_id, mentor_id, now)
        async with self._database.write() as tx:
            count = {"mentors_asked": str(asked)}
            await record(tx, now, community_id, ROUND, {"mentors_asked": "0"}, count)
        self._on_change()
        return Outcome(asked, len(wanted) - asked)

    async def _ask(
        self,
        tx: Transaction,
        community_id: CommunityId,
        request_id: RequestId,
        mentor_id: MemberId,
        now: datetime,
    ) -> bool:
        request = await queries.load_request(tx, request_id)
        if request is None or request.state is not RequestState.OPEN:
            return False
        mentor = await queries.load_mentor(tx, community_id, mentor_id)
        if mentor is None or mentor.state is not MentorState.AVAILABLE:
            return False
        if not await find_fitting(tx, request, now, 1, only=mentor_id):
            return False
        await self._offers.ask(tx, request, mentor_id, now)
        await self._offers.tell_learner(tx, request, now)
        return True

    def _recall(self, community_id: CommunityId, draft_id: str) -> _Round:
        if (draft := self._drafts.recall(community_id, draft_id)) is None:
            raise refusals.no_round()
        return draft

    def _matched(
        self, request: MentorRequest, place: int, mentor_id: MemberId, fit: Fit, now: datetime
    ) -> Matched:
        name = fit.certification and self._search.certification_name(fit.certification)
        return Matched(
            place,
            (now - request.waiting_since).days,
            mentor_id,
            tuple(topic for topic in request.topics if topic in fit.topics),
            name or None,
            fit.minutes // 60,
            tuple(sorted(fit.languages)),
        )


def _unmatched(one: Hindrance, place: int) -> Unmatched:
    return Unmatched(place, one.reason, one.mentors, one.languages)
