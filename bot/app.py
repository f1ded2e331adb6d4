"""The composition root: builds the concrete things, opens them in order, closes them in reverse."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

import discord
import structlog

from bot.catalogue import load_catalogue
from bot.clock import FollowedClock, SystemClock
from bot.config import Settings
from bot.dialogues.dispatch import Dialogues
from bot.errors import StartupError, StorageUnavailableError
from bot.health import HealthServer
from bot.logs import configure_logs
from bot.metrics import Metrics
from bot.platforms.discord.client import MentorClient, point_at
from bot.platforms.discord.connection import stay_connected
from bot.platforms.discord.headers import Headers
from bot.platforms.discord.identity import PLATFORM, is_snowflake
from bot.platforms.discord.messenger import DiscordMessenger
from bot.platforms.discord.roster import DiscordRoster
from bot.platforms.routed import RoutedMessenger, RoutedPlaces
from bot.schedule import build_kinds
from bot.schedule.embedded import EmbeddedEngine
from bot.schedule.pacing import Pacer
from bot.schedule.sender import Sender
from bot.schedule.tick import Tick
from bot.services.composition import Core, build_services
from bot.storage import ledger, members
from bot.storage.database import Database

log = structlog.get_logger(__name__)

_COGS = "cogs"
_TICK_IS_LATE_AFTER = timedelta(seconds=60)
# Longer than any post in flight may take to finish, shorter than the 5 s we promise for SIGTERM.
_CLOSE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Bot:
    """A built bot: its client to connect, its engine to start, its database to close."""

    client: MentorClient
    engine: EmbeddedEngine
    database: Database
    clock: SystemClock | FollowedClock
    pacer: Pacer
    sender: Sender
    headers: Headers
    metrics: Metrics

    async def measure(self) -> bytes:
        """Return the metrics as they are now; without the database, those that need none."""
        waiting: dict[str, int] = {}
        with suppress(StorageUnavailableError):
            async with self.database.read_long() as tx:
                waiting = await ledger.count_waiting(tx, self.clock.now())
        self.metrics.observe(
            waiting=waiting,
            last_tick_at=self.engine.last_tick_at,
            invalid_requests=self.pacer.invalid_requests,
            is_breaker_open=self.pacer.is_open,
            is_connected=self.client.is_ready(),
        )
        return self.metrics.render()

    async def health(self) -> dict[str, str]:
        """Return what is wrong by part; empty when all is well."""
        wrong: dict[str, str] = {}
        if not self.client.is_ready():
            wrong["gateway"] = "not connected"
        last = self.engine.last_tick_at
        if last is None or self.clock.real() - last > _TICK_IS_LATE_AFTER:
            wrong["schedule"] = "the last tick is more than 60 s old"
        if self.sender.outage.since is not None:
            since = f"{self.sender.outage.since:%Y-%m-%d %H:%M} UTC"
            wrong["platform"] = f"has not answered since {since}"
        elif self.pacer.is_held:
            wrong["platform"] = "asked all posts to wait"
        if self.headers.skew is not None and self.headers.is_off:
            seconds = self.headers.skew.total_seconds()
            wrong["clock"] = f"differs from the platform's by {seconds:.0f} s"
        try:
            await self.database.ping()
        except Exception as error:
            wrong["database"] = type(error).__name__
        return wrong


async def run(settings: Settings) -> None:
    """Run the bot until it is told to stop (SIGTERM or SIGINT), then close within 5 s.

    Raises
    ------
    StartupError
        Something an operator has to mend: token, database, catalogue, clock or gateway.
    """
    configure_logs(settings.log_level, settings.log_format)
    if settings.discord_token is None:
        raise StartupError("MENTOR_DISCORD_TOKEN is not set; `mentor check` says what is missing.")
    async with AsyncExitStack() as stack:
        bot = await build(settings, stack)
        if settings.health_port is not None:
            health = HealthServer(
                settings.health_host, settings.health_port, bot.health, bot.measure
            )
            await health.start()
            stack.push_async_callback(health.stop)
        await _serve(bot, settings.discord_token.get_secret_value())


async def build(settings: Settings, stack: AsyncExitStack) -> Bot:
    """Build everything but the connection; ``stack`` closes what was opened."""
    point_at(settings.discord_api_url, settings.discord_gateway_url)
    catalogue = load_catalogue()
    database = await Database.open(settings.database_url)
    stack.push_async_callback(database.close)
    await database.hold()
    clock = await _clock(settings, stack)
    headers = Headers(clock)
    client = MentorClient(_COGS, settings.discord_ready_seconds)
    headers.listen(client.answers.trace)
    client.messenger = DiscordMessenger(client, client.renderer, headers)
    messenger = RoutedMessenger({PLATFORM: client.messenger})
    kinds = build_kinds(catalogue, clock)
    async with database.read_long() as tx:
        refused = await members.list_refused(tx)
    pacer = Pacer(settings.posts_per_second)
    metrics = Metrics()
    metrics.build(version("tpm-mentor"), discord.__version__)
    sender = Sender(
        database, clock, messenger, kinds, pacer, on_refused=refused.add, metrics=metrics
    )
    tick = Tick(database, kinds, metrics)
    engine = EmbeddedEngine(
        tick,
        sender,
        clock,
        settings.tick_seconds,
        metrics,
        every_day=client.every_day,
    )
    client.services = build_services(
        Core(
            database=database,
            clock=clock,
            catalogue=catalogue,
            kinds=kinds,
            messenger=messenger,
            places=RoutedPlaces({PLATFORM: client}),
            roster=DiscordRoster(client),
            refused=refused,
            wake=engine.wake,
            operator_contact=settings.operator_contact,
        )
    )
    tick.before = client.services.mentor_turns.run
    client.dialogues = Dialogues(client.services, is_snowflake)
    client.on_connected, client.on_closing = engine.start, engine.stop
    if isinstance(clock, FollowedClock):
        clock.on_move = engine.wake
    stack.push_async_callback(engine.stop)
    return Bot(client, engine, database, clock, pacer, sender, headers, metrics)


async def _clock(settings: Settings, stack: AsyncExitStack) -> SystemClock | FollowedClock:
    if settings.clock_url is None:
        return SystemClock()
    clock = FollowedClock(settings.clock_url)
    await clock.start()
    stack.push_async_callback(clock.stop)
    return clock


async def _serve(bot: Bot, token: str) -> None:
    """Stay connected until a signal comes; let posts in flight finish before disconnecting."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    connection = asyncio.create_task(stay_connected(bot.client, token), name="discord")
    stopping = asyncio.create_task(stop.wait(), name="stop-signal")
    try:
        await asyncio.wait({connection, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if connection.done():
            await connection
        else:
            log.info("app.stopping")
    finally:
        stopping.cancel()
        await bot.engine.stop()
        await asyncio.wait_for(bot.client.close(), _CLOSE_SECONDS)
        await asyncio.wait({connection}, timeout=_CLOSE_SECONDS)
