"""Mentorships: how one begins, what it is asked now and then, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

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
from bot.services.mentor_requests import UNDO_WITHIN
from bot.services.mentors import limited, new_id
from bot.services.reading.days import add
from bot.services.reading.pieces import Span
from bot.storage import mentor_rules
from bot.storage import mentors as queries
from bot.storage import mentorships as pairs
from bot.storage.database import Database, Transaction

HELLO_AFTER = timedelta(hours=24)
FIRST_ASKED_AFTER = timedelta(days=7)
ASKED_EVERY = timedelta(days=28)
SILENT_AFTER = timedelta(days=35)
ENDS_AFTER_WARNING = timedelta(days=7)


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
            rules = await mentor_rules.load(tx, community)
            room = 0 if mentor is None else limited(mentor, rules).capacity
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

    async def list_of(self, member_id: MemberId, side: SideName) -> list[Pair]:
        """Return a member's running mentorships on one side, the oldest first."""
        async with self._database.read() as tx:
            found = await pairs.list_of_member(tx, member_id, is_running=True)
        return [one for one in found if (own := one.of(member_id)) and own.side is side]

    async def load(self, member_id: MemberId, mentorship_id: str) -> tuple[Pair, Side]:
        """Return a mentorship of a member's, running or not; raises NotFoundError."""
        async with self._database.read() as tx:
            return await self._own(tx, member_id, mentorship_id)

    async def agree(self, member_id: MemberId, mentorship_id: str) -> tuple[Pair, Side]:
        """Note that one side agrees to how it begins; twice is as once."""
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await self._running(tx, member_id, mentorship_id)
            if own.agreed_at is None:
                await pairs.save_side(tx, replace(own, agreed_at=now))
                await pairs.append(tx, pair.mentorship.id, Kind.AGREED, now, own.side)
                fresh = await pairs.load(tx, mentorship_id)
                both = fresh is not None and all(side.agreed_at for side in fresh.sides)
                state = MentorshipState.ACTIVE if both else pair.mentorship.state
                await self._touch(tx, replace(pair.mentorship, state=state), now)
            return await self._own(tx, member_id, mentorship_id)

    async def note(self, member_id: MemberId, mentorship_id: str, kind: Kind) -> tuple[Pair, Side]:
        """Note what one side says of it: met, not met, still on."""
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await self._running(tx, member_id, mentorship_id)
            await pairs.append(tx, pair.mentorship.id, kind, now, own.side)
            if kind is not Kind.NOT_MET:
                await self._touch(tx, pair.mentorship, now)
            return await self._own(tx, member_id, mentorship_id)

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
            pair, own = await self._own(tx, member_id, mentorship_id)
            other = pair.at(own.side.other)
            if block and other is not None:
                await queries.save_block(tx, member_id, other.member_id, now)
            if pair.mentorship.state is not MentorshipState.ENDED:
                ending = Ending.BLOCKED if block else Ending.AGREED
                await self._end(tx, pair, ending, now, own.side)
                if other is not None:
                    told = (other.member_id, pair.mentorship.id, messages.ENDED, now + UNDO_WITHIN)
                    await messages.notify(tx, PostKind.MENTORSHIP, *told)
            found = await self._own(tx, member_id, mentorship_id)
        self._on_change()
        return found

    async def restore(self, member_id: MemberId, mentorship_id: str) -> tuple[Pair, Side]:
        """Undo an end of one's own within ten minutes.

        Raises
        ------
        NotFoundError
            The member has no such mentorship.
        StaleActionError
            The time is over, or somebody else ended it.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await self._own(tx, member_id, mentorship_id)
            was = pair.mentorship
            if was.state is not MentorshipState.ENDED:
                return pair, own
            last = (await pairs.list_events(tx, was.id))[-1]
            is_own = last.kind is Kind.ENDED and last.side is own.side
            if not is_own or was.ending is not Ending.AGREED or now - last.at > UNDO_WITHIN:
                raise refusals.undo_over()
            both = all(side.agreed_at for side in pair.sides)
            state = MentorshipState.ACTIVE if both else MentorshipState.STARTING
            back = replace(was, state=state, ended_at=None, ending=None)
            await pairs.append(tx, was.id, Kind.REOPENED, now, own.side)
            await self._touch(tx, back, now)
            if (other := pair.at(own.side.other)) is not None:
                await messages.take_back(
                    tx, PostKind.MENTORSHIP, other.member_id, was.id, messages.ENDED
                )
            return await self._own(tx, member_id, mentorship_id)

    async def look_again(self, member_id: MemberId, mentorship_id: str) -> Standing:
        """Let a learner look for another mentor with the place they had; twice is as once.

        Raises
        ------
        NotFoundError
            The member has no such mentorship, or their request is gone.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await self._own(tx, member_id, mentorship_id)
            is_over = pair.mentorship.state is MentorshipState.ENDED
            request = await queries.load_request(tx, pair.mentorship.request_id or "")
            if request is None or own.side is not SideName.LEARNER or not is_over:
                raise refusals.no_request()
            if request.state is RequestState.MATCHED:
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
        due = next_step(was, events)
        if due is None or due[0] > now:
            await pairs.save(tx, replace(was, check_at=None if due is None else due[0]))
            return
        _at, which = due
        if which is Kind.ENDED:
            await self._end(tx, pair, Ending.SILENCE, now, None)
            message = messages.ENDED
        else:
            await pairs.append(tx, was.id, which, now)
            message = _MESSAGES[which]
        sides = pair.sides
        if message == messages.HELLO:
            # One of the two begins; which is as good as a coin.
            sides = (min(sides, key=lambda side: hash_of(was.id, side.side)),)
        for side in sides:
            told = f"{message}-{len(events)}" if message != messages.ENDED else message
            notice = (side.member_id, was.id, told, now)
            await messages.notify(tx, PostKind.MENTORSHIP, *notice)
        if which is not Kind.ENDED:
            after = next_step(was, [*events, MentorshipEvent(was.id, which, now)])
            await pairs.save(tx, replace(was, check_at=None if after is None else after[0]))

    async def leave(self, tx: Transaction, member_id: MemberId) -> None:
        """End what a member who deletes everything is part of; the others are told it ended."""
        now = self._clock.now()
        for pair in await pairs.list_of_member(tx, member_id, is_running=True):
            own = pair.of(member_id)
            other = None if own is None else pair.at(own.side.other)
            await self._end(tx, pair, Ending.LEFT, now, None)
            if other is not None:
                told = (other.member_id, pair.mentorship.id, messages.ENDED, now)
                await messages.notify(tx, PostKind.MENTORSHIP, *told)

    async def part(self, tx: Transaction, one: MemberId, other: MemberId, now: datetime) -> None:
        """End what two members have together; the other is told only that it ended."""
        for pair in await pairs.list_of_member(tx, one, is_running=True):
            own = pair.of(one)
            if own is not None and pair.of(other) is not None:
                await self._end(tx, pair, Ending.BLOCKED, now, own.side)
                told = (other, pair.mentorship.id, messages.ENDED, now + UNDO_WITHIN)
                await messages.notify(tx, PostKind.MENTORSHIP, *told)

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
        # A place is free: whoever waits may have it.
        await queries.look_again(tx, ended.community_id, now)

    async def _touch(self, tx: Transaction, changed: Mentorship, now: datetime) -> None:
        alive = replace(changed, active_at=now)
        due = next_step(alive, await pairs.list_events(tx, alive.id))
        await pairs.save(tx, replace(alive, check_at=None if due is None else due[0]))

    async def _running(
        self, tx: Transaction, member_id: MemberId, mentorship_id: str
    ) -> tuple[Pair, Side]:
        pair, own = await self._own(tx, member_id, mentorship_id)
        if pair.mentorship.state is MentorshipState.ENDED:
            raise refusals.ended()
        return pair, own

    async def _own(
        self, tx: Transaction, member_id: MemberId, mentorship_id: str
    ) -> tuple[Pair, Side]:
        pair = await pairs.load(tx, mentorship_id)
        own = None if pair is None else pair.of(member_id)
        if pair is None or own is None:
            raise refusals.no_mentorship()
        return pair, own


_MESSAGES = {
    Kind.GREETED: messages.HELLO,
    Kind.ASKED: messages.MEET,
    Kind.WARNED: messages.STILL,
}


def hash_of(mentorship_id: MentorshipId, side: SideName) -> int:
    """Return a number that follows from a mentorship and a side, spread evenly."""
    return sum(ord(sign) * (at + 1) for at, sign in enumerate(mentorship_id + side)) % 97


def next_step(now: Mentorship, events: list[MentorshipEvent]) -> tuple[datetime, Kind] | None:
    """Return what the bot does next about a mentorship and when (aware UTC), None once it ended.

    After a day in which not both agreed one side is asked to say hello; after a week, then every
    four, both are asked whether they met; five weeks after the last sign of life both are asked
    whether it is still on, and a week later it ends.
    """
    if now.state is MentorshipState.ENDED:
        return None
    last = {event.kind: event.at for event in events}
    steps: list[tuple[datetime, Kind]] = []
    if now.state is MentorshipState.STARTING and Kind.GREETED not in last:
        steps.append((now.started_at + HELLO_AFTER, Kind.GREETED))
    asked = last.get(Kind.ASKED)
    first = now.started_at + FIRST_ASKED_AFTER
    steps.append((first if asked is None else asked + ASKED_EVERY, Kind.ASKED))
    warned = last.get(Kind.WARNED)
    if warned is None or warned <= now.active_at:
        steps.append((now.active_at + SILENT_AFTER, Kind.WARNED))
    else:
        steps.append((warned + ENDS_AFTER_WARNING, Kind.ENDED))
    return min(steps)
