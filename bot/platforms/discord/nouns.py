"""A noun's commands as discord.py's, drawn from their definition: they come and go with a cog."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Optional

import discord
from discord import app_commands
from discord.ext import commands

from bot.dialogues.seam import Command, File, May, Noun, Parameter, Suggest
from bot.model import ChannelId
from bot.platforms.discord.asks import admit, ask_of, deliver
from bot.platforms.discord.identity import channel_id
from bot.replies.refusals.community_data import not_handed_over

if TYPE_CHECKING:
    from bot.platforms.discord.client import MentorClient

# docs: interactions/application-commands, "Application Command Option Choice Structure"
_MOST_CHOICES = 25


class NounCog(commands.Cog):
    """A cog that registers the commands, buttons and forms of its ``noun``."""

    noun: ClassVar[Noun]

    def __init__(self, client: MentorClient) -> None:
        self.client = client

    async def cog_load(self) -> None:
        """Do what the noun defines."""
        self.client.dialogues.add(self.noun)
        for root in draw_commands(self.noun):
            self.client.tree.add_command(root)

    async def cog_unload(self) -> None:
        """Do it no more; a command of this name that others share keeps theirs."""
        self.client.dialogues.remove(self.noun)
        there = self.client.tree.get_command(self.noun.path)
        if isinstance(there, app_commands.Group):
            for name in {path.partition(" ")[0] for path in self.noun.commands}:
                there.remove_command(name)
        if not isinstance(there, app_commands.Group) or not there.commands:
            self.client.tree.remove_command(self.noun.path)


def draw_commands(
    noun: Noun,
) -> list[app_commands.Group | app_commands.Command[Any, ..., Any]]:
    """Return the root command of a noun, if it has any command: a group, or the command itself."""
    if not noun.commands:
        return []
    only_servers = noun.may is May.MODERATOR
    where: dict[str, Any] = {
        "allowed_contexts": app_commands.AppCommandContext(guild=True, dm_channel=not only_servers),
        "allowed_installs": app_commands.AppInstallationType(guild=True),
    }
    if set(noun.commands) == {""}:
        return [_draw(noun.path, noun.commands[""], **where)]
    permissions = discord.Permissions(manage_guild=True) if only_servers else None
    root = app_commands.Group(
        name=noun.path,
        description=noun.description,
        default_permissions=permissions,
        **where,
    )
    groups = {
        name: app_commands.Group(name=name, description=description, parent=root)
        for name, description in noun.groups.items()
    }
    for path, command in noun.commands.items():
        group, _, name = path.rpartition(" ")
        (groups[group] if group else root).add_command(_draw(name, command))
    return [root]


def _draw(name: str, command: Command, **where: Any) -> app_commands.Command[Any, ..., Any]:
    async def run(interaction: discord.Interaction[MentorClient], **given: Any) -> None:
        ask = ask_of(interaction)
        await admit(interaction, ask, command, opens_form=command.opens_form(given))
        values = {key: _value(value) for key, value in given.items()}
        said = await interaction.client.dialogues.command(ask, command, values)
        await deliver(interaction, ask, said)

    described = inspect.Signature([_INTERACTION, *map(_parameter, command.parameters)])
    run.__signature__ = described
    app_commands.describe(**{one.name: one.option.hint for one in command.parameters})(run)
    app_commands.choices(
        **{
            one.name: [
                app_commands.Choice(name=label, value=value) for label, value in one.option.choices
            ]
            for one in command.parameters
            if one.option.choices
        }
    )(run)
    drawn: app_commands.Command[Any, ..., Any] = app_commands.Command(
        name=name, description=command.description, callback=run, **where
    )
    for one in command.parameters:
        if one.option.suggest is not None:
            drawn.autocomplete(one.name)(_suggester(one.option.suggest))
    return drawn


_INTERACTION = inspect.Parameter(
    "interaction",
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    annotation=discord.Interaction,
)


def _parameter(one: Parameter) -> inspect.Parameter:
    kind = _type(one)
    return inspect.Parameter(
        one.name,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        default=inspect.Parameter.empty if one.is_required else one.default,
        annotation=kind if one.is_required else Optional[kind],  # noqa: UP045 - made at run time
    )


def _type(one: Parameter) -> Any:
    if one.type is ChannelId:
        return discord.TextChannel
    if one.type is File:
        return discord.Attachment
    if one.type is int:
        if one.option.least is None and one.option.most is None:
            return int
        return app_commands.Range[int, one.option.least, one.option.most]
    return str


def _value(value: Any) -> Any:
    """Return what discord.py read as the dialogues know it."""
    if isinstance(value, discord.TextChannel):
        return channel_id(value.id)
    return _Attached(value, value.size) if isinstance(value, discord.Attachment) else value


@dataclass(frozen=True, slots=True)
class _Attached:
    """A file that came with a command."""

    attachment: discord.Attachment
    size: int

    async def read(self) -> bytes:
        """Return what it holds; Discord is asked for it."""
        try:
            return await self.attachment.read()
        except discord.HTTPException as error:
            raise not_handed_over() from error


def _suggester(
    suggest: Suggest,
) -> Callable[[discord.Interaction[Any], str], Any]:
    async def complete(
        interaction: discord.Interaction[Any], text: str
    ) -> Sequence[app_commands.Choice[str]]:
        found = await suggest(ask_of(interaction), text)
        return [
            app_commands.Choice(name=label, value=value)
            for label, value in list(found)[:_MOST_CHOICES]
        ]

    return complete
