"""REST routes for the bot itself, its commands, and guilds."""

from __future__ import annotations

from playground import permissions as may
from playground.command_limits import CHAT_INPUT, check_commands
from playground.events import Json
from playground.guild import Guild
from playground.refusals import refusal
from playground.rest import Call, Route
from playground.wire import Json as Body
from playground.wire import parts
from playground.world import GLOBAL


def get_me(call: Call) -> Json:
    """GET /users/@me."""
    return call.world.bot


def get_user(call: Call) -> Json:
    """GET /users/{id}."""
    user = call.world.users.get(call.ids["user_id"])
    if user is None:
        raise refusal(10013)
    return user


def get_application(call: Call) -> Json:
    """GET /oauth2/applications/@me and /applications/@me."""
    return call.world.application


def get_gateway(call: Call) -> Json:
    """GET /gateway."""
    return {"url": call.gateway.url}


def get_gateway_bot(call: Call) -> Json:
    """GET /gateway/bot: one shard per started 2,500 guilds."""
    shards = -(-len(call.world.guilds) // call.gateway.guilds_per_shard) or 1
    allowance: Json = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 16}
    return {"url": call.gateway.url, "shards": shards, "session_start_limit": allowance}


def list_commands(call: Call) -> list[Json]:
    """GET …/commands."""
    return list(call.world.commands.get(_scope(call), {}).values())


def get_command(call: Call) -> Json:
    """GET …/commands/{id}."""
    return _command(call)


def put_commands(call: Call) -> list[Json]:
    """PUT …/commands: replace all; a command that keeps its name keeps its id."""
    scope = _scope(call)
    wanted = parts({"commands": call.body}, "commands")
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
    """GET …/commands/{id}/permissions: nobody overrode any."""
    _guild(call)
    raise refusal(10066)


def list_command_permissions(call: Call) -> list[Json]:
    """GET …/commands/permissions: nobody overrode any."""
    _guild(call)
    return []


def list_my_guilds(call: Call) -> list[Json]:
    """GET /users/@me/guilds."""
    bot_id = call.world.bot["id"]
    return [
        {
            **{key: guild.data[key] for key in ("id", "name", "icon", "banner", "features")},
            "owner": guild.data["owner_id"] == bot_id,
            "permissions": str(guild.scope(bot_id).permissions()),
        }
        for guild in call.world.guilds.values()
    ]


def get_guild(call: Call) -> Json:
    """GET /guilds/{id}."""
    guild = _guild(call)
    return {**guild.data, "roles": list(guild.roles.values())}


def list_channels(call: Call) -> list[Json]:
    """GET /guilds/{id}/channels."""
    return list(_guild(call).channels.values())


def list_roles(call: Call) -> list[Json]:
    """GET /guilds/{id}/roles."""
    return list(_guild(call).roles.values())


def get_member(call: Call) -> Json:
    """GET /guilds/{id}/members/{id}."""
    return _member(call, _guild(call))


def add_member_role(call: Call) -> None:
    """PUT /guilds/{id}/members/{id}/roles/{id}."""
    _set_role(call, held=True)


def remove_member_role(call: Call) -> None:
    """DELETE /guilds/{id}/members/{id}/roles/{id}."""
    _set_role(call, held=False)


def _set_role(call: Call, *, held: bool) -> None:
    guild = _guild(call)
    member = _member(call, guild)
    role = guild.roles.get(call.ids["role_id"])
    if role is None:
        raise refusal(10011)
    bot = guild.members[call.world.bot["id"]]
    highest = max(guild.roles[role_id]["position"] for role_id in [guild.id, *bot["roles"]])
    allowed = guild.scope(call.world.bot["id"]).permissions() & may.MANAGE_ROLES
    if not allowed or role["position"] >= highest:
        raise refusal(50013)
    others = [role_id for role_id in member["roles"] if role_id != role["id"]]
    roles = [*others, role["id"]] if held else others
    call.world.set_member_roles(guild, call.ids["user_id"], roles)


def _guild(call: Call) -> Guild:
    guild = call.world.guilds.get(call.ids["guild_id"])
    if guild is None:
        raise refusal(10004)
    return guild


def _member(call: Call, guild: Guild) -> Json:
    member = guild.members.get(call.ids["user_id"])
    if member is None:
        raise refusal(10007)
    return member


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


def _register(call: Call, scope: str, wanted: Body) -> Json:
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
        "description": wanted.get("description") or "",
        "options": parts(wanted, "options"),
        "nsfw": bool(wanted.get("nsfw")),
        "dm_permission": wanted.get("dm_permission", True),
        "integration_types": wanted.get("integration_types") or [0],
        "contexts": wanted.get("contexts"),
    }
    for key in (
        "default_member_permissions",
        "name_localizations",
        "description_localizations",
    ):
        value = wanted.get(key)
        command[key] = str(value) if key == "default_member_permissions" and value else value
    if wanted.get("default_member_permissions") == 0:
        command["default_member_permissions"] = "0"
    if scope != GLOBAL:
        command["guild_id"] = scope
    return command


def _replace(call: Call, scope: str, command: Json) -> None:
    known = {**call.world.commands.get(scope, {}), command["id"]: command}
    call.world.set_commands(scope, known.values())


_SCOPES = ("/applications/{application_id}", "/applications/{application_id}/guilds/{guild_id}")
_GUILD = "/guilds/{guild_id}"
_MEMBER = _GUILD + "/members/{user_id}"

APPLICATION_ROUTES = [
    Route("GET", "/users/@me", get_me),
    Route("GET", "/users/@me/guilds", list_my_guilds),
    Route("GET", "/users/{user_id}", get_user),
    Route("GET", "/oauth2/applications/@me", get_application),
    Route("GET", "/applications/@me", get_application),
    Route("GET", "/gateway", get_gateway),
    Route("GET", "/gateway/bot", get_gateway_bot),
    Route("GET", _SCOPES[1] + "/commands/permissions", list_command_permissions),
    Route("GET", _SCOPES[1] + "/commands/{command_id}/permissions", get_command_permissions),
    *(
        Route(method, scope + path, handler)
        for scope in _SCOPES
        for method, path, handler in (
            ("GET", "/commands", list_commands),
            ("PUT", "/commands", put_commands),
            ("POST", "/commands", post_command),
            ("GET", "/commands/{command_id}", get_command),
            ("PATCH", "/commands/{command_id}", patch_command),
            ("DELETE", "/commands/{command_id}", delete_command),
        )
    ),
    Route("GET", _GUILD, get_guild),
    Route("GET", _GUILD + "/channels", list_channels),
    Route("GET", _GUILD + "/roles", list_roles),
    Route("GET", _MEMBER, get_member),
    Route("PUT", _MEMBER + "/roles/{role_id}", add_member_role),
    Route("DELETE", _MEMBER + "/roles/{role_id}", remove_member_role),
]
