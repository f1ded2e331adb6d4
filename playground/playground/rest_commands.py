"""REST routes for application commands and their permissions."""

from __future__ import annotations

from playground import bodies
from playground.command_limits import CHAT_INPUT, check_commands
from playground.events import Json
from playground.refusals import refusal
from playground.rest import Call, Route
from playground.targets import guild_in
from playground.wire import parts
from playground.world import GLOBAL

_LOCALISED = ("name_localizations", "description_localizations")


def list_commands(call: Call) -> list[Json]:
    """GET …/commands: with all localisations only if ``with_localizations`` is set (docs)."""
    commands = call.world.commands.get(_scope(call), {}).values()
    if call.flag("with_localizations"):
        return list(commands)
    return [{k: v for k, v in c.items() if k not in _LOCALISED} for c in commands]


def get_command(call: Call) -> Json:
    """GET …/commands/{id}."""
    return _command(call)


def put_commands(call: Call) -> list[Json]:
    """PUT …/commands: replace all; a command that keeps its name keeps its id."""
    scope = _scope(call)
    wanted: list[Json] = call.body
    check_commands(wanted)
    registered = [_register(call, scope, command) for command in wanted]
    return call.world.set_commands(scope, registered)


def post_command(call: Call) -> Json:
    """POST …/commands: add one, or replace the one with its name."""
    scope = _scope(call)
    check_commands([call.json()])
    command = _register(call, scope, call.json())
    _replace(call, scope, command)
    return command


def patch_command(call: Call) -> Json:
    """PATCH …/commands/{id}."""
    changed = {**_command(call), **call.json()}
    check_commands([changed])
    changed["version"] = call.world.ids.next()
    _replace(call, _scope(call), changed)
    return changed


def delete_command(call: Call) -> None:
    """DELETE …/commands/{id}."""
    gone = _command(call)
    scope = _scope(call)
    rest = [c for c in call.world.commands[scope].values() if c["id"] != gone["id"]]
    call.world.set_commands(scope, rest)


def get_command_permissions(call: Call) -> Json:
    """GET …/commands/{id}/permissions: what moderators overrode; 10066 if nothing."""
    guild = guild_in(call)
    target = call.ids["command_id"]
    if target != call.world.application["id"]:
        _known(call, target)
    if target not in guild.command_permissions:
        raise refusal(10066)
    return _permissions(call, target, guild.command_permissions[target])


def list_command_permissions(call: Call) -> list[Json]:
    """GET …/commands/permissions: every command with overrides."""
    found = guild_in(call).command_permissions
    return [_permissions(call, target, permissions) for target, permissions in found.items()]


def put_command_permissions(call: Call) -> None:
    """PUT …/commands/{id}/permissions: never with a bot's token (docs: a Bearer token only)."""
    guild_in(call)
    raise refusal(20001)


def _permissions(call: Call, target: str, permissions: list[Json]) -> Json:
    return {
        "id": target,
        "application_id": call.world.application["id"],
        "guild_id": call.ids["guild_id"],
        "permissions": permissions,
    }


def _known(call: Call, command_id: str) -> None:
    usable = call.world.commands_for(call.ids["guild_id"])
    if all(command["id"] != command_id for command in usable):
        raise refusal(10063)


def _scope(call: Call) -> str:
    if call.ids["application_id"] != call.world.application["id"]:
        raise refusal(50001)
    if "guild_id" not in call.ids:
        return GLOBAL
    if call.ids["guild_id"] not in call.world.guilds:
        raise refusal(50001)
    return call.ids["guild_id"]


def _command(call: Call) -> Json:
    command = call.world.commands.get(_scope(call), {}).get(call.ids["command_id"])
    if command is None:
        raise refusal(10063)
    return command


def _register(call: Call, scope: str, wanted: Json) -> Json:
    kind = wanted.get("type") or CHAT_INPUT
    same = (
        command["id"]
        for command in call.world.commands.get(scope, {}).values()
        if (command["name"], command["type"]) == (wanted["name"], kind)
    )
    command: Json = {
        "id": next(same, None) or call.world.ids.next(),
        "application_id": call.world.application["id"],
        "version": call.world.ids.next(),
        "type": kind,
        "name": wanted["name"],
        "name_localizations": wanted.get("name_localizations"),
        "description": wanted.get("description") or "",
        "description_localizations": wanted.get("description_localizations"),
        "options": parts(wanted, "options"),
        "nsfw": bool(wanted.get("nsfw")),
        "dm_permission": wanted.get("dm_permission") is not False,
        "default_member_permissions": wanted.get("default_member_permissions"),
        "integration_types": wanted.get("integration_types") or [0],
        "contexts": wanted.get("contexts"),
    }
    if scope != GLOBAL:
        command["guild_id"] = scope
    return command


def _replace(call: Call, scope: str, command: Json) -> None:
    known = {**call.world.commands.get(scope, {}), command["id"]: command}
    call.world.set_commands(scope, known.values())


_SCOPES = ("/applications/{application_id}", "/applications/{application_id}/guilds/{guild_id}")
_PERMISSIONS = _SCOPES[1] + "/commands/{command_id}/permissions"

COMMAND_ROUTES = [
    Route("GET", _SCOPES[1] + "/commands/permissions", list_command_permissions),
    Route("GET", _PERMISSIONS, get_command_permissions),
    Route("PUT", _PERMISSIONS, put_command_permissions),
    *(
        Route(method, scope + path, handler, body)
        for scope in _SCOPES
        for method, path, handler, body in (
            ("GET", "/commands", list_commands, None),
            ("PUT", "/commands", put_commands, bodies.COMMANDS),
            ("POST", "/commands", post_command, bodies.COMMAND),
            ("GET", "/commands/{command_id}", get_command, None),
            ("PATCH", "/commands/{command_id}", patch_command, bodies.COMMAND_CHANGES),
            ("DELETE", "/commands/{command_id}", delete_command, None),
        )
    ),
]
