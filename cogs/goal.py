"""/goal: a member's goals, and the message menu that starts one."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.dialogues import goal
from bot.platforms.discord.asks import ask_of, deliver
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.nouns import NounCog
from bot.replies.forms import SAVE_MESSAGE


class GoalCog(NounCog):
    """Register what ``bot.dialogues.goal`` defines, and the menu of a message."""

    noun = goal.goal

    def __init__(self, client: MentorClient) -> None:
        super().__init__(client)
        self.menu = app_commands.ContextMenu(
            name=SAVE_MESSAGE,
            callback=self.save_message,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )

    async def cog_load(self) -> None:
        """Offer the menu, too: discord.py takes none from a class by itself."""
        await super().cog_load()
        self.client.tree.add_command(self.menu)

    async def cog_unload(self) -> None:
        """Take the menu back."""
        self.client.tree.remove_command(self.menu.name, type=self.menu.type)
        await super().cog_unload()

    async def save_message(
        self, interaction: discord.Interaction[MentorClient], message: discord.Message
    ) -> None:
        """Start a goal from what somebody wrote."""
        said = goal.start_from_message(message.clean_content)
        await deliver(interaction, ask_of(interaction), said)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(GoalCog(client))
