"""What `mentor check` finds, without starting or changing anything."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from bot.catalogue import find_data, load_catalogue
from bot.config import Settings
from bot.errors import StartupError
from bot.storage import invariants, schema
from bot.storage.database import sqlite_path

# Three base64url parts joined by dots; the first is the bot's id.
_TOKEN_FORM = re.compile(r"[\w-]{20,}\.[\w-]{6,}\.[\w-]{25,}")


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
        _token(settings),
        _database(settings),
        *_promises(settings),
        _catalogue(),
        _contact(settings),
    ]


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
