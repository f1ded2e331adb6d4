"""Posting to Discord and looking for our own posts again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.cards import Card
from bot.model import ChannelId, CommunityId, MemberId, MessageId
from bot.platforms.discord.custom_id import decode
from bot.platforms.discord.headers import Headers
from bot.platforms.discord.identity import channel_id as own_channel_id
from bot.platforms.discord.identity import message_id, snowflake
from bot.platforms.discord.refusals import explain
from bot.platforms.discord.renderer import Rendered, Renderer, page_id
from bot.ports import Cause, ChannelAccess, HistoryUnreadableError, SendError
from bot.replies import reasons
from bot.words import N_

_LONGEST_NONCE = 25
_NONCE_WINDOW = timedelta(minutes=2)
_HISTORY = N_("Read Message History")

_EMBED = N_("Embed Links")

# What a post needs, in the words of Discord's own settings page. No post has a file.
_NEEDED = {
    "view_channel": N_("View Channel"),
    "send_messages": N_("Send Messages"),
    "embed_links": _EMBED,
    "read_message_history": _HISTORY,
}
# Without these a post is accepted, though without the looks of its links, or never found again.
_OPTIONAL = (_EMBED, _HISTORY)
_NEEDED_IN_THREAD = {
    **{flag: name for flag, name in _NEEDED.items() if flag != "send_messages"},
    "send_messages_in_threads": N_("Send Messages in Threads"),
}

_FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError)


class DiscordMessenger:
    """Post cards to channels, at most once per nonce, and read them back."""

    def __init__(
        self,
        client: discord.Client,
        renderer: Renderer,
        headers: Headers,
        request_seconds: float = 30.0,
        most_history: int = 5_000,
    ) -> None:
        self._client = client
        self._renderer = renderer
        self._headers = headers
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
        self._headers.expect()
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
            raise explain(error, is_global=self._headers.is_global) from error
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
        try:
            async with asyncio.timeout(self._request_seconds):
                # discord.py sends enforce_nonce with every nonce.
                return await channel.send(
                    view=drawn.view,
                    files=drawn.files,
                    nonce=nonce,
                    silent=True,
                    allowed_mentions=drawn.allowed_mentions,
                )
        except discord.Forbidden as error:
            access = self.access(own_channel_id(channel.id))
            if access.exists and (reason := reasons.refusal(access)) is not None:
                # Better than Discord's code: it names what is missing, and a time-out's end.
                raise SendError(
                    reason, permanent=True, is_invalid_request=True, cause=Cause.NO_ACCESS
                ) from error
            raise

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
            raise explain(error) from error
        return own_channel_id(opened.id)

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
            The bot may not read the channel's history, the channel is gone, or more was written
            in that time than is read (5,000 messages: 8 a second for ten minutes).
        SendError
            Discord could not be reached just now.
        """
        if _HISTORY in self.access(channel_id).missing:
            # Discord answers with an empty history then, not with an error.
            raise HistoryUnreadableError
        channel = self._client.get_partial_messageable(snowflake(channel_id))
        found: dict[str, MessageId] = {}

        def note(message: discord.Message) -> bool:
            carried = frozenset(_marks(message.components)).intersection(marks)
            found.update((mark, message_id(message.id)) for mark in carried if mark not in found)
            return len(found) == len(marks)

        try:
            await self._find_own(channel, since, until, note)
        except (discord.Forbidden, discord.NotFound) as error:
            raise HistoryUnreadableError from error
        except _FAILURES as error:
            raise explain(error) from error
        return found

    def nonce_window(self, channel_id: ChannelId) -> timedelta:
        """Return what Discord calls "a few minutes" (docs: resources/message, enforce_nonce)."""
        return _NONCE_WINDOW

    async def tell_time(self, own_id: str) -> datetime:
        """Return Discord's own time as aware UTC; asks when no answer has told it for a minute.

        Raises
        ------
        SendError
            Discord could not be reached.
        """
        if (known := self._headers.time()) is not None:
            return known
        try:
            async with asyncio.timeout(self._request_seconds):
                await self._client.http.request(Route("GET", "/gateway"))
        except _FAILURES as error:
            raise explain(error) from error
        if (told := self._headers.time()) is None:
            raise SendError(N_("Discord does not tell its time"), cause=Cause.UNREACHABLE)
        return told

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
            return self._access_elsewhere(community_id)
        locale = str(channel.guild.preferred_locale)
        if community_id is not None and channel.guild.id != snowflake(community_id):
            return ChannelAccess(exists=False)
        if channel.guild.unavailable:
            return ChannelAccess(exists=True, is_known=False, locale=locale)
        own = channel.guild.me
        granted = channel.permissions_for(own)
        missing = tuple(name for flag, name in needed.items() if not getattr(granted, flag))
        silenced_until = own.timed_out_until if own.is_timed_out() and missing else None
        return ChannelAccess(
            exists=True,
            missing=missing,
            locale=locale,
            optional=_OPTIONAL,
            silenced_until=silenced_until,
        )

    def _access_elsewhere(self, community_id: CommunityId | None) -> ChannelAccess:
        """Return what is to be said of a channel that the client does not know."""
        if self._may_be_hidden(community_id):
            return ChannelAccess(exists=False, is_known=False)
        if community_id is None or self._client.get_guild(snowflake(community_id)) is not None:
            return ChannelAccess(exists=False)
        return ChannelAccess(exists=False, invitation=invitation(self._client))

    def _may_be_hidden(self, community_id: CommunityId | None) -> bool:
        """Tell whether a channel that is not known may be in a guild that is not served now."""
        if not self._client.is_ready():
            return True
        if community_id is None:
            return any(guild.unavailable for guild in self._client.guilds)
        guild = self._client.get_guild(snowflake(community_id))
        return guild is not None and guild.unavailable


def is_no_member(interaction: discord.Interaction[Any]) -> bool:
    """Tell whether somebody asks in a server to which commands were added without the bot."""
    place = interaction.guild_id
    return place is not None and interaction.client.get_guild(place) is None


def invitation(client: discord.Client) -> str:
    """Return the address that invites the bot with all it needs."""
    permissions = discord.Permissions(**dict.fromkeys((*_NEEDED, *_NEEDED_IN_THREAD), True))
    assert client.application_id is not None  # noqa: S101 - known since the login
    scopes = ("bot", "applications.commands")
    return discord.utils.oauth_url(client.application_id, permissions=permissions, scopes=scopes)


def _nonce(page: Rendered, nonce: str) -> str:
    return nonce if page.page == 1 else f"{page.page}{nonce}"[:_LONGEST_NONCE]


def _ids(message: discord.Message) -> Iterator[int]:
    """Yield the ids of a message's outermost components."""
    for component in message.components:
        if isinstance(component, discord.components.Container) and component.id is not None:
            yield component.id


def _marks(components: Iterable[Any]) -> Iterator[str]:
    """Yield all that may be a mark in a message's components, however deep they are nested.

    A message that tells several deliveries carries the mark of one; the others are named by what
    their own buttons point to.
    """
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if isinstance(custom_id, str) and (decoded := decode(custom_id)):
            yield from (*decoded.args, *filter(None, [decoded.mark]))
        yield from _marks(getattr(component, "children", ()))
        if (accessory := getattr(component, "accessory", None)) is not None:
            yield from _marks([accessory])
