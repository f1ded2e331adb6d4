"""The ``mentor`` command line for operators."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.errors import StartupError, StorageUnavailableError
from bot.model import DeliveryState

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.model import Delivery
    from bot.services.deliveries import Deliveries

P = ParamSpec("P")
T = TypeVar("T")

app = typer.Typer(
    name="mentor",
    help="A self-hosted bot that mentors aspiring Technical Project Managers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
catalogue_app = typer.Typer(help="The content: certifications, roles, path, nudges, tips.")
db_app = typer.Typer(help="The database.")
app.add_typer(catalogue_app, name="catalogue")
deliveries_app = typer.Typer(help="Planned messages: what is on its way and what did not arrive.")
slack_app = typer.Typer(help="Slack.")
app.add_typer(db_app, name="db")
app.add_typer(slack_app, name="slack")
app.add_typer(deliveries_app, name="deliveries")

_out = Console()
_err = Console(stderr=True)
# sysexits aside, 2 is what operators' tools read as "not started because of settings".
_REFUSED = 2


def _explained(command: Callable[P, None]) -> Callable[P, None]:
    """Print a StartupError as the sentence it is and end with status 2."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except StartupError as error:
            _err.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
            raise typer.Exit(_REFUSED) from None

    return wrapped


def _settings() -> Settings:
    # Imported when needed, as everything of weight here: `mentor --help` answers at once.
    from bot.config import load_settings

    return load_settings()


def _show_version(wanted: bool) -> None:
    if wanted:
        _out.print(f"mentor {version('tpm-mentor')}", highlight=False)
        raise typer.Exit


@app.callback()
def start(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show it.")
    ] = False,
) -> None:
    """A self-hosted bot that mentors aspiring Technical Project Managers."""


@app.command()
@_explained
def run() -> None:
    """Run the bot until it is stopped."""
    from bot.app import run as run_app

    asyncio.run(run_app(_settings()))


@app.command()
@_explained
def demo(
    port: Annotated[int, typer.Option(help="The page's port; another is taken if busy.")] = 8765,
    state: Annotated[Path, typer.Option(help="Where the demo keeps its state.")] = Path("var/demo"),
) -> None:
    """Try the bot on a local Discord in the browser: no account, no token, no network."""
    from bot.demo import run_demo

    state.mkdir(parents=True, exist_ok=True)
    asyncio.run(run_demo(port, state.absolute()))


@app.command()
@_explained
def check() -> None:
    """Say what is missing before the bot can run, and how to mend it; changes nothing."""
    from bot.diagnosis import diagnose, diagnose_gateway

    table = Table("Part", "State", "What to do", title="mentor check")
    settings = _settings()
    findings = [*diagnose(settings), *asyncio.run(diagnose_gateway(settings))]
    for finding in findings:
        state = "[green]ok[/]" if finding.is_ok else "[red]missing[/]"
        table.add_row(finding.part, state, finding.advice)
    _out.print(table)
    if not all(finding.is_ok for finding in findings):
        raise typer.Exit(1)


@catalogue_app.command("check")
@_explained
def check_catalogue(
    max_age_days: Annotated[
        int | None, typer.Option(min=0, help="Also report entries checked longer ago.")
    ] = None,
) -> None:
    """Report invalid entries, and stale ones if an age is given."""
    from bot.catalogue import load_catalogue

    catalogue = load_catalogue()
    total = sum(1 for _ in catalogue.check_dates())
    stale = [] if max_age_days is None else catalogue.stale(_today(), max_age_days)
    for place, own_id, last_checked in stale:
        _out.print(f"{place}: {own_id}: last checked {last_checked}", highlight=False)
    _out.print(f"{total} entries are valid; {len(stale)} are stale.", highlight=False)
    if stale:
        raise typer.Exit(1)


@slack_app.command("manifest")
@_explained
def print_manifest() -> None:
    """Print the manifest to make the Slack app of: api.slack.com/apps > From a manifest > JSON."""
    import json

    from bot.platforms.slack.manifest import manifest

    typer.echo(json.dumps(manifest(), indent=2, ensure_ascii=False))


@db_app.command()
@_explained
def upgrade() -> None:
    """Bring the database to the newest schema (starting the bot does it too)."""
    from bot.storage import schema
    from bot.storage.database import sqlite_path

    path = sqlite_path(_settings().database_url)
    changed = schema.upgrade(path)
    _out.print(f"{path}: {'upgraded to' if changed else 'already at'} schema {schema.head()}.")


@db_app.command()
@_explained
def backup(path: Annotated[Path, typer.Argument(help="The new file to write.")]) -> None:
    """Copy the database while the bot runs, and check the copy."""
    from bot.storage.backup import back_up

    back_up(_settings().database_url, path)
    _out.print(f"{path}: backed up and checked.")


@deliveries_app.command("list")
@_explained
def list_deliveries(
    state: Annotated[
        DeliveryState | None, typer.Option(help="Only those in this state.", show_choices=True)
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(help="Only those due since this moment (UTC).")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")] = 50,
) -> None:
    """List planned messages, the last due first; changes nothing, the bot may run."""
    from bot.services.deliveries import Filter

    wanted = Filter(state, None if since is None else since.replace(tzinfo=UTC), limit)
    found = asyncio.run(_with_deliveries(lambda desk: desk.list(wanted)))
    table = Table("Id", "Kind", "For", "Due (UTC)", "State", "Tries", "Reason")
    table.columns[0].no_wrap = True
    for one in found:
        table.add_row(
            one.id,
            one.kind,
            _owner(one),
            _moment(one.due_at),
            one.state,
            str(one.attempts),
            escape(one.reason or ""),
        )
    _out.print(table if found else "No delivery fits.")
    if len(found) == limit:
        _out.print(f"Only the last {limit} are shown; --limit shows more.", highlight=False)


@deliveries_app.command()
@_explained
def show(delivery: Annotated[str, typer.Argument(help="Its id.")]) -> None:
    """Show everything that is known about one planned message, but not what it says."""
    found = asyncio.run(_with_deliveries(lambda desk: desk.find(delivery)))
    table = Table(show_header=False)
    rows = {
        "Id": found.id,
        "Kind": found.kind,
        "For": _owner(found),
        "State": found.state,
        "Reason": found.reason,
        "Due (UTC)": _moment(found.due_at),
        "Held back until (UTC)": _moment(found.not_before),
        "Channel": found.channel_id,
        "Tries": str(found.attempts),
        "First try (UTC)": _moment(found.first_attempt_at),
        "Last try (UTC)": _moment(found.last_attempt_at),
        "Next try (UTC)": _moment(found.next_try_at) if found.state == "pending" else "",
        "Sent (UTC)": _moment(found.sent_at),
        "Told inside": found.merged_into,
        "Message": found.message_id,
    }
    for name, value in rows.items():
        if value:
            table.add_row(name, escape(value))
    _out.print(table)


@deliveries_app.command()
@_explained
def retry(
    delivery: Annotated[str, typer.Argument(help="Its id.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Send a failed, doubtful or kept message once more; a running bot does it at its next tick."""
    found = asyncio.run(_with_deliveries(lambda desk: desk.find_retriable(delivery)))
    if found.state is DeliveryState.IN_DOUBT:
        _err.print(
            "Nobody could tell whether this message arrived. If the bot still may not read the "
            "channel's history, it may appear there twice: look there first.",
            style="yellow",
        )
    if not yes and not typer.confirm(f"Send this {found.kind} ({found.state}) once more?"):
        raise typer.Exit(1)
    asyncio.run(_with_deliveries(lambda desk: desk.retry(found), is_reading=False))
    _out.print(f"{found.id}: waits to be sent.", highlight=False)


async def _with_deliveries(
    work: Callable[[Deliveries], Awaitable[T]], *, is_reading: bool = True
) -> T:
    from bot.clock import SystemClock
    from bot.services.deliveries import Deliveries
    from bot.storage.database import Database

    url = _settings().database_url
    database = await (Database.peek(url) if is_reading else Database.open(url))
    try:
        return await work(Deliveries(database, SystemClock()))
    except StorageUnavailableError as error:
        raise StartupError(f"The database cannot be used just now: {error.__cause__}") from error
    finally:
        await database.close()


def _owner(delivery: Delivery) -> str:
    if delivery.community_id is not None:
        return f"community {delivery.community_id}"
    return f"member {delivery.member_id}"


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


@app.command()
@_explained
def healthcheck() -> None:
    """Ask the running bot whether it is healthy (for containers); status 1 when not."""
    settings = _settings()
    if settings.health_port is None:
        raise StartupError("MENTOR_HEALTH_PORT is not set, so nothing answers.")
    problem = asyncio.run(_ask_health(settings))
    if problem:
        _err.print(problem, markup=False)
        raise typer.Exit(1)


async def _ask_health(settings: Settings) -> str:
    import aiohttp

    url = f"http://{settings.health_host}:{settings.health_port}/healthz"
    timeout = aiohttp.ClientTimeout(total=3)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
            return "" if answer.status == 200 else await answer.text()
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"{url} does not answer: {error}"


def _today() -> date:
    return datetime.now(UTC).date()


def main() -> None:
    """Run the command line."""
    app()
