"""Our Discord client: minimal intents, discovered cogs, one error handler, careful sync."""

from __future__ import annotations

import gc
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
import structlog
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.model import ChannelId, CommunityId
from bot.platforms.discord import commandtree
from bot.platforms.discord.acknowledging import begin
from bot.platforms.discord.actions import (
    ActionButton,
    Handler,
    Opener,
    collect_actions,
    collect_openers,
)
from bot.platforms.discord.failures import report
from bot.platforms.discord.identity import channel_id, community_id, snowflake
from bot.platforms.discord.languages import CommandTranslator
from bot.platforms.discord.renderer import Renderer
from bot.ports import Clock, Messenger
from bot.services.arrivals import Arrivals
from bot.services.audit import Audit
from bot.services.career import Career
from bot.services.certifications import Certifications
from bot.services.check_ins import CheckIns
from bot.services.communities import Communities
from bot.services.community_data import CommunityData
from bot.services.community_entries import CommunityEntries
from bot.services.goals import Goals
from bot.services.inbox import Inbox
from bot.services.members import Members
from bot.services.mentoring import Mentoring
from bot.services.privacy import Privacy
from bot.services.profiles import Profiles
from bot.services.reminders import Reminders
from bot.services.setups import Setups
from bot.services.stats import Stats
from bot.services.topics import Topics

log = structlog.get_logger(__name__)

# Privacy and memory: we need to know guilds, channels and our own permissions, nobody's messages,
# presence or membership (docs: events/gateway, "Gateway Intents").
INTENTS = discord.Intents(guilds=True)

# We never speak; without this discord.py warns at every start that voice packages are missing.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False


@dataclass(frozen=True, slots=True)
class Services:
    """What the cogs may ask for."""

    catalogue: Catalogue
    search: CatalogueSearch
    clock: Clock
    career: Career
    certifications: Certifications
    audit: Audit
    goals: Goals
    communities: Communities
    community_data: CommunityData
    arrivals: Arrivals
    setups: Setups
    entries: CommunityEntries
    topics: Topics
    stats: Stats
    mentoring: Mentoring
    privacy: Privacy
    members: Members
    inbox: Inbox
    check_ins: CheckIns
    reminders: Reminders
    profiles: Profiles
    operator_contact: str


class MentorTree(app_commands.CommandTree["MentorClient"]):
    """A command tree whose errors become private answers, and whose roots cogs may share."""

    def add_command(
        self,
        command: app_commands.Command[Any, ..., Any]
        | app_commands.ContextMenu
        | app_commands.Group,
        /,
        **options: Any,
    ) -> None:
        """Add a command; a group whose name is there already brings its commands to that one."""
        there = self.get_command(command.name) if isinstance(command, app_commands.Group) else None
        if isinstance(command, app_commands.Group) and isinstance(there, app_commands.Group):
            for child in command.commands:
                there.add_command(child)
            return
        super().add_command(command, **options)

    async def interaction_check(self, interaction: discord.Interaction[MentorClient], /) -> bool:
        """Answer commands, menus and autocomplete in time, in the language of who asks."""
        begin(interaction)
        return True

    async def on_error(
        self, interaction: discord.Interaction[MentorClient], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer any command error privately (the default only logs it)."""
        await report(interaction, error)


class MentorClient(commands.Bot):
    """The bot as Discord sees it; everything it decides is in ``services``.

    ``remembered`` and ``remember`` load and store what was last synced (JSON text), so that
    commands are published only when they changed (Discord allows 200 creates a day per guild).
    """

    services: Services
    messenger: Messenger

    def __init__(
        self,
        cogs_package: str,
        remembered: Callable[[], Awaitable[str | None]],
        remember: Callable[[str], Awaitable[None]],
        guild_ready_timeout: float = 2.0,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=MentorTree,
            intents=INTENTS,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=guild_ready_timeout,
            # A rate-limited post should fail fast and be retried by the sender, not sleep here.
            max_ratelimit_timeout=30.0,
        )
        self.renderer = Renderer({})
        self.actions: dict[str, Handler] = {}
        self.openers: dict[str, Opener] = {}
        self.on_connected: Callable[[], Awaitable[None]] = _nothing
        self._cogs_package = cogs_package
        self._remembered = remembered
        self._remember = remember

    async def setup_hook(self) -> None:
        """Load every cog, register the everlasting buttons and publish changed commands."""
        package = __import__(self._cogs_package)
        for module in pkgutil.iter_modules(package.__path__, f"{self._cogs_package}."):
            await self.load_extension(module.name)
        self.add_dynamic_items(ActionButton)
        await self.tree.set_translator(CommandTranslator())
        ids, stored = await commandtree.publish(self.tree, await self._remembered())
        if stored is not None:
            await self._remember(stored)
        self.know_commands(ids)

    def know_commands(self, ids: Mapping[str, int]) -> None:
        """Let cards mention commands so that people can tap them; ``ids`` by root name."""
        self.renderer.command_ids = dict(ids)

    async def add_cog(self, cog: commands.Cog, /, **options: Any) -> None:
        """Add ``cog`` and the button verbs it handles."""
        for verb, handler in collect_actions(cog).items():
            if verb in self.actions:
                raise ValueError(f"two cogs handle the button verb {verb!r}")
            self.actions[verb] = handler
        self.openers.update(collect_openers(cog))
        await super().add_cog(cog, **options)

    async def on_ready(self) -> None:
        """Freeze what start-up left behind: a full collection later would stop the loop."""
        gc.collect()
        gc.freeze()
        joined = {community_id(guild.id): _joined_at(guild) for guild in self.guilds}
        for new in await self.services.arrivals.catch_up(joined):
            if guild := self.get_guild(snowflake(new)):
                await self._arrive(guild)
        await self.on_connected()
        log.info("discord.ready", guilds=len(self.guilds))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say hello where the bot was invited; what was set up there before holds again."""
        await self._arrive(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Stop posting to a community that removed the bot."""
        await self.services.communities.remove(community_id(guild.id))

    async def on_guild_channel_update(
        self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Resume posts that waited for a permission in a channel."""
        await self._resume(after.guild)

    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        """Resume posts that waited for a permission of a role."""
        await self._resume(after.guild)

    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """Resume posts that waited for a role of the bot's own.

        Discord tells of the bot itself without the members intent (docs: events/gateway,
        "List of Intents").
        """
        if self.user is not None and after.id == self.user.id:
            await self._resume(after.guild)

    async def resume_everywhere(self) -> None:
        """Resume posts everywhere whose channel can be posted in again: what no event told us."""
        resumed = await self.services.communities.resume_accessible(None, self._is_postable)
        log.info("communities.checked", resumed=resumed)

    def is_in(self, community: CommunityId) -> bool:
        """Tell whether the bot is in a community, also when Discord does not serve it just now."""
        return self.get_guild(snowflake(community)) is not None

    async def _arrive(self, guild: discord.Guild) -> None:
        if joined_at := _joined_at(guild):
            system = guild.system_channel and channel_id(guild.system_channel.id)
            await self.services.arrivals.arrive(community_id(guild.id), joined_at, system)
            await self._resume(guild)

    async def _resume(self, guild: discord.Guild) -> None:
        place = community_id(guild.id)
        await self.services.communities.resume_accessible(place, self._is_postable)

    def _is_postable(self, place: ChannelId) -> bool:
        return self.messenger.access(place).is_postable

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Log a failing event handler under our own format."""
        log.exception("discord.event_failed", discord_event=event_method)


def _joined_at(guild: discord.Guild) -> datetime | None:
    """Return when the bot joined; None while Discord does not serve the guild."""
    return None if guild.unavailable else guild.me.joined_at


async def _nothing() -> None:
    """Do nothing once connected, unless the composition root says otherwise."""


def point_at(api_url: str | None, gateway_url: str | None) -> None:
    """Send discord.py to another Discord: a REST proxy or the local playground.

    discord.py has no option for this; both are class attributes (discord/http.py ``Route.BASE``,
    discord/gateway.py ``DiscordWebSocket.DEFAULT_GATEWAY``). A house test watches that they exist.
    """
    if api_url:
        Route.BASE = api_url.rstrip("/")
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
