"""Sessions of mentorships: each written down once, and told to the other side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import NotFoundError
from bot.model import Goal, MemberId, PostKind
from bot.model_mentoring import MentorshipEventKind as Kind
from bot.model_mentoring import Pair, Session, SessionId, Side, SideName
from bot.ports import Clock
from bot.replies.mentor_sessions import NEXT_STEP
from bot.replies.refusals import mentoring as refusals
from bot.replies.times import local_day
from bot.schedule import mentoring as messages
from bot.services.goals import MAX_TITLE, Goals
from bot.services.mentors import UNDO_WITHIN, new_id, read_words
from bot.services.mentorship_steps import load_own, load_running, touch
from bot.services.reading.answers import hear_day, past_day
from bot.services.typed import one_line
from bot.storage import members
from bot.storage import mentor_sessions as queries
from bot.storage import mentorships as pairs
from bot.storage.database import Database, Transaction

# A goal's title, which it can become.
MAX_STEP = MAX_TITLE
MAX_MINUTES = 600
LONGEST_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Logged:
    """A session with its mentorship, and the side of whoever asks."""

    session: Session
    pair: Pair
    own: Side


class MentorSessions:
    """Write sessions down, tell the other side, and make a goal of what comes next."""

    def __init__(
        self, database: Database, clock: Clock, goals: Goals, on_change: Callable[[], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._goals = goals
        self._on_change = on_change

    async def log(
        self, member_id: MemberId, mentorship_id: str, held: str, minutes: str, step: str
    ) -> Logged:
        """Write down a session; twice is as once. The other side is told after ten minutes.

        ``held`` is a day in people's own words, ``step`` may be empty.

        Raises
        ------
        InvalidInputError
            The day is none, to come or before the mentorship, the minutes are no number, or the
            step holds a link or is too long.
        NotFoundError
            The member has no such mentorship.
        StaleActionError
            It has ended.
        """
        said, length = await hear_day(held), _read_minutes(minutes)
        words = read_words(one_line(step), NEXT_STEP, MAX_STEP)
        now = self._clock.now()
        async with self._database.write() as tx:
            pair, own = await load_running(tx, member_id, mentorship_id)
            zone = (await members.load_member(tx, member_id)).zone
            day = past_day(said, local_day(now, zone))
            if day < (began_on := local_day(pair.mentorship.started_at, zone)):
                raise refusals.session_too_early(began_on)
            wanted = Session(
                SessionId(new_id()), pair.mentorship.id, member_id, day, length, words, now
            )
            session, is_changed = await queries.save(tx, wanted)
            if is_changed:
                await pairs.append(tx, pair.mentorship.id, Kind.MET, now, own.side)
                await touch(tx, pair.mentorship, now)
                if (other := pair.at(own.side.other)) is not None:
                    told = (other.member_id, session.id, messages.SESSION, now + UNDO_WITHIN)
                    await messages.notify(tx, PostKind.MENTORSHIP, *told)
            pair, own = await load_own(tx, member_id, mentorship_id)
        self._on_change()
        return Logged(session, pair, own)

    async def remove(self, member_id: MemberId, session_id: str) -> tuple[Pair, Side]:
        """Delete a session that a member wrote down; whoever was not told yet is not told.

        Raises
        ------
        NotFoundError
            The member wrote down no such session.
        """
        async with self._database.write() as tx:
            found = await self._find(tx, member_id, session_id)
            if not await queries.delete(tx, member_id, session_id):
                raise refusals.no_session()
            if (other := found.pair.at(found.own.side.other)) is not None:
                told = (other.member_id, session_id, messages.SESSION)
                await messages.take_back(tx, PostKind.MENTORSHIP, *told)
        return found.pair, found.own

    async def take(self, member_id: MemberId, session_id: str) -> tuple[Goal, bool]:
        """Make the next step a goal of the learner's, once; return it and whether it is new.

        Raises
        ------
        InvalidInputError
            There are too many goals.
        NotFoundError
            The member is not the learner of such a session, or nothing comes next.
        """
        async with self._database.read() as tx:
            found = await self._find(tx, member_id, session_id)
        step = found.session.next_step
        if found.own.side is not SideName.LEARNER or not step:
            raise refusals.no_session()
        return await self._goals.take(member_id, step, None, (step,))

    async def list_of_mentor(self, member_id: MemberId) -> list[Session]:
        """Return all sessions of a mentor, whoever wrote them down, the newest first."""
        async with self._database.read() as tx:
            return await queries.list_of(tx, member_id, SideName.MENTOR)

    async def _find(self, tx: Transaction, member_id: MemberId, session_id: str) -> Logged:
        """Return a session of the member's; another's is answered like one that never was."""
        session = await queries.load(tx, session_id)
        if session is None:
            raise refusals.no_session()
        try:
            return Logged(session, *await load_own(tx, member_id, session.mentorship_id))
        except NotFoundError as error:
            raise refusals.no_session() from error


def _read_minutes(typed: str) -> int:
    text = one_line(typed)
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_MINUTES
    if not is_number or not 1 <= int(text) <= MAX_MINUTES:
        raise refusals.unusable_minutes(text, MAX_MINUTES)
    return int(text)
