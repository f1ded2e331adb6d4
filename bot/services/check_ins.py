"""Check-ins: a member's weekly message about their goals, as they want it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.cards import Card
from bot.model import (
    CommunityId,
    Delivery,
    Frequency,
    MemberId,
    PostKind,
    Recurrence,
    Schedule,
    ScheduleId,
    weekly,
)
from bot.ports import Clock
from bot.replies import reasons
from bot.replies.refusals import check_ins as refusals
from bot.replies.refusals.moments import zone_needed
from bot.schedule.check_in import CheckInKind, load_series, note_answer, restore_weekly
from bot.schedule.goal_deadline import follow_zone
from bot.schedule.recurrence import find_zone, next_after, next_in_new_week
from bot.schedule.tick import plan_due
from bot.services.reading.answers import hear_time, hear_zone
from bot.storage import deliveries, endings, members, schedules
from bot.storage.database import Database, Transaction

_DEFAULT_AT = time(9)


class CheckIns:
    """Start, change, snooze and stop a check-in; ``on_change`` is called after each change."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        kind: CheckInKind,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._kind = kind
        self._on_change = on_change

    async def load(self, member_id: MemberId) -> Schedule | None:
        """Return a member's check-in, running or stopped."""
        async with self._database.read() as tx:
            return await load_series(tx, member_id)

    async def suggest(
        self,
        member_id: MemberId,
        community_id: CommunityId | None = None,
        told: str | None = None,
    ) -> Recurrence:
        """Return when the check-in comes, or what to offer: Mondays at 09:00 in their zone.

        A member without a zone is assumed to live where their platform has ``told``, or else in
        that of the community.
        """
        async with self._database.read() as tx:
            series = await load_series(tx, member_id)
            if series is not None:
                return series.recurrence
            zone = (await members.load_member(tx, member_id)).zone or told
            if zone is None and community_id is not None:
                zone = await schedules.find_zone(tx, community_id)
        return weekly(0, _DEFAULT_AT, zone or "UTC")

    async def needs_zone(
        self, member_id: MemberId, community_id: CommunityId | None = None
    ) -> bool:
        """Tell whether nobody told in whose hours a check-in would come."""
        async with self._database.read() as tx:
            if await load_series(tx, member_id) is not None:
                return False
            if (await members.load_member(tx, member_id)).zone is not None:
                return False
            return community_id is None or await schedules.find_zone(tx, community_id) is None

    async def start(
        self,
        member_id: MemberId,
        weekday: int | None,
        at: str | None,
        zone: str | None,
        community_id: CommunityId | None = None,
    ) -> Schedule:
        """Start a check-in, or change when it comes (None stays); asking for it is the consent.

        ``weekday`` 0 is Monday; ``at`` and ``zone`` are in people's own words. A member without a
        zone gets this one.

        Raises
        ------
        InvalidInputError
            Time or zone cannot be used.
        ZoneNeededError
            Nobody told a zone.
        """
        if zone is None and await self.needs_zone(member_id, community_id):
            raise zone_needed()
        was = await self.suggest(member_id, community_id)
        recurrence = weekly(
            was.weekday or 0 if weekday is None else weekday,
            was.at if at is None else await hear_time(at),
            was.zone if zone is None else await hear_zone(zone),
        )
        now = self._clock.now()
        today = now.astimezone(find_zone(recurrence.zone)).date()
        recurrence = replace(recurrence, on=today)
        wanted = Schedule(ScheduleId(0), PostKind.CHECK_IN, recurrence, None, member_id=member_id)
        async with self._database.write() as tx:
            series = await load_series(tx, member_id)
            last = series and (await plan_due(tx, series, now)).last_run_at
            next_at = next_in_new_week(recurrence, now, last)
            wanted = replace(wanted, next_run_at=next_at, last_run_at=last)
            saved = await schedules.save_schedule(tx, wanted)
            member = await members.load_member(tx, member_id)
            if member.zone is None and zone is not None:
                await members.save_member(tx, replace(member, zone=recurrence.zone))
                await follow_zone(tx, member_id, recurrence.zone, now)
        self._on_change()
        return saved

    async def stop(self, member_id: MemberId, delivery_id: str = "") -> None:
        """Stop a check-in and its snoozes; twice is the same as once."""
        now = self._clock.now()
        async with self._database.write() as tx:
            await deliveries.answer(tx, member_id, delivery_id, now)
            for schedule in await schedules.list_of_member(tx, member_id, PostKind.CHECK_IN):
                due = await plan_due(tx, schedule, now)
                await schedules.save_schedule(tx, replace(due, next_run_at=None))
            reason = reasons.CHECK_IN_STOPPED
            await endings.withdraw(tx, member_id, PostKind.CHECK_IN, reason)

    async def snooze(self, member_id: MemberId, delivery_id: str) -> datetime:
        """Bring a check-in again tomorrow at its time; return when (aware UTC).

        Raises
        ------
        NotFoundError
            The member has no such check-in.
        StaleActionError
            The member stopped check-ins.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            delivery = await self._answer(tx, member_id, delivery_id, now)
            series = await load_series(tx, member_id)
            if series is None or series.next_run_at is None:
                raise refusals.stopped()
            zone = series.recurrence.zone
            day = now.astimezone(find_zone(zone)).date() + timedelta(days=1)
            once = Recurrence(Frequency.ONCE, series.recurrence.at, zone, on=day)
            due_at = next_after(once, now)
            if due_at is None:
                raise LookupError("tomorrow has no such time")
            snoozed = replace(
                series,
                recurrence=once,
                next_run_at=due_at,
                last_run_at=None,
                is_snooze=True,
                subject_id=await self._kind.entry_of(tx, delivery),
            )
            await schedules.save_schedule(tx, snoozed)
        self._on_change()
        return due_at

    async def restore(self, member_id: MemberId, delivery_id: str) -> Schedule:
        """Make a check-in that had become rare weekly again.

        Raises
        ------
        StaleActionError
            The member stopped check-ins.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            await deliveries.answer(tx, member_id, delivery_id, now)
            await restore_weekly(tx, member_id, now)
            series = await load_series(tx, member_id)
        if series is None or series.next_run_at is None:
            raise refusals.stopped()
        return series

    async def note(self, member_id: MemberId, delivery_id: str) -> None:
        """Note that a member reacted to a check-in; one that is gone is no matter."""
        async with self._database.write() as tx:
            await note_answer(tx, member_id, delivery_id, self._clock.now())

    async def nudge_of(self, member_id: MemberId, delivery_id: str) -> str:
        """Return the nudge a check-in holds, and note that its member reacted.

        Raises
        ------
        NotFoundError
            The member has no such check-in.
        """
        async with self._database.write() as tx:
            delivery = await self._answer(tx, member_id, delivery_id, self._clock.now())
            return await self._kind.entry_of(tx, delivery)

    async def preview(self, member_id: MemberId) -> Card:
        """Return what a check-in would say now, without using anything up."""
        async with self._database.read() as tx:
            return await self._kind.preview(tx, member_id, self._clock.now())

    async def _answer(
        self, tx: Transaction, member_id: MemberId, delivery_id: str, now: datetime
    ) -> Delivery:
        found = await note_answer(tx, member_id, delivery_id, now)
        if found is None or found.kind is not PostKind.CHECK_IN:
            raise refusals.no_such_check_in()
        return found
