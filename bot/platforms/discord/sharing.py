"""The Share button: a public copy of a card that an opener can build for anybody."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord

from bot.cards import Card
from bot.dialogues.copies import public_copy
from bot.dialogues.seam import TakeBack
from bot.model import ChannelId, MessageId
from bot.platforms.discord.frame import shared_line
from bot.platforms.discord.identity import channel_id, member_id, snowflake
from bot.ports import SendError
from bot.replies import shares
from bot.words import languages, speak

if TYPE_CHECKING:
    from bot.platforms.discord.client import MentorClient

_NONCE = 24


async def share(
    interaction: discord.Interaction[MentorClient], card: Card, page: int
) -> tuple[ChannelId, MessageId]:
    """Post a public copy of ``card`` where its Share button was pressed.

    Pressed twice on the same message it is posted once: the nonce is the message's and the page's,
    and Discord drops a repeated one for some minutes.

    Raises
    ------
    PermissionDeniedError
        The member or the bot may not write there, or nobody else is there.
    """
    place = _check_place(interaction)
    client, source = interaction.client, interaction.message
    named = f"{source.id if source else interaction.id}/{'/'.join(card.pager)}/{page}"
    digest = hashlib.blake2s(named.encode(), digest_size=15).digest()
    nonce = base64.b32encode(digest).decode().lower()[:_NONCE]
    copy = public_copy(card, member_id(interaction.user.id), client.dialogues.can_open)
    try:
        return place, await client.messenger.post(place, copy, nonce, page=page)
    except SendError as error:
        raise shares.refused(error.reason) from error


def _check_place(interaction: discord.Interaction[MentorClient]) -> ChannelId:
    """Return the channel; refuse what Discord would refuse or the member could not do."""
    if interaction.guild_id is None or interaction.channel_id is None:
        raise shares.nobody_here()
    is_thread = isinstance(interaction.channel, discord.Thread)
    flag = "send_messages_in_threads" if is_thread else "send_messages"
    if not getattr(interaction.permissions, flag):
        raise shares.not_yours()
    name = "Send Messages in Threads" if is_thread else "Send Messages"
    for needed, shown in (("view_channel", "View Channel"), (flag, name)):
        if not getattr(interaction.app_permissions, needed):
            raise shares.not_ours(shown)
    return channel_id(interaction.channel_id)


async def take_back(interaction: discord.Interaction[MentorClient], what: TakeBack) -> None:
    """Delete what the member shared in the channel at hand, or the bot posted for the community.

    It may be gone already.

    Raises
    ------
    PermissionDeniedError
        It is elsewhere, no share or somebody else's, or the bot may not look at it.
    """
    if not _is_here(interaction, what):
        raise shares.not_your_share()
    there = interaction.client.get_partial_messageable(snowflake(what.channel))
    try:
        found = await there.fetch_message(snowflake(what.message))
        is_theirs = _is_own(found, interaction) and (
            what.is_of_community or _is_shared_by(found, interaction)
        )
        if not is_theirs:
            raise shares.not_your_share()
        await found.delete()
    except discord.NotFound:
        return
    except discord.Forbidden as error:
        raise shares.not_ours("Read Message History") from error


def _is_here(interaction: discord.Interaction[MentorClient], what: TakeBack) -> bool:
    if not what.is_of_community:
        return interaction.channel_id is not None and what.channel == channel_id(
            interaction.channel_id
        )
    guild = interaction.guild
    return guild is not None and guild.get_channel(snowflake(what.channel)) is not None


def _is_own(message: discord.Message, interaction: discord.Interaction[MentorClient]) -> bool:
    own = interaction.client.user
    return own is not None and message.author.id == own.id


def _is_shared_by(message: discord.Message, interaction: discord.Interaction[MentorClient]) -> bool:
    """Tell whether a message is a copy for the member; they may read another language now."""
    head = _first_text(message.components).splitlines()[:2]
    for language in languages():
        with speak(language):
            if shared_line(member_id(interaction.user.id)) in head:
                return True
    return False


def _first_text(components: Sequence[object]) -> str:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            return component.content
        if isinstance(component, discord.components.Container):
            return _first_text(component.children)
    return ""


def message_url(interaction: discord.Interaction[MentorClient], message: MessageId) -> str:
    """Return the address that opens a message of the channel at hand."""
    place = f"{interaction.guild_id}/{interaction.channel_id}"
    return f"https://discord.com/channels/{place}/{snowflake(message)}"
