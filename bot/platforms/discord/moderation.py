"""What every cog of ``/config`` shares: one root command, open to people with Manage Server."""

from __future__ import annotations

from typing import Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import NotAMemberError, PermissionDeniedError
from bot.model import CommunityId, PostKind
from bot.platforms.discord.identity import community_id, member_id
from bot.platforms.discord.messenger import invitation, is_no_member
from bot.replies import failures
from bot.services.audit import act_as
from bot.words import N_, _

CommunityKind = Literal[PostKind.WEEKLY_NUDGE, PostKind.TREND_TIP]
"""What a button of a community's posts may name: ``COMMUNITY_KINDS``, as an annotation."""


@app_commands.allowed_contexts(guilds=True)
@app_commands.allowed_installs(guilds=True)
@app_commands.default_permissions(manage_guild=True)
class ConfigGroup(commands.GroupCog):
    """A cog whose commands and groups appear under ``/config``, beside those of other such cogs.

    The tree joins groups of the same name (``MentorTree.add_command``).
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.__cog_group_name__ = "config"
        cls.__cog_group_description__ = N_("Settings of this server (Manage Server)")


def require_moderator(interaction: discord.Interaction[Any]) -> CommunityId:
    """Return the community, once the person may configure it (Discord's check is only a hint).

    From here on it is they who act: what the interaction changes is written down as theirs.

    Raises
    ------
    PermissionDeniedError
        They lack Manage Server, this is no server, or the bot is no member of it.
    """
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise PermissionDeniedError(_(failures.NEEDS_MANAGE_SERVER), _(failures.ASK_A_MODERATOR))
    community = community_id(interaction.guild_id)
    if is_no_member(interaction):
        raise NotAMemberError(invitation(interaction.client))
    act_as(member_id(interaction.user.id))
    # Whatever they are answered begins with what they have to know (answers.py).
    interaction.extras["moderates"] = community
    return community
