"""From a planned delivery to exactly one message: look, claim, compose, post, settle.

Every log event here is also a named crash point of the kill tests: a crash right after any of
them loses nothing and doubles nothing. No transaction is held over a network call.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.cards import Card
from bot.errors import StorageUnavailableError
from bot.metrics import Metrics
from bot.model import ChannelId, Delivery, DeliveryState, MemberId, MessageId, PostKind
from bot.ports import Cause, Clock, HistoryUnreadableError, Messenger, SendError
from bot.replies import posts, reasons
from bot.schedule.feed import Feed
from bot.schedule.kinds import Kind
from bot.schedule.languages import load_language
from bot.schedule.pacing import LONGEST_RETRY_SECONDS, Pacer, back_off
from bot.schedule.routing import CAP_WINDOW, Hold, Keep, Route, Send, find_route
from bot.storage import deliveries, members, schedules
from bot.storage.database import Database, Transaction
from bot.storage.deliveries import Claim
from bot.words import speak

log = structlog.get_logger(__name__)

_BATCH = 100
_WORKERS = 16
_MAX_ATTEMPTS = 8
_CLOCK_SKEW = timedelta(minutes=1)
# Far longer than Discord takes to show what it has accepted.
_ARRIVES_WITHIN = timedelta(minutes=10)
# Discord drops a repeated nonce for "a few minutes" (docs: resources/message, enforce_nonce).
_NONCE_WINDOW = timedelta(minutes=2)
_LATE_AFTER = timedelta(hours=1)
_STOP_SECONDS = 3.0


class InDoubtError(Exception):
    """Say that nobody can tell whether an earlier attempt arrived."""


class StoppedError(Exception):
    """Say that moderators do not want a post any more."""


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
        """Take up nothing new and wait, bounded, for posts in flight."""
        self._is_stopping = True
        try:
            await asyncio.wait_for(self._draining.acquire(), _STOP_SECONDS)
        except TimeoutError:
            log.warning("sender.stopped_in_flight")
        else:
            self._draining.release()

    def _may_send(self) -> bool:
        return not (self._is_stopping or self._is_cut_off or self._pacer.is_open)

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
        async with asyncio.TaskGroup() as workers:
            tasks = [workers.create_task(self._work()) for _ in range(_WORKERS)]
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
        try:
            await self._advance(delivery)
        except SendError as error:
            self._heed(error)
            if error.permanent:
                await self._refuse(delivery, error.reason)
            else:
                await self._retry(delivery, error)
        except StoppedError:
            await self._settle(delivery, DeliveryState.SKIPPED, reason=reasons.POST_STOPPED)
        except InDoubtError:
            await self._settle(delivery, DeliveryState.IN_DOUBT, reason=reasons.IN_DOUBT)
        except StorageUnavailableError:
            raise
        except Exception:
            # One post that cannot be made must not hold up all others.
            log.exception("delivery.broken", delivery=delivery.id)
            self._metrics.refused(Cause.BROKEN)
            await self._retry(delivery, SendError(reasons.BROKEN))

    async def _advance(self, delivery: Delivery) -> None:
        if delivery.attempts and (message := await self._find_earlier(delivery)) is not None:
            await self._settle_sent(delivery, message)
        elif delivery.attempts >= _MAX_ATTEMPTS:
            # Only now, after a last look: an attempt that timed out may have arrived after all.
            await self._settle(delivery, DeliveryState.FAILED, reason=delivery.reason)
        elif self._is_too_late(delivery):
            await self._settle(delivery, DeliveryState.SKIPPED, reason=reasons.NOT_IN_TIME)
        elif (claimed := await self._claim(delivery)) is not None:
            if (card := await self._compose(claimed)) is None:
                await self._settle(claimed, DeliveryState.SKIPPED, reason=reasons.NOTHING_LEFT)
            else:
                await self._settle_sent(claimed, await self._post(claimed, card))

    async def _find_earlier(self, delivery: Delivery) -> MessageId | None:
        """Return the message of an earlier attempt, or None when it is safe to send (again)."""
        if delivery.channel_id is None:
            # Refused for good where it was tried before: it is nowhere.
            return None
        first = delivery.first_attempt_at or delivery.next_try_at
        # None: an operator looked and answers for sending it again.
        last = delivery.last_attempt_at
        until = (last or self._clock.real()) + _ARRIVES_WITHIN
        try:
            return await self._messenger.find_mark(
                delivery.channel_id, delivery.id, first - _CLOCK_SKEW, until
            )
        except HistoryUnreadableError as error:
            if last is None or self._clock.real() - last <= _NONCE_WINDOW:
                return None
            raise InDoubtError from error

    def _is_too_late(self, delivery: Delivery) -> bool:
        within = self._kinds[delivery.kind].late.send_within
        return within is not None and self._clock.now() - delivery.due_at > within

    async def _claim(self, delivery: Delivery) -> Delivery | None:
        """Decide where and what in one transaction; None when there is nothing to send now."""
        async with self._database.write() as tx:
            if delivery.member_id is None and await schedules.is_stopped(tx, delivery.schedule_id):
                raise StoppedError
            route = await self._route(tx, delivery)
            if not isinstance(route, Send):
                await self._put_off(tx, delivery, route)
                claimed = None
            else:
                claimed = await self._take(tx, delivery, route)
        if isinstance(route, Keep):
            self._metrics.ended(delivery.kind, DeliveryState.INBOX)
        if claimed is not None:
            log.info("delivery.claimed", delivery=claimed.id, attempt=claimed.attempts)
        return claimed

    async def _route(self, tx: Transaction, delivery: Delivery) -> Route:
        if delivery.channel_id is not None:
            return Send(delivery.channel_id, delivery.is_discreet)
        if delivery.member_id is None:
            raise LookupError("a community's delivery has no channel")
        now = self._clock.now()
        member = await members.load_member(tx, delivery.member_id)
        sent: list[datetime] = []
        if member.weekly_cap is not None:
            since = now - CAP_WINDOW
            sent = await deliveries.list_sent_moments(tx, member.id, since)
        policy = self._kinds[delivery.kind].late
        return find_route(member, policy, now, sent, self._is_postable)

    def _is_postable(self, channel_id: ChannelId) -> bool:
        access = self._messenger.access(channel_id)
        # What nobody knows during an outage is worth a try: a refusal says what is so.
        return access.is_postable or not access.is_known

    async def _put_off(self, tx: Transaction, delivery: Delivery, route: Hold | Keep) -> None:
        if isinstance(route, Hold):
            await deliveries.hold(tx, delivery.id, route.until)
            log.info("delivery.held", delivery=delivery.id, until=route.until.isoformat())
        else:
            await deliveries.settle(tx, delivery, DeliveryState.INBOX, reason=route.reason)
            log.info("delivery.kept", delivery=delivery.id, reason=route.reason)

    async def _take(self, tx: Transaction, delivery: Delivery, route: Send) -> Delivery | None:
        entry_id = await self._kinds[delivery.kind].choose(tx, delivery)
        at = self._clock.real()
        claim = Claim(entry_id, route.channel_id, at, route.is_discreet)
        if not await deliveries.claim(tx, delivery, claim):
            return None
        if delivery.member_id is not None and not delivery.attempts:
            await deliveries.merge_waiting(tx, delivery, self._clock.now())
        return replace(
            delivery,
            state=DeliveryState.SENDING,
            entry_id=entry_id,
            channel_id=route.channel_id,
            is_discreet=route.is_discreet,
            attempts=delivery.attempts + 1,
        )

    async def _compose(self, delivery: Delivery) -> Card | None:
        async with self._database.read() as tx:
            told = [delivery]
            if delivery.member_id is not None:
                told += await deliveries.list_merged(tx, delivery)
            chosen, place = await load_language(tx, delivery), delivery.channel_id
            with speak(chosen, None if place is None else self._messenger.access(place).locale):
                drawn = [await self._draw(tx, one) for one in told]
                card = _join(delivery, [one for one in drawn if one is not None])
        if delivery.attempts == 1:
            for merged in told[1:]:
                self._metrics.ended(merged.kind, DeliveryState.MERGED)
        return None if card is None else replace(card, mark=delivery.id)

    async def _draw(self, tx: Transaction, delivery: Delivery) -> Card | None:
        is_late = self._clock.now() - delivery.due_at > _LATE_AFTER
        card = await self._kinds[delivery.kind].compose(tx, delivery, is_late)
        return None if card is None else replace(card, mark=delivery.id)

    async def _post(self, delivery: Delivery, card: Card) -> MessageId:
        channel_id = delivery.channel_id
        if channel_id is None:
            raise LookupError("a claimed delivery has no channel")
        # Of an earlier attempt, some pages of several may be there.
        first = delivery.first_attempt_at
        since = None if first is None else first - _CLOCK_SKEW
        await self._pacer.wait_channel(channel_id)
        log.info("delivery.posting", delivery=delivery.id)
        message = await self._messenger.post(channel_id, card, delivery.nonce, since)
        log.info("delivery.posted", delivery=delivery.id)
        return message

    async def _settle_sent(self, delivery: Delivery, message_id: MessageId) -> None:
        now = self._clock.now()
        await self._settle(delivery, DeliveryState.SENT, message_id=message_id, sent_at=now)
        free_at = max(delivery.due_at, delivery.not_before or delivery.due_at)
        self._metrics.arrived(delivery.kind, (now - free_at).total_seconds())

    async def _settle(self, delivery: Delivery, state: DeliveryState, **values: Any) -> None:
        async with self._database.write() as tx:
            await deliveries.settle(tx, delivery, state, **values)
        self._metrics.ended(delivery.kind, state)
        log.info(
            "delivery.settled",
            delivery=delivery.id,
            state=state.value,
            reason=values.get("reason"),
            late_seconds=(self._clock.now() - delivery.due_at).total_seconds(),
        )

    def _heed(self, error: SendError) -> None:
        self._metrics.refused(error.cause)
        if error.is_invalid_request:
            self._pacer.count_invalid()
        if error.retry_after is not None:
            self._pacer.hold(error.retry_after)

    async def _refuse(self, delivery: Delivery, reason: str) -> None:
        """Give up this way: only somebody's action opens it again."""
        async with self._database.write() as tx:
            if delivery.member_id is None:
                end = DeliveryState.FAILED
                await deliveries.settle(tx, delivery, end, reason=reason)
                await schedules.pause_schedule(tx, delivery.schedule_id, self._clock.now(), reason)
            else:
                end = await self._close_way(tx, delivery, delivery.member_id, reason)
        if end is not DeliveryState.PENDING:
            self._metrics.ended(delivery.kind, end)
        log.warning("delivery.failed", delivery=delivery.id, reason=reason)

    async def _close_way(
        self, tx: Transaction, delivery: Delivery, member_id: MemberId, reason: str
    ) -> DeliveryState:
        now, current = self._clock.now(), await deliveries.load_delivery(tx, delivery.id)
        member = await members.load_member(tx, member_id)
        if current is not None and current.channel_id == member.dm_channel_id:
            await members.refuse_dm(tx, member_id, now, reason)
            self._on_refused(member_id)
            await deliveries.reroute(tx, delivery.id, reason, self._clock.real())
            return DeliveryState.PENDING
        await deliveries.settle(tx, delivery, DeliveryState.INBOX, reason=reason)
        return DeliveryState.INBOX

    async def _retry(self, delivery: Delivery, error: SendError) -> None:
        wait = back_off(delivery.attempts, error.retry_after or 0.0)
        next_try = self._clock.real() + timedelta(seconds=wait)
        async with self._database.write() as tx:
            await deliveries.settle(
                tx, delivery, DeliveryState.PENDING, reason=error.reason, next_try_at=next_try
            )
        self._metrics.retried(delivery.kind)
        log.info("delivery.retrying", delivery=delivery.id, seconds=wait, reason=error.reason)


def _join(delivery: Delivery, cards: list[Card]) -> Card | None:
    """Return what a delivery says, or None when there is nothing left to say."""
    if not cards:
        return None
    return posts.discreet(delivery, len(cards)) if delivery.is_discreet else posts.merge(cards)
