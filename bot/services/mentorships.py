"""Mentorships: how one begins, what it is asked now and then, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.model import MemberId, PostKind
from bot.model_mentoring import (
    Ending,
    Mentorship,
    MentorshipEvent,
    MentorshipId,
    MentorshipState,
    Pair,
    RequestState,
    Side,
    SideName,
)
from bot.model_mentoring import MentorshipEventKind as Kind
from bot.ports import Clock
from bot.replies.mentor_requests import Standing
from bot.replies.refusals import mentoring as refusals
from bot.schedule import mentoring as messages
from bot.services.mentor_offers import MentorOffers
from bot.services.mentor_requests import require_place
from bot.services.mentors import UNDO_WITHIN, limited, new_id
from bot.services.mentorship_steps import (
    HELLO_AFTER,
    end_of,
    load_own,
    load_running,
    next_step,
    running_state,
    touch,
)
from bot.services.reading.days import add
from bot.services.reading.pieces import Span
from bot.storage import mentor_rules
from bot.storage import mentors as queries
from bot.storage import mentorships as pairs
from bot.storage.database import Database, Transaction
from bot.storage.mentor_fits import count_taken


class Mentorships:
    """Bring two members together, ask how it goes, and let either end it."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        offers: MentorOffers,
        on_change: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._offers = offers
        self._on_change = on_change

    async def accept(self, member_id: MemberId, offer_id: str) -> tuple[Pair, Side]:
        """Accept an offer: one transaction checks everything again and starts the mentorship.

        Raises
        ------
        InvalidInputError
            The mentor has as many learners as they wanted.
        StaleActionError
            The offer was withdrawn, expired or taken over meanwhile.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            request = await self._offers.take(tx, member_id, offer_id, now)
            community = request.community_id
            mentor = await queries.load_mentor(tx, community, member_id)
            count = await pairs.count_running(tx, community, member_id, SideName.MENTOR)
            if mentor is None:
                raise refusals.not_a_mentor()
            rules = await mentor_rules.load(tx, community)
            room = limited(mentor, rules).capacity
            if count >= room:
                raise refusals.no_room(room)
            started = Mentorship(
                MentorshipId(new_id()),
                community,
                request.id,
                MentorshipState.STARTING,
                now,
                now,
                add(now.date(), Span(months=rules.months)),
                check_at=now + HELLO_AFTER,
            )
            await pairs.save(tx, started)
            learner = Side(started.id, request.member_id, SideName.LEARNER, request.goal)
            own = Side(started.id, member_id, SideName.MENTOR)
            await pairs.save_side(tx, learner)
            await pairs.save_side(tx, own)
            await pairs.append(tx, started.id, Kind.STARTED, now)
            told = (learner.member_id, started.id, messages.START, now)
            await messages.notify(tx, PostKind.MENTORSHIP, *told)
        self._on_change()
        return Pair(started, (own, learner)), own

    async def block_asker(self, member_id: MemberId, offer_id: str) -> None:
        """Pass on an offer, and never meet whoever asks; twice is as once.

        Raises
        ------
        StaleActionError
            It waits for this mentor no more.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            request = await self._offers.pass_on(tx, member_id, offer_id, now)
            if request is not None:
                await self.keep_apart(tx, member_id, request.member_id, now)
        self._on_change()

    async def list_of(self, member_id: MemberId, side: SideName) -> list[Pair]:
        """Return a member's running mentorships on one side, the oldest first."""
        async with self._database.read() as tx:
            found = await pairs.list_of_member(tx, member_id, is_running=True)
        return [one for one in found if (own := one.of(member_id)) and own.side is side]

    async def load(self, member_id: MemberId, mentorship_id: str) -> tuple[Pair, Side]:
        """Return a mentorship of a member's, running or not; raises NotFoundError."""
        async with self._database.read() as tx:
            return await load_own(tx, member_id, mentorship_id)

    async def agree(self, member_id: MemberId, mentorship_id: str) -> tuple[Pair, Side]:
        """Note that one side agrees to how it begins; twice is as once."""
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await load_running(tx, member_id, mentorship_id)
            if own.agreed_at is None:
                await pairs.save_side(tx, replace(own, agreed_at=now))
                await pairs.append(tx, pair.mentorship.id, Kind.AGREED, now, own.side)
                fresh = await pairs.load(tx, mentorship_id)
                state = pair.mentorship.state
                if state is MentorshipState.STARTING and fresh is not None and fresh.are_agreed:
                    state = MentorshipState.ACTIVE
                await touch(tx, replace(pair.mentorship, state=state), now)
            return await load_own(tx, member_id, mentorship_id)

    async def note(self, member_id: MemberId, mentorship_id: str, kind: Kind) -> tuple[Pair, Side]:
        """Note what one side says of it: met, not met, still on."""
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await load_running(tx, member_id, mentorship_id)
            await pairs.append(tx, pair.mentorship.id, kind, now, own.side)
            if kind is not Kind.NOT_MET:
                await touch(tx, pair.mentorship, now)
            return await load_own(tx, member_id, mentorship_id)

    async def end(
        self, member_id: MemberId, mentorship_id: str, *, block: bool = False
    ) -> tuple[Pair, Side]:
        """End a mentorship; twice is as once. The other side is told after ten minutes.

        With ``block`` the two never meet again, and it cannot be undone.

        Raises
        ------
        NotFoundError
            The member has no such mentorship.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await load_own(tx, member_id, mentorship_id)
            other = pair.at(own.side.other)
            if pair.mentorship.state is not MentorshipState.ENDED:
                ending = Ending.BLOCKED if block else Ending.AGREED
                await self._end(tx, pair, ending, now, own.side)
                if other is not None:
                    told = (other.member_id, pair.mentorship.id, messages.ENDED, now + UNDO_WITHIN)
                    await messages.notify(tx, PostKind.MENTORSHIP, *told)
            if block and other is not None:
                await self.keep_apart(tx, member_id, other.member_id, now)
            found = await load_own(tx, member_id, mentorship_id)
        self._on_change()
        return found

    async def restore(self, member_id: MemberId, mentorship_id: str) -> tuple[Pair, Side]:
        """Undo an end of one's own within ten minutes.

        Raises
        ------
        NotFoundError
            The member has no such mentorship.
        StaleActionError
            The time is over, somebody else ended it, or one of the two has gone on.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await load_own(tx, member_id, mentorship_id)
            was = pair.mentorship
            if was.state is not MentorshipState.ENDED:
                return pair, own
            last = (await pairs.list_events(tx, was.id))[-1]
            is_own = last.kind is Kind.ENDED and last.side is own.side
            if not is_own or was.ending is not Ending.AGREED or now - last.at >= UNDO_WITHIN:
                raise refusals.undo_over()
            await self._require_as_before(tx, pair, now)
            back = replace(was, state=running_state(pair, now), ended_at=None, ending=None)
            await pairs.append(tx, was.id, Kind.REOPENED, now, own.side)
            await touch(tx, back, now)
            if (other := pair.at(own.side.other)) is not None:
                await messages.take_back(
                    tx, PostKind.MENTORSHIP, other.member_id, was.id, messages.ENDED
                )
            return await load_own(tx, member_id, mentorship_id)

    async def look_again(self, member_id: MemberId, mentorship_id: str) -> Standing:
        """Let a learner look for another mentor with the place they had; twice is as once.

        Raises
        ------
        InvalidInputError
            The member has too many requests, or a mentor for this one.
        NotFoundError
            The member has no such mentorship, or their request is gone.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await load_own(tx, member_id, mentorship_id)
            is_over = pair.mentorship.state is MentorshipState.ENDED
            request = await queries.load_request(tx, pair.mentorship.request_id or "")
            if request is None or own.side is not SideName.LEARNER or not is_over:
                raise refusals.no_request()
            if request.state is RequestState.MATCHED:
                if await pairs.is_any_running(tx, request.id):
                    raise refusals.has_a_mentor()
                await require_place(tx, member_id)
                request = replace(request, state=RequestState.OPEN, look_at=now, changed_at=now)
                await queries.save_request(tx, request)
            standing = await messages.stand(tx, request)
        self._on_change()
        return standing

    # What happens by itself

    async def check(self, tx: Transaction, now: datetime, limit: int) -> int:
        """Ask, warn or end what it is time for; return how many mentorships there were."""
        found = await pairs.list_to_check(tx, now, limit)
        for pair in found:
            await self._step(tx, pair, now)
        return len(found)

    async def _step(self, tx: Transaction, pair: Pair, now: datetime) -> None:
        was = pair.mentorship
        events = await pairs.list_events(tx, was.id)
        due = next_step(was, events, now)
        if due is None or due[0] > now:
            await pairs.save(tx, replace(was, check_at=None if due is None else due[0]))
            return
        _at, which = due
        after = was
        if which is Kind.ENDED:
            ending = Ending.TIME if now >= end_of(was) else Ending.SILENCE
            await self._end(tx, pair, ending, now, None)
        else:
            await pairs.append(tx, was.id, which, now)
        if which is Kind.RESUMED:
            after = replace(was, state=running_state(pair, now), paused_until=None, active_at=now)
        message = _MESSAGES[which]
        sides = pair.sides
        if message == messages.HELLO:
            # One of the two begins; which is as good as a coin.
            sides = (min(sides, key=lambda side: hash_of(was.id, side.side)),)
        for side in sides:
            told = message if message in _ONCE else f"{message}-{len(events)}"
            notice = (side.member_id, was.id, told, now)
            await messages.notify(tx, PostKind.MENTORSHIP, *notice)
        if which is not Kind.ENDED:
            due = next_step(after, [*events, MentorshipEvent(was.id, which, now)], now)
            await pairs.save(tx, replace(after, check_at=None if due is None else due[0]))

    async def leave(self, tx: Transaction, member_id: MemberId) -> None:
        """End what a member who deletes everything is part of; the others are told it ended.

        What the other side has deleted already is nobody's and goes.
        """
        now = self._clock.now()
        for pair in await pairs.list_of_member(tx, member_id, is_running=False):
            own = pair.of(member_id)
            other = None if own is None else pair.at(own.side.other)
            if other is None:
                await pairs.remove(tx, pair.mentorship.id)
            if pair.mentorship.state is MentorshipState.ENDED:
                continue
            await self._end(tx, pair, Ending.LEFT, now, None)
            if other is not None:
                told = (other.member_id, pair.mentorship.id, messages.ENDED, now)
                await messages.notify(tx, PostKind.MENTORSHIP, *told)

    async def keep_apart(
        self, tx: Transaction, member_id: MemberId, other_id: MemberId, now: datetime
    ) -> None:
        """Let two members never meet again, on whichever side and in whichever community."""
        await queries.save_block(tx, member_id, other_id, now)
        await self._offers.part(tx, member_id, other_id, now)
        for pair in await pairs.list_of_member(tx, member_id, is_running=True):
            if pair.of(other_id) is not None:
                await self._end(tx, pair, Ending.BLOCKED, now, None)
                for side in pair.sides:
                    told = (side.member_id, pair.mentorship.id, messages.ENDED, now + UNDO_WITHIN)
                    await messages.notify(tx, PostKind.MENTORSHIP, *told)

    async def _require_as_before(self, tx: Transaction, pair: Pair, now: datetime) -> None:
        """Raise StaleActionError where an end cannot be undone: one of the two has gone on."""
        was = pair.mentorship
        mentor, learner = pair.at(SideName.MENTOR), pair.at(SideName.LEARNER)
        request = await queries.load_request(tx, was.request_id or "")
        if mentor is None or learner is None:
            raise refusals.gone_on()
        offered = await queries.load_mentor(tx, was.community_id, mentor.member_id)
        held_since = now - UNDO_WITHIN
        taken = await count_taken(tx, was.community_id, [mentor.member_id], held_since)
        # One of them is that which is held for this one.
        if offered is None or taken.get(mentor.member_id, 0) > offered.capacity:
            raise refusals.gone_on()
        # What a request led to may outlive it.
        if request is not None and (
            request.state is not RequestState.MATCHED or await pairs.is_any_running(tx, request.id)
        ):
            raise refusals.gone_on()
        if await queries.list_apart(tx, mentor.member_id, [learner.member_id]):
            raise refusals.gone_on()

    async def _end(
        self, tx: Transaction, pair: Pair, ending: Ending, now: datetime, side: SideName | None
    ) -> None:
        ended = replace(
            pair.mentorship,
            state=MentorshipState.ENDED,
            ended_at=now,
            ending=ending,
            check_at=None,
        )
        await pairs.save(tx, ended)
        await pairs.append(tx, ended.id, Kind.ENDED, now, side)
        # A place is free: whoever waits may have it, as soon as nobody can take the end back.
        free_at = now + UNDO_WITHIN if ending is Ending.AGREED else now
        await queries.look_again(tx, ended.community_id, free_at)


_MESSAGES = {
    Kind.GREETED: messages.HELLO,
    Kind.ASKED: messages.MEET,
    Kind.WARNED: messages.STILL,
    Kind.RESUMED: messages.RESUMED,
    Kind.ENDING: messages.ENDING,
    Kind.ENDED: messages.ENDED,
}
# Told by their own names, so that they can be taken back.
_ONCE = (messages.ENDED, messages.RESUMED)


def hash_of(mentorship_id: MentorshipId, side: SideName) -> int:
    """Return a number that follows from a mentorship and a side, spread evenly."""
    return sum(ord(sign) * (at + 1) for at, sign in enumerate(mentorship_id + side)) % 97
