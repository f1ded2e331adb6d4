"""The ``mentor`` command line for operators."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec

import typer
from rich.console import Console
from rich.table import Table

from bot.errors import StartupError

if TYPE_CHECKING:
    from bot.config import Settings

P = ParamSpec("P")

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
app.add_typer(db_app, name="db")

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
    from bot.diagnosis import diagnose

    table = Table("Part", "State", "What to do", title="mentor check")
    findings = diagnose(_settings())
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
