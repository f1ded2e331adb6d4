"""What `mentor check` finds, without starting or changing anything."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from dataclasses import dataclass
from importlib.util import find_spec

from bot.catalogue import find_data, load_catalogue
from bot.clock import SystemClock
from bot.config import Settings
from bot.errors import StartupError
from bot.platforms.discord.client import point_at
from bot.platforms.discord.connection import recommended_shards
from bot.platforms.discord.headers import Headers
from bot.storage import invariants, schema
from bot.storage.database import sqlite_path

# Three base64url parts joined by dots; the first is the bot's id.
_TOKEN_FORM = re.compile(r"[\w-]{20,}\.[\w-]{6,}\.[\w-]{25,}")
_PATIENCE_SECONDS = 10.0
# docs: events/gateway, "Sharding": one connection serves 2,500 servers at most.
_MOST_SERVERS, _MANY_SERVERS = 2_500, 2_000


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one part and what to do about it."""

    part: str
    is_ok: bool
    advice: str


def diagnose(settings: Settings) -> list[Finding]:
    """Look at settings, token, database and catalogue; no network, nothing written."""
    return [
        Finding("settings", True, "all readable"),
        *_tokens(settings),
        _database(settings),
        *_promises(settings),
        _catalogue(),
        _contact(settings),
    ]


async def diagnose_gateway(settings: Settings) -> list[Finding]:
    """Ask Discord whether it would let the bot in, and for how much longer in one shard."""
    token = _token(settings)
    if settings.discord_token is None or not token.is_ok:
        return []
    headers = Headers(SystemClock())
    point_at(settings.discord_api_url, settings.discord_gateway_url)
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            found = await recommended_shards(settings.discord_token.get_secret_value(), headers)
    except StartupError as error:
        return [Finding("gateway", False, str(error))]
    except OSError:  # a timeout, too
        return [Finding("gateway", True, "not asked: Discord cannot be reached from here just now")]
    return [_gateway(*found), _clock(headers)]


def _gateway(shards: int, servers: int) -> Finding:
    if shards > 1 or servers >= _MANY_SERVERS:
        advice = (
            f"In about {servers:,} servers, and Discord recommends {shards} shard(s). This version "
            f"runs in one, which Discord allows for {_MOST_SERVERS:,} servers: run a second "
            "application with a database of its own for further ones in time."
        )
        return Finding("gateway", False, advice)
    return Finding("gateway", True, f"Discord lets the bot in; about {servers:,} server(s)")


def _clock(headers: Headers) -> Finding:
    if headers.skew is None:
        return Finding("clock", True, "not compared: Discord's answers have no date")
    seconds = headers.skew.total_seconds()
    if headers.is_off:
        advice = (
            f"This host's clock is {abs(seconds):,.0f} s {'ahead of' if seconds > 0 else 'behind'} "
            "Discord's, so posts come at the wrong time. Set it, best with NTP."
        )
        return Finding("clock", False, advice)
    return Finding("clock", True, "agrees with Discord's")


def _tokens(settings: Settings) -> list[Finding]:
    """Look at the tokens of what is wanted: Discord, unless only Slack's are set."""
    wanted = settings.slack_app_token is not None or settings.slack_bot_token is not None
    found = [_slack_tokens(settings)] if wanted else []
    return found if wanted and settings.discord_token is None else [_token(settings), *found]


def _slack_tokens(settings: Settings) -> Finding:
    for token, start, place in (
        (settings.slack_app_token, "xapp-", "Basic Information > App-Level Tokens"),
        (settings.slack_bot_token, "xoxb-", "Install App"),
    ):
        name = "MENTOR_SLACK_APP_TOKEN" if start == "xapp-" else "MENTOR_SLACK_BOT_TOKEN"
        if token is None:
            return Finding("slack", False, f"Set {name} (your app's settings > {place}).")
        if not token.get_secret_value().startswith(start):
            return Finding("slack", False, f"{name} does not start with {start}: copy it again.")
    if find_spec("slack_sdk") is None:
        advice = 'Install the bot with what Slack needs: pip install "tpm-mentor[slack]".'
        return Finding("slack", False, advice)
    return Finding("slack", True, "both tokens present (Slack decides whether they are valid)")


def _token(settings: Settings) -> Finding:
    if settings.discord_token is None:
        advice = "Set MENTOR_DISCORD_TOKEN (developer portal > your application > Bot)."
        return Finding("token", False, advice)
    is_local = settings.discord_api_url is not None
    if not is_local and not _TOKEN_FORM.fullmatch(settings.discord_token.get_secret_value()):
        advice = "MENTOR_DISCORD_TOKEN does not look like a bot token. Copy it again."
        return Finding("token", False, advice)
    return Finding("token", True, "present (Discord decides whether it is valid)")


def _database(settings: Settings) -> Finding:
    try:
        path = sqlite_path(settings.database_url)
        found = schema.version(path)
    except StartupError as error:
        return Finding("database", False, str(error))
    if found is None:
        return Finding("database", True, f"{path} will be created at the first start")
    if found != schema.head():
        return Finding("database", True, f"{path} will be migrated from {found} at the next start")
    return Finding("database", True, f"{path}, schema {found}")


def _promises(settings: Settings) -> list[Finding]:
    """Look for planned messages that stand as none ever should; nothing, without a database."""
    try:
        path = sqlite_path(settings.database_url)
        if schema.version(path) != schema.head():
            return []
        found = invariants.inspect_file(path)
    except (StartupError, sqlite3.Error):
        # The line about the database says so.
        return []
    if not found:
        kept = f"all {len(invariants.INVARIANTS)} rules of planned messages hold"
        return [Finding("promises", True, kept)]
    told = "; ".join(f"{one.name}: {len(one.ids)} (such as {one.ids[0]})" for one in found)
    advice = f"Report this as a fault of the bot, messages may be lost by it. {told}"
    return [Finding("promises", False, advice)]


def _catalogue() -> Finding:
    try:
        catalogue = load_catalogue()
    except StartupError as error:
        return Finding("catalogue", False, str(error))
    count = sum(1 for _ in catalogue.check_dates())
    return Finding("catalogue", True, f"{count} entries in {find_data()}")


def _contact(settings: Settings) -> Finding:
    if settings.operator_contact:
        return Finding("contact", True, "members see it in /privacy info")
    advice = "Set MENTOR_OPERATOR_CONTACT: Discord asks that members can reach you."
    return Finding("contact", False, advice)
