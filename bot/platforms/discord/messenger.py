"""Posting to Discord and looking for our own posts again."""

from __future__ import annotations

import asyncio
from datetime import datetime

import aiohttp
import discord

from bot.cards import Card
from bot.model import ChannelId, MessageId
from bot.platforms.discord.identity import message_id, snowflake
from bot.platforms.discord.renderer import Renderer, find_marks
from bot.ports import ChannelAccess, HistoryUnreadableError, SendError

_POST_SECONDS = 30.0
_MOST_HISTORY = 500

# What a post needs, in the words of Discord's own settings page.
_NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}

# docs: topics/opcodes-and-status-codes, JSON error codes
_REASONS = {
    10003: "The channel is gone. Choose another with /config channel set.",
    50001: "The bot cannot see the channel. Give it View Channel there.",
    50013: "The bot may not post in the channel. Give it Send Messages there.",
    200000: "AutoMod of this server blocked the post. Allow the bot in the AutoMod rule.",
    240000: "A link in the post is blocked by this server. Allow the bot in the AutoMod rule.",
}
_UNREACHABLE = "Discord could not be reached"


class DiscordMessenger:
    """Post cards to channels, at most once per nonce, and read them back."""

    def __init__(self, client: discord.Client, renderer: Renderer) -> None:
        self._client = client
        self._renderer = renderer

    async def post(self, channel_id: ChannelId, card: Card, nonce: str) -> MessageId:
        """Post ``card`` without notification sound; Discord drops a repeated ``nonce``.

        Raises
        ------
        SendError
            Discord refused, answered too late or could not be reached.
        """
        drawn = self._renderer.render(card)
        channel = self._client.get_partial_messageable(snowflake(channel_id))
        try:
            async with asyncio.timeout(_POST_SECONDS):
                message = await channel.send(
                    view=drawn.view,
                    files=drawn.files,
                    nonce=nonce,
                    silent=True,
                    allowed_mentions=drawn.allowed_mentions,
                )
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            raise _explain(error) from error
        return message_id(message.id)

    async def find_mark(
        self, channel_id: ChannelId, mark: str, since: datetime
    ) -> MessageId | None:
        """Return our message that carries ``mark``, reading back to ``since`` (up to 500).

        Raises
        ------
        HistoryUnreadableError
            The bot may not read the channel's history, or the channel is gone.
        SendError
            Discord could not be reached just now.
        """
        channel = self._client.get_partial_messageable(snowflake(channel_id))
        own = self._client.user
        try:
            history = channel.history(limit=_MOST_HISTORY, after=since, oldest_first=False)
            async for message in history:
                is_own = own is not None and message.author.id == own.id
                if is_own and mark in find_marks(message.components):
                    return message_id(message.id)
        except (discord.Forbidden, discord.NotFound) as error:
            raise HistoryUnreadableError from error
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            raise _explain(error) from error
        return None

    def access(self, channel_id: ChannelId) -> ChannelAccess:
        """Return what the bot lacks in a channel, from what the gateway has told it."""
        channel = self._client.get_channel(snowflake(channel_id))
        if not isinstance(channel, discord.abc.GuildChannel):
            return ChannelAccess(exists=False)
        granted = channel.permissions_for(channel.guild.me)
        missing = tuple(name for flag, name in _NEEDED.items() if not getattr(granted, flag))
        return ChannelAccess(exists=True, missing=missing)


def _explain(error: Exception) -> SendError:
    if isinstance(error, discord.RateLimited):
        return SendError("Discord asked to wait", retry_after=error.retry_after)
    if isinstance(error, discord.Forbidden | discord.NotFound):
        fallback = f"Discord refused the post ({error.status}, code {error.code})."
        return SendError(_REASONS.get(error.code, fallback), permanent=True)
    if isinstance(error, discord.HTTPException):
        if error.code in _REASONS:
            return SendError(_REASONS[error.code], permanent=True)
        return SendError(f"Discord answered with an error ({error.status}, code {error.code})")
    return SendError(_UNREACHABLE)
