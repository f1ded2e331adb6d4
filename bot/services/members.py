"""Members: where and when they want to be reached, and that they are told what could not be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.model import ChannelId, Member, MemberId, Outlook, Place, PostKind, ReminderId
from bot.ports import Clock, Messenger, SendError
from bot.replies import members as replies
from bot.replies.members import Moving
from bot.replies.refusals import members as refusals
from bot.schedule import zones
from bot.schedule.goal_deadline import follow_zone
from bot.schedule.kinds import Kind
from bot.schedule.routing import CAP_WINDOW, Hold, Keep, find_route
from bot.services.reading.answers import hear_day, hear_time, hear_zone, is_cleared, pause_end
from bot.storage import deliveries, reminders, schedules
from bot.storage import members as queries
from bot.storage.database import Database
from bot.words import current_language

MAX_CAP = 50


class Members:
    """Keep what members tell about reaching them.

    ``refused`` holds whom direct messages do not reach at present; the sender adds to it, so that
    looking at each interaction costs no query. ``on_change`` is called when what is held back
    may go out by new settings.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        messenger: Messenger,
        kinds: Mapping[PostKind, Kind],
        refused: set[MemberId],
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._messenger = messenger
        self._kinds = kinds
        self._refused = refused
        self._on_change = on_change
        self._opens_again_at: datetime | None = None

    async def load(self, member_id: MemberId) -> Member:
        """Return a member; one who told nothing has the defaults."""
        async with self._database.read() as tx:
            return await queries.load_member(tx, member_id)

    async def choose_dm(self, member_id: MemberId) -> Member:
        """Open direct messages, say hello there, and only when that arrived remember the consent.

        Call it inside a click of the member and nowhere else. Nothing is stored on failure.

        Raises
        ------
        SendError
            They cannot be reached that way now; the reason is for them to read.
        """
        channel_id = await self._say_hello(member_id)

        def change(was: Member) -> Member:
            return replace(was, place=Place.DM, dm_channel_id=channel_id, **self._consent())

        return await self._choose(member_id, change)

    async def choose_channel(self, member_id: MemberId, channel_id: ChannelId) -> Member:
        """Call the member in a channel, which says nothing private.

        Raises
        ------
        PermissionDeniedError
            The bot cannot post there.
        """
        self._require_postable(channel_id)
        return await self._choose(
            member_id,
            lambda was: replace(was, place=Place.CHANNEL, channel_id=channel_id, **self._consent()),
        )

    async def choose_inbox(self, member_id: MemberId) -> Member:
        """Send nothing and keep everything to be read; withdraws every other consent."""
        return await self._choose(
            member_id,
            lambda was: replace(was, place=Place.INBOX, channel_id=None, **self._consent()),
        )

    async def choose_way_out(self, member_id: MemberId, channel_id: ChannelId | None) -> Member:
        """Choose, or with None give up, the channel for when direct messages do not arrive.

        Raises
        ------
        PermissionDeniedError
            The bot cannot post there.
        """
        if channel_id is not None:
            self._require_postable(channel_id)
        return await self._change(member_id, lambda was: replace(was, channel_id=channel_id))

    async def resume(self, member_id: MemberId) -> bool:
        """Try direct messages again, now that the member is here; tell if they had failed."""
        if member_id not in self._refused:
            return False
        async with self._database.write() as tx:
            had_failed = await queries.accept_dm(tx, member_id)
        self._refused.discard(member_id)
        return had_failed

    async def change_settings(
        self,
        member_id: MemberId,
        *,
        zone: str | None = None,
        quiet_from: str | None = None,
        quiet_until: str | None = None,
        weekly_cap: str | None = None,
        pause_until: str | None = None,
    ) -> Member:
        """Store settings as they were typed: None stays, an empty text or "off" clears.

        ``weekly_cap`` is a number; zone, times of day and the day are in people's own words.

        Raises
        ------
        InvalidInputError
            One of them cannot be used; none was stored.
        """
        now = self._clock.now()
        changes: dict[str, Any] = {}
        if zone is not None:
            changes["zone"] = None if is_cleared(zone) else await hear_zone(zone)
        for name, typed in (("quiet_from", quiet_from), ("quiet_until", quiet_until)):
            if typed is not None:
                changes[name] = None if is_cleared(typed) else await hear_time(typed)
        if weekly_cap is not None:
            changes["weekly_cap"] = None if is_cleared(weekly_cap) else _parse_cap(weekly_cap)
        is_over = pause_until is not None and is_cleared(pause_until)
        until = None if pause_until is None or is_over else await hear_day(pause_until)

        def change(was: Member) -> Member:
            changed = replace(was, **changes)
            if is_over:
                changed = replace(changed, paused_until=None)
            elif until is not None:
                end = pause_end(until, changed.zone or "UTC", now)
                changed = replace(changed, paused_until=end)
            return _check_quiet(changed)

        return await self._change(member_id, change)

    async def adopt_zone(self, member_id: MemberId, zone: str | None) -> None:
        """Remember where a member lives, as their platform tells, unless a zone is stored."""
        if zone is None:
            return
        async with self._database.read() as tx:
            known = (await queries.load_member(tx, member_id)).zone
        if known is None:
            await self._change(member_id, lambda was: replace(was, zone=was.zone or zone))

    async def elsewhere(self, member_id: MemberId) -> list[Moving]:
        """Return what keeps the hours of another zone than the member's."""
        async with self._database.read() as tx:
            member = await queries.load_member(tx, member_id)
            if member.zone is None:
                return []
            left = await zones.list_elsewhere(tx, member_id, member.zone)
            texts = {one.id: one.text for one in await reminders.list_reminders(tx, member_id)}
        return [Moving(one, texts.get(ReminderId(one.subject_id), "")) for one in left]

    async def move(self, member_id: MemberId, schedule_id: str | None = None) -> None:
        """Let one series, or all, come at the same hours of the member's own zone."""
        async with self._database.write() as tx:
            member = await queries.load_member(tx, member_id)
            if member.zone is None:
                return
            left = await zones.list_elsewhere(tx, member_id, member.zone)
            wanted = [one for one in left if schedule_id in (None, str(one.id))]
            await zones.move(tx, wanted, member.zone, self._clock.now())
        self._on_change()

    async def outlook(self, member_id: MemberId) -> Outlook | None:
        """Return the member's next message, by their settings and what was sent; None: none."""
        async with self._database.read() as tx:
            waiting = await deliveries.next_waiting(tx, member_id)
            schedule = await schedules.next_of_member(tx, member_id)
            if waiting is not None:
                kind, due_at = waiting.kind, waiting.due_at
            elif schedule is not None and schedule.next_run_at is not None:
                kind, due_at = schedule.kind, schedule.next_run_at
            else:
                return None
            arrives_at = max(due_at, self._clock.now())
            member = await queries.load_member(tx, member_id)
            sent = await deliveries.list_sent_moments(
                tx, member_id, arrives_at - CAP_WINDOW, arrives_at
            )
        policy = self._kinds[kind].late
        while isinstance(
            route := find_route(member, policy, arrives_at, sent, self._is_postable), Hold
        ):
            arrives_at = route.until
            sent = [at for at in sent if at > arrives_at - CAP_WINDOW]
        if isinstance(route, Keep):
            return Outlook(kind, due_at, None, route.reason)
        return Outlook(kind, due_at, arrives_at)

    def _is_postable(self, channel_id: ChannelId) -> bool:
        return self._messenger.access(channel_id).is_postable

    async def _say_hello(self, member_id: MemberId) -> ChannelId:
        now = self._clock.real()
        if self._opens_again_at is not None and now < self._opens_again_at:
            wait = self._opens_again_at - now
            raise SendError(replies.OPENED_TOO_MANY, retry_after=wait.total_seconds())
        # The same hello for a double click: Discord drops the second within minutes.
        nonce = f"hello-{member_id.rpartition(':')[2]}"[:25]
        try:
            channel_id = await self._messenger.open_dm(member_id)
            await self._messenger.post(channel_id, replies.hello(), nonce)
        except SendError as error:
            if error.retry_after is not None:
                self._opens_again_at = now + timedelta(seconds=error.retry_after)
            raise
        return channel_id

    def _require_postable(self, channel_id: ChannelId) -> None:
        access = self._messenger.access(channel_id)
        if not access.exists:
            raise refusals.no_channel()
        if access.missing:
            raise refusals.not_postable(access.missing)

    def _consent(self) -> dict[str, datetime | None]:
        return {"consented_at": self._clock.now(), "refused_at": None, "refusal": None}

    async def _choose(self, member_id: MemberId, change: Callable[[Member], Member]) -> Member:
        changed = await self._change(member_id, change)
        self._refused.discard(member_id)
        return changed

    async def _change(self, member_id: MemberId, change: Callable[[Member], Member]) -> Member:
        async with self._database.write() as tx:
            was = await queries.load_member(tx, member_id)
            changed = replace(change(was), locale=current_language())
            await queries.save_member(tx, changed)
            if changed.zone != was.zone:
                await follow_zone(tx, member_id, changed.zone or "UTC", self._clock.now())
            await deliveries.release(tx, member_id)
        self._on_change()
        return changed


def _parse_cap(text: str) -> int:
    if text.strip().isdecimal() and 1 <= int(text) <= MAX_CAP:
        return int(text)
    raise refusals.unusable_cap(MAX_CAP)


def _check_quiet(member: Member) -> Member:
    start, end = member.quiet_from, member.quiet_until
    if (start is None) is not (end is None):
        raise refusals.half_quiet()
    if start is not None and start == end:
        raise refusals.empty_quiet()
    return member
