"""Mentors: what they offer, and when they take on nobody."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from bot.model import CommunityId, MemberId
from bot.model_mentoring import SLOTS, Mentor, MentorState, SideName
from bot.model_moderation import MentorRules
from bot.ports import Clock
from bot.replies.mentoring import ABOUT_YOU, LANGUAGE_NAMES
from bot.replies.refusals import mentoring as refusals
from bot.replies.refusals import moderation
from bot.schedule.recurrence import find_zone
from bot.services.typed import in_lines
from bot.storage import members, mentor_rules, schedules
from bot.storage import mentors as queries
from bot.storage import mentorships as pairs
from bot.storage.database import Database, Transaction
from bot.words import _

MAX_INTRO = 300
UNDO_WITHIN = timedelta(minutes=10)
# A mentor reads it before knowing who wrote it, so nothing in it may lead elsewhere.
_LEADS_AWAY = re.compile(r"https?:|www\.|discord\.gg|<[@#]|@everyone|@here", re.IGNORECASE)


def new_id() -> str:
    """Return eight base32 characters that say nothing."""
    return base64.b32encode(secrets.token_bytes(5)).decode().lower()


def read_words(typed: str, name: str, most: int, *, is_required: bool = False) -> str:
    """Return words for a stranger to read, as they are stored.

    Raises
    ------
    InvalidInputError
        They are missing, too long, or hold a link or a mention.
    """
    words = in_lines(typed)
    if is_required and not words:
        raise refusals.text_missing(_(name))
    if len(words) > most:
        raise refusals.text_too_long(_(name), len(words), most)
    if _LEADS_AWAY.search(words):
        raise refusals.text_with_links(_(name))
    return words


def known(chosen: Sequence[str], there: Sequence[str]) -> tuple[str, ...]:
    """Return those of what was chosen that there are, in their own order."""
    return tuple(one for one in there if one in chosen)


async def zone_of(tx: Transaction, member_id: MemberId, community_id: CommunityId) -> str:
    """Return a member's zone, or else that of their community; raises InvalidInputError."""
    own = (await members.load_member(tx, member_id)).zone
    zone = own or await schedules.find_zone(tx, community_id)
    if zone is None:
        raise refusals.zone_needed()
    return zone


@dataclass(frozen=True, slots=True)
class Availability:
    """A mentor's offer, and how many learners they have."""

    mentor: Mentor
    learners: int


class Mentors:
    """Keep what mentors offer; whoever waits is looked after when one has room.

    ``topics`` are those that there are; ``on_change`` wakes the engine.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        topics: Sequence[str],
        on_change: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self.topics = tuple(topics)
        self._on_change = on_change

    async def find(self, community_id: CommunityId, member_id: MemberId) -> Availability | None:
        """Return what a mentor offers, or None where they never did."""
        async with self._database.read() as tx:
            mentor = await queries.load_mentor(tx, community_id, member_id)
            return None if mentor is None else await self._weigh(tx, mentor)

    async def load(self, community_id: CommunityId, member_id: MemberId) -> Availability:
        """Return what a mentor offers; raises NotFoundError."""
        found = await self.find(community_id, member_id)
        if found is None:
            raise refusals.not_a_mentor()
        return found

    async def offer(
        self,
        community_id: CommunityId,
        member_id: MemberId,
        *,
        topics: Sequence[str],
        languages: Sequence[str],
        slots: Sequence[str],
        capacity: int,
        intro: str,
    ) -> Availability:
        """Store what a mentor offers; they are found from now on. The form is the consent.

        Raises
        ------
        InvalidInputError
            No language or time is chosen, the words cannot be used, or the zone is not known.
        """
        spoken, times = known(languages, tuple(LANGUAGE_NAMES)), known(slots, tuple(SLOTS))
        if not spoken or not times:
            raise refusals.nothing_chosen()
        words = read_words(intro, ABOUT_YOU, MAX_INTRO)
        now = self._clock.now()
        async with self._database.write() as tx:
            was = await queries.load_mentor(tx, community_id, member_id)
            _require_not_suspended(was)
            rules = await mentor_rules.load(tx, community_id)
            mentor = Mentor(
                community_id,
                member_id,
                words,
                known(topics, self.topics),
                spoken,
                times,
                await zone_of(tx, member_id, community_id),
                min(max(capacity, 1), rules.most_learners),
                MentorState.AVAILABLE,
                was.consented_at if was else now,
                now,
            )
            return await self._save(tx, mentor)

    async def come_back(self, community_id: CommunityId, member_id: MemberId) -> Availability:
        """Open to learners again, with a clean slate; raises NotFoundError."""
        change = partial(replace, state=MentorState.AVAILABLE, away_until=None, unanswered=0)
        return await self._change(community_id, member_id, change)

    async def rest(
        self, community_id: CommunityId, member_id: MemberId, until: date
    ) -> Availability:
        """Take on nobody until a local day; raises NotFoundError."""
        change = partial(replace, state=MentorState.AWAY, away_until=until, unanswered=0)
        return await self._change(community_id, member_id, change)

    async def stop(self, community_id: CommunityId, member_id: MemberId) -> Availability:
        """Take on nobody any more; raises NotFoundError. Running mentorships go on."""
        change = partial(replace, state=MentorState.WITHDRAWN, away_until=None)
        return await self._change(community_id, member_id, change)

    async def _change(
        self, community_id: CommunityId, member_id: MemberId, change: Callable[[Mentor], Mentor]
    ) -> Availability:
        async with self._database.write() as tx:
            mentor = await queries.load_mentor(tx, community_id, member_id)
            if mentor is None:
                raise refusals.not_a_mentor()
            _require_not_suspended(mentor)
            return await self._save(tx, replace(change(mentor), changed_at=self._clock.now()))

    async def _save(self, tx: Transaction, mentor: Mentor) -> Availability:
        await queries.save_mentor(tx, mentor)
        if mentor.state is MentorState.AVAILABLE:
            await queries.look_again(tx, mentor.community_id, self._clock.now())
            self._on_change()
        return await self._weigh(tx, mentor)

    async def _weigh(self, tx: Transaction, mentor: Mentor) -> Availability:
        count = await pairs.count_running(
            tx, mentor.community_id, mentor.member_id, SideName.MENTOR
        )
        rules = await mentor_rules.load(tx, mentor.community_id)
        return Availability(limited(mentor, rules), count)

    async def is_any_back(self, tx: Transaction, now: datetime) -> bool:
        """Tell cheaply whether a break may be over."""
        return bool(await queries.list_back(tx, _last_day(now), 1))

    async def end_breaks(self, tx: Transaction, limit: int) -> int:
        """Let mentors whose break is over take on learners again; return how many."""
        now = self._clock.now()
        found = await queries.list_back(tx, _last_day(now), limit)
        over = [one for one in found if _is_over(one, now.astimezone(find_zone(one.zone)).date())]
        for one in over:
            back = replace(one, state=MentorState.AVAILABLE, away_until=None, changed_at=now)
            await queries.save_mentor(tx, back)
            await queries.look_again(tx, one.community_id, now)
        return len(over)


def _require_not_suspended(mentor: Mentor | None) -> None:
    if mentor is not None and mentor.state is MentorState.SUSPENDED:
        raise moderation.suspended()


def limited(mentor: Mentor, rules: MentorRules) -> Mentor:
    """Return a mentor with no more room than the rules allow, which may be stricter by now."""
    return replace(mentor, capacity=min(mentor.capacity, rules.most_learners))


def _last_day(now: datetime) -> date:
    # The furthest zones are a day ahead: each mentor's own day decides.
    return (now + timedelta(days=1)).date()


def _is_over(mentor: Mentor, today: date) -> bool:
    return mentor.away_until is not None and mentor.away_until <= today
