"""Put a card in front of the person who asked, whatever state the interaction is in."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace as with_blocks
from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.cards import Audience, Card
from bot.dialogues.copies import offer_share
from bot.errors import StorageUnavailableError
from bot.model import CommunityId
from bot.platforms.discord.acknowledging import first_answer
from bot.platforms.discord.custom_id import fits
from bot.platforms.discord.identity import member_id
from bot.platforms.discord.renderer import Rendered, draw_end
from bot.replies import members as replies
from bot.replies.guide import leads_to_first_step, new_here, stops

if TYPE_CHECKING:
    from bot.platforms.discord.client import MentorClient

log = structlog.get_logger(__name__)

_LEFT_AS_IT_IS = discord.InteractionResponseType.deferred_message_update


def _ephemeral(interaction: discord.Interaction[Any], card: Card) -> bool:
    return card.audience is not Audience.SHARED and interaction.guild_id is not None


def _draw(interaction: discord.Interaction[MentorClient], card: Card, page: int) -> Rendered:
    client = interaction.client
    return client.renderer.render(offer_share(card, page, client.dialogues.can_open, fits), page)


async def answer(interaction: discord.Interaction[MentorClient], card: Card, page: int = 1) -> None:
    """Send ``card`` as the answer, or as a follow-up once something was answered.

    Only a shared card is public: a post shown as an answer is a preview. In a DM nobody else is
    there, so cards stay.
    """
    async with _telling_stops(interaction, card) as told:
        drawn = _draw(interaction, told, page)
        greeting = _greet(interaction, told, drawn)
        ephemeral = _ephemeral(interaction, told)
        async with first_answer(interaction) as is_first:
            if is_first:
                await interaction.response.send_message(
                    view=drawn.view,
                    files=drawn.files,
                    ephemeral=ephemeral,
                    allowed_mentions=drawn.allowed_mentions,
                )
        pages = drawn.following if is_first else [drawn, *drawn.following]
        await _follow_up(interaction, [*pages, *greeting], ephemeral=ephemeral)
    await _resume(interaction)


async def replace(
    interaction: discord.Interaction[MentorClient], card: Card, page: int = 1
) -> None:
    """Put ``card`` where the clicked private card was; a public card is answered privately.

    Only the person an ephemeral card was shown to can click it, so replacing it is safe; a public
    card belongs to everybody and must not change under the others.
    """
    message = interaction.message
    is_own = message is not None and (message.flags.ephemeral or interaction.guild_id is None)
    if not is_own:
        await answer(interaction, card, page)
        return
    async with _telling_stops(interaction, card) as told:
        drawn = _draw(interaction, told, page)
        greeting = _greet(interaction, told, drawn)
        async with first_answer(interaction) as is_first:
            if is_first:
                await interaction.response.edit_message(view=drawn.view, attachments=drawn.files)
        is_changed = is_first or interaction.response.type is _LEFT_AS_IT_IS
        if is_changed and not is_first:
            await interaction.edit_original_response(view=drawn.view, attachments=drawn.files)
        pages = drawn.following if is_changed else [drawn, *drawn.following]
        ephemeral = _ephemeral(interaction, told)
        await _follow_up(interaction, [*pages, *greeting], ephemeral=ephemeral)
    await _resume(interaction)


@asynccontextmanager
async def _telling_stops(
    interaction: discord.Interaction[MentorClient], card: Card
) -> AsyncGenerator[Card]:
    """Let a moderator's card begin with the posts that stopped and of which nobody was told."""
    community: CommunityId | None = interaction.extras.get("moderates")
    is_private = _ephemeral(interaction, card)
    # The pages of a long list would not fit together: told with the next answer.
    is_list = bool(card.pager) and _draw(interaction, card, 1).pages > 1
    if community is None or not is_private or is_list:
        yield card
        return
    async with interaction.client.services.stops.telling(community) as stopped:
        yield with_blocks(card, blocks=(*stops(stopped), *card.blocks))


def _greet(
    interaction: discord.Interaction[MentorClient], card: Card, drawn: Rendered
) -> list[Rendered]:
    """End the first answer to somebody new with the way to their first step.

    Return what is sent after it: the line by itself, where the answer has no room for it.
    """
    if not interaction.extras.get("is_new") or card.audience is Audience.SHARED:
        return []
    own_id = member_id(interaction.user.id)
    is_due = interaction.client.services.newcomers.meet(own_id)
    if not is_due or leads_to_first_step(card):
        return []
    last, end = drawn.following[-1] if drawn.following else drawn, draw_end(*new_here())
    return [] if last.take(end) else [end]


async def _resume(interaction: discord.Interaction[MentorClient]) -> None:
    """Tell a member who is back, once, what direct messages could not bring them."""
    client, own_id = interaction.client, member_id(interaction.user.id)
    try:
        if await client.services.members.resume(own_id):
            kept = await client.services.inbox.list(own_id)
            drawn = client.renderer.render(replies.returned(len(kept)))
            await _follow_up(interaction, [drawn], ephemeral=interaction.guild_id is not None)
    except (discord.HTTPException, StorageUnavailableError) as error:
        # An aside: what was asked for is answered, and the inbox says the same.
        log.warning("interaction.aside_failed", reason=type(error).__name__)


async def _follow_up(
    interaction: discord.Interaction[MentorClient], pages: list[Rendered], *, ephemeral: bool
) -> None:
    for page in pages:
        await interaction.followup.send(
            view=page.view,
            files=page.files,
            ephemeral=ephemeral,
            allowed_mentions=page.allowed_mentions,
        )
