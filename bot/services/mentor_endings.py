"""The end of mentorships: going on for longer, how it went, and thanks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.model import MemberId, PostKind
from bot.model_mentoring import MentorshipEventKind as Kind
from bot.model_mentoring import MentorshipState, Pair, Review, Side, SideName, Thanks
from bot.ports import Clock
from bot.replies.mentor_endings import HOW_IT_WENT, YOUR_THANKS
from bot.replies.refusals import mentoring as refusals
from bot.schedule import mentoring as messages
from bot.services.mentors import UNDO_WITHIN, read_words
from bot.services.mentorship_steps import is_last_week, load_own, load_running, touch
from bot.services.reading.days import add
from bot.services.reading.pieces import Span
from bot.services.typed import in_lines
from bot.storage import mentor_sessions as queries
from bot.storage import mentors
from bot.storage import mentorships as pairs
from bot.storage.database import Database, Transaction
from bot.words import _

MAX_REVIEW, MAX_THANKS = 500, 300


class MentorEndings:
    """Let both sides go on for longer, and look back once it ended."""

    def __init__(self, database: Database, clock: Clock, on_change: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._on_change = on_change

    # Before the end

    async def look(self, member_id: MemberId, mentorship_id: str) -> tuple[Pair, Side, bool]:
        """Return a running mentorship, and whether it is time to say if it goes on."""
        async with self._database.read() as tx:
            pair, own = await load_running(tx, member_id, mentorship_id)
        return pair, own, is_last_week(pair.mentorship, self._clock.now())

    async def renew(
        self, member_id: MemberId, mentorship_id: str, months: int
    ) -> tuple[Pair, Side, bool]:
        """Note for how many more months a side wants to go on; once both said so, they do.

        It is for the shorter of both. Return whether the end was moved, now or by an earlier press.

        Raises
        ------
        NotFoundError
            The member has no such mentorship.
        StaleActionError
            It has ended.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await load_running(tx, member_id, mentorship_id)
            was, other = pair.mentorship, pair.at(own.side.other)
            if not is_last_week(was, now) or other is None:
                return pair, own, True
            if own.more_months == months:
                return pair, own, False
            if other.more_months is None:
                await pairs.save_side(tx, replace(own, more_months=months))
                await touch(tx, was, now)
                told = (other.member_id, was.id, messages.WISH, now)
            else:
                more = min(months, other.more_months)
                for side in pair.sides:
                    await pairs.save_side(tx, replace(side, more_months=None))
                ends_on = add(max(was.ends_on, now.date()), Span(months=more))
                await pairs.append(tx, was.id, Kind.RENEWED, now, own.side)
                await touch(tx, replace(was, ends_on=ends_on), now)
                told = (other.member_id, was.id, messages.RENEWED, now)
            await messages.notify(tx, PostKind.MENTORSHIP, *told)
            pair, own = await load_own(tx, member_id, mentorship_id)
        self._on_change()
        return pair, own, own.more_months is None

    async def let_end(self, member_id: MemberId, mentorship_id: str) -> tuple[Pair, Side]:
        """Take back that a side wants to go on: it ends on its day. The other is not told.

        Raises
        ------
        NotFoundError
            The member has no such mentorship.
        StaleActionError
            It has ended.
        """
        async with self._database.write() as tx:
            pair, own = await load_running(tx, member_id, mentorship_id)
            if own.more_months is not None:
                await pairs.save_side(tx, replace(own, more_months=None))
                if (other := pair.at(own.side.other)) is not None:
                    told = (other.member_id, pair.mentorship.id, messages.WISH)
                    await messages.take_back(tx, PostKind.MENTORSHIP, *told)
            return await load_own(tx, member_id, mentorship_id)

    # After it

    async def find_review(self, member_id: MemberId, mentorship_id: str) -> Review | None:
        """Return what a side said of a mentorship that has ended, if anything.

        Raises
        ------
        NotFoundError
            The member has no such mentorship.
        InvalidInputError
            It has not ended.
        """
        async with self._database.read() as tx:
            pair, _own = await _ended(tx, member_id, mentorship_id)
            return await queries.load_review(tx, pair.mentorship.id, member_id)

    async def review(
        self, member_id: MemberId, mentorship_id: str, reached: int, repeat: bool, typed: str
    ) -> tuple[Pair, Side]:
        """Keep how it went, from 1 to 5, for whoever says it alone; raises like ``find_review``."""
        words = in_lines(typed)
        if len(words) > MAX_REVIEW:
            raise refusals.text_too_long(_(HOW_IT_WENT), len(words), MAX_REVIEW)
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await _ended(tx, member_id, mentorship_id)
            said = Review(pair.mentorship.id, member_id, reached, repeat, words, now)
            await queries.save_review(tx, said)
        return pair, own

    async def find_thanks(self, member_id: MemberId, mentorship_id: str) -> Thanks | None:
        """Return what a learner wrote and did not send, if anything.

        Raises
        ------
        NotFoundError
            The member is not the learner of such a mentorship.
        InvalidInputError
            It has not ended, thanks were sent, or the mentor is not there any more.
        """
        async with self._database.read() as tx:
            _pair, _mentor, thanks = await _unsent(tx, member_id, mentorship_id)
        return thanks

    async def write_thanks(
        self, member_id: MemberId, mentorship_id: str, typed: str
    ) -> tuple[Thanks, MemberId]:
        """Keep thanks that are not sent yet, and say whom they are for; raises as ``find_thanks``.

        Raises
        ------
        InvalidInputError
            Beside that: the words are missing, too long, or hold a link or a mention.
        """
        words = read_words(typed, YOUR_THANKS, MAX_THANKS, is_required=True)
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, mentor_id, _known = await _unsent(tx, member_id, mentorship_id)
            thanks = Thanks(pair.mentorship.id, member_id, words, now)
            await queries.save_thanks(tx, thanks)
        return thanks, mentor_id

    async def send_thanks(self, member_id: MemberId, mentorship_id: str) -> Thanks:
        """Send thanks to the mentor; twice is as once.

        Raises
        ------
        NotFoundError
            The member wrote none.
        InvalidInputError
            The mentor is not there any more.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await load_own(tx, member_id, mentorship_id)
            thanks = await queries.load_thanks(tx, mentorship_id)
            if thanks is None or thanks.member_id != member_id:
                raise refusals.no_thanks()
            if thanks.sent_at is not None:
                return thanks
            if (mentor := pair.at(own.side.other)) is None:
                raise refusals.mentor_left()
            sent = replace(thanks, sent_at=now)
            await queries.save_thanks(tx, sent)
            # Whoever was blocked cannot tell: nothing arrives, and it looks as it always does.
            if not await mentors.list_apart(tx, member_id, [mentor.member_id]):
                # Not before the mentor is told that it ended.
                at = max(now, (pair.mentorship.ended_at or now) + UNDO_WITHIN)
                told = (mentor.member_id, pair.mentorship.id, messages.THANKS, at)
                await messages.notify(tx, PostKind.MENTORSHIP, *told)
        self._on_change()
        return sent

    async def forget_thanks(self, member_id: MemberId, mentorship_id: str) -> tuple[Pair, Side]:
        """Delete thanks that were not sent; twice is as once. Raises NotFoundError."""
        async with self._database.write() as tx:
            pair, own = await load_own(tx, member_id, mentorship_id)
            await queries.delete_unsent(tx, member_id, mentorship_id)
        return pair, own


async def _ended(tx: Transaction, member_id: MemberId, mentorship_id: str) -> tuple[Pair, Side]:
    pair, own = await load_own(tx, member_id, mentorship_id)
    if pair.mentorship.state is not MentorshipState.ENDED:
        raise refusals.not_ended()
    return pair, own


async def _unsent(
    tx: Transaction, member_id: MemberId, mentorship_id: str
) -> tuple[Pair, MemberId, Thanks | None]:
    pair, own = await _ended(tx, member_id, mentorship_id)
    if own.side is not SideName.LEARNER:
        raise refusals.no_mentorship()
    thanks = await queries.load_thanks(tx, mentorship_id)
    if thanks is not None and thanks.sent_at is not None:
        raise refusals.thanks_sent()
    if (mentor := pair.at(SideName.MENTOR)) is None:
        raise refusals.mentor_left()
    return pair, mentor.member_id, thanks
