"""/me: where and when the bot reaches a member, and what it kept for them."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.identity import channel_id, member_id
from bot.ports import SendError
from bot.replies import members as replies

Interaction = discord.Interaction[MentorClient]


class MeCog(commands.Cog):
    """Choose places and read the inbox."""

    def __init__(self, client: MentorClient) -> None:
        self.members = client.services.members
        self.inbox = client.services.inbox

    @action("place.choose")
    async def press_choose(self, interaction: Interaction) -> None:
        """Offer the places."""
        found = await self.members.load(member_id(interaction.user.id))
        await replace(interaction, replies.choose_place(found))

    @action("place.dm")
    async def press_dm(self, interaction: Interaction) -> None:
        """Opt in to direct messages; the click is the consent."""
        await interaction.response.defer()
        try:
            changed = await self.members.choose_dm(member_id(interaction.user.id))
        except SendError as error:
            await answer(interaction, replies.dm_refused(error.reason))
        else:
            await answer(interaction, replies.chosen(changed))

    @action("place.channel")
    async def press_channel(self, interaction: Interaction) -> None:
        """Be called in the channel of the click."""
        place = channel_id(interaction.channel_id or 0)
        changed = await self.members.choose_channel(member_id(interaction.user.id), place)
        await replace(interaction, replies.chosen(changed))

    @action("place.inbox")
    async def press_inbox(self, interaction: Interaction) -> None:
        """Be sent nothing."""
        changed = await self.members.choose_inbox(member_id(interaction.user.id))
        await replace(interaction, replies.chosen(changed))

    @action("place.backup")
    async def press_backup(self, interaction: Interaction) -> None:
        """Be called in the channel of the click when direct messages do not arrive."""
        place = channel_id(interaction.channel_id or 0)
        changed = await self.members.choose_way_out(member_id(interaction.user.id), place)
        await replace(interaction, replies.chosen(changed))

    @action("place.nobackup")
    async def press_no_backup(self, interaction: Interaction) -> None:
        """Never be called in a channel."""
        changed = await self.members.choose_way_out(member_id(interaction.user.id), None)
        await replace(interaction, replies.chosen(changed))

    @action("inbox.show")
    async def press_show(self, interaction: Interaction, delivery: str) -> None:
        """Read a message; pressed by anybody else it says nothing."""
        found, cards = await self.inbox.show(member_id(interaction.user.id), delivery)
        await replace(interaction, replies.opened(found, cards))


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(MeCog(client))
