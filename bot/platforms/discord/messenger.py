"""Posting to Discord and looking for our own posts again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import aiohttp
import discord

from bot.cards import Card
from bot.model import ChannelId, MemberId, MessageId
from bot.platforms.discord.custom_id import decode
from bot.platforms.discord.identity import channel_id as own_channel_id
from bot.platforms.discord.identity import message_id, snowflake
from bot.platforms.discord.renderer import Rendered, Renderer
from bot.ports import ChannelAccess, HistoryUnreadableError, SendError

_LONGEST_NONCE = 25
_HISTORY = "Read Message History"

# What a post needs, in the words of Discord's own settings page.
_NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": _HISTORY,
}
_NEEDED_IN_THREAD = {
    **{flag: name for flag, name in _NEEDED.items() if flag != "send_messages"},
    "send_messages_in_threads": "Send Messages in Threads",
}

# docs: topics/opcodes-and-status-codes, JSON error codes
_REASONS = {
    10003: "The channel is gone. Choose another with /config channel set.",
    20026: "Discord has flagged the bot. Its operator has to appeal in the developer portal.",
    50001: "The bot cannot see the channel. Give it View Channel there.",
    50007: "The member does not accept direct messages. They can allow them in Privacy Settings.",
    50013: "The bot may not post in the channel. Give it Send Messages there.",
    50278: "The bot shares no server with the member any more, so it cannot write to them.",
    200000: "AutoMod of this server blocked the post. Allow the bot in the AutoMod rule.",
    240000: "A link in the post is blocked by this server. Allow the bot in the AutoMod rule.",
}
# docs: topics/opcodes-and-status-codes; how long Discord remembers it is not documented.
_OPENED_TOO_MANY = 40003
_OPENING_PAUSE_SECONDS = 600.0
# docs: topics/rate-limits, "Invalid Request Limit"
_INVALID = frozenset({401, 403, 429})
_FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError)


class DiscordMessenger:
    """Post cards to channels, at most once per nonce, and read them back."""

    def __init__(
        self,
        client: discord.Client,
        renderer: Renderer,
        request_seconds: float = 30.0,
        most_history: int = 500,
    ) -> None:
        self._client = client
        self._renderer = renderer
        self._request_seconds = request_seconds
        self._most_history = most_history

    async def post(self, channel_id: ChannelId, card: Card, nonce: str) -> MessageId:
        """Post ``card`` without notification sound; Discord drops a repeated ``nonce``.

        A card too long for one message becomes several; the id returned and the mark are the
        last one's, so that a post is only found again when it is complete.

        Raises
        ------
        SendError
            Discord refused, answered too late or could not be reached.
        """
        drawn = self._renderer.render(card)
        channel = self._client.get_partial_messageable(snowflake(channel_id))
        try:
            message = await self._send(channel, drawn, nonce)
            for page in drawn.following:
                message = await self._send(channel, page, f"{page.page}{nonce}"[:_LONGEST_NONCE])
        except _FAILURES as error:
            raise _explain(error) from error
        return message_id(message.id)

    async def _send(
        self, channel: discord.PartialMessageable, drawn: Rendered, nonce: str
    ) -> discord.Message:
        async with asyncio.timeout(self._request_seconds):
            # discord.py sends enforce_nonce with every nonce.
            return await channel.send(
                view=drawn.view,
                files=drawn.files,
                nonce=nonce,
                silent=True,
                allowed_mentions=drawn.allowed_mentions,
            )

    async def open_dm(self, member_id: MemberId) -> ChannelId:
        """Return the channel of direct messages with a member, opened if need be.

        Raises
        ------
        SendError
            Discord refused, found that too many were opened, or could not be reached.
        """
        try:
            async with asyncio.timeout(self._request_seconds):
                opened = await self._client.create_dm(discord.Object(snowflake(member_id)))
        except _FAILURES as error:
            raise _explain(error) from error
        return own_channel_id(opened.id)

    async def find_mark(
        self, channel_id: ChannelId, mark: str, since: datetime
    ) -> MessageId | None:
        """Return our message that carries ``mark``, reading on from ``since``, oldest first.

        Raises
        ------
        HistoryUnreadableError
            The bot may not read the channel's history, the channel is gone, or more was written
            since than is read (500 messages).
        SendError
            Discord could not be reached just now.
        """
        if _HISTORY in self.access(channel_id).missing:
            # Discord answers with an empty history then, not with an error.
            raise HistoryUnreadableError
        channel = self._client.get_partial_messageable(snowflake(channel_id))
        read = 0
        try:
            async with asyncio.timeout(self._request_seconds):
                # Oldest first: a post stands right after its first attempt.
                async for message in channel.history(
                    limit=self._most_history, after=since, oldest_first=True
                ):
                    read += 1
                    if self._is_own(message) and mark in _marks(message.components):
                        return message_id(message.id)
        except (discord.Forbidden, discord.NotFound) as error:
            raise HistoryUnreadableError from error
        except _FAILURES as error:
            raise _explain(error) from error
        if read == self._most_history:
            raise HistoryUnreadableError
        return None

    def _is_own(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id

    def access(self, channel_id: ChannelId) -> ChannelAccess:
        """Return what the bot lacks in a channel, from what the gateway has told it."""
        channel = self._client.get_channel(snowflake(channel_id))
        if isinstance(channel, discord.Thread):
            if channel.parent is None:
                return ChannelAccess(exists=False)
            needed = _NEEDED_IN_THREAD
        elif isinstance(channel, discord.abc.GuildChannel):
            needed = _NEEDED
        else:
            return ChannelAccess(exists=False)
        granted = channel.permissions_for(channel.guild.me)
        missing = tuple(name for flag, name in needed.items() if not getattr(granted, flag))
        return ChannelAccess(exists=True, missing=missing)


def _marks(components: Iterable[Any]) -> Iterator[str]:
    """Yield the marks in a message's components, however deep they are nested."""
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if isinstance(custom_id, str) and (decoded := decode(custom_id)) and decoded.mark:
            yield decoded.mark
        yield from _marks(getattr(component, "children", ()))
        if (accessory := getattr(component, "accessory", None)) is not None:
            yield from _marks([accessory])


def _explain(error: Exception) -> SendError:
    if isinstance(error, discord.RateLimited):
        # discord.py waits out shorter ones itself; this one was not even sent.
        return SendError("Discord asked to wait", retry_after=error.retry_after)
    if isinstance(error, discord.HTTPException) and error.code == _OPENED_TOO_MANY:
        return SendError(
            "Discord lets the bot open no more direct messages for now.",
            retry_after=_OPENING_PAUSE_SECONDS,
            is_invalid_request=error.status in _INVALID,
        )
    if isinstance(error, discord.HTTPException):
        told = f"Discord refused the post (status {error.status}, code {error.code})"
        final = error.code in _REASONS or isinstance(error, discord.Forbidden | discord.NotFound)
        return SendError(
            _REASONS.get(error.code, told),
            permanent=final,
            is_invalid_request=error.status in _INVALID,
        )
    return SendError("Discord could not be reached")
