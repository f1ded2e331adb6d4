"""What somebody did on Discord as an ``Ask``, and each ``Answer`` in front of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.cards import Card
from bot.dialogues.seam import (
    Answer,
    Ask,
    May,
    OpenForm,
    Page,
    Refusal,
    Replace,
    Share,
    TakeBack,
    Verb,
)
from bot.platforms.discord.acknowledging import acknowledge, open_form
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.identity import channel_id, community_id, member_id, role_id
from bot.platforms.discord.messenger import invitation, is_no_member
from bot.platforms.discord.modals import draw
from bot.platforms.discord.sharing import message_url, share, take_back
from bot.replies import shares
from bot.replies.guide import START_FORM

if TYPE_CHECKING:
    from bot.platforms.discord.client import MentorClient


def ask_of(interaction: discord.Interaction[Any]) -> Ask:
    """Return who asks, where, and what they may."""
    guild, locale = interaction.guild_id, interaction.guild_locale
    source = interaction.message or interaction
    return Ask(
        member=member_id(interaction.user.id),
        services=interaction.client.services,
        community=None if guild is None else community_id(guild),
        channel=channel_id(interaction.channel_id or 0),
        community_language=None if locale is None else str(locale),
        may_configure=guild is not None and interaction.permissions.manage_guild,
        roles=frozenset(role_id(one.id) for one in getattr(interaction.user, "roles", ())),
        key=str(source.id),
        locale=str(interaction.locale),
        invitation=invitation(interaction.client) if is_no_member(interaction) else None,
    )


async def admit(
    interaction: discord.Interaction[MentorClient],
    ask: Ask,
    verb: Verb,
    *,
    opens_form: bool = False,
) -> None:
    """Refuse what somebody may not do, and acknowledge what leaves the process.

    A form can only be the first answer: nothing is told before one.

    Raises
    ------
    PermissionDeniedError
        It is for moderators, and they are none here.
    """
    interaction.client.dialogues.permit(ask, verb)
    if verb.may is May.MODERATOR:
        # Whatever they are answered begins with what they have to know (answers.py).
        interaction.extras["moderates"] = ask.community
    else:
        interaction.extras["is_new"] = await ask.services.newcomers.is_new(ask.member)
    if verb.is_slow and not opens_form:
        await acknowledge(interaction, is_thinking=verb.is_thinking)


async def deliver(interaction: discord.Interaction[MentorClient], ask: Ask, said: Answer) -> None:
    """Draw each part of an answer, in order."""
    for part in said if isinstance(said, tuple) else (said,):
        if isinstance(part, Card):
            await answer(interaction, part)
        elif isinstance(part, Refusal):
            await answer(interaction, part.card)
        elif isinstance(part, Page):
            await answer(interaction, part.card, part.page)
        elif isinstance(part, Replace):
            await replace(interaction, part.card, part.page)
        elif isinstance(part, OpenForm):
            if part.verb == START_FORM:
                ask.services.newcomers.meet(ask.member)
            opened = await interaction.client.dialogues.open_form(ask, part)
            await open_form(interaction, draw(opened))
        elif isinstance(part, Share):
            card, page = interaction.client.dialogues.open_card(part.verb, part.args)
            place, message = await share(interaction, card, page)
            url = message_url(interaction, message)
            await answer(interaction, shares.done(place, message, url))
        elif isinstance(part, TakeBack):
            await take_back(interaction, part)
            await replace(interaction, shares.undone())
        else:
            await part.work()
