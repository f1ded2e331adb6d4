"""Reminders: what a member asked to be reminded of, shown back before it is saved."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.catalogue.search import CatalogueSearch
from bot.errors import MentorError, NotFoundError
from bot.model import (
    Frequency,
    Member,
    MemberId,
    PostKind,
    Recurrence,
    Reminder,
    ReminderId,
    Schedule,
    ScheduleId,
)
from bot.ports import Clock
from bot.replies import reasons
from bot.replies.refusals import reminders as refusals
from bot.schedule.goal_deadline import follow_zone
from bot.schedule.recurrence import find_zone, next_after, once_after
from bot.schedule.tick import plan_due
from bot.services.drafts import Drafts, Memory
from bot.services.moments import read_phrase
from bot.services.times import parse_day, require_zone
from bot.services.typed import in_lines
from bot.storage import deliveries, endings, members, reminders, schedules
from bot.storage.database import Database, Transaction

MAX_TEXT = 500
MAX_LINES = 20
MAX_REMINDERS = 50
MAX_DRAFTS = 20
_UNSAVED = ScheduleId(0)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed; ``repeat`` None leaves it to the words of ``when``."""

    text: str
    when: str
    repeat: Frequency | None = None
    until: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A wish as it was understood, not saved yet; ``problem`` says why it was not.

    Of a reminder that is changed, ``is_timed_anew`` False leaves its times as they are.
    """

    id: ReminderId
    member_id: MemberId
    wish: Wish
    recurrence: Recurrence | None = None
    first_at: datetime | None = None
    is_timed_anew: bool = True
    is_paused: bool = False
    problem: MentorError | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A reminder with its series, which is None once it has ended and was cleared."""

    reminder: Reminder
    schedules: tuple[Schedule, ...]

    @property
    def series(self) -> Schedule | None:
        """Return what recurs, or the only time of one that does not."""
        found = sorted(self.schedules, key=lambda one: one.is_snooze)
        return found[0] if found else None

    def as_wish(self) -> Wish:
        """Return what would have to be typed for it, with its next time as the first."""
        series = self.series
        if series is None:
            return Wish(self.reminder.text, "")
        rule = series.recurrence
        until = rule.until.isoformat() if rule.until else ""
        when = next(_typed_times(series))
        return Wish(self.reminder.text, when, rule.frequency, until, rule.zone)

    def is_timed_as(self, wish: Wish) -> bool:
        """Tell whether a wish leaves the times as they are, also if one has passed meanwhile."""
        own, series = self.as_wish(), self.series
        if series is None or wish.when.strip() not in _typed_times(series):
            return False
        typed = (wish.repeat, wish.until.strip(), wish.zone.strip() or own.zone)
        return typed == (own.repeat, own.until, own.zone)

    @property
    def next_at(self) -> datetime | None:
        """Return when it comes next (aware UTC), or None."""
        return min((one.next_run_at for one in self.schedules if one.next_run_at), default=None)


def _typed_times(series: Schedule) -> Iterator[str]:
    """Yield how a series may have been shown to be changed: by its next, last or first day."""
    rule = series.recurrence
    for moment in (series.next_run_at, series.last_run_at):
        if moment is not None:
            yield f"{moment.astimezone(find_zone(rule.zone)).date()} {rule.at:%H:%M}"
    yield f"{rule.on or ''} {rule.at:%H:%M}".strip()


class Reminders:
    """Read, keep, snooze and stop a member's reminders; ``on_change`` is called after each."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        search: CatalogueSearch,
        on_change: Callable[[], None] = lambda: None,
        memory: Memory | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._search = search
        self._on_change = on_change
        self._drafts: Drafts[Draft] = Drafts(memory or Memory(), clock, MAX_DRAFTS)

    async def draft(
        self, member_id: MemberId, wish: Wish, reminder_id: ReminderId | None = None
    ) -> Draft:
        """Understand a wish without saving it; ``reminder_id`` names the reminder to change.

        What cannot be used is kept, with its ``problem``, to be corrected.
        """
        kept = None if reminder_id is None else await self._find(member_id, reminder_id)
        draft = Draft(reminder_id or _new_id(), member_id, wish)
        try:
            draft = await self._understand(draft, kept)
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

    async def save(self, member_id: MemberId, draft_id: str) -> Kept:
        """Save a draft; twice is the same as once.

        Raises
        ------
        InvalidInputError
            There are too many reminders, or the time has passed meanwhile.
        StaleActionError
            The draft is gone.
        """
        draft = self.recall(member_id, draft_id)
        if draft.problem or draft.recurrence is None:
            raise draft.problem or refusals.nothing_to_save()
        due_at = next_after(draft.recurrence, self._clock.now())
        if due_at is None and draft.is_timed_anew:
            raise refusals.draft_passed()
        async with self._database.write() as tx:
            # While this waited for its turn its member may have deleted everything.
            self.recall(member_id, draft_id)
            reminder = await self._store_words(tx, draft)
            if draft.is_timed_anew:
                await self._store_times(tx, reminder, draft.recurrence, due_at)
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
        """Return a member's reminders, the next due first, ended ones last."""
        async with self._database.read() as tx:
            found = await reminders.list_reminders(tx, member_id)
            planned = await schedules.list_of_member(tx, member_id, PostKind.REMINDER)
        kept = [
            Kept(one, tuple(each for each in planned if each.subject_id == one.id)) for one in found
        ]
        far = datetime.max.replace(tzinfo=self._clock.now().tzinfo)
        return sorted(kept, key=lambda one: one.next_at or far)

    async def load(self, member_id: MemberId, reminder_id: str) -> Kept:
        """Return one reminder of a member's; raises NotFoundError."""
        async with self._database.read() as tx:
            return await self._load(tx, member_id, reminder_id)

    async def _find(self, member_id: MemberId, reminder_id: str) -> Kept | None:
        """Return a saved reminder; None of one that was only drafted."""
        with suppress(NotFoundError):
            return await self.load(member_id, reminder_id)
        return None

    async def find_zone_of(self, member_id: MemberId) -> str | None:
        """Return the zone a member told, if any."""
        async with self._database.read() as tx:
            return (await members.load_member(tx, member_id)).zone

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

    async def _understand(self, draft: Draft, kept: Kept | None) -> Draft:
        wish = draft.wish
        text = _check_text(wish.text)
        series = None if kept is None else kept.series
        if kept is not None and series is not None:
            draft = replace(draft, is_paused=series.paused_at is not None)
            if kept.is_timed_as(wish):
                draft = replace(draft, wish=replace(wish, text=text), is_timed_anew=False)
                return replace(draft, recurrence=series.recurrence, first_at=kept.next_at)
        async with self._database.read() as tx:
            member = await members.load_member(tx, draft.member_id)
        zone = self._zone(wish, member)
        now = self._clock.now()
        local = now.astimezone(find_zone(zone)).replace(tzinfo=None)
        phrase = await read_phrase(wish.when, local)
        frequency = wish.repeat or phrase.repeat or Frequency.ONCE
        recurrence = Recurrence(
            frequency,
            phrase.at.time(),
            zone,
            weekday=phrase.at.weekday() if frequency is Frequency.WEEKLY else None,
            on=phrase.at.date(),
            until=parse_day(wish.until, local.date()) if wish.until.strip() else None,
        )
        first = next_after(recurrence, now)
        if first is None:
            raise refusals.never_comes()
        wish = replace(wish, text=text, zone=zone)
        return replace(draft, wish=wish, recurrence=recurrence, first_at=first)

    def _zone(self, wish: Wish, member: Member) -> str:
        if wish.zone.strip():
            return require_zone(self._search, wish.zone)
        if member.zone is None:
            raise refusals.no_zone()
        return member.zone

    async def _store_words(self, tx: Transaction, draft: Draft) -> Reminder:
        found = await reminders.load_reminder(tx, draft.member_id, draft.id)
        if found is not None:
            await reminders.update_text(tx, found.id, draft.wish.text)
            return replace(found, text=draft.wish.text)
        if await reminders.count_reminders(tx, draft.member_id) >= MAX_REMINDERS:
            raise refusals.too_many(MAX_REMINDERS)
        member = await members.load_member(tx, draft.member_id)
        if member.zone is None:
            await members.save_member(tx, replace(member, zone=draft.wish.zone))
            await follow_zone(tx, draft.member_id, draft.wish.zone, self._clock.now())
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
