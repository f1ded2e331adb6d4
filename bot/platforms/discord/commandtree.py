"""Publish the commands only when Discord has others, and know their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import structlog
from discord.http import Route

from bot.platforms.discord.languages import translate

if TYPE_CHECKING:
    from discord import app_commands

log = structlog.get_logger(__name__)

# What Discord adds to a command that it was told (docs: interactions/application-commands).
_DISCORDS_OWN = frozenset({"id", "application_id", "version", "guild_id"})
# What a command is where nothing else is said; the first is deprecated for ``contexts``.
_DEFAULTS: dict[str, Any] = {"dm_permission": True, "type": 1, "integration_types": [0]}
_UNORDERED = frozenset({"contexts", "integration_types", "channel_types"})


async def publish(tree: app_commands.CommandTree[Any]) -> dict[str, int]:
    """Sync the tree if it differs from what stands at Discord; return the ids by root name.

    Discord allows 200 new commands a day per guild, and a rename loses the moderators' permission
    overrides (docs: interactions/application-commands), hence never on every start. What was
    published last is no evidence: another version may have published with the same token since.
    """
    there = await _standing(tree)
    wanted = [translate(command.to_dict(tree)) for command in tree.get_commands()]
    if {_key(one): _told(one) for one in there} == {_key(one): _told(one) for one in wanted}:
        log.info("commands.unchanged", count=len(there))
    else:
        there = await _put(tree, wanted)
        log.info("commands.published", count=len(there))
    return {command["name"]: int(command["id"]) for command in there}


async def _standing(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """Return the commands as Discord has them, all translations included."""
    # discord.py's fetch_commands() does not ask for the translations.
    path = "/applications/{application_id}/commands?with_localizations=true"
    route = Route("GET", path, application_id=tree.client.application_id)
    return await tree.client.http.request(route)


async def _put(
    tree: app_commands.CommandTree[Any], wanted: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Tell Discord the commands, and return them as it has them now."""
    # discord.py's sync() would write them anew, and ask a translator of its own.
    route = Route(
        "PUT", "/applications/{application_id}/commands", application_id=tree.client.application_id
    )
    return await tree.client.http.request(route, json=wanted)


def _key(command: dict[str, Any]) -> tuple[str, int]:
    return command["name"], command.get("type") or 1


def _told(value: Any, key: str = "") -> Any:
    """Return what a command says, however it is written: defaults and nothings left out."""
    if isinstance(value, dict):
        parts = cast(dict[str, Any], value)
        # Discord derives the one from the other.
        ignored = {*_DISCORDS_OWN, "dm_permission"} if parts.get("contexts") else _DISCORDS_OWN
        told = {name: _told(part, name) for name, part in parts.items() if name not in ignored}
        return {name: part for name, part in told.items() if not _is_default(name, part)}
    if isinstance(value, list):
        items = [_told(item) for item in cast(list[Any], value)]
        return sorted(items) if key in _UNORDERED else items
    # Discord writes permission sets as text.
    return str(value) if key == "default_member_permissions" and value is not None else value


def _is_default(name: str, part: Any) -> bool:
    return part is None or part is False or part in ("", {}, []) or part == _DEFAULTS.get(name)
