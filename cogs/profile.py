"""The buttons of a member's profile; the command is ``/me profile``."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.model import Profile
from bot.platforms.discord.acknowledging import open_form
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.identity import member_id
from bot.platforms.discord.profile_forms import AimsForm, HeldForm, SkillsForm
from bot.replies import profiles as replies

Interaction = discord.Interaction[MentorClient]


class ProfileCog(commands.Cog):
    """Change and delete a profile."""

    def __init__(self, client: MentorClient) -> None:
        self.profiles = client.services.profiles
        self.search = client.services.search

    @action("profile.show")
    async def press_show(self, interaction: Interaction) -> None:
        """Open the profile."""
        found = await self.profiles.load(member_id(interaction.user.id))
        await replace(interaction, replies.shown(found, self.search))

    @action("profile.aims")
    async def press_aims(self, interaction: Interaction) -> None:
        """Open the form of stage and role."""
        found = await self.profiles.load(member_id(interaction.user.id))
        stages, roles = self.search.suggest_stages(""), self.search.suggest_roles("")
        await open_form(interaction, AimsForm(self._save_aims, found, stages, roles))

    @action("profile.skills")
    async def press_skills(self, interaction: Interaction) -> None:
        """Open the form of skills."""
        found = await self.profiles.load(member_id(interaction.user.id))
        form = SkillsForm(self._save_skills, found.skills, self.search.skills())
        await open_form(interaction, form)

    @action("held.add")
    async def press_add(self, interaction: Interaction) -> None:
        """Open the form of another certification."""
        await open_form(interaction, HeldForm(self._save_held))

    @action("held.edit")
    async def press_edit(self, interaction: Interaction, certification: str) -> None:
        """Open the form of a certification."""
        held = await self.profiles.held(member_id(interaction.user.id), certification)
        name = self.search.certification_name(held.certification)
        await open_form(interaction, HeldForm(self._save_held, held, name))

    @action("profile.ask")
    async def press_ask(self, interaction: Interaction) -> None:
        """Ask before deleting."""
        await replace(interaction, replies.ask_delete())

    @action("profile.delete")
    async def press_delete(self, interaction: Interaction) -> None:
        """Delete the profile; pressing twice is the same as once."""
        deleted = await self.profiles.delete(member_id(interaction.user.id))
        await replace(interaction, replies.deleted(deleted, self.search))

    async def _save_aims(self, interaction: Interaction, stage: str, role: str) -> None:
        saved = await self.profiles.change(member_id(interaction.user.id), stage, role)
        await self._tell(interaction, saved)

    async def _save_skills(self, interaction: Interaction, skills: list[str]) -> None:
        saved = await self.profiles.save_skills(member_id(interaction.user.id), skills)
        await self._tell(interaction, saved)

    async def _save_held(
        self, interaction: Interaction, name: str, earned: str, cycle: str, was: str
    ) -> None:
        own_id = member_id(interaction.user.id)
        saved = await self.profiles.save_held(own_id, name, earned, cycle, instead_of=was)
        await self._tell(interaction, saved)

    async def _tell(self, interaction: Interaction, saved: Profile) -> None:
        await answer(interaction, replies.shown(saved, self.search, is_saved=True))


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(ProfileCog(client))
