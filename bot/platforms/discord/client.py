"""Our Discord client: minimal intents, discovered cogs, one error handler, careful sync."""

from __future__ import annotations

import asyncio
import gc
import pkgutil
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any

import discord
import structlog
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.dialogues.dispatch import Dialogues
from bot.dialogues.seam import FormVerb
from bot.model import ChannelId, CommunityId, RoleId
from bot.platforms.discord import commandtree
from bot.platforms.discord.acknowledging import acknowledge
from bot.platforms.discord.actions import ActionItem
from bot.platforms.discord.answers import answer
from bot.platforms.discord.asks import admit, ask_of, deliver
from bot.platforms.discord.connection import Answers
from bot.platforms.discord.custom_id import VERSION, decode
from bot.platforms.discord.failures import report
from bot.platforms.discord.identity import PLATFORM, channel_id, community_id, role_id, snowflake
from bot.platforms.discord.modals import list_typed, read
from bot.platforms.discord.renderer import Renderer
from bot.platforms.discord.turns import Turns, begin
from bot.ports import Messenger
from bot.replies import failures, reasons
from bot.services.composition import Services

log = structlog.get_logger(__name__)

# Privacy and memory: we need to know guilds, channels and our own permissions, nobody's messages,
# presence or membership (docs: events/gateway, "Gateway Intents").
INTENTS = discord.Intents(guilds=True)

_AFTER_TIME_OUT_SECONDS = 0.1
# What is left of an event when the bot closes takes milliseconds, unless Discord does not answer.
_FINISH_SECONDS = 1.0

# We never speak; without this discord.py warns at every start that voice packages are missing.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False


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
        return await begin(interaction)

    async def on_error(
        self, interaction: discord.Interaction[MentorClient], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer any command error privately (the default only logs it)."""
        await report(interaction, error)


class MentorClient(commands.Bot):
    """The bot as Discord sees it; everything it decides is in ``services``."""

    services: Services
    dialogues: Dialogues
    messenger: Messenger

    def __init__(
        self,
        cogs_package: str,
        guild_ready_timeout: float = 2.0,
    ) -> None:
        self.answers = Answers()
        self.turns = Turns()
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
            http_trace=self.answers.trace,
        )
        self.renderer = Renderer({})
        self.on_connected: Callable[[], Awaitable[None]] = _nothing
        self.on_closing: Callable[[], Awaitable[None]] = _nothing
        self._time_outs: dict[int, asyncio.TimerHandle] = {}
        self._events: set[asyncio.Task[Any]] = set()
        self._cogs_package = cogs_package

    async def setup_hook(self) -> None:
        """Load every cog, register the everlasting buttons and publish changed commands."""
        package = __import__(self._cogs_package)
        found = [module.name for module in pkgutil.iter_modules(package.__path__)]
        first = [name for name in getattr(package, "FIRST", ()) if name in found]
        for name in dict.fromkeys((*first, *found)):
            await self.load_extension(f"{self._cogs_package}.{name}")
        self.add_dynamic_items(ActionItem)
        self.know_commands(await commandtree.publish(self.tree))

    async def close(self) -> None:
        """Disconnect, once nothing needs the connection any more: also when Discord ends it."""
        for timer in self._time_outs.values():
            timer.cancel()
        await self._finish_events(_FINISH_SECONDS)
        await self.on_closing()
        # discord.py leaves the task that waits for guilds, which would fail without a loop.
        connection: Any = self._connection
        if (waiting := connection._ready_task) is not None:
            waiting.cancel()
        # commands.Bot would also take each extension out of memory, searching all modules for each.
        for name in tuple(self.cogs):
            await self.remove_cog(name)
        await discord.Client.close(self)
        await self._finish_events(0)

    def _schedule_event(
        self, coro: Callable[..., Coroutine[Any, Any, Any]], event_name: str, *args: Any, **kw: Any
    ) -> asyncio.Task[Any]:
        # discord.py starts events and forgets them.
        library: Any = super()
        task: asyncio.Task[Any] = library._schedule_event(coro, event_name, *args, **kw)
        self._events.add(task)
        task.add_done_callback(self._events.discard)
        return task

    async def _finish_events(self, seconds: float) -> None:
        """Let events end, and end those that take longer: what they read is closed next."""
        if running := self._events - {asyncio.current_task()}:
            _, late = await asyncio.wait(running, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def know_commands(self, ids: Mapping[str, int]) -> None:
        """Let cards mention commands so that people can tap them; ``ids`` by root name."""
        self.renderer.command_ids = dict(ids)

    async def on_ready(self) -> None:
        """Freeze what start-up left behind: a full collection later would stop the loop."""
        gc.collect()
        gc.freeze()
        joined = {community_id(guild.id): _joined_at(guild) for guild in self.guilds}
        for new in await self.services.arrivals.catch_up(PLATFORM, joined):
            if guild := self.get_guild(snowflake(new)):
                await self._arrive(guild)
        await self.on_connected()
        # With a new session, events of the time without one are lost.
        await self.resume_everywhere()
        log.info("discord.ready", guilds=len(self.guilds))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Store what a form was told; everything else is answered where it is handled."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        sent: Any = interaction.data
        form = decode(sent["custom_id"])
        if not await begin(interaction):
            return
        try:
            verb = None if form is None else self.dialogues.find(form.verb)
            if form is None or form.version != VERSION or verb is None:
                await answer(interaction, failures.form_ended(list_typed(sent)))
                return
            ask = ask_of(interaction)
            await admit(interaction, ask, verb)
            if isinstance(verb, FormVerb) and verb.saves_slowly:
                await acknowledge(interaction)
            said = await self.dialogues.submit(ask, form.verb, form.args, form.shown, read(sent))
            await deliver(interaction, ask, said)
        except Exception as error:
            await report(interaction, error)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say hello where the bot was invited; what was set up there before holds again."""
        await self._arrive(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Stop posting to a community that removed the bot."""
        await self.services.communities.remove(community_id(guild.id))

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Look again at the posts of a community that Discord serves again."""
        if self.is_ready():
            await self._look(guild)

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """Look again at what waits, as it is shown only what it may see."""
        await self._look(channel.guild)

    async def on_guild_channel_update(
        self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Resume posts that waited for a permission in a channel."""
        await self._look(after.guild)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Say of posts that wait that their channel is gone."""
        await self._look(channel.guild)

    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        """Resume posts that waited for a permission of a role."""
        await self._look(after.guild)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """Resume posts that a role kept from being posted."""
        # discord.py leaves a deleted role with its members, and the channels' rules for it count.
        own = role.guild.me._roles  # pyright: ignore[reportPrivateUsage]
        if own.has(role.id):
            own.remove(role.id)
        await self._look(role.guild)

    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """Resume posts that waited for a role of the bot's own, or for the end of a time-out.

        Discord tells of the bot itself without the members intent (docs: events/gateway,
        "List of Intents").
        """
        if self.user is not None and after.id == self.user.id:
            await self._look(after.guild)

    async def resume_everywhere(self) -> None:
        """Resume posts everywhere whose channel can be posted in again: what no event told us."""
        resumed = await self._resume(PLATFORM)
        for guild in self.guilds:
            self._await_end_of_time_out(guild)
        log.info("communities.checked", resumed=resumed)

    def is_in(self, community: CommunityId) -> bool:
        """Tell whether the bot is in a community, also when Discord does not serve it just now."""
        return self.get_guild(snowflake(community)) is not None

    def has_role(self, community: CommunityId, role: RoleId) -> bool:
        """Tell whether a community has a role, as far as Discord says so just now."""
        guild = self.get_guild(snowflake(community))
        return guild is None or guild.unavailable or guild.get_role(snowflake(role)) is not None

    def list_channels(self, community: CommunityId) -> list[ChannelId]:
        """Return the text channels of a community."""
        guild = self.get_guild(snowflake(community))
        return [] if guild is None else [channel_id(one.id) for one in guild.text_channels]

    def list_roles(self, community: CommunityId) -> list[RoleId]:
        """Return the roles of a community but that of everybody."""
        guild = self.get_guild(snowflake(community))
        given = [] if guild is None else [one for one in guild.roles if not one.is_default()]
        return [role_id(one.id) for one in given]

    async def _arrive(self, guild: discord.Guild) -> None:
        if joined_at := _joined_at(guild):
            await self._look(guild)
            system = guild.system_channel and channel_id(guild.system_channel.id)
            await self.services.arrivals.arrive(community_id(guild.id), joined_at, system)

    async def _look(self, guild: discord.Guild) -> None:
        """Resume what can be posted again, and correct the reason of what cannot."""
        await self._resume(community_id(guild.id))
        self._await_end_of_time_out(guild)

    async def _resume(self, of: CommunityId | str) -> int:
        return await self.services.communities.resume_accessible(
            of, self._is_accepted, self._reason_now
        )

    def _is_accepted(self, place: ChannelId) -> bool:
        """Tell whether Discord would accept a post."""
        access = self.messenger.access(place)
        return access.is_known and reasons.refusal(access) is None

    def _reason_now(self, place: ChannelId, community: CommunityId) -> str | None:
        access = self.messenger.access(place, community)
        return reasons.refusal(access) if access.is_known else None

    def _await_end_of_time_out(self, guild: discord.Guild) -> None:
        """Look again when a time-out of the bot is over, which no event tells."""
        if (timer := self._time_outs.pop(guild.id, None)) is not None:
            timer.cancel()
        # Of a guild that Discord does not serve just now nothing is known.
        own = guild.get_member(self.user.id) if self.user is not None else None
        if own is None or own.timed_out_until is None or not own.is_timed_out():
            return
        left = (own.timed_out_until - discord.utils.utcnow()).total_seconds()
        self._time_outs[guild.id] = self.loop.call_later(
            left + _AFTER_TIME_OUT_SECONDS, self._end_time_out, guild
        )

    def _end_time_out(self, guild: discord.Guild) -> None:
        # Like any event: one that fails is logged.
        self.dispatch("time_out_over", guild)

    async def on_time_out_over(self, guild: discord.Guild) -> None:
        """Resume posts that waited for the end of a time-out."""
        await self._look(guild)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Log a failing event handler under our own format."""
        log.exception("discord.event_failed", discord_event=event_method)


def _joined_at(guild: discord.Guild) -> datetime | None:
    """Return when the bot joined; None while Discord does not serve the guild."""
    return None if guild.unavailable else guild.me.joined_at


async def _nothing() -> None:
    """Do nothing, unless the composition root says otherwise."""


def point_at(api_url: str | None, gateway_url: str | None) -> None:
    """Send discord.py to another Discord: a REST proxy or the local playground.

    discord.py has no option for this; both are class attributes (discord/http.py ``Route.BASE``,
    discord/gateway.py ``DiscordWebSocket.DEFAULT_GATEWAY``). A house test watches that they exist.
    """
    if api_url:
        Route.BASE = api_url.rstrip("/")
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
