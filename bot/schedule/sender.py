"""From a planned delivery to exactly one message: look, claim, compose, post, settle.

Every log event here is also a named crash point of the kill tests: a crash right after any of
them loses nothing and doubles nothing. No transaction is held over a network call.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog

from bot.cards import Card
from bot.errors import StorageUnavailableError
from bot.metrics import Metrics
from bot.model import Delivery, DeliveryState, MemberId, MessageId, PostKind
from bot.ports import Cause, Clock, Messenger, SendError
from bot.replies import posts, reasons
from bot.schedule.claiming import Claiming, StoppedError
from bot.schedule.feed import Feed
from bot.schedule.kinds import Kind
from bot.schedule.languages import load_language
from bot.schedule.lookback import InDoubtError, Lookback
from bot.schedule.outage import Outage
from bot.schedule.pacing import LONGEST_RETRY_SECONDS, Pacer, back_off
from bot.storage import deliveries, endings, members, schedules
from bot.storage.database import Database, Transaction
from bot.words import speak

log = structlog.get_logger(__name__)

_BATCH = 100
_WORKERS = 16
# How often a post that we cannot make is tried; what passes by itself is tried while it is wanted.
_MOST_FAULTS = 8
_PAGES_WITHIN = timedelta(minutes=1)
_LATE_AFTER = timedelta(hours=1)
_STOP_SECONDS = 3.0


class Sender:
    """Send what is pending, at a smooth pace, never twice.

    ``on_refused`` is told whom direct messages do not reach (any more).
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        messenger: Messenger,
        kinds: Mapping[PostKind, Kind],
        pacer: Pacer,
        on_refused: Callable[[MemberId], None] = lambda _: None,
        metrics: Metrics | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._messenger = messenger
        self._kinds = kinds
        self._pacer = pacer
        self._on_refused = on_refused
        self._metrics = metrics or Metrics()
        self._draining = asyncio.Lock()
        self._is_stopping = False
        self._may_hold_orphans = True
        self._is_cut_off = False
        self._feed = Feed(self._ready)
        self._lookback = Lookback(clock, messenger)
        self._claiming = Claiming(database, clock, messenger, kinds, self._metrics)
        self.outage = Outage(clock)

    async def drain(self) -> int:
        """Send everything whose next try is due; return how many deliveries were taken up.

        What an earlier run, or a drain that broke off, left in ``sending`` is settled first.
        """
        async with self._draining:
            self._is_cut_off = False
            if self._may_hold_orphans:
                await self._recover()
            self._may_hold_orphans = True
            await self._heed_clock()
            total = 0
            while sent := await self._send_ready():
                total += sent
            self._may_hold_orphans = self._is_cut_off
            return total

    async def stop(self) -> None:
        """Take up nothing new and wait, bounded and once, for posts in flight."""
        if self._is_stopping:
            return
        self._is_stopping = True
        try:
            await asyncio.wait_for(self._draining.acquire(), _STOP_SECONDS)
        except TimeoutError:
            log.warning("sender.stopped_in_flight")
        else:
            self._draining.release()

    def _may_send(self) -> bool:
        is_shut = self._pacer.is_open or self._pacer.is_held or self.outage.is_waiting
        return not (self._is_stopping or self._is_cut_off or is_shut)

    async def _recover(self) -> None:
        async with self._database.read() as tx:
            left = await deliveries.list_in_state(tx, DeliveryState.SENDING)
        for delivery in left:
            if not self._may_send():
                return
            await self._process(delivery)
            log.info("delivery.recovered", delivery=delivery.id)

    async def _heed_clock(self) -> None:
        """Try again what waits longer than any back-off: the clock was moved back meanwhile."""
        real = self._clock.real()
        latest = real + timedelta(seconds=LONGEST_RETRY_SECONDS)
        async with self._database.read() as tx:
            if not await deliveries.is_any_tried_after(tx, latest):
                return
        async with self._database.write() as tx:
            await deliveries.try_again(tx, latest, real)
        log.warning("clock.went_back", real=real.isoformat())

    async def _ready(self) -> list[Delivery]:
        async with self._database.read() as tx:
            return await deliveries.list_ready(tx, self._clock.now(), self._clock.real(), _BATCH)

    async def _send_ready(self) -> int:
        """Send what is ready; return how many deliveries were taken up."""
        if not self._may_send() or not await self._feed.begin():
            return 0
        # One is enough to ask whether an outage is over.
        count = _WORKERS if self.outage.since is None else 1
        async with asyncio.TaskGroup() as workers:
            tasks = [workers.create_task(self._work()) for _ in range(count)]
        return sum(task.result() for task in tasks)

    async def _work(self) -> int:
        done = 0
        while self._may_send() and (delivery := await self._feed.take()) is not None:
            try:
                await self._pacer.wait_turn()
                await self._process(delivery)
            finally:
                self._feed.put_down(delivery)
            done += 1
        return done

    async def _process(self, delivery: Delivery) -> None:
        """Bring one delivery a step further, or leave it as it stands while nothing can be stored.

        What was posted meanwhile is found again by its mark.
        """
        # What libraries log meanwhile says whose fault it is, too.
        with structlog.contextvars.bound_contextvars(delivery=delivery.id):
            try:
                await self._step(delivery)
            except StorageUnavailableError:
                self._is_cut_off = True
                log.warning("delivery.left", delivery=delivery.id, reason="the database")

    async def _step(self, delivery: Delivery) -> None:
        """Bring one delivery a step further; whatever happens is recorded with its reason."""
        step = delivery
        try:
            if not await self._has_ended(delivery):
                if (claimed := await self._claiming.claim(delivery)) is None:
                    return
                step = claimed
                await self._send(claimed)
        except SendError as error:
            self._heed(error)
            if error.permanent:
                await self._refuse(step, error.reason)
            else:
                await self._retry(step, error)
        except StoppedError:
            await self._end(step, DeliveryState.SKIPPED, reasons.POST_STOPPED)
        except InDoubtError:
            await self._end(step, DeliveryState.IN_DOUBT, reasons.IN_DOUBT)
        except StorageUnavailableError:
            raise
        except Exception:
            # One post that cannot be made must not hold up all others.
            log.exception("delivery.broken", delivery=delivery.id)
            self._metrics.refused(Cause.BROKEN)
            await self._retry(step, SendError(reasons.BROKEN, cause=Cause.BROKEN))

    async def _has_ended(self, delivery: Delivery) -> bool:
        """Tell whether an earlier attempt arrived, or none may follow; if so, it is recorded."""
        if (message := await self._lookback.find_attempt(delivery)) is not None:
            await self._settle_sent(delivery, message)
        elif delivery.failures >= _MOST_FAULTS and delivery.reason == reasons.BROKEN:
            await self._end(delivery, DeliveryState.FAILED, reasons.BROKEN)
        elif self._is_too_late(delivery):
            await self._end(delivery, DeliveryState.SKIPPED, reasons.NOT_IN_TIME)
        else:
            return False
        return True

    async def _send(self, claimed: Delivery) -> None:
        """Post what is claimed, unless an earlier run has, or nothing is left to say."""
        told = await self._told(claimed)
        if found := await self._lookback.find_sent(claimed, told):
            await self._settle_found(claimed, found)
            if claimed.id in found:
                return
            told = [one for one in told if one.id not in found]
        if (card := await self._compose(claimed, told)) is None:
            await self._end(claimed, DeliveryState.SKIPPED, reasons.NOTHING_LEFT)
        else:
            await self._settle_sent(claimed, await self._post(claimed, card))

    def _is_too_late(self, delivery: Delivery) -> bool:
        within = self._kinds[delivery.kind].late.send_within
        return within is not None and self._clock.now() - delivery.due_at > within

    async def _told(self, claimed: Delivery) -> list[Delivery]:
        """Return what one message tells, itself first."""
        if claimed.member_id is None:
            return [claimed]
        async with self._database.read() as tx:
            merged = await deliveries.list_merged(tx, claimed)
        if claimed.attempts == 1:
            for one in merged:
                self._metrics.ended(one.kind, DeliveryState.MERGED)
        return [claimed, *merged]

    async def _compose(self, delivery: Delivery, told: list[Delivery]) -> Card | None:
        async with self._database.read() as tx:
            chosen, place = await load_language(tx, delivery), delivery.channel_id
            with speak(chosen, None if place is None else self._messenger.access(place).locale):
                drawn = [await self._draw(tx, one) for one in told]
                card = _join(delivery, [one for one in drawn if one is not None])
        return None if card is None else replace(card, mark=delivery.mark)

    async def _draw(self, tx: Transaction, delivery: Delivery) -> Card | None:
        is_late = self._clock.now() - delivery.due_at > _LATE_AFTER
        card = await self._kinds[delivery.kind].compose(tx, delivery, is_late)
        return None if card is None else replace(card, mark=delivery.id)

    async def _post(self, delivery: Delivery, card: Card) -> MessageId:
        channel_id = delivery.channel_id
        if channel_id is None:
            raise LookupError("a claimed delivery has no channel")
        # Of an earlier attempt, some pages of several may be there.
        first = delivery.first_attempt_at if delivery.attempts > 1 else None
        since = None if first is None else first - _PAGES_WITHIN
        await self._pacer.wait_channel(channel_id)
        log.info("delivery.posting", delivery=delivery.id)
        message = await self._messenger.post(channel_id, card, delivery.nonce, since)
        log.info("delivery.posted", delivery=delivery.id)
        return message

    async def _settle_sent(self, delivery: Delivery, message_id: MessageId) -> None:
        now = self._clock.now()
        async with self._database.write() as tx:
            await endings.settle_sent(tx, delivery, message_id, now)
        self._answered()
        self._note_end(delivery, DeliveryState.SENT)
        free_at = max(delivery.due_at, delivery.not_before or delivery.due_at)
        self._metrics.arrived(delivery.kind, (now - free_at).total_seconds())

    async def _settle_found(self, claimed: Delivery, found: dict[str, MessageId]) -> None:
        async with self._database.write() as tx:
            await endings.settle_found(tx, claimed, found, self._clock.now())
        self._answered()
        log.warning("delivery.found", deliveries=sorted(found), channel=claimed.channel_id)
        if claimed.id in found:
            self._note_end(claimed, DeliveryState.SENT)

    async def _end(self, delivery: Delivery, state: DeliveryState, reason: str) -> None:
        async with self._database.write() as tx:
            await endings.end(tx, delivery, state, reason)
        self._note_end(delivery, state, reason)

    def _note_end(self, delivery: Delivery, state: DeliveryState, reason: str = "") -> None:
        self._metrics.ended(delivery.kind, state)
        log.info(
            "delivery.settled",
            delivery=delivery.id,
            state=state.value,
            reason=reason or None,
            late_seconds=(self._clock.now() - delivery.due_at).total_seconds(),
        )

    def _answered(self) -> None:
        """Note that the platform answered: whatever held all posts is over."""
        self.outage.end()
        self._pacer.lift()

    def _heed(self, error: SendError) -> None:
        self._metrics.refused(error.cause)
        if error.is_invalid_request:
            self._pacer.count_invalid()
        if error.is_global and error.retry_after is not None:
            self._pacer.hold(error.retry_after)
        if error.cause is Cause.UNREACHABLE:
            self.outage.count()
        elif error.permanent:
            self._answered()

    async def _refuse(self, delivery: Delivery, reason: str) -> None:
        """Give up this way: only somebody's action opens it again."""
        async with self._database.write() as tx:
            if delivery.member_id is None:
                end, place = DeliveryState.FAILED, delivery.channel_id
                await endings.end(tx, delivery, end, reason)
                if place is not None:
                    now = self._clock.now()
                    await schedules.pause_schedule(tx, delivery.schedule_id, place, now, reason)
            else:
                end = await self._close_way(tx, delivery, delivery.member_id, reason)
        if end is not DeliveryState.PENDING:
            self._metrics.ended(delivery.kind, end)
        log.warning("delivery.failed", delivery=delivery.id, reason=reason)

    async def _close_way(
        self, tx: Transaction, delivery: Delivery, member_id: MemberId, reason: str
    ) -> DeliveryState:
        member = await members.load_member(tx, member_id)
        if delivery.channel_id is not None and delivery.channel_id == member.dm_channel_id:
            await members.refuse_dm(tx, member_id, self._clock.now(), reason)
            self._on_refused(member_id)
            await endings.reroute(tx, delivery, reason, self._clock.real())
            return DeliveryState.PENDING
        await endings.end(tx, delivery, DeliveryState.INBOX, reason)
        return DeliveryState.INBOX

    async def _retry(self, delivery: Delivery, error: SendError) -> None:
        is_same = (delivery.reason == reasons.BROKEN) is (error.reason == reasons.BROKEN)
        failures = delivery.failures + 1 if is_same else 1
        wait = back_off(failures - 1, error.retry_after or 0.0)
        values: dict[str, Any] = {"reason": error.reason, "failures": failures}
        values["next_try_at"] = self._clock.real() + timedelta(seconds=wait)
        if delivery.state is DeliveryState.SENDING:
            with suppress(SendError):
                values["attempt_ended_at"] = await self._messenger.tell_time(
                    delivery.channel_id or ""
                )
        async with self._database.write() as tx:
            await endings.put_off(tx, delivery, **values)
        self._metrics.retried(delivery.kind)
        log.info("delivery.retrying", delivery=delivery.id, seconds=wait, reason=error.reason)


def _join(delivery: Delivery, cards: list[Card]) -> Card | None:
    """Return what a delivery says, or None when there is nothing left to say."""
    if not cards:
        return None
    return posts.discreet(delivery, len(cards)) if delivery.is_discreet else posts.merge(cards)
