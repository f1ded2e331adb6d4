"""Connecting to Discord: whatever it refuses for good ends in one sentence for the operator."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog
from discord import app_commands
from discord.ext import commands
from discord.http import Route

from bot.errors import StartupError
from bot.platforms.discord.headers import Headers

if TYPE_CHECKING:
    from bot.platforms.discord.client import MentorClient

log = structlog.get_logger(__name__)

_REFUSED = (
    "Discord refused the token in MENTOR_DISCORD_TOKEN. Copy it again from the developer "
    "portal (Bot > Reset Token), then start the bot. Nothing that was planned is lost."
)
_SHARDS = (
    "Discord wants this bot in several shards: it is in too many servers for one (2,500 at most). "
    "Let it leave some, and run a second application with a database of its own for those."
)
_VERSION = (
    "Discord does not speak this version of its API any more. Install a newer version of the bot."
)
_INTENTS = (
    "Discord refused the intents that the bot asks for. It needs none that has to be switched on "
    "in the developer portal: install the newest version of the bot."
)
# docs: topics/opcodes-and-status-codes, "Gateway Close Event Codes"
_CLOSED = {4004: _REFUSED, 4010: _SHARDS, 4011: _SHARDS, 4012: _VERSION, 4013: _INTENTS}
# docs: topics/opcodes-and-status-codes, JSON error codes
_OLD_VERSION = 50041
# Their tokens are an interaction's or a webhook's own.
_TOKENLESS = ("/webhooks/", "/interactions/")


class NotDiscordError(aiohttp.ClientError):
    """Say that something else answered in Discord's place, such as a proxy with a page."""


class Answers:
    """Look at every answer of the REST API before discord.py reads it.

    ``doubted`` is set when one says that the token is wrong.
    """

    def __init__(self) -> None:
        self.doubted = asyncio.Event()
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._look)

    async def _look(
        self, _: aiohttp.ClientSession, __: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        url, answer = str(ended.url), ended.response
        if not url.startswith(Route.BASE):
            return
        if answer.status == 401 and not url.removeprefix(Route.BASE).startswith(_TOKENLESS):
            self.doubted.set()
        # discord.py hands on the text of anything else as if it were the object asked for.
        is_json = answer.headers.get("Content-Type") == "application/json"
        if 200 <= answer.status < 300 and answer.status != 204 and not is_json:
            answer.close()
            raise NotDiscordError(f"{answer.host} answered with no JSON")


async def stay_connected(client: MentorClient, token: str) -> None:
    """Log in and stay connected until the client is closed.

    Raises
    ------
    StartupError
        Discord refuses the bot for good, or cannot be reached at the start.
    """
    watch = asyncio.create_task(_watch_token(client), name="token-watch")
    connection = asyncio.create_task(_connect(client, token), name="connection")
    try:
        await asyncio.wait({watch, connection}, return_when=asyncio.FIRST_COMPLETED)
        await (connection if connection.done() else watch)
    finally:
        watch.cancel()
        connection.cancel()
        await asyncio.gather(watch, connection, return_exceptions=True)


async def recommended_shards(token: str, headers: Headers) -> tuple[int, int]:
    """Return how many shards Discord recommends, and roughly in how many servers the bot is.

    ``headers`` hear what the answers say besides.

    Raises
    ------
    StartupError
        Discord refuses the bot.
    OSError
        Discord cannot be reached.
    """
    trace = Answers().trace
    headers.listen(trace)
    client = discord.Client(intents=discord.Intents.none(), http_trace=trace)
    async with client:
        try:
            await client.login(token)
            shards, _, _ = await client.http.get_bot_gateway()
        except (discord.DiscordException, aiohttp.ClientError) as error:
            raise _explained(error) or OSError(str(error)) from error
        servers = client.application.approximate_guild_count if client.application else 0
        return shards, servers


async def _watch_token(client: MentorClient) -> None:
    """Return never, unless Discord refuses the token; asked twice, as it errs in outages."""
    while True:
        await client.answers.doubted.wait()
        try:
            await client.application_info()
        except discord.HTTPException as error:
            if error.status == 401:
                raise StartupError(_REFUSED) from error
        except (aiohttp.ClientError, OSError) as error:
            log.info("discord.token_doubted", reason=type(error).__name__)
        client.answers.doubted.clear()


async def _connect(client: MentorClient, token: str) -> None:
    try:
        await client.start(token)
    except (app_commands.AppCommandError, commands.ExtensionError):
        # Our own fault: the traceback says where.
        raise
    except (discord.DiscordException, OSError, aiohttp.ClientError) as error:
        unreachable = StartupError(f"Discord cannot be reached: {error}. Check the network.")
        raise _explained(error) or unreachable from error
    except AttributeError as error:
        # discord.py 2.7 reads client.ws after a failed first connect (client.py, connect()).
        if getattr(client, "ws", None) is not None:
            raise
        raise StartupError("Discord's gateway cannot be reached. Check the network.") from error


def _explained(error: Exception) -> StartupError | None:
    """Return what an operator can do about a refusal; None if the network may be to blame."""
    if isinstance(error, discord.LoginFailure):
        return StartupError(_REFUSED)
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return StartupError(_INTENTS)
    if isinstance(error, discord.ConnectionClosed):
        told = _CLOSED.get(error.code)
        return StartupError(told or f"Discord closed the connection for good (code {error.code}).")
    if isinstance(error, NotDiscordError):
        return StartupError(
            f"{error}: something between the bot and Discord answers in its place, such as a "
            "proxy. Check the network and MENTOR_DISCORD_API_URL."
        )
    if isinstance(error, discord.HTTPException):
        return _explained_answer(error)
    return None


def _explained_answer(error: discord.HTTPException) -> StartupError:
    if error.status == 401:
        return StartupError(_REFUSED)
    if error.code == _OLD_VERSION:
        return StartupError(_VERSION)
    told = f"Discord answered the bot's start with status {error.status}"
    if error.code:
        return StartupError(f"{told}, code {error.code}. Its status page may say why.")
    return StartupError(
        f"{told}, which may come from a proxy in between. Check the network and "
        "MENTOR_DISCORD_API_URL; discordstatus.com says whether Discord itself is troubled."
    )
