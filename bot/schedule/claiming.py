"""Claiming a delivery: where it goes and what it says is decided and stored in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import structlog

from bot.metrics import Metrics
from bot.model import ChannelId, Delivery, DeliveryState, PostKind
from bot.ports import Clock, Messenger
from bot.schedule.kinds import Kind
from bot.schedule.routing import CAP_WINDOW, Hold, Keep, Route, Send, find_route
from bot.storage import deliveries, endings, members, schedules
from bot.storage.database import Database, Transaction
from bot.storage.deliveries import Claim

log = structlog.get_logger(__name__)


class StoppedError(Exception):
    """Say that moderators do not want a post any more."""


class Claiming:
    """Take deliveries to be sent, put them off, or keep them for their members."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        messenger: Messenger,
        kinds: Mapping[PostKind, Kind],
        metrics: Metrics,
    ) -> None:
        self._database = database
        self._clock = clock
        self._messenger = messenger
        self._kinds = kinds
        self._metrics = metrics

    async def claim(self, delivery: Delivery) -> Delivery | None:
        """Return a delivery as it is being sent now; None when it is not to be sent just now.

        Raises
        ------
        StoppedError
            Moderators do not want the post any more.
        SendError
            The platform could not be reached to tell its time.
        """
        at = await self._messenger.tell_time(delivery.channel_id or delivery.member_id or "")
        async with self._database.write() as tx:
            if delivery.member_id is None and await schedules.is_stopped(tx, delivery.schedule_id):
                raise StoppedError
            route = await self._route(tx, delivery)
            if not isinstance(route, Send):
                await self._put_off(tx, delivery, route)
                claimed = None
            else:
                claimed = await self._take(tx, delivery, route, at)
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
            sent = await deliveries.list_sent_moments(tx, member.id, since, now)
        policy = self._kinds[delivery.kind].late
        return find_route(member, policy, now, sent, self._is_postable)

    def _is_postable(self, channel_id: ChannelId) -> bool:
        # What is not known, in an outage or of a thread that sleeps, is worth a try: a refusal says
        # what is so.
        return not self._messenger.access(channel_id).refused

    async def _put_off(self, tx: Transaction, delivery: Delivery, route: Hold | Keep) -> None:
        if isinstance(route, Hold):
            await deliveries.hold(tx, delivery.id, route.until)
            log.info("delivery.held", delivery=delivery.id, until=route.until.isoformat())
        else:
            await endings.end(tx, delivery, DeliveryState.INBOX, route.reason)
            log.info("delivery.kept", delivery=delivery.id, reason=route.reason)

    async def _take(
        self, tx: Transaction, delivery: Delivery, route: Send, at: datetime
    ) -> Delivery | None:
        entry_id = await self._kinds[delivery.kind].choose(tx, delivery)
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
            first_attempt_at=delivery.first_attempt_at or at,
            last_attempt_at=at,
        )
