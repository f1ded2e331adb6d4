"""A member's weekly check-in: open goals, what was done, one nudge; rarer when it goes unread."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.cards import Card
from bot.catalogue import Catalogue
from bot.catalogue.schema import Nudge
from bot.model import (
    Delivery,
    GoalState,
    Member,
    MemberId,
    PostKind,
    Schedule,
)
from bot.replies import check_ins as replies
from bot.schedule.kinds import LatePolicy, choose_entry
from bot.schedule.recurrence import find_zone, next_after
from bot.storage import deliveries, goals, members, schedules
from bot.storage.database import Transaction

_UNANSWERED = 3
_RAREST = 4
_WEEK = timedelta(days=7)


class CheckInKind:
    """One message a week about a member's goals, with one nudge that fits them.

    After three in a row without an answer the next ones come half as often (every second, then
    every fourth week) and say so; any answer makes them weekly again.
    """

    kind = PostKind.CHECK_IN
    # It sums up a week: some days late it still does, later the next one says it better.
    late = LatePolicy(send_within=timedelta(days=3))

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def choose(self, tx: Transaction, delivery: Delivery) -> str:
        """Return the nudge of an earlier attempt, of what was snoozed, or the member's next one.

        Decides, too, whether this one and the following come less often.
        """
        if delivery.entry_id and delivery.entry_id in self._catalogue.nudges:
            return delivery.entry_id
        await _slow_down(tx, delivery)
        if delivery.subject_id in self._catalogue.nudges:
            return delivery.subject_id
        used = await deliveries.list_last_uses(tx, delivery.member_id, self.kind)
        return choose_entry(await self._fitting(tx, delivery.member_id), used)

    async def compose(self, tx: Transaction, delivery: Delivery, is_late: bool) -> Card | None:
        """Return the check-in as things stand now."""
        if delivery.member_id is None:
            raise LookupError("a check-in has no member")
        series = await load_series(tx, delivery.member_id)
        if series is None:
            return None
        since = delivery.due_at - _WEEK * series.recurrence.every
        nudge = self._catalogue.nudges[await self.entry_of(tx, delivery)]
        told = await _tell(tx, delivery.member_id, series.recurrence.zone, delivery.due_at, since)
        return replies.message(told, nudge, series.recurrence.every, delivery, is_late=is_late)

    async def preview(self, tx: Transaction, member_id: MemberId, now: datetime) -> Card:
        """Return what a check-in would say now, without using up its nudge."""
        series = await load_series(tx, member_id)
        member = await members.load_member(tx, member_id)
        zone = series.recurrence.zone if series else member.zone or "UTC"
        used = await deliveries.list_last_uses(tx, member_id, self.kind)
        nudge = self._catalogue.nudges[choose_entry(await self._fitting(tx, member_id), used)]
        return replies.preview(await _tell(tx, member_id, zone, now, now - _WEEK), nudge)

    async def entry_of(self, tx: Transaction, delivery: Delivery) -> str:
        """Return the nudge a delivery holds; one that was never sent holds that of its week."""
        for chosen in (delivery.entry_id, delivery.subject_id):
            if chosen and chosen in self._catalogue.nudges:
                return chosen
        fitting = await self._fitting(tx, delivery.member_id)
        return fitting[delivery.due_at.date().toordinal() // 7 % len(fitting)]

    async def _fitting(self, tx: Transaction, member_id: MemberId | None) -> tuple[str, ...]:
        if member_id is None:
            raise LookupError("a check-in has no member")
        member = await members.load_member(tx, member_id)
        wanted = await goals.list_certifications(tx, member_id)
        held = {one.certification for one in await members.list_held(tx, member_id)}
        return find_fitting(self._catalogue, member, wanted or held)


def find_fitting(catalogue: Catalogue, member: Member, certifications: set[str]) -> tuple[str, ...]:
    """Return the ids of the nudges that fit a member, the most fitting first.

    First those about their certifications or target role, then those for everybody: of what suits
    their stage of the path, then the others. None asks for what their stage does not bring.
    """
    known = {own_id for own_id in certifications if _is_known(catalogue, own_id)}
    meant = known | {catalogue.certification(own_id)[0].id for own_id in known}
    stage = catalogue.stages.get(member.stage or "")

    brings = () if stage is None else stage.brings

    def is_own(nudge: Nudge) -> bool:
        return not meant.isdisjoint(nudge.certifications) or member.target_role in nudge.roles

    def suits(nudge: Nudge) -> bool:
        return stage is None or nudge.category in stage.nudge_categories

    able = [one for one in catalogue.nudges.values() if set(one.needs) <= set(brings)]
    ordered = sorted(able, key=lambda one: one.week)
    general = [one for one in ordered if not one.certifications and not one.roles]
    general.sort(key=lambda one: not suits(one))
    own = [one for one in ordered if is_own(one)]
    return tuple(dict.fromkeys(one.id for one in (*own, *general)))


def _is_known(catalogue: Catalogue, own_id: str) -> bool:
    return own_id in catalogue.certifications or own_id in catalogue.variants


async def load_series(tx: Transaction, member_id: MemberId) -> Schedule | None:
    """Return a member's check-in, running or stopped; its snoozes are other schedules."""
    for schedule in await schedules.list_of_member(tx, member_id, PostKind.CHECK_IN):
        if not schedule.is_snooze:
            return schedule
    return None


async def note_answer(
    tx: Transaction, member_id: MemberId, delivery_id: str, now: datetime
) -> Delivery | None:
    """Note that a member reacted to a delivery of theirs and return it.

    A check-in that had become rare is weekly again.
    """
    found = await deliveries.answer(tx, member_id, delivery_id, now)
    if found is not None and found.kind is PostKind.CHECK_IN:
        await restore_weekly(tx, member_id, now)
    return found


async def restore_weekly(tx: Transaction, member_id: MemberId, now: datetime) -> None:
    """Make a member's running check-in weekly again."""
    series = await load_series(tx, member_id)
    if series is not None and series.next_run_at is not None and series.recurrence.every > 1:
        await _space(tx, series, 1, now)


async def _slow_down(tx: Transaction, delivery: Delivery) -> None:
    """Halve how often a check-in comes when the last three went unanswered."""
    if delivery.member_id is None:
        return
    series = await load_series(tx, delivery.member_id)
    if series is None or series.id != delivery.schedule_id or series.next_run_at is None:
        return
    since = _start(series)
    last = await deliveries.list_last_sent(tx, series.id, since, _UNANSWERED)
    ignored = len(last) == _UNANSWERED and not any(one.answered_at for one in last)
    if ignored and series.recurrence.every < _RAREST:
        await _space(tx, series, series.recurrence.every * 2, delivery.due_at)


def _start(series: Schedule) -> datetime:
    """Return since when the series has come as often as now."""
    if series.recurrence.on is None:
        return datetime.min.replace(tzinfo=UTC)
    zone = find_zone(series.recurrence.zone)
    return datetime.combine(series.recurrence.on, time(), zone).astimezone(UTC)


async def _space(tx: Transaction, series: Schedule, every: int, since: datetime) -> None:
    on = since.astimezone(find_zone(series.recurrence.zone)).date()
    recurrence = replace(series.recurrence, every=every, on=on)
    next_run_at = next_after(recurrence, since)
    await schedules.save_schedule(
        tx, replace(series, recurrence=recurrence, next_run_at=next_run_at)
    )


async def _tell(
    tx: Transaction, member_id: MemberId, zone: str, now: datetime, since: datetime
) -> replies.CheckIn:
    aims = await goals.list_goals(tx, member_id, GoalState.OPEN, replies.MOST_AIMS)
    done, done_in_all = await goals.list_done_since(tx, member_id, since, replies.MOST_DONE)
    return replies.CheckIn(
        today=now.astimezone(find_zone(zone)).date(),
        since=since,
        aims=aims,
        aims_in_all=await goals.count_goals(tx, member_id, GoalState.OPEN),
        done=done,
        done_in_all=done_in_all,
        progress=await goals.list_last_progress(tx, [goal.id for goal in aims]),
    )
