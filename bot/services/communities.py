"""Communities: what is posted where and when, as their moderators decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import merge
from itertools import chain, islice

from bot.errors import UnknownZoneError
from bot.model import (
    COMMUNITY_KINDS,
    ChannelId,
    Community,
    CommunityId,
    Delivery,
    PostKind,
    RoleId,
    Schedule,
    ScheduleId,
)
from bot.ports import Clock
from bot.replies.reasons import BOT_REMOVED, POST_STOPPED, UNKNOWN_ZONE
from bot.replies.refusals import communities as refusals
from bot.schedule.kinds import DEFAULTS
from bot.schedule.recurrence import day_start, next_after, next_in_new_week, occurrences
from bot.schedule.tick import plan_due, skip_missed
from bot.services.audit import post_values, record, save_community
from bot.services.pauses import released, resumed, without_past
from bot.services.reading.answers import hear_day, hear_time, hear_zone, pause_end
from bot.storage import communities, deliveries, endings, schedules
from bot.storage.database import Database, Transaction
from bot.trail import Verb

_PROBLEM_DAYS = 30
_MOST_PROBLEMS = 10
_UNSAVED = ScheduleId(0)


class Communities:
    """Change and explain a community's posts; ``on_change`` is called after each change."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._on_change = on_change

    async def community(self, community_id: CommunityId) -> Community:
        """Return what holds for all of a community's posts."""
        async with self._database.read() as tx:
            return await communities.load_community(tx, community_id)

    async def set_language(self, community_id: CommunityId, locale: str | None) -> Community:
        """Choose the language of a community's posts; None follows the platform."""
        async with self._database.write() as tx:
            was = await communities.load_community(tx, community_id)
            changed = replace(was, locale=locale)
            await save_community(tx, self._clock.now(), changed)
        return changed

    async def set_mentors_role(self, community_id: CommunityId, role: RoleId | None) -> Community:
        """Choose who may mentor; None lets everybody."""
        async with self._database.write() as tx:
            was = await communities.load_community(tx, community_id)
            changed = replace(was, mentors_role_id=role)
            await save_community(tx, self._clock.now(), changed)
        return changed

    async def schedule(self, community_id: CommunityId, kind: PostKind) -> Schedule:
        """Return the schedule of one kind, or what it would be by default."""
        async with self._database.read() as tx:
            found = await schedules.load_schedule(tx, community_id, kind)
        return without_past(found or _default(community_id, kind), self._clock.now())

    async def overview(self, community_id: CommunityId) -> tuple[Schedule, ...]:
        """Return the schedules of every kind, set or not."""
        async with self._database.read() as tx:
            found = await load_posts(tx, community_id)
        return tuple(without_past(post, self._clock.now()) for post in found)

    async def set_channel(
        self, community_id: CommunityId, kind: PostKind, channel_id: ChannelId
    ) -> Schedule:
        """Choose where a kind of post appears, from its next occurrence on; a pause stays."""
        return await self._change(
            community_id, kind, lambda was: replace(self._released(was), channel_id=channel_id)
        )

    async def restore_channel(
        self, community_id: CommunityId, kind: PostKind, channel_id: ChannelId
    ) -> Schedule:
        """Post again where it was posted before, unless somebody chose a channel meanwhile."""

        def change(was: Schedule) -> Schedule:
            return was if was.channel_id else replace(self._released(was), channel_id=channel_id)

        return await self._change(community_id, kind, change)

    async def clear_channel(self, community_id: CommunityId, kind: PostKind) -> Schedule:
        """Stop a kind of post; its day, its time and a pause stay."""
        return await self._change(
            community_id,
            kind,
            lambda was: replace(self._released(was), channel_id=None),
            stop_reason=POST_STOPPED,
        )

    async def set_schedule(
        self,
        community_id: CommunityId,
        kind: PostKind,
        weekday: int | None,
        at: str | None,
        zone: str | None,
        channel_id: ChannelId | None = None,
    ) -> Schedule:
        """Choose when, and if given where, a kind of post appears (None stays).

        Without a channel it is resumed, too; with one, a pause that moderators set stays.
        ``weekday`` 0 is Monday; ``at`` and ``zone`` are in people's own words.

        Raises
        ------
        InvalidInputError
            Time or zone cannot be used.
        """
        parsed_at = None if at is None else await hear_time(at)
        parsed_zone = None if zone is None else await hear_zone(zone)

        def change(now: Schedule) -> Schedule:
            was = now.recurrence
            recurrence = replace(
                was,
                weekday=was.weekday if weekday is None else weekday,
                at=parsed_at or was.at,
                zone=parsed_zone or was.zone,
            )
            if channel_id is None:
                return replace(resumed(now), recurrence=recurrence)
            return replace(self._released(now), recurrence=recurrence, channel_id=channel_id)

        return await self._change(community_id, kind, change)

    async def set_up(
        self,
        community_id: CommunityId,
        channels: Mapping[PostKind, ChannelId],
        zone: str | None,
        at: str | None,
        mentors: RoleId | None,
    ) -> tuple[Schedule, ...]:
        """Set all posts and the mentors' role at once; a kind without a channel is not posted.

        ``zone`` and ``at`` are in people's own words; None leaves each post its own. Days stay, and
        so does a pause that moderators set.

        Raises
        ------
        InvalidInputError
            Time or zone cannot be used, or there is no channel at all.
        """
        if not channels:
            raise refusals.no_channel_at_all()
        parsed_at = None if at is None else await hear_time(at)
        parsed_zone = None if zone is None else await hear_zone(zone)
        async with self._database.write() as tx:
            wanted = [
                self.plan(
                    replace(
                        post,
                        channel_id=channels.get(post.kind),
                        recurrence=replace(
                            post.recurrence,
                            at=parsed_at or post.recurrence.at,
                            zone=parsed_zone or post.recurrence.zone,
                        ),
                    )
                )
                for post in await load_posts(tx, community_id)
            ]
            known = await communities.load_community(tx, community_id)
            changed = replace(known, mentors_role_id=mentors, removed_at=None)
            await save_community(tx, self._clock.now(), changed, Verb.SET_UP)
            await self.apply(tx, community_id, wanted, Verb.SET_UP)
            saved = await load_posts(tx, community_id)
        self._on_change()
        return saved

    async def pause(self, community_id: CommunityId, kind: PostKind, until: str | None) -> Schedule:
        """Pause a kind of post, for good or until the start of a local day.

        Raises
        ------
        InvalidInputError
            The day cannot be read or is not in the future.
        """
        now = self._clock.now()

        said = None if until is None else await hear_day(until)

        def change(was: Schedule) -> Schedule:
            end = None if said is None else pause_end(said, was.recurrence.zone, now)
            return replace(was, paused_at=now, paused_until=end, pause_reason=None)

        return await self._change(community_id, kind, change, POST_STOPPED, Verb.PAUSE)

    async def resume(self, community_id: CommunityId, kind: PostKind) -> Schedule:
        """Resume a kind of post at its next occurrence."""
        return await self._change(community_id, kind, resumed, verb=Verb.RESUME)

    async def post_this_week(self, community_id: CommunityId, kind: PostKind) -> Schedule:
        """Let a weekly post come this week once more, where its day is yet to come."""
        return await self._change(community_id, kind, lambda was: was, plan=self._first)

    def left_out(self, post: Schedule) -> datetime | None:
        """Return the moment this week (aware UTC) that a post leaves out, as it came already."""
        first = self._first(post)
        return first if first != post.next_run_at else None

    async def resume_accessible(
        self,
        of: CommunityId | str,
        is_postable: Callable[[ChannelId], bool],
        reason_now: Callable[[ChannelId, CommunityId], str | None] = lambda _, __: None,
    ) -> int:
        """Resume what waited for a channel that can be posted in again; return how many.

        ``of`` is a community, or the name of a platform: all that are there. What moderators paused
        until a day waits for it. What still cannot be posted gets the reason of now, unless that is
        None: not known.
        """
        async with self._database.read_long() as tx:
            waiting = await schedules.list_waiting(tx, of)
        count = 0
        for one in waiting:
            if one.community_id is None or one.channel_id is None:
                continue
            if not is_postable(one.channel_id):
                await self._correct(one, reason_now(one.channel_id, one.community_id))
                continue
            try:
                await self._change(one.community_id, one.kind, self._released, verb=Verb.RESUME)
                count += 1
            except UnknownZoneError:
                # This waits for a moderator, not for a channel.
                await self._correct(one, UNKNOWN_ZONE)
        return count

    async def _correct(self, paused: Schedule, reason: str | None) -> None:
        was = paused.pause_reason
        if reason is not None and was is not None and not was.startswith(reason):
            async with self._database.write() as tx:
                await schedules.correct_reason(tx, paused.id, was, reason)

    async def remove(self, community_id: CommunityId) -> None:
        """Stop every post of a community that removed the bot; its settings stay."""
        now = self._clock.now()
        async with self._database.write() as tx:
            known = await communities.load_community(tx, community_id)
            await communities.save_community(tx, replace(known, removed_at=now))
            await schedules.stop_community(tx, community_id, now, BOT_REMOVED)
            await endings.skip_pending(tx, community_id, COMMUNITY_KINDS, BOT_REMOVED)

    async def upcoming(
        self, community_id: CommunityId, count: int = 5
    ) -> list[tuple[Schedule, datetime]]:
        """Return the next posts as (schedule, aware UTC), soonest first."""
        streams = [_planned(schedule) for schedule in await self.overview(community_id)]
        return list(islice(merge(*streams, key=lambda planned: planned[1]), count))

    async def on_their_way(self, community_id: CommunityId) -> list[Delivery]:
        """Return what is due and not sent yet, the longest due first."""
        async with self._database.read() as tx:
            return await deliveries.list_unsettled(tx, community_id, _MOST_PROBLEMS)

    async def problems(self, community_id: CommunityId) -> list[Delivery]:
        """Return what did not arrive in the last 30 days, newest first."""
        since = self._clock.now() - timedelta(days=_PROBLEM_DAYS)
        async with self._database.read() as tx:
            return await deliveries.list_problems(tx, community_id, since, _MOST_PROBLEMS)

    async def apply(
        self, tx: Transaction, community_id: CommunityId, wanted: Sequence[Schedule], verb: Verb
    ) -> None:
        """Set several posts at once, as they should be; ``wake`` has to follow the commit."""
        for post in wanted:
            stop = POST_STOPPED if post.channel_id is None or post.paused_at else None
            await self._store(tx, community_id, post.kind, lambda _, post=post: post, stop, verb)

    def plan(self, wanted: Schedule) -> Schedule:
        """Return a post as it would be from now on, without saving it; in a lost zone, never.

        A pause that moderators set stays.
        """
        planned = replace(self._released(wanted), next_run_at=None)
        with suppress(UnknownZoneError):
            planned = replace(planned, next_run_at=self._next_run(planned))
        return planned

    def wake(self) -> None:
        """Let what was changed be noticed at once."""
        self._on_change()

    async def _change(
        self,
        community_id: CommunityId,
        kind: PostKind,
        change: Callable[[Schedule], Schedule],
        stop_reason: str | None = None,
        verb: Verb = Verb.CHANGE,
        plan: Callable[[Schedule], datetime | None] | None = None,
    ) -> Schedule:
        async with self._database.write() as tx:
            saved = await self._store(tx, community_id, kind, change, stop_reason, verb, plan)
        self._on_change()
        return saved

    async def _store(
        self,
        tx: Transaction,
        community_id: CommunityId,
        kind: PostKind,
        change: Callable[[Schedule], Schedule],
        stop_reason: str | None,
        verb: Verb,
        plan: Callable[[Schedule], datetime | None] | None = None,
    ) -> Schedule:
        now = self._clock.now()
        found = await schedules.load_schedule(tx, community_id, kind)
        was = _default(community_id, kind) if found is None else await plan_due(tx, found, now)
        wanted = change(was)
        wanted = replace(wanted, next_run_at=(plan or self._next_run)(wanted))
        saved = await schedules.save_schedule(tx, wanted)
        await record(tx, now, community_id, kind, post_values(was), post_values(saved), verb)
        if found is not None:
            missed = skip_missed(found, now, self._clock.real())
            await deliveries.insert_planned(tx, missed)
        if stop_reason is not None:
            await endings.skip_pending(tx, community_id, (kind,), stop_reason)
        return saved

    def _released(self, post: Schedule) -> Schedule:
        return released(post, self._clock.now())

    def _next_run(self, post: Schedule) -> datetime | None:
        since = self._runs_since(post)
        return since and next_in_new_week(post.recurrence, since, post.last_run_at)

    def _first(self, post: Schedule) -> datetime | None:
        since = self._runs_since(post)
        return since and next_after(post.recurrence, since)

    def _runs_since(self, post: Schedule) -> datetime | None:
        """Return after which moment (aware UTC) a post may be due; None while it does not run."""
        if post.channel_id is None or post.pause_reason is not None:
            return None
        if post.paused_until is not None:
            end = day_start(post.paused_until, post.recurrence.zone)
            return end - timedelta(microseconds=1)
        return self._clock.now() if post.paused_at is None else None


async def load_posts(tx: Transaction, community_id: CommunityId) -> tuple[Schedule, ...]:
    """Return a community's schedules of every kind, set or as they would be by default."""
    found = [await schedules.load_schedule(tx, community_id, kind) for kind in COMMUNITY_KINDS]
    return tuple(
        schedule or _default(community_id, kind)
        for schedule, kind in zip(found, COMMUNITY_KINDS, strict=True)
    )


def _default(community_id: CommunityId, kind: PostKind) -> Schedule:
    return Schedule(_UNSAVED, kind, DEFAULTS[kind], None, community_id)


def _planned(schedule: Schedule) -> Iterator[tuple[Schedule, datetime]]:
    first = schedule.next_run_at
    if first is not None and schedule.channel_id is not None:
        for due_at in chain([first], occurrences(schedule.recurrence, first)):
            yield schedule, due_at
