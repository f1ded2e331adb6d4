"""REST routes for roles."""

from __future__ import annotations

from typing import Final

from playground import permissions as may
from playground.events import Json
from playground.guild import Guild
from playground.refusals import Form, refusal
from playground.rest import Call, Route
from playground.shapes import boolean, each, permissions, record, snowflake, text, whole
from playground.targets import check_above_role, guild_in, role_in

_MOST: Final = 250


def list_roles(call: Call) -> list[Json]:
    """GET /guilds/{id}/roles."""
    return list(guild_in(call).roles.values())


def get_role(call: Call) -> Json:
    """GET /guilds/{id}/roles/{id}."""
    return role_in(call, guild_in(call))


def count_members(call: Call) -> Json:
    """GET /guilds/{id}/roles/member-counts: by role, without @everyone."""
    guild = guild_in(call)
    held = [role_id for member in guild.members.values() for role_id in member["roles"]]
    return {role_id: held.count(role_id) for role_id in guild.roles if role_id != guild.id}


def create_role(call: Call) -> Json:
    """POST /guilds/{id}/roles: at the bottom, with the permissions of @everyone by default."""
    guild = guild_in(call, may.MANAGE_ROLES)
    if len(guild.roles) >= _MOST:
        raise refusal(30005)
    fields = _fields(call, guild)
    default = int(guild.roles[guild.id]["permissions"])
    for role in sorted(guild.roles.values(), key=lambda role: -role["position"]):
        if role["id"] != guild.id:
            call.world.edit_role(guild, role["id"], position=role["position"] + 1)
    held = int(fields.pop("permissions", default))
    name = fields.pop("name", None) or "new role"
    return call.world.add_role(guild, name, held, position=1, **fields)


def edit_role(call: Call) -> Json:
    """PATCH /guilds/{id}/roles/{id}."""
    guild = guild_in(call, may.MANAGE_ROLES)
    role = role_in(call, guild)
    check_above_role(call, guild, role)
    return call.world.edit_role(guild, role["id"], **_fields(call, guild))


def delete_role(call: Call) -> None:
    """DELETE /guilds/{id}/roles/{id}: not @everyone and no managed role (50028)."""
    guild = guild_in(call, may.MANAGE_ROLES)
    role = role_in(call, guild)
    if role["id"] == guild.id or role["managed"]:
        raise refusal(50028)
    check_above_role(call, guild, role)
    call.world.delete_role(guild, role["id"])


def move_roles(call: Call) -> list[Json]:
    """PATCH /guilds/{id}/roles: new positions, below the bot's own highest role."""
    guild = guild_in(call, may.MANAGE_ROLES)
    rank = guild.rank(call.world.bot["id"])
    for move in call.body:
        if (role := guild.roles.get(move["id"])) is None:
            raise refusal(10011)
        check_above_role(call, guild, role)
        if (move.get("position") or 0) >= rank:
            raise refusal(50013)
    for move in call.body:
        if move.get("position") is not None:
            call.world.edit_role(guild, move["id"], position=move["position"])
    return list(guild.roles.values())


def _fields(call: Call, guild: Guild) -> Json:
    fields = {key: value for key, value in call.json().items() if value is not None}
    held = guild.scope(call.world.bot["id"]).permissions()
    if int(fields.get("permissions", 0)) & ~held & may.ALL:
        raise refusal(50013)
    if fields.get("icon") or fields.get("unicode_emoji"):
        form = Form(("icon",))
        form.fault("GUILD_FEATURE_MISSING", "This server needs more boosts to perform this action")
        form.refuse()
    colors = fields.get("colors")
    if colors:
        fields["color"] = colors.get("primary_color") or 0
        fields["colors"] = {**_colors(fields["color"]), **colors}
    elif "color" in fields:
        fields["colors"] = _colors(fields["color"])
    return {key: value for key, value in fields.items() if key not in ("icon", "unicode_emoji")}


def _colors(color: int) -> Json:
    return {"primary_color": color, "secondary_color": None, "tertiary_color": None}


_ROLES = "/guilds/{guild_id}/roles"
_COLOR = whole(0, 0xFFFFFF)
_ROLE = record(
    name=text(0, 100),
    permissions=permissions,
    color=_COLOR,
    colors=record(primary_color=_COLOR, secondary_color=_COLOR, tertiary_color=_COLOR),
    hoist=boolean,
    mentionable=boolean,
    icon=text(),
    unicode_emoji=text(),
)

ROLE_ROUTES = [
    Route("GET", _ROLES, list_roles),
    Route("POST", _ROLES, create_role, _ROLE),
    Route("PATCH", _ROLES, move_roles, each(record("id", id=snowflake, position=whole(0)))),
    Route("GET", _ROLES + "/member-counts", count_members),
    Route("GET", _ROLES + "/{role_id}", get_role),
    Route("PATCH", _ROLES + "/{role_id}", edit_role, _ROLE),
    Route("DELETE", _ROLES + "/{role_id}", delete_role),
]
