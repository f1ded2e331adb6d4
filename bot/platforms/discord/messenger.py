"""Posting to Discord and looking for our own posts again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

import aiohttp
import discord

from bot.cards import Card
from bot.model import ChannelId, CommunityId, MemberId, MessageId
from bot.platforms.discord.custom_id import decode
from bot.platforms.discord.identity import channel_id as own_channel_id
from bot.platforms.discord.identity import message_id, snowflake
from bot.platforms.discord.renderer import Rendered, Renderer, page_id
from bot.ports import Cause, ChannelAccess, HistoryUnreadableError, SendError
from bot.words import N_

_LONGEST_NONCE = 25
_HISTORY = N_("Read Message History")

# What a post needs, in the words of Discord's own settings page.
_NEEDED = {
    "view_channel": N_("View Channel"),
    "send_messages": N_("Send Messages"),
    "embed_links": N_("Embed Links"),
    "attach_files": N_("Attach Files"),
    "read_message_history": _HISTORY,
}
_NEEDED_IN_THREAD = {
    **{flag: name for flag, name in _NEEDED.items() if flag != "send_messages"},
    "send_messages_in_threads": N_("Send Messages in Threads"),
}

# docs: topics/opcodes-and-status-codes, JSON error codes
_REASONS = {
    10003: N_("The channel is gone. Choose another with /config channel set."),
    20026: N_("Discord has flagged the bot. Its operator has to appeal in the developer portal."),
    50001: N_("The bot cannot see the channel. Give it View Channel there."),
    50007: N_(
        "Direct messages are not accepted. The Privacy Settings of a shared server allow them."
    ),
    50013: N_("The bot may not post in the channel. Give it Send Messages there."),
    50278: N_("The bot shares no server with the member any more, so it cannot write to them."),
    200000: N_("AutoMod of this server blocked the post. Allow the bot in the AutoMod rule."),
    240000: N_("A link in the post is blocked by this server. Allow the bot in the AutoMod rule."),
}
_REFUSED = N_("Discord refused the post.")
# docs: topics/opcodes-and-status-codes; how long Discord remembers it is not documented.
_OPENED_TOO_MANY = 40003
_OPENING_PAUSE_SECONDS = 600.0
_CAUSES = {
    10003: Cause.CHANNEL_GONE,
    50001: Cause.NO_ACCESS,
    50007: Cause.DM_CLOSED,
    50013: Cause.NO_ACCESS,
    50278: Cause.DM_CLOSED,
    200000: Cause.FILTERED,
    240000: Cause.FILTERED,
}
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
        most_history: int = 5_000,
    ) -> None:
        self._client = client
        self._renderer = renderer
        self._request_seconds = request_seconds
        self._most_history = most_history

    async def post(
        self,
        channel_id: ChannelId,
        card: Card,
        nonce: str,
        since: datetime | None = None,
        page: int = 1,
    ) -> MessageId:
        """Post ``card`` without notification sound; Discord drops a repeated ``nonce``.

        A card too long for one message becomes several; the id returned and the mark are the
        last one's, so that a post is only found again when it is complete. Pages that an attempt
        after ``since`` has left in the channel are not repeated.

        Raises
        ------
        SendError
            Discord refused, answered too late or could not be reached.
        """
        first = self._renderer.render(card, page)
        pages = [first, *first.following]
        channel = self._client.get_partial_messageable(snowflake(channel_id))
        try:
            done = 0
            if since is not None and card.mark is not None and len(pages) > 1:
                done = await self._pages_there(channel, card.mark, len(pages), since)
            # The last page is never there: with it, the mark would have been found.
            left = pages[min(done, len(pages) - 1) :]
            sent = [await self._send(channel, page, _nonce(page, nonce)) for page in left]
        except _FAILURES as error:
            raise _explain(error) from error
        return message_id(sent[-1].id)

    async def _pages_there(
        self, channel: discord.PartialMessageable, mark: str, pages: int, since: datetime
    ) -> int:
        """Return how many pages, counted from the first, stand in the channel already."""
        wanted = {page_id(mark, number): number for number in range(1, pages + 1)}
        there: set[int] = set()

        def note(message: discord.Message) -> bool:
            there.update(wanted[key] for key in _ids(message) if key in wanted)
            return len(there) == pages

        # Unreadable, it was safe to send again all the same: the nonces of the pages see to it.
        with suppress(HistoryUnreadableError):
            await self._find_own(channel, since, None, note)
        return next(number for number in range(pages + 1) if number + 1 not in there)

    async def _find_own(
        self,
        channel: discord.PartialMessageable,
        since: datetime,
        until: datetime | None,
        is_wanted: Callable[[discord.Message], bool],
    ) -> discord.Message | None:
        """Return our first message from ``since`` to ``until`` that is wanted.

        Oldest first, because a post stands right after its first attempt. Each answer may take as
        long as any request.

        Raises
        ------
        HistoryUnreadableError
            More was written meanwhile than is read.
        """
        loop = asyncio.get_running_loop()
        read = 0
        async with asyncio.timeout(self._request_seconds) as deadline:
            async for message in channel.history(
                limit=self._most_history, after=since, oldest_first=True
            ):
                if until is not None and message.created_at > until:
                    return None
                read += 1
                deadline.reschedule(loop.time() + self._request_seconds)
                if self._is_own(message) and is_wanted(message):
                    return message
        if read == self._most_history:
            raise HistoryUnreadableError
        return None

    def _is_own(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id

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
        self, channel_id: ChannelId, mark: str, since: datetime, until: datetime
    ) -> MessageId | None:
        """Return our message that carries ``mark``, written from ``since`` to ``until``.

        Raises
        ------
        HistoryUnreadableError
            The bot may not read the channel's history, the channel is gone, or more was written
            in that time than is read (5,000 messages: 8 a second for ten minutes).
        SendError
            Discord could not be reached just now.
        """
        if _HISTORY in self.access(channel_id).missing:
            # Discord answers with an empty history then, not with an error.
            raise HistoryUnreadableError
        channel = self._client.get_partial_messageable(snowflake(channel_id))
        try:
            found = await self._find_own(
                channel, since, until, lambda message: mark in _marks(message.components)
            )
        except (discord.Forbidden, discord.NotFound) as error:
            raise HistoryUnreadableError from error
        except _FAILURES as error:
            raise _explain(error) from error
        return None if found is None else message_id(found.id)

    def access(
        self, channel_id: ChannelId, community_id: CommunityId | None = None
    ) -> ChannelAccess:
        """Return what the bot lacks in a channel, from what the gateway has told it.

        With its ``community_id`` a channel that is gone can be told from one whose guild Discord
        does not serve just now (docs: resources/guild, "Unavailable Guild Object"), and one of
        another community is none.
        """
        channel = self._client.get_channel(snowflake(channel_id))
        if isinstance(channel, discord.Thread):
            needed = _NEEDED_IN_THREAD if channel.parent else None
        else:
            needed = _NEEDED if isinstance(channel, discord.abc.GuildChannel) else None
        if not isinstance(channel, discord.Thread | discord.abc.GuildChannel) or needed is None:
            return ChannelAccess(exists=False, is_known=not self._may_be_hidden(community_id))
        locale = str(channel.guild.preferred_locale)
        if community_id is not None and channel.guild.id != snowflake(community_id):
            return ChannelAccess(exists=False)
        if channel.guild.unavailable:
            return ChannelAccess(exists=True, is_known=False, locale=locale)
        granted = channel.permissions_for(channel.guild.me)
        missing = tuple(name for flag, name in needed.items() if not getattr(granted, flag))
        return ChannelAccess(exists=True, missing=missing, locale=locale)

    def _may_be_hidden(self, community_id: CommunityId | None) -> bool:
        """Tell whether a channel that is not known may be in a guild that is not served now."""
        if not self._client.is_ready():
            return True
        if community_id is None:
            return any(guild.unavailable for guild in self._client.guilds)
        guild = self._client.get_guild(snowflake(community_id))
        return guild is not None and guild.unavailable


def _nonce(page: Rendered, nonce: str) -> str:
    return nonce if page.page == 1 else f"{page.page}{nonce}"[:_LONGEST_NONCE]


def _ids(message: discord.Message) -> Iterator[int]:
    """Yield the ids of a message's outermost components."""
    for component in message.components:
        if isinstance(component, discord.components.Container) and component.id is not None:
            yield component.id


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
        return SendError(
            N_("Discord asked to wait"), retry_after=error.retry_after, cause=Cause.RATE_LIMITED
        )
    if isinstance(error, discord.HTTPException) and error.code == _OPENED_TOO_MANY:
        return SendError(
            N_("Discord lets the bot open no more direct messages for now."),
            retry_after=_OPENING_PAUSE_SECONDS,
            is_invalid_request=error.status in _INVALID,
            cause=Cause.RATE_LIMITED,
        )
    if isinstance(error, discord.HTTPException):
        told = f"{_REFUSED} [status {error.status}, code {error.code}]"
        final = error.code in _REASONS or isinstance(error, discord.Forbidden | discord.NotFound)
        return SendError(
            _REASONS.get(error.code, told),
            permanent=final,
            is_invalid_request=error.status in _INVALID,
            cause=_CAUSES.get(error.code) or _cause(error.status),
        )
    return SendError(N_("Discord could not be reached"), cause=Cause.UNREACHABLE)


def _cause(status: int) -> Cause:
    if status == 429:
        return Cause.RATE_LIMITED
    if status in (401, 403):
        return Cause.NO_ACCESS
    return Cause.UNREACHABLE if status >= 500 else Cause.OTHER
