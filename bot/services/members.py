"""Members: where and when they want to be reached, and that they are told what could not be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import PermissionDeniedError
from bot.model import ChannelId, Member, MemberId, Place
from bot.ports import Clock, Messenger, SendError
from bot.replies import members as replies
from bot.storage import deliveries
from bot.storage import members as queries
from bot.storage.database import Database

_MOST_KEPT = 100


class Members:
    """Keep what members tell about reaching them.

    ``refused`` holds whom direct messages do not reach at present; the sender adds to it, so that
    looking at each interaction costs no query.
    """

    def __init__(
        self, database: Database, clock: Clock, messenger: Messenger, refused: set[MemberId]
    ) -> None:
        self._database = database
        self._clock = clock
        self._messenger = messenger
        self._refused = refused
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

    async def resume(self, member_id: MemberId) -> int | None:
        """Try direct messages again, now that the member is here.

        Returns how many messages wait in their inbox, once; None when nothing was refused.
        """
        if member_id not in self._refused:
            return None
        self._refused.discard(member_id)
        async with self._database.write() as tx:
            if not await queries.accept_dm(tx, member_id):
                return None
            return len(await deliveries.list_inbox(tx, member_id, _MOST_KEPT))

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
            raise PermissionDeniedError(replies.NO_CHANNEL_HERE, replies.RUN_IT_IN_A_CHANNEL)
        if access.missing:
            missing = ", ".join(access.missing)
            raise PermissionDeniedError(
                f"I cannot post in this channel: I lack {missing}.", replies.RUN_IT_IN_A_CHANNEL
            )

    def _consent(self) -> dict[str, datetime | None]:
        return {"consented_at": self._clock.now(), "refused_at": None, "refusal": None}

    async def _choose(self, member_id: MemberId, change: Callable[[Member], Member]) -> Member:
        changed = await self._change(member_id, change)
        self._refused.discard(member_id)
        return changed

    async def _change(self, member_id: MemberId, change: Callable[[Member], Member]) -> Member:
        async with self._database.write() as tx:
            changed = change(await queries.load_member(tx, member_id))
            await queries.save_member(tx, changed)
        return changed
