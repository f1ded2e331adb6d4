"""From a planned delivery to exactly one message: look, claim, compose, post, settle.

Every log event here is also a named crash point of the kill tests: a crash right after any of
them loses nothing and doubles nothing. No transaction is held over a network call.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.model import Delivery, DeliveryState, MessageId, PostKind
from bot.ports import Clock, HistoryUnreadableError, Messenger, SendError
from bot.schedule.kinds import Kind, choose_entry
from bot.storage import deliveries, schedules
from bot.storage.database import Database

log = structlog.get_logger(__name__)

_BATCH = 100
_WORKERS = 16
_MAX_ATTEMPTS = 8
_FIRST_RETRY_SECONDS = 5.0
_LONGEST_RETRY_SECONDS = 900.0
_CLOCK_SKEW = timedelta(minutes=1)
# Discord drops a repeated nonce for "a few minutes" (docs: resources/message, enforce_nonce).
_NONCE_WINDOW = timedelta(minutes=2)
_LATE_AFTER = timedelta(hours=1)
_STOP_SECONDS = 3.0
_IN_DOUBT = (
    "The bot stopped while posting and cannot read the channel's history to see if it is there."
)
_GAVE_UP = "Tried {attempts} times. The last answer was: {reason}"
_BROKEN = "The bot failed to make or record this post; its log says why."


class InDoubtError(Exception):
    """Say that nobody can tell whether an earlier attempt arrived."""


class Sender:
    """Send what is pending, at a smooth pace, never twice."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        messenger: Messenger,
        kinds: Mapping[PostKind, Kind],
        per_second: float = 40.0,
    ) -> None:
        self._database = database
        self._clock = clock
        self._messenger = messenger
        self._kinds = kinds
        self._interval_seconds = 1.0 / per_second
        self._next_turn = 0.0
        self._draining = asyncio.Lock()
        self._is_stopping = False
        self._may_hold_orphans = True

    async def drain(self) -> int:
        """Send everything whose next try is due; return how many deliveries were taken up.

        What an earlier run, or a drain that broke off, left in ``sending`` is settled first.
        """
        async with self._draining:
            if self._may_hold_orphans:
                await self._recover()
            self._may_hold_orphans = True
            total = 0
            while not self._is_stopping and (batch := await self._ready()):
                await self._send_all(batch)
                total += len(batch)
            self._may_hold_orphans = False
            return total

    async def stop(self) -> None:
        """Take up nothing new and wait, bounded, for posts in flight."""
        self._is_stopping = True
        try:
            await asyncio.wait_for(self._draining.acquire(), _STOP_SECONDS)
        except TimeoutError:
            log.warning("sender.stopped_in_flight")
        else:
            self._draining.release()

    async def _recover(self) -> None:
        async with self._database.read() as tx:
            left = await deliveries.list_in_state(tx, DeliveryState.SENDING)
        for delivery in left:
            await self._process(delivery)
            log.info("delivery.recovered", delivery=delivery.id)

    async def _ready(self) -> list[Delivery]:
        async with self._database.read() as tx:
            return await deliveries.list_ready(tx, self._clock.real(), _BATCH)

    async def _send_all(self, batch: list[Delivery]) -> None:
        queue = iter(batch)

        async def work() -> None:
            for delivery in queue:
                if self._is_stopping:
                    return
                await self._take_turn()
                await self._process(delivery)

        async with asyncio.TaskGroup() as workers:
            for _ in range(min(_WORKERS, len(batch))):
                workers.create_task(work())

    async def _take_turn(self) -> None:
        loop = asyncio.get_running_loop()
        turn = max(loop.time(), self._next_turn)
        self._next_turn = turn + self._interval_seconds
        await asyncio.sleep(turn - loop.time())

    async def _process(self, delivery: Delivery) -> None:
        """Bring one delivery a step further; whatever happens is recorded with its reason."""
        try:
            await self._advance(delivery)
        except SendError as error:
            if error.permanent:
                await self._refuse(delivery, error.reason)
            else:
                await self._retry(delivery, error)
        except InDoubtError:
            await self._settle(delivery, DeliveryState.IN_DOUBT, reason=_IN_DOUBT)
        except Exception:
            # One post that cannot be made must not hold up all others.
            log.exception("delivery.broken", delivery=delivery.id)
            await self._retry(delivery, SendError(_BROKEN))

    async def _advance(self, delivery: Delivery) -> None:
        if delivery.attempts and (message := await self._find_earlier(delivery)) is not None:
            await self._settle(delivery, DeliveryState.SENT, message_id=message)
        elif delivery.attempts >= _MAX_ATTEMPTS:
            # Only now, after a last look: an attempt that timed out may have arrived after all.
            reason = _GAVE_UP.format(attempts=delivery.attempts, reason=delivery.reason)
            await self._settle(delivery, DeliveryState.FAILED, reason=reason)
        elif self._is_too_late(delivery):
            reason = "It could not be posted within a day of its time."
            await self._settle(delivery, DeliveryState.SKIPPED, reason=reason)
        elif (claimed := await self._claim(delivery)) is not None:
            message = await self._post(claimed)
            await self._settle(claimed, DeliveryState.SENT, message_id=message)

    async def _find_earlier(self, delivery: Delivery) -> MessageId | None:
        """Return the message of an earlier attempt, or None when it is safe to send (again)."""
        first = delivery.first_attempt_at or delivery.next_try_at
        last = delivery.last_attempt_at or first
        try:
            since = first - _CLOCK_SKEW
            return await self._messenger.find_mark(delivery.channel_id, delivery.id, since)
        except HistoryUnreadableError as error:
            if self._clock.real() - last <= _NONCE_WINDOW:
                return None
            raise InDoubtError from error

    def _is_too_late(self, delivery: Delivery) -> bool:
        within = self._kinds[delivery.kind].late.send_within
        return within is not None and self._clock.now() - delivery.due_at > within

    async def _claim(self, delivery: Delivery) -> Delivery | None:
        kind = self._kinds[delivery.kind]
        at = self._clock.real()
        async with self._database.write() as tx:
            entry_id = delivery.entry_id
            if entry_id not in kind.entry_ids:
                last_used = await deliveries.list_last_uses(
                    tx, delivery.community_id, delivery.kind
                )
                entry_id = choose_entry(kind, last_used)
            if not await deliveries.claim(tx, delivery, entry_id, at):
                return None
        log.info("delivery.claimed", delivery=delivery.id, attempt=delivery.attempts + 1)
        return replace(delivery, entry_id=entry_id, attempts=delivery.attempts + 1)

    async def _post(self, delivery: Delivery) -> MessageId:
        is_late = self._clock.now() - delivery.due_at > _LATE_AFTER
        card = self._kinds[delivery.kind].compose(delivery.entry_id or "", is_late)
        card = replace(card, mark=delivery.id)
        log.info("delivery.posting", delivery=delivery.id)
        message = await self._messenger.post(delivery.channel_id, card, delivery.nonce)
        log.info("delivery.posted", delivery=delivery.id)
        return message

    async def _settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        reason: str | None = None,
        message_id: MessageId | None = None,
    ) -> None:
        async with self._database.write() as tx:
            await deliveries.settle(tx, delivery.id, state, reason=reason, message_id=message_id)
        log.info("delivery.settled", delivery=delivery.id, state=state.value, reason=reason)

    async def _refuse(self, delivery: Delivery, reason: str) -> None:
        """Give up and pause the schedule: only somebody's action helps."""
        async with self._database.write() as tx:
            await deliveries.settle(tx, delivery.id, DeliveryState.FAILED, reason=reason)
            await schedules.pause_schedule(tx, delivery.schedule_id, self._clock.now(), reason)
        log.warning("delivery.failed", delivery=delivery.id, reason=reason)

    async def _retry(self, delivery: Delivery, error: SendError) -> None:
        longest = min(_FIRST_RETRY_SECONDS * 2**delivery.attempts, _LONGEST_RETRY_SECONDS)
        # Jitter keeps a thousand channels from coming back at the same instant.
        wait = max(error.retry_after or 0.0, longest * random.uniform(0.5, 1.0))  # noqa: S311
        next_try = self._clock.real() + timedelta(seconds=wait)
        async with self._database.write() as tx:
            await deliveries.settle(
                tx, delivery.id, DeliveryState.PENDING, reason=error.reason, next_try=next_try
            )
        log.info("delivery.retrying", delivery=delivery.id, seconds=wait, reason=error.reason)
