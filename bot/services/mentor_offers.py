"""Offers: one mentor at a time is asked about a request, and what becomes of each question.

Unanswered for as long as the rules say, passed or taken back, a request goes to the next mentor
who fits, and its waiting time stays.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model import CommunityId, MemberId, PostKind
from bot.model_mentoring import (
    MentorRequest,
    MentorState,
    Offer,
    OfferId,
    OfferState,
    RequestState,
)
from bot.ports import Clock
from bot.replies.mentors import Asked
from bot.replies.refusals import mentoring as refusals
from bot.schedule import mentoring as messages
from bot.services.mentor_fits import find_fitting
from bot.services.mentors import new_id
from bot.storage import mentor_rules
from bot.storage import mentors as queries
from bot.storage.database import Database, Transaction

# Who was out of the question may be asked some day, and shared hours move with the clocks.
LOOK_EVERY = timedelta(days=1)
_RESTS_AFTER = 3
# After a pass the next mentor is asked a while later: nobody can tell a pass from a silence.
_SHORTEST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=5), timedelta(minutes=90)


class MentorOffers:
    """Ask mentors, take their answers, and go on to the next by itself."""

    def __init__(self, database: Database, clock: Clock, on_change: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._on_change = on_change

    # What mentors answer

    async def queue(self, member_id: MemberId) -> list[Asked]:
        """Return what waits for a mentor's answer, the first to expire first."""
        async with self._database.read() as tx:
            found = [
                await messages.see(tx, offer) for offer in await queries.list_offers(tx, member_id)
            ]
        return [one for one in found if one is not None]

    async def open(self, member_id: MemberId, offer_id: str) -> Asked:
        """Return one offer that waits for a mentor's answer; raises StaleActionError."""
        async with self._database.read() as tx:
            told = await messages.see(tx, await self._waiting(tx, member_id, offer_id))
        if told is None:
            raise refusals.no_offer()
        return told

    async def decline(self, member_id: MemberId, offer_id: str) -> None:
        """Pass on an offer; twice is as once.

        Raises
        ------
        StaleActionError
            It waits for this mentor no more.
        """
        async with self._database.write() as tx:
            await self.pass_on(tx, member_id, offer_id, self._clock.now())
        self._on_change()

    async def pass_on(
        self, tx: Transaction, member_id: MemberId, offer_id: str, now: datetime
    ) -> MentorRequest | None:
        """Pass on an offer inside a transaction; return the request, if it is still there.

        Raises
        ------
        StaleActionError
            It waits for this mentor no more.
        """
        offer = await queries.load_offer(tx, offer_id)
        if offer is None or offer.member_id != member_id:
            raise refusals.no_offer()
        request = await queries.load_request(tx, offer.request_id)
        if offer.state is OfferState.PASSED:
            return request
        if offer.state is not OfferState.SENT or offer.expires_at <= now:
            raise refusals.no_offer()
        await self.close(tx, offer, OfferState.PASSED, now)
        await self._note_answer(tx, offer, 0)
        if request is not None:
            await self._reopen(tx, request, now + _pause(), now)
        return request

    async def part(
        self, tx: Transaction, member_id: MemberId, other_id: MemberId, now: datetime
    ) -> None:
        """Take back what either of two members is asked about the other; it looks like a pass."""
        for offer in await queries.list_offers_between(tx, member_id, other_id):
            await self.close(tx, offer, OfferState.OVERTAKEN, now)
            if (request := await queries.load_request(tx, offer.request_id)) is not None:
                await self._reopen(tx, request, now + _pause(), now)

    async def _waiting(self, tx: Transaction, member_id: MemberId, offer_id: str) -> Offer:
        offer = await queries.load_offer(tx, offer_id)
        if offer is None or offer.member_id != member_id or offer.state is not OfferState.SENT:
            raise refusals.no_offer()
        if offer.expires_at <= self._clock.now():
            raise refusals.no_offer()
        return offer

    async def take(
        self, tx: Transaction, member_id: MemberId, offer_id: str, now: datetime
    ) -> MentorRequest:
        """Accept an offer for its mentor inside a transaction; return the request that is theirs.

        Raises
        ------
        StaleActionError
            It waits for this mentor no more.
        """
        offer = await self._waiting(tx, member_id, offer_id)
        request = await queries.load_request(tx, offer.request_id)
        if request is None or not request.is_looking:
            raise refusals.no_offer()
        await self.close(tx, offer, OfferState.ACCEPTED, now)
        await self._note_answer(tx, offer, 0)
        matched = replace(request, state=RequestState.MATCHED, changed_at=now, look_at=None)
        await queries.save_request(tx, matched)
        return matched

    # What happens by itself

    async def expire(self, tx: Transaction, now: datetime, limit: int) -> int:
        """Go on from mentors who did not answer in time; return how many there were."""
        found = await queries.list_expired(tx, now, limit)
        for offer in found:
            await self.close(tx, offer, OfferState.EXPIRED, now)
            mentor = await queries.load_mentor(tx, offer.community_id, offer.member_id)
            unanswered = 1 if mentor is None else mentor.unanswered + 1
            await self._note_answer(tx, offer, unanswered)
            gone = (offer.member_id, offer.id, messages.GONE, now)
            await messages.notify(tx, PostKind.MENTOR_OFFER, *gone)
            if (request := await queries.load_request(tx, offer.request_id)) is not None:
                await self._reopen(tx, request, now, now)
        return len(found)

    async def look(self, tx: Transaction, now: datetime, limit: int) -> int:
        """Ask the next mentor for whoever waits for one; return how many requests there were."""
        found = await queries.list_to_look(tx, now, limit)
        for request in found:
            moved = await self.look_for(tx, request, now)
            if moved.state is RequestState.OFFERED or request.moved_at is not None:
                await self.tell_learner(tx, request, now)
        return len(found)

    async def tell_learner(self, tx: Transaction, request: MentorRequest, now: datetime) -> None:
        """Let a learner know where their request stands."""
        which = f"{messages.MOVED}-{int(now.timestamp())}"
        told = (request.member_id, request.id, which, now)
        await messages.notify(tx, PostKind.MENTOR_REQUEST, *told)

    async def look_for(
        self, tx: Transaction, request: MentorRequest, now: datetime
    ) -> MentorRequest:
        """Ask the mentor who fits a request best, or let it wait; return it as it is then.

        Where moderators match in rounds only a request that a mentor had already goes on by itself.
        """
        is_for_round = (
            request.moved_at is None
            and (await mentor_rules.load(tx, request.community_id)).in_rounds
        )
        found = [] if is_for_round else await find_fitting(tx, request, now, 1)
        if found:
            return await self.ask(tx, request, found[0].mentor.member_id, now)
        later = now + LOOK_EVERY
        waiting = replace(request, state=RequestState.OPEN, look_at=later, moved_at=None)
        await queries.save_request(tx, waiting)
        return waiting

    async def ask(
        self, tx: Transaction, request: MentorRequest, mentor_id: MemberId, now: datetime
    ) -> MentorRequest:
        """Ask one mentor; raises StaleActionError where another is being asked."""
        within = timedelta(days=(await mentor_rules.load(tx, request.community_id)).answer_days)
        offer = Offer(
            OfferId(new_id()),
            request.id,
            request.community_id,
            mentor_id,
            OfferState.SENT,
            now,
            now + within,
        )
        if not await queries.insert_offer(tx, offer):
            raise refusals.not_free()
        asked = replace(request, state=RequestState.OFFERED, look_at=None, moved_at=None)
        await queries.save_request(tx, asked)
        kind = PostKind.MENTOR_OFFER
        await messages.notify(tx, kind, mentor_id, offer.id, messages.NEW, now)
        await messages.notify(tx, kind, mentor_id, offer.id, messages.AGAIN, now + within / 2)
        return asked

    async def _reopen(
        self, tx: Transaction, request: MentorRequest, look_at: datetime, now: datetime
    ) -> None:
        if request.is_looking:
            waiting = replace(request, state=RequestState.OPEN, look_at=look_at, moved_at=now)
            await queries.save_request(tx, waiting)

    async def close(self, tx: Transaction, offer: Offer, state: OfferState, now: datetime) -> None:
        """End an offer that waits for its answer, with what was to remind of it."""
        await queries.answer_offer(tx, offer, state, now)
        if state is not OfferState.ACCEPTED:
            # Its place is free: whoever waits may have it.
            await queries.look_again(tx, offer.community_id, now)
        for which in (messages.NEW, messages.AGAIN):
            await messages.take_back(tx, PostKind.MENTOR_OFFER, offer.member_id, offer.id, which)

    async def _note_answer(self, tx: Transaction, offer: Offer, unanswered: int) -> None:
        mentor = await queries.load_mentor(tx, offer.community_id, offer.member_id)
        if mentor is None:
            return
        rests = unanswered >= _RESTS_AFTER and mentor.state is MentorState.AVAILABLE
        state = MentorState.RESTING if rests else mentor.state
        await queries.save_mentor(tx, replace(mentor, unanswered=unanswered, state=state))

    async def withdraw_from(
        self, tx: Transaction, member_id: MemberId, community_id: CommunityId, now: datetime
    ) -> None:
        """Go on without a mentor of a community: nobody waits for their answer."""
        for offer in await queries.list_offers(tx, member_id):
            request = await queries.load_request(tx, offer.request_id)
            if offer.community_id == community_id and request is not None:
                await self.close(tx, offer, OfferState.OVERTAKEN, now)
                await self._reopen(tx, request, now, now)

    async def leave(self, tx: Transaction, member_id: MemberId) -> None:
        """Go on without a member who deletes everything: nobody waits for their answer."""
        now = self._clock.now()
        for offer in await queries.list_offers_about(tx, member_id):
            if offer.state is OfferState.SENT:
                await self.close(tx, offer, OfferState.OVERTAKEN, now)
            told = (offer.member_id, offer.id, messages.GONE)
            await messages.take_back(tx, PostKind.MENTOR_OFFER, *told)
        for offer in await queries.list_offers(tx, member_id):
            request = await queries.load_request(tx, offer.request_id)
            await queries.answer_offer(tx, offer, OfferState.OVERTAKEN, now)
            if request is not None:
                await self._reopen(tx, request, now, now)


def _pause() -> timedelta:
    between = _LONGEST_PAUSE - _SHORTEST_PAUSE
    return _SHORTEST_PAUSE + between * (secrets.randbelow(1000) / 1000)
