"""The composition root: builds the concrete things, opens them in order, closes them in reverse."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

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
from bot.platforms.routed import RoutedMessenger, RoutedPlaces, RoutedRoster
from bot.ports import Messenger, Places, Platform, Roster
from bot.schedule import build_kinds
from bot.schedule.embedded import EmbeddedEngine
from bot.schedule.pacing import Pacer
from bot.schedule.sender import Sender
from bot.schedule.tick import Tick
from bot.services.composition import Core, Services, build_services
from bot.storage import ledger, members
from bot.storage.database import Database

if TYPE_CHECKING:
    from bot.platforms.slack.client import SlackClient

log = structlog.get_logger(__name__)

_COGS = "cogs"
_HEALTH = {"discord": "gateway", "slack": "slack"}
_TICK_IS_LATE_AFTER = timedelta(seconds=60)
# Longer than any post in flight may take to finish, shorter than the 5 s we promise for SIGTERM.
_CLOSE_SECONDS = 3.0


class DiscordPlatform:
    """Discord as one of several platforms."""

    name = PLATFORM

    def __init__(self, client: MentorClient, token: str) -> None:
        self._client = client
        self._token = token

    @property
    def is_connected(self) -> bool:
        """Tell whether Discord can bring anything."""
        return self._client.is_ready()

    async def stay_connected(self) -> None:
        """Stay connected until closed; raises StartupError."""
        await stay_connected(self._client, self._token)

    async def resume_everywhere(self) -> None:
        """Resume posts whose channel can be posted in again."""
        await self._client.resume_everywhere()

    async def close(self) -> None:
        """Disconnect."""
        await self._client.close()


@dataclass(frozen=True, slots=True)
class Bot:
    """A built bot: its clients to connect, its engine to start, its database to close.

    ``platforms`` are those to connect to; Discord's client is there without a token, too.
    """

    client: MentorClient
    slack: SlackClient | None
    platforms: tuple[Platform, ...]
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
            is_connected=all(one.is_connected for one in self.platforms),
        )
        return self.metrics.render()

    async def health(self) -> dict[str, str]:
        """Return what is wrong by part; empty when all is well."""
        wrong: dict[str, str] = {}
        for one in self.platforms:
            if not one.is_connected:
                wrong[_HEALTH[one.name]] = "not connected"
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
    _check_tokens(settings)
    async with AsyncExitStack() as stack:
        bot = await build(settings, stack)
        if settings.health_port is not None:
            health = HealthServer(
                settings.health_host, settings.health_port, bot.health, bot.measure
            )
            await health.start()
            stack.push_async_callback(health.stop)
        await _serve(bot)


def _check_tokens(settings: Settings) -> None:
    """Refuse to start without a platform, or with half of what one needs."""
    on_slack = (settings.slack_app_token is not None, settings.slack_bot_token is not None)
    if any(on_slack) and not all(on_slack):
        lacking = "MENTOR_SLACK_BOT_TOKEN" if on_slack[0] else "MENTOR_SLACK_APP_TOKEN"
        raise StartupError(f"{lacking} is not set: Slack needs both tokens.")
    if settings.discord_token is None and not any(on_slack):
        raise StartupError(
            "MENTOR_DISCORD_TOKEN is not set, and neither are Slack's tokens; `mentor check` says "
            "what is missing."
        )


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
    slack = _slack(settings, stack)
    messengers: dict[str, Messenger] = {PLATFORM: client.messenger}
    places: dict[str, Places] = {PLATFORM: client}
    rosters: dict[str, Roster] = {PLATFORM: DiscordRoster(client)}
    platforms: list[Platform] = []
    if settings.discord_token is not None:
        platforms.append(DiscordPlatform(client, settings.discord_token.get_secret_value()))
    if slack is not None:
        messengers[slack.name], places[slack.name] = slack.messenger, slack.places
        rosters[slack.name] = slack.roster
        platforms.append(slack)
    messenger = RoutedMessenger(messengers)
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
        every_day=lambda: _every_day(platforms, client.services),
    )
    client.services = build_services(
        Core(
            database=database,
            clock=clock,
            catalogue=catalogue,
            kinds=kinds,
            messenger=messenger,
            places=RoutedPlaces(places),
            roster=RoutedRoster(rosters),
            refused=refused,
            wake=engine.wake,
            operator_contact=settings.operator_contact,
        )
    )
    tick.before = client.services.mentor_turns.run
    client.dialogues = Dialogues(client.services, is_snowflake)
    client.on_connected = engine.start
    if slack is None:
        # Discord may end the connection by itself.
        client.on_closing = engine.stop
    else:
        slack.serve(client.services)
        slack.on_connected = engine.start
    if isinstance(clock, FollowedClock):
        clock.on_move = engine.wake
    stack.push_async_callback(engine.stop)
    return Bot(
        client,
        slack,
        tuple(platforms),
        engine,
        database,
        clock,
        pacer,
        sender,
        headers,
        metrics,
    )


def _slack(settings: Settings, stack: AsyncExitStack) -> SlackClient | None:
    """Return Slack's client where it is wanted; nothing of Slack is imported otherwise."""
    if settings.slack_app_token is None or settings.slack_bot_token is None:
        return None
    try:
        from bot.platforms.slack.client import SlackClient
    except ModuleNotFoundError as error:
        raise StartupError(
            f"Slack needs the package {error.name}. Install the bot with it: "
            'pip install "tpm-mentor[slack]".'
        ) from error
    client = SlackClient(
        settings.slack_app_token.get_secret_value(),
        settings.slack_bot_token.get_secret_value(),
        settings.slack_api_url,
    )
    stack.push_async_callback(client.close)
    return client


async def _every_day(platforms: Sequence[Platform], services: Services) -> None:
    """Look again at what waits, and let go of what is too old."""
    for one in platforms:
        await one.resume_everywhere()
    await services.housekeeping.run()


async def _clock(settings: Settings, stack: AsyncExitStack) -> SystemClock | FollowedClock:
    if settings.clock_url is None:
        return SystemClock()
    clock = FollowedClock(settings.clock_url)
    await clock.start()
    stack.push_async_callback(clock.stop)
    return clock


async def _serve(bot: Bot) -> None:
    """Stay connected until a signal comes; let posts in flight finish before disconnecting."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    connected = asyncio.create_task(_stay_connected(bot.platforms), name="platforms")
    stopping = asyncio.create_task(stop.wait(), name="stop-signal")
    try:
        await asyncio.wait({connected, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if connected.done():
            await connected
        else:
            log.info("app.stopping")
    finally:
        stopping.cancel()
        await bot.engine.stop()
        for one in bot.platforms:
            await asyncio.wait_for(one.close(), _CLOSE_SECONDS)
        connected.cancel()
        await asyncio.wait({connected}, timeout=_CLOSE_SECONDS)


async def _stay_connected(platforms: Sequence[Platform]) -> None:
    """Stay connected to every platform; one that ends later leaves the others working.

    Raises
    ------
    StartupError
        One refuses the bot at the start, or the last one refuses it for good.
    """
    tasks = {asyncio.create_task(one.stay_connected(), name=one.name): one for one in platforms}
    was_connected: set[str] = set()
    try:
        while tasks:
            done, _ = await asyncio.wait(tasks, timeout=1, return_when=asyncio.FIRST_COMPLETED)
            was_connected |= {one.name for one in tasks.values() if one.is_connected}
            for task in done:
                one = tasks.pop(task)
                error = task.exception()
                if error is None or not tasks or one.name not in was_connected:
                    await task
                    continue
                log.error("app.platform_lost", platform=one.name, reason=str(error))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
