"""Reminders: what a member asked to be reminded of, shown back before it is saved."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import MentorError, NotFoundError
from bot.model import (
    CommunityId,
    MemberId,
    PostKind,
    Reading,
    Recurrence,
    Reminder,
    ReminderId,
    Schedule,
    ScheduleId,
)
from bot.ports import Clock
from bot.replies import reasons
from bot.replies.refusals import reminders as refusals
from bot.replies.reminder_drafts import Draft, Kept, Wish
from bot.schedule.goal_deadline import follow_zone
from bot.schedule.recurrence import next_after, once_after
from bot.schedule.tick import plan_due
from bot.services.drafts import Drafts, Memory
from bot.services.reading.answers import hear, hear_zone
from bot.services.reading.moments import read_moment
from bot.services.typed import in_lines
from bot.storage import deliveries, endings, members, reminders, schedules
from bot.storage.database import Database, Transaction

MAX_TEXT = 500
MAX_LINES = 20
MAX_REMINDERS = 50
MAX_PAST = 50
MAX_DRAFTS = 20
_UNSAVED = ScheduleId(0)


class Reminders:
    """Read, keep, snooze and stop a member's reminders; ``on_change`` is called after each."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        on_change: Callable[[], None] = lambda: None,
        memory: Memory | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._on_change = on_change
        self._drafts: Drafts[Draft] = Drafts(memory or Memory(), clock, MAX_DRAFTS)

    async def draft(
        self,
        member_id: MemberId,
        wish: Wish,
        reminder_id: ReminderId | None = None,
        community_id: CommunityId | None = None,
    ) -> Draft:
        """Understand a wish without saving it; ``reminder_id`` names the reminder to change.

        A member without a zone is assumed to live in that of the community. What cannot be used
        is kept, with its ``problem``, to be corrected.
        """
        kept = None if reminder_id is None else await self._find(member_id, reminder_id)
        draft = Draft(reminder_id or _new_id(), member_id, wish)
        try:
            draft = await self._understand(draft, kept, community_id)
        except MentorError as error:
            draft = replace(draft, problem=error)
        self._drafts.keep(member_id, draft.id, draft, member_id)
        return draft

    def recall(self, member_id: MemberId, draft_id: str) -> Draft:
        """Return a draft of a member's; raises StaleActionError when it is gone."""
        draft = self._drafts.recall(member_id, draft_id)
        if draft is None:
            raise refusals.draft_gone()
        return draft

    async def save(self, member_id: MemberId, draft_id: str, number: int = 0) -> Kept:
        """Save a draft in one of its readings; twice is the same as once.

        Raises
        ------
        InvalidInputError
            There are too many reminders, or the time has passed meanwhile.
        StaleActionError
            The draft is gone.
        """
        draft = self.recall(member_id, draft_id)
        rule = None
        if draft.unchanged is None:
            if draft.problem or number >= len(draft.readings):
                raise draft.problem or refusals.nothing_to_save()
            rule = draft.readings[number].recurrence
        due_at = None if rule is None else next_after(rule, self._clock.now())
        if rule is not None and due_at is None:
            raise refusals.draft_passed()
        async with self._database.write() as tx:
            # While this waited for its turn its member may have deleted everything.
            self.recall(member_id, draft_id)
            reminder = await self._store_words(tx, draft)
            if rule is not None:
                await self._store_times(tx, reminder, rule, due_at)
            kept = await self._load(tx, member_id, reminder.id)
        self._on_change()
        return kept

    async def _store_times(
        self, tx: Transaction, reminder: Reminder, rule: Recurrence, due_at: datetime | None
    ) -> None:
        """Change when a series comes, in place: what it promised before, a snooze too, stays."""
        wanted = Schedule(
            _UNSAVED,
            PostKind.REMINDER,
            rule,
            due_at,
            member_id=reminder.member_id,
            subject_id=reminder.id,
        )
        series = (await self._load(tx, reminder.member_id, reminder.id)).series
        if series is not None:
            series = await plan_due(tx, series, self._clock.now())
            wanted = replace(wanted, last_run_at=series.last_run_at)
            if series.paused_at is not None:
                wanted = replace(wanted, next_run_at=None, paused_at=series.paused_at)
        await schedules.save_schedule(tx, wanted)

    async def list(self, member_id: MemberId) -> list[Kept]:
        """Return a member's reminders, the next due first, paused ones then, past ones last."""
        async with self._database.read() as tx:
            found = await reminders.list_reminders(tx, member_id)
            planned = await schedules.list_of_member(tx, member_id, PostKind.REMINDER)
        kept = [
            Kept(one, tuple(each for each in planned if each.subject_id == one.id)) for one in found
        ]
        far = datetime.max.replace(tzinfo=self._clock.now().tzinfo)
        return sorted(kept, key=lambda one: (one.is_over, one.next_at or far))

    async def load(self, member_id: MemberId, reminder_id: str) -> Kept:
        """Return one reminder of a member's; raises NotFoundError."""
        async with self._database.read() as tx:
            return await self._load(tx, member_id, reminder_id)

    async def _find(self, member_id: MemberId, reminder_id: str) -> Kept | None:
        """Return a saved reminder; None of one that was only drafted."""
        with suppress(NotFoundError):
            return await self.load(member_id, reminder_id)
        return None

    async def pause(self, member_id: MemberId, reminder_id: str) -> Kept:
        """Stop a reminder without deleting it, with what waits and snoozes; twice is as once."""
        now = self._clock.now()

        def stop(one: Schedule) -> Schedule:
            return replace(one, next_run_at=None, paused_at=one.paused_at or now)

        return await self._change(member_id, reminder_id, stop, reasons.REMINDER_PAUSED)

    async def resume(self, member_id: MemberId, reminder_id: str) -> Kept:
        """Let a reminder come again from its next time on.

        Raises
        ------
        InvalidInputError
            Its time has passed for good.
        NotFoundError
            The member has no such reminder.
        """
        now = self._clock.now()

        def run(one: Schedule) -> Schedule:
            return replace(one, next_run_at=next_after(one.recurrence, now), paused_at=None)

        kept = await self._change(member_id, reminder_id, run)
        if kept.next_at is None:
            raise refusals.time_passed()
        return kept

    async def delete(self, member_id: MemberId, reminder_id: str) -> Reminder:
        """Delete a reminder with all that was planned for it; raises NotFoundError."""
        async with self._database.write() as tx:
            kept = await self._load(tx, member_id, reminder_id)
            await endings.delete_of_subject(tx, member_id, PostKind.REMINDER, reminder_id)
            await reminders.delete_reminder(tx, kept.reminder.id)
        return kept.reminder

    async def note(self, member_id: MemberId, delivery_id: str) -> Kept:
        """Note that a member reacted to a delivered reminder; return the reminder.

        Raises
        ------
        NotFoundError
            It is not theirs, or they deleted it.
        """
        async with self._database.write() as tx:
            return await self._answer(tx, member_id, delivery_id)

    async def snooze(self, member_id: MemberId, delivery_id: str, by: timedelta) -> datetime:
        """Bring a delivered reminder again, once, beside its series; return when (aware UTC).

        Snoozing again moves it. Raises NotFoundError.
        """
        async with self._database.write() as tx:
            kept = await self._answer(tx, member_id, delivery_id)
            series = kept.series
            if series is None:
                raise refusals.no_such_reminder()
            once = once_after(self._clock.now(), by, series.recurrence.zone)
            due_at = next_after(once, self._clock.now())
            if due_at is None:
                raise LookupError("a snooze lies ahead")
            snooze = replace(series, recurrence=once, is_snooze=True, last_run_at=None)
            await schedules.save_schedule(tx, replace(snooze, next_run_at=due_at, paused_at=None))
        self._on_change()
        return due_at

    async def _understand(
        self, draft: Draft, kept: Kept | None, community_id: CommunityId | None
    ) -> Draft:
        wish = replace(draft.wish, text=_check_text(draft.wish.text))
        draft = replace(draft, wish=wish, is_paused=kept is not None and kept.is_paused)
        was = None if kept is None else kept.as_wish()
        if was is not None and wish.when.strip() == was.when and wish.zone in (was.zone, ""):
            return replace(draft, unchanged=kept)
        said = await hear(wish.when)
        async with self._database.read() as tx:
            own = (await members.load_member(tx, draft.member_id)).zone
            assumed = None
            if own is None and community_id is not None:
                assumed = await schedules.find_zone(tx, community_id)
        typed = await hear_zone(wish.zone) if wish.zone.strip() else None
        zone = typed or own or assumed
        readings = read_moment(said, self._clock.now(), zone)
        is_assumed = zone is not None and zone not in (typed, own) and _uses(readings, zone)
        kept_zone = zone if typed or is_assumed else None
        return replace(draft, readings=readings, zone=kept_zone, is_assumed=is_assumed)

    async def _store_words(self, tx: Transaction, draft: Draft) -> Reminder:
        found = await reminders.load_reminder(tx, draft.member_id, draft.id)
        if found is not None:
            await reminders.update_text(tx, found.id, draft.wish.text)
            return replace(found, text=draft.wish.text)
        if await reminders.count_open(tx, draft.member_id) >= MAX_REMINDERS:
            raise refusals.too_many(MAX_REMINDERS)
        for old in await reminders.list_past(tx, draft.member_id, MAX_PAST):
            await endings.delete_of_subject(tx, draft.member_id, PostKind.REMINDER, old)
            await reminders.delete_reminder(tx, old)
        member = await members.load_member(tx, draft.member_id)
        if member.zone is None and draft.zone is not None:
            await members.save_member(tx, replace(member, zone=draft.zone))
            await follow_zone(tx, draft.member_id, draft.zone, self._clock.now())
        created = Reminder(draft.id, draft.member_id, draft.wish.text, self._clock.now())
        await reminders.insert_reminder(tx, created)
        return created

    async def _answer(self, tx: Transaction, member_id: MemberId, delivery_id: str) -> Kept:
        delivery = await deliveries.answer(tx, member_id, delivery_id, self._clock.now())
        if delivery is None:
            raise refusals.no_such_reminder()
        return await self._load(tx, member_id, delivery.subject_id)

    async def _load(self, tx: Transaction, member_id: MemberId, reminder_id: str) -> Kept:
        found = await reminders.load_reminder(tx, member_id, reminder_id)
        if found is None:
            raise refusals.no_such_reminder()
        kind = PostKind.REMINDER
        return Kept(found, tuple(await schedules.list_of_member(tx, member_id, kind, found.id)))

    async def _change(
        self,
        member_id: MemberId,
        reminder_id: str,
        change: Callable[[Schedule], Schedule],
        stop_reason: str | None = None,
    ) -> Kept:
        async with self._database.write() as tx:
            kept = await self._load(tx, member_id, reminder_id)
            now = self._clock.now()
            due = [await plan_due(tx, one, now) for one in kept.schedules]
            if stop_reason is not None:
                kind, own_id = PostKind.REMINDER, kept.reminder.id
                await endings.withdraw(tx, member_id, kind, stop_reason, own_id)
            changed = [await schedules.save_schedule(tx, change(one)) for one in due]
        self._on_change()
        return Kept(kept.reminder, tuple(changed))


def _uses(readings: Sequence[Reading], zone: str) -> bool:
    """Tell whether a zone made a difference: a length of time, or one's own zone, needs none."""
    return any(one.recurrence.zone == zone and not one.is_elapsed for one in readings)


def _new_id() -> ReminderId:
    return ReminderId(base64.b32encode(secrets.token_bytes(5)).decode().lower())


def _check_text(text: str) -> str:
    words = in_lines(text)
    if not words:
        raise refusals.no_words()
    if (lines := words.count("\n") + 1) > MAX_LINES:
        raise refusals.many_lines(lines, MAX_LINES)
    if len(words) > MAX_TEXT:
        raise refusals.long_text(len(words), MAX_TEXT)
    return words
