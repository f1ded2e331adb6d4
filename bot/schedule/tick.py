"""What is due: due schedules become planned deliveries, in short transactions."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import takewhile
from typing import Any

import structlog

from bot.errors import UnknownZoneError
from bot.metrics import Metrics
from bot.model import DeliveryId, DeliveryState, Frequency, PostKind, Schedule
from bot.replies import reasons
from bot.schedule.kinds import Kind
from bot.schedule.recurrence import day_start, is_occurrence, next_after, occurrences
from bot.storage import deliveries, schedules
from bot.storage.database import Database, Transaction
from bot.storage.schedules import Move

log = structlog.get_logger(__name__)

# Small enough that a chunk neither blocks the loop for long nor holds the write lock for long.
_CHUNK = 200
# Clocks are set back by seconds every day, and nothing was planned in the meantime.
_STEP = timedelta(seconds=30)
_AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


def delivery_id(schedule: Schedule, due_at: datetime) -> DeliveryId:
    """Return 128 bits in lower-case base32 (26 characters) that follow from the occurrence.

    A database that forgot what it sent finds it again by them.
    """
    owner = schedule.community_id or schedule.member_id
    snooze = "snooze" if schedule.is_snooze else ""
    named = (owner, schedule.kind.value, schedule.subject_id, snooze, due_at.isoformat())
    digest = blake2b(json.dumps(named).encode(), digest_size=16).digest()
    return DeliveryId(base64.b32encode(digest).decode().rstrip("=").lower())


class Tick:
    """Turn due schedules into deliveries; the database refuses a second one per occurrence.

    ``before`` does what is due besides, which may plan something for this moment.
    """

    def __init__(
        self, database: Database, kinds: Mapping[PostKind, Kind], metrics: Metrics | None = None
    ) -> None:
        self._database = database
        self._kinds = kinds
        self._metrics = metrics or Metrics()
        self.before: Callable[[datetime], Awaitable[None]] | None = None
        self._latest = datetime.max.replace(tzinfo=UTC)

    async def run(self, now: datetime, real: datetime) -> int:
        """Plan everything due at ``now`` and return how many schedules were due.

        ``now`` is the schedule's time, ``real`` real time (first try); both aware UTC.
        """
        if now < self._latest - _STEP:
            await self._plan_again(now)
        self._latest = now
        if self.before is not None:
            await self.before(now)
        async with self._database.read() as tx:
            if not await schedules.is_any_due(tx, now):
                return 0
        total = 0
        while planned := await self._plan_chunk(now, real):
            total += planned
        log.info("tick.planned", schedules=total)
        return total

    async def _plan_again(self, now: datetime) -> None:
        """Plan anew what was planned beyond ``now``, by a clock that was wrong then.

        What was sent then stays sent; what was only told is promised again.
        """
        async with self._database.write() as tx:
            early = [
                (schedule, await deliveries.list_due_after(tx, schedule.id, now))
                for schedule in await schedules.list_planned_after(tx, now)
            ]
            await deliveries.forget_planned_after(tx, now)
            await schedules.begin_pauses(tx, now)
            for schedule, planned in early:
                last = await deliveries.last_due(tx, schedule.id, now)
                next_at = schedule.next_run_at
                is_due = next_at is not None and next_at <= now
                if _ran(schedule) and not is_due:
                    with suppress(UnknownZoneError):
                        next_at = _first_again(schedule, planned, now)
                await schedules.plan(tx, schedule.id, last, next_at)
        if early:
            log.warning("clock.went_back", now=now.isoformat(), schedules=len(early))

    async def _plan_chunk(self, now: datetime, real: datetime) -> int:
        async with self._database.write() as tx:
            due = await schedules.list_due(tx, now, _CHUNK)
            skipped = await self._plan(tx, due, now, real) if due else Counter[PostKind]()
        for kind, count in skipped.items():
            self._metrics.ended(kind, DeliveryState.SKIPPED, count)
        return len(due)

    async def _plan(
        self, tx: Transaction, due: list[Schedule], now: datetime, real: datetime
    ) -> Counter[PostKind]:
        """Plan some schedules; return how many occurrences of each kind were skipped."""
        skipped: Counter[PostKind] = Counter()
        rows: list[dict[str, Any]] = []
        moves: list[Move] = []
        for schedule in due:
            try:
                next_at, moments = next_after(schedule.recurrence, now), _due(schedule, now)
            except UnknownZoneError as error:
                # One schedule that cannot be planned must not hold up all others.
                reason = f"{reasons.UNKNOWN_ZONE} [{schedule.recurrence.zone}]"
                await schedules.block_schedule(tx, schedule.id, now, reason)
                log.error("schedule.unplannable", schedule=schedule.id, reason=error.message)
                continue
            planned = self._deliveries(schedule, moments, now, real)
            skipped[schedule.kind] += sum(row["reason"] is not None for row in planned)
            rows += planned
            moves.append(Move(schedule.id, moments[-1], next_at))
        await deliveries.insert_planned(tx, rows)
        await schedules.advance(tx, moves)
        return +skipped

    def _deliveries(
        self,
        schedule: Schedule,
        moments: list[datetime],
        now: datetime,
        real: datetime,
    ) -> list[dict[str, Any]]:
        within = self._kinds[schedule.kind].late.send_within
        is_too_late = within is not None and now - moments[-1] > within
        return _rows(schedule, moments, real, reasons.USELESS_LATER if is_too_late else None)


async def plan_due(tx: Transaction, schedule: Schedule, now: datetime) -> Schedule:
    """Plan what a schedule owes at ``now`` before it is changed, and return it as it is then.

    A change may come between a moment and the tick that would have planned it.
    """
    if schedule.next_run_at is None or schedule.next_run_at > now:
        return schedule
    with suppress(UnknownZoneError):
        moments = _due(schedule, now)
        # What is too late by now is told so by the sender.
        await deliveries.insert_planned(tx, _rows(schedule, moments, _AT_ONCE, None))
        schedule = replace(
            schedule, last_run_at=moments[-1], next_run_at=next_after(schedule.recurrence, now)
        )
    return schedule


def skip_missed(schedule: Schedule, now: datetime, real: datetime) -> list[dict[str, Any]]:
    """Return the occurrences a paused schedule missed, as skipped for the reason of the pause."""
    if schedule.paused_at is None or schedule.pause_reason is None:
        return []
    since = schedule.paused_at
    try:
        if schedule.paused_until is not None:
            # Until the day to which moderators paused it, nothing was to come.
            since = max(since, day_start(schedule.paused_until, schedule.recurrence.zone))
        missed = _missed(schedule, since, now)
    except UnknownZoneError:
        # Nobody can tell when it would have been due; the reason of the pause has been told.
        return []
    return [_row(schedule, due_at, real, schedule.pause_reason) for due_at in missed]


def _first_again(schedule: Schedule, planned: list[datetime], now: datetime) -> datetime | None:
    """Return what was to come next after ``now``: the first that was planned, if it still is."""
    rule = schedule.recurrence
    first = next((due_at for due_at in planned if is_occurrence(rule, due_at)), None)
    if first is None and schedule.last_run_at is not None and schedule.last_run_at > now:
        # It was changed by the clock that was wrong.
        first = next_after(rule, now)
    return min(filter(None, (first, schedule.next_run_at)), default=None)


def _ran(schedule: Schedule) -> bool:
    """Tell whether a schedule runs, or has ended by itself and was not stopped by anybody."""
    rule = schedule.recurrence
    ends = rule.frequency in (Frequency.ONCE, Frequency.COUNTDOWN) or rule.until is not None
    return schedule.paused_at is None and (ends or schedule.next_run_at is not None)


def _rows(
    schedule: Schedule, moments: list[datetime], real: datetime, newest_skipped: str | None
) -> list[dict[str, Any]]:
    """Return what is planned for moments, oldest first: of several only the newest is sent."""
    *missed, newest = moments
    return [
        *(_row(schedule, due_at, real, reasons.MISSED) for due_at in missed),
        _row(schedule, newest, real, newest_skipped),
    ]


def _row(
    schedule: Schedule, due_at: datetime, real: datetime, skip_reason: str | None
) -> dict[str, Any]:
    own_id = delivery_id(schedule, due_at)
    return {
        "id": own_id,
        "schedule_id": schedule.id,
        "member_id": schedule.member_id,
        "channel_id": schedule.channel_id,
        "due_at": due_at,
        "state": DeliveryState.SKIPPED if skip_reason else DeliveryState.PENDING,
        "mark": own_id,
        "attempts": 0,
        "failures": 0,
        "next_try_at": real,
        "is_discreet": False,
        "reason": skip_reason,
    }


def _due(schedule: Schedule, now: datetime) -> list[datetime]:
    first = schedule.next_run_at or now
    return [first, *_missed(schedule, first, now)]


def _missed(schedule: Schedule, since: datetime, now: datetime) -> list[datetime]:
    later = occurrences(schedule.recurrence, since)
    return list(takewhile(lambda due_at: due_at <= now, later))
