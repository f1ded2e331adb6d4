"""Looking back: what stands in a channel already, sent by an earlier attempt or an earlier run.

That something is absent is concluded from the platform's own order alone: from its dates, on its
clock, never from ours. What fell due before this process started is looked for even at its first
attempt: a restored backup, or a copy of the database, does not know what was sent after it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.model import ChannelId, Delivery, DeliveryState, MessageId
from bot.ports import Clock, HistoryUnreadableError, Messenger

# The platform's dates are cut to a second or so.
_MARGIN = timedelta(minutes=1)
# Far longer than Discord takes to show what it has accepted.
_ARRIVES_WITHIN = timedelta(minutes=10)


class InDoubtError(Exception):
    """Say that nobody can tell whether an earlier attempt arrived."""


class Lookback:
    """Find messages that carry a delivery's mark, or conclude that there are none."""

    def __init__(self, clock: Clock, messenger: Messenger) -> None:
        self._clock = clock
        self._messenger = messenger
        self._started_at = clock.now()

    async def find_attempt(self, delivery: Delivery) -> MessageId | None:
        """Return the message of an earlier attempt, or None when it is safe to send (again).

        Raises
        ------
        InDoubtError
            The history cannot be read, and too much time has passed for the nonce to hold.
        SendError
            The platform could not be reached just now.
        """
        if delivery.channel_id is None or not delivery.attempts:
            # Refused for good where it was tried before, or never tried: it is nowhere.
            return None
        first = delivery.first_attempt_at or delivery.next_try_at
        # An attempt that nobody saw end may have arrived at any time since.
        ended = delivery.attempt_ended_at
        is_known = delivery.state is not DeliveryState.SENDING and ended is not None
        until = ended + _ARRIVES_WITHIN if is_known and ended is not None else None
        try:
            found = await self._messenger.find_marks(
                delivery.channel_id, {delivery.mark}, first - _MARGIN, until
            )
        except HistoryUnreadableError as error:
            # None: an operator looked and answers for sending it again. The nonce's window is that
            # of the message, which the first of several attempts may have made.
            answered_for = delivery.last_attempt_at is None
            window = self._messenger.nonce_window(delivery.channel_id)
            if answered_for or await self._age(delivery.channel_id, first) <= window:
                return None
            raise InDoubtError from error
        return found.get(delivery.mark)

    async def find_sent(
        self, claimed: Delivery, told: Collection[Delivery]
    ) -> dict[str, MessageId]:
        """Return which of the deliveries that one message tells stand there, by their ids.

        Nothing is asked about what fell due while this process ran: only it can have sent that.

        Raises
        ------
        SendError
            The platform could not be reached just now.
        """
        if claimed.channel_id is None:
            return {}
        # The schedule's clock may be another than the platform's, or have moved since it was sent.
        ahead = await self._age(claimed.channel_id, self._clock.now())
        started_at = max(self._started_at, self._started_at + ahead)
        early = [one for one in told if one.due_at <= started_at]
        if not early:
            return {}
        due_at = min(one.due_at for one in early)
        since = min(due_at, due_at + ahead) - _MARGIN
        # One that took over the message of another may have been told before, by its own mark.
        marks = {mark for one in early for mark in (one.id, one.mark)}
        try:
            found = await self._messenger.find_marks(claimed.channel_id, marks, since, None)
        except HistoryUnreadableError:
            # Nothing hints at an earlier attempt.
            return {}
        return {
            one.id: found[mark] for one in early for mark in (one.id, one.mark) if mark in found
        }

    async def _age(self, channel_id: ChannelId, moment: datetime) -> timedelta:
        return await self._messenger.tell_time(channel_id) - moment
