"""Pauses of mentorships: until a day, or until either side goes on before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

from bot.model import CommunityId, MemberId, PostKind
from bot.model_mentoring import MentorshipEventKind as Kind
from bot.model_mentoring import MentorshipState, Pair, Side
from bot.ports import Clock
from bot.replies.refusals import mentoring as refusals
from bot.schedule import mentoring as messages
from bot.schedule.recurrence import day_start
from bot.services.mentors import UNDO_WITHIN
from bot.services.mentorship_steps import (
    LAST_WEEK,
    end_of,
    load_own,
    load_running,
    running_state,
    touch,
)
from bot.services.reading.answers import hear_day, pause_end
from bot.storage import members, schedules
from bot.storage import mentorships as pairs
from bot.storage.database import Database, Transaction


class MentorPauses:
    """Pause mentorships and go on; the planned end stays, and nothing is asked meanwhile."""

    def __init__(self, database: Database, clock: Clock, on_change: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._on_change = on_change

    async def pause(self, member_id: MemberId, mentorship_id: str, until: str) -> tuple[Pair, Side]:
        """Pause a mentorship until a day in people's own words, with that day's local start.

        The other side is told after ten minutes.

        Raises
        ------
        InvalidInputError
            It is no day ahead, or less than a week before the planned end.
        NotFoundError
            The member has no such mentorship.
        StaleActionError
            It has ended.
        """
        said, now = await hear_day(until), self._clock.now()
        async with self._database.write() as tx:
            pair, own = await load_running(tx, member_id, mentorship_id)
            was = pair.mentorship
            zone = await _zone_of(tx, member_id, was.community_id)
            ends_at = day_start(pause_end(said, zone, now), zone)
            if ends_at > end_of(was) - LAST_WEEK:
                raise refusals.pause_too_long(was.ends_on)
            paused = replace(was, state=MentorshipState.PAUSED, paused_until=ends_at)
            await pairs.append(tx, was.id, Kind.PAUSED, now, own.side)
            await touch(tx, paused, now)
            if (other := pair.at(own.side.other)) is not None:
                told = (other.member_id, was.id, messages.PAUSED, now + UNDO_WITHIN)
                await messages.notify(tx, PostKind.MENTORSHIP, *told)
            found = await load_own(tx, member_id, mentorship_id)
        self._on_change()
        return found

    async def resume(self, member_id: MemberId, mentorship_id: str) -> tuple[Pair, Side]:
        """Go on before a pause ends; twice is as once.

        A pause of one's own that nobody was told of is undone, and nobody is told.

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
            was = pair.mentorship
            if was.state is not MentorshipState.PAUSED:
                return pair, own
            events = reversed(await pairs.list_events(tx, was.id))
            recent = list(takewhile(lambda one: one.kind not in _BEFORE, events))
            pauses = [one for one in recent if one.kind is Kind.PAUSED]
            is_undone = bool(pauses) and all(
                one.side is own.side and now - one.at <= UNDO_WITHIN for one in pauses
            )
            back = replace(was, paused_until=None)
            back = replace(back, state=running_state(replace(pair, mentorship=back), now))
            kind = Kind.REOPENED if is_undone else Kind.RESUMED
            await pairs.append(tx, was.id, kind, now, own.side)
            await touch(tx, back, now)
            for side in pair.sides:
                told = (side.member_id, was.id, messages.PAUSED)
                await messages.take_back(tx, PostKind.MENTORSHIP, *told)
            if not is_undone and (other := pair.at(own.side.other)) is not None:
                heard = (other.member_id, was.id, messages.RESUMED, now)
                await messages.notify(tx, PostKind.MENTORSHIP, *heard)
            found = await load_own(tx, member_id, mentorship_id)
        self._on_change()
        return found


# What a pause that goes on came after.
_BEFORE = (Kind.RESUMED, Kind.REOPENED)


async def _zone_of(tx: Transaction, member_id: MemberId, community_id: CommunityId) -> str:
    own = (await members.load_member(tx, member_id)).zone
    return own or await schedules.find_zone(tx, community_id) or "UTC"
