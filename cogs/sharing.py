"""The Share button of every look-up."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.model import ChannelId, MessageId
from bot.platforms.discord.acknowledging import acknowledge
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.sharing import message_url, share, take_back
from bot.replies import shares as replies

Interaction = discord.Interaction[MentorClient]


class SharingCog(commands.Cog):
    """Show a look-up to everybody in the channel, and take it back."""

    @action("card.share")
    async def press_share(self, interaction: Interaction, verb: str, *args: str) -> None:
        """Post a public copy of the card that the verb and its arguments open."""
        card, page = interaction.client.dialogues.open_card(verb, args)
        # Posting may have to wait for Discord's limits: keep the interaction alive.
        await acknowledge(interaction, is_thinking=True)
        place, message = await share(interaction, card, page)
        await answer(interaction, replies.done(place, message, message_url(interaction, message)))

    @action("share.undo")
    async def press_undo(
        self, interaction: Interaction, channel: ChannelId, message: MessageId
    ) -> None:
        """Delete what the member shared; it may be gone already."""
        await acknowledge(interaction)
        await take_back(interaction, channel, message)
        await replace(interaction, replies.undone())


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(SharingCog())
