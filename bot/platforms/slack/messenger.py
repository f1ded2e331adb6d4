"""Posting to Slack and looking for our own posts again.

Slack drops no repeated post that it promises to: each carries what it is for in its metadata, and
before a second attempt it is looked for. Any app and member can read metadata, so it holds ids that
say nothing.
Sources: docs.slack.dev, reference/methods/chat.postMessage and messaging/message-metadata.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Collection, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, cast

from slack_sdk.errors import SlackApiError

from bot.cards import Card
from bot.model import ChannelId, CommunityId, MemberId, MessageId
from bot.platforms.slack import presses
from bot.platforms.slack.identity import channel_id as own_channel_id
from bot.platforms.slack.identity import message_id, name_on_slack
from bot.platforms.slack.places import SlackPlaces
from bot.platforms.slack.reading import Readers
from bot.platforms.slack.refusals import FAILURES, error_of, explain
from bot.platforms.slack.renderer import Rendered, render
from bot.platforms.slack.web import Web
from bot.ports import Cause, ChannelAccess, HistoryUnreadableError, SendError
from bot.schedule.pacing import Pacer
from bot.words import N_

DELIVERY = "tpm_delivery"
_SPACE = uuid.UUID("6b0f7a54-3d5f-5d3c-9a39-6f0a0a2b1c77")
_PAGE = 200
_MOST_HISTORY = 5_000
# "Several hundred a minute" in a workspace (docs.slack.dev, apis/web-api/rate-limits).
_PER_SECOND = 4.0
# Whatever is longer ago than Slack's clock may differ from ours.
_SLACK = timedelta(seconds=5)
_FRESH_SECONDS = 60.0
_UNREADABLE = frozenset({"not_in_channel", "missing_scope", "channel_not_found", "no_permission"})

Json = Mapping[str, Any]


class SlackMessenger:
    """Post cards to channels and direct messages, and read them back."""

    def __init__(self, web: Web, places: SlackPlaces, readers: Readers) -> None:
        self.bot_id = ""
        self._web = web
        self._places = places
        self._readers = readers
        self._pacer = Pacer(_PER_SECOND)
        self._heard: tuple[datetime, float] | None = None

    async def post(
        self,
        channel_id: ChannelId,
        card: Card,
        nonce: str,
        since: datetime | None = None,
        page: int = 1,
    ) -> MessageId:
        """Post ``card``; a card too long for one message becomes several.

        The id returned is the last one's, which alone carries the mark, so that a post is only
        found again when it is complete. Pages that an attempt after ``since`` has left in the
        channel are not repeated.

        Raises
        ------
        SendError
            Slack refused, answered too late or could not be reached.
        """
        first = render(card, await self._readers.of(card), page)
        pages, mark = [first, *first.following], card.mark or nonce
        channel = name_on_slack(channel_id)
        try:
            done = 0
            if since is not None and len(pages) > 1:
                done = await self._count_there(channel, mark, since)
            if self._places.must_join(channel):
                await self._web.conversations_join(channel=channel)
            last = ""
            for number in range(min(done, len(pages) - 1), len(pages)):
                is_last = number == len(pages) - 1
                last = await self._send(channel, pages[number], mark, number + 1, is_last=is_last)
        except FAILURES as error:
            raise explain(error) from error
        return message_id(self._places.team, last)

    async def _send(
        self, channel: str, drawn: Rendered, mark: str, number: int, *, is_last: bool
    ) -> str:
        payload = {"id": mark, "page": number, "is_last": is_last}
        await self._pacer.wait_turn()
        answer = await self._web.chat_postMessage(
            channel=channel,
            **drawn.told(),
            metadata={"event_type": DELIVERY, "event_payload": payload},
            # Undocumented, and known to be honoured for a while: a belt, nothing relies on it.
            client_msg_id=str(uuid.uuid5(_SPACE, f"{mark}/{number}")),
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(answer["ts"])

    async def open_dm(self, member_id: MemberId) -> ChannelId:
        """Return the channel of direct messages with a member, opened if need be.

        Raises
        ------
        SendError
            Slack refused or could not be reached.
        """
        try:
            answer = await self._web.conversations_open(users=[name_on_slack(member_id)])
        except FAILURES as error:
            raise explain(error) from error
        return own_channel_id(self._places.team, str(cast(Json, answer["channel"])["id"]))

    async def find_marks(
        self,
        channel_id: ChannelId,
        marks: Collection[str],
        since: datetime,
        until: datetime | None,
    ) -> dict[str, MessageId]:
        """Return which of ``marks`` our messages carry, written from ``since`` to ``until``.

        Raises
        ------
        HistoryUnreadableError
            The bot may not read the channel's history, or more was written in that time than is
            read (5,000 messages).
        SendError
            Slack could not be reached just now.
        """
        found: dict[str, MessageId] = {}
        try:
            async for message in self._own(name_on_slack(channel_id), since, until):
                where = message_id(self._places.team, str(message["ts"]))
                payload = _payload(message)
                named = {str(payload.get("id"))} if payload.get("is_last") else set[str]()
                for mark in (named | _pressed(message)).intersection(marks):
                    found.setdefault(mark, where)
        except SlackApiError as error:
            if error_of(error) in _UNREADABLE:
                raise HistoryUnreadableError from error
            raise explain(error) from error
        except FAILURES as error:
            raise explain(error) from error
        return found

    async def _count_there(self, channel: str, mark: str, since: datetime) -> int:
        """Return how many pages, counted from the first, stand in the channel already."""
        there: set[int] = set()
        try:
            async for message in self._own(channel, since, None):
                if (payload := _payload(message)).get("id") == mark:
                    there.add(int(payload.get("page", 0)))
        except SlackApiError as error:
            if error_of(error) not in _UNREADABLE:
                raise
        return next(number for number in range(len(there) + 1) if number + 1 not in there)

    async def _own(
        self, channel: str, since: datetime, until: datetime | None
    ) -> AsyncIterator[Json]:
        """Yield our messages of a time with their metadata.

        Raises
        ------
        HistoryUnreadableError
            More was written than is read.
        """
        cursor, read = "", 0
        while True:
            answer = await self._web.conversations_history(
                channel=channel,
                oldest=f"{(since - _SLACK).timestamp():.6f}",
                **({"latest": f"{until.timestamp():.6f}"} if until else {}),
                inclusive=True,
                include_all_metadata=True,
                limit=_PAGE,
                **({"cursor": cursor} if cursor else {}),
            )
            messages = cast(list[Json], answer["messages"])
            for message in messages:
                if message.get("bot_id") == self.bot_id:
                    yield message
            read += len(messages)
            told = cast(Json, answer.get("response_metadata") or {})
            cursor = str(told.get("next_cursor") or "")
            if not cursor:
                return
            if read >= _MOST_HISTORY:
                raise HistoryUnreadableError

    def nonce_window(self, channel_id: ChannelId) -> timedelta:
        """Return no time at all: Slack promises to drop nothing that is repeated."""
        return timedelta(0)

    async def tell_time(self, own_id: str) -> datetime:
        """Return Slack's own time as aware UTC; asks when no answer has told it for a minute.

        Raises
        ------
        SendError
            Slack could not be reached, or does not tell.
        """
        now = asyncio.get_running_loop().time()
        if self._heard is not None and now - self._heard[1] < _FRESH_SECONDS:
            return self._heard[0] + timedelta(seconds=now - self._heard[1])
        try:
            answer = await self._web.auth_test()
        except FAILURES as error:
            raise explain(error) from error
        headers = cast(Mapping[str, str], answer.headers)
        if (said := headers.get("Date")) is None:
            raise SendError(N_("Slack does not tell its time"), cause=Cause.UNREACHABLE)
        told = parsedate_to_datetime(said).astimezone(UTC)
        self._heard = (told, now)
        return told

    def access(
        self, channel_id: ChannelId, community_id: CommunityId | None = None
    ) -> ChannelAccess:
        """Return what the bot may do in a channel, from what Slack last told."""
        return self._places.access(channel_id, community_id)


def _payload(message: Json) -> Json:
    metadata = cast(Json, message.get("metadata") or {})
    is_ours = metadata.get("event_type") == DELIVERY
    return cast(Json, metadata.get("event_payload") or {}) if is_ours else {}


def _pressed(message: Json) -> set[str]:
    """Return all that may be a mark in what a message's buttons point to.

    A message that tells several deliveries carries the mark of one; the others are named so.
    """
    found: set[str] = set()
    for block in cast(list[Json], message.get("blocks") or []):
        for element in cast(list[Json], block.get("elements") or []):
            if (said := presses.decode(element.get("value"))) is not None:
                found.update(said[1])
    return found
