"""Requests of learners: whom they could ask, what they write, and what they take back.

Nobody is told who asks before they accept.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.catalogue.search import CatalogueSearch
from bot.model import CommunityId, MemberId
from bot.model_mentoring import (
    SLOTS,
    Lack,
    Mentor,
    MentorRequest,
    OfferState,
    RequestId,
    RequestState,
)
from bot.ports import Clock
from bot.replies.mentor_requests import Standing, Suggested
from bot.replies.mentor_rounds import why
from bot.replies.mentoring import LANGUAGE_NAMES, WHAT_YOU_TRIED, YOUR_GOAL
from bot.replies.refusals import mentoring as refusals
from bot.schedule import mentoring as messages
from bot.services.drafts import Drafts, Memory
from bot.services.mentor_fits import MentorPools, explain, find_fitting, week_of, why_nobody
from bot.services.mentor_offers import MentorOffers
from bot.services.mentors import UNDO_WITHIN, Mentors, known, new_id, read_words, zone_of
from bot.storage import members
from bot.storage import mentors as queries
from bot.storage.database import Database, Transaction

MAX_GOAL, MAX_TRIED, MAX_OPEN = 500, 500, 3
MAX_SENT, SENT_WITHIN = 5, timedelta(days=30)
MOST_SUGGESTED = 5
_MOST_DRAFTS = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """A request as it was written and not sent; ``mentor`` None is the next who fits."""

    id: str
    request: MentorRequest
    mentor: Mentor | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a learner looks for, before they write anything."""

    topics: tuple[str, ...] = ()
    certification: str | None = None


async def require_place(tx: Transaction, member_id: MemberId) -> None:
    """Raise InvalidInputError where a learner has as many open requests as may wait at once."""
    if len(await queries.list_requests(tx, member_id)) >= MAX_OPEN:
        raise refusals.too_many_requests(MAX_OPEN)


class MentorRequests:
    """Find mentors, send them requests, and take these back."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        mentors: Mentors,
        offers: MentorOffers,
        search: CatalogueSearch,
        on_change: Callable[[], None],
        memory: Memory,
    ) -> None:
        self._database = database
        self._clock = clock
        self._mentors = mentors
        self._offers = offers
        self._search = search
        self._on_change = on_change
        self._drafts: Drafts[Draft] = Drafts(memory, clock, _MOST_DRAFTS)
        self._wishes: Drafts[Wish] = Drafts(memory, clock, 1)
        self._pools = MentorPools(memory)

    # Before anything is sent

    async def find(
        self, community_id: CommunityId, member_id: MemberId, wish: Wish
    ) -> tuple[list[Suggested], int]:
        """Return mentors with room, the most fitting first, and how many people wait here."""
        self._wishes.keep(member_id, "wish", wish, member_id)
        async with self._database.read() as tx:
            learner = await self._blank(tx, community_id, member_id, wish)
            now = self._clock.now()
            pool = await self._pools.load(tx, community_id, week_of(now))
            found = await find_fitting(tx, learner, now, MOST_SUGGESTED, is_open=True, pool=pool)
            name = wish.certification and self._search.certification_name(wish.certification)
            shown = await explain(tx, found, name, is_open=True)
            waiting = await queries.count_waiting(tx, community_id)
        return shown, waiting

    def wish_of(self, member_id: MemberId) -> Wish:
        """Return what a member looked for last."""
        return self._wishes.recall(member_id, "wish") or Wish()

    async def write(
        self,
        community_id: CommunityId,
        member_id: MemberId,
        mentor_id: str,
        *,
        goal: str,
        tried: str,
        topics: Sequence[str],
        languages: Sequence[str],
        slots: Sequence[str],
    ) -> Draft:
        """Return a request to be looked at before it is sent; nothing is stored.

        Raises
        ------
        InvalidInputError
            The words cannot be used, nothing is chosen, or the member's zone is not known.
        StaleActionError
            The mentor cannot be asked.
        """
        wish = self.wish_of(member_id)
        spoken, times = known(languages, tuple(LANGUAGE_NAMES)), known(slots, tuple(SLOTS))
        words = read_words(goal, YOUR_GOAL, MAX_GOAL, is_required=True)
        steps = read_words(tried, WHAT_YOU_TRIED, MAX_TRIED)
        if not spoken or not times:
            raise refusals.nothing_chosen()
        now = self._clock.now()
        async with self._database.read() as tx:
            request = MentorRequest(
                RequestId(new_id()),
                community_id,
                member_id,
                words,
                steps,
                known(topics, self._mentors.topics),
                wish.certification,
                spoken,
                times,
                await zone_of(tx, member_id, community_id),
                RequestState.OPEN,
                created_at=now,
                waiting_since=now,
                changed_at=now,
            )
            mentor = None
            if mentor_id:
                mentor = await queries.load_mentor(tx, community_id, MemberId(mentor_id))
                if mentor is None:
                    raise refusals.not_free()
        draft = Draft(secrets.token_hex(4), request, mentor)
        self._drafts.keep(member_id, draft.id, draft, member_id)
        return draft

    def recall(self, member_id: MemberId, draft_id: str) -> Draft:
        """Return a draft of a member's; raises StaleActionError when it is gone."""
        if (draft := self._drafts.recall(member_id, draft_id)) is None:
            raise refusals.no_draft()
        return draft

    def forget(self, member_id: MemberId, draft_id: str) -> None:
        """Forget a draft; it may be gone already."""
        self._drafts.discard(member_id, draft_id)

    # Sent

    async def send(self, member_id: MemberId, draft_id: str) -> Standing:
        """Store a request and ask its mentor, or the next who fits; twice is as once.

        Raises
        ------
        InvalidInputError
            The member has too many requests.
        StaleActionError
            The draft is gone, or the mentor cannot be asked (any more).
        """
        draft, now = self.recall(member_id, draft_id), self._clock.now()
        async with self._database.write() as tx:
            # While this waited for its turn its member may have deleted everything.
            self.recall(member_id, draft_id)
            if (known_one := await queries.load_request(tx, draft.request.id)) is not None:
                return await messages.stand(tx, known_one)
            await self._require_room(tx, member_id, now)
            request = replace(draft.request, created_at=now, waiting_since=now, changed_at=now)
            await queries.save_request(tx, request)
            if draft.mentor is None:
                request = await self._offers.look_for(tx, request, now)
            else:
                chosen = draft.mentor.member_id
                if not await find_fitting(tx, request, now, 1, only=chosen):
                    raise refusals.not_free()
                request = await self._offers.ask(tx, request, chosen, now)
            standing = await self._stand(tx, request, now)
        self._on_change()
        return standing

    async def _stand(self, tx: Transaction, request: MentorRequest, now: datetime) -> Standing:
        """Return where a request stands, and if it waits, what would help."""
        standing = await messages.stand(tx, request)
        if request.state is not RequestState.OPEN:
            return standing
        found = await why_nobody(tx, request, now)
        if found.reason is Lack.OTHERS_FIRST:
            return standing
        return replace(standing, why=why(found.reason, found.mentors, found.languages))

    async def _require_room(self, tx: Transaction, member_id: MemberId, now: datetime) -> None:
        await require_place(tx, member_id)
        if await queries.count_sent_since(tx, member_id, now - SENT_WITHIN) >= MAX_SENT:
            raise refusals.too_many_lately(MAX_SENT, SENT_WITHIN.days)

    async def mine(self, member_id: MemberId) -> tuple[list[Standing], int]:
        """Return where a learner's requests stand, and how many people they block."""
        async with self._database.read() as tx:
            found = await queries.list_requests(tx, member_id)
            standings = [await messages.stand(tx, one) for one in found]
            return standings, await queries.count_blocks(tx, member_id)

    async def load(self, member_id: MemberId, request_id: str) -> Standing:
        """Return where a request stands; raises NotFoundError."""
        async with self._database.read() as tx:
            request = await self._own(tx, member_id, request_id)
            return await self._stand(tx, request, self._clock.now())

    async def withdraw(self, member_id: MemberId, request_id: str) -> MentorRequest:
        """Take a request back; twice is as once.

        Raises
        ------
        NotFoundError
            The member has no such request.
        StaleActionError
            A mentor accepted it meanwhile.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            request = await self._own(tx, member_id, request_id)
            if request.state is RequestState.MATCHED:
                raise refusals.accepted()
            if not request.is_looking:
                return request
            if (offer := await queries.load_open_offer(tx, request.id)) is not None:
                await self._offers.close(tx, offer, OfferState.OVERTAKEN, now)
            withdrawn = replace(
                request,
                state=RequestState.WITHDRAWN,
                changed_at=now,
                look_at=None,
                moved_at=None,
            )
            await queries.save_request(tx, withdrawn)
        self._on_change()
        return withdrawn

    async def restore(self, member_id: MemberId, request_id: str) -> Standing:
        """Undo a withdrawal within ten minutes; the place in the queue is the old one.

        Raises
        ------
        InvalidInputError
            The member has too many requests by now.
        NotFoundError
            The member has no such request.
        StaleActionError
            The time is over.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            request = await self._own(tx, member_id, request_id)
            if request.is_looking:
                return await messages.stand(tx, request)
            is_late = now - request.changed_at > UNDO_WITHIN
            if request.state is not RequestState.WITHDRAWN or is_late:
                raise refusals.undo_over()
            await require_place(tx, member_id)
            back = replace(request, state=RequestState.OPEN, changed_at=now)
            await queries.save_request(tx, back)
            standing = await messages.stand(tx, await self._offers.look_for(tx, back, now))
        self._on_change()
        return standing

    async def lift_blocks(self, member_id: MemberId) -> int:
        """Block nobody any more; return how many were blocked."""
        async with self._database.write() as tx:
            count = await queries.delete_blocks(tx, member_id)
            for community_id in await queries.list_places(tx, member_id):
                await queries.look_again(tx, community_id, self._clock.now())
        self._on_change()
        return count

    # Whose it is

    async def _blank(
        self, tx: Transaction, community_id: CommunityId, member_id: MemberId, wish: Wish
    ) -> MentorRequest:
        now = self._clock.now()
        zone = (await members.load_member(tx, member_id)).zone or "UTC"
        return MentorRequest(
            RequestId(""),
            community_id,
            member_id,
            "",
            "",
            wish.topics,
            wish.certification,
            (),
            (),
            zone,
            RequestState.OPEN,
            now,
            now,
            now,
        )

    async def _own(self, tx: Transaction, member_id: MemberId, request_id: str) -> MentorRequest:
        request = await queries.load_request(tx, request_id)
        if request is None or request.member_id != member_id:
            raise refusals.no_request()
        return request
