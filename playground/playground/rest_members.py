"""REST routes for members of a guild and their roles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from playground import permissions as may
from playground.events import Json
from playground.guild import Guild
from playground.intents import GUILD_MEMBERS
from playground.member_chunks import matching
from playground.refusals import Form, refusal
from playground.rest import Call, Route
from playground.shapes import boolean, each, moment, record, snowflake, text, whole
from playground.targets import (
    check_above_member,
    check_above_role,
    guild_in,
    member_in,
    role_in,
)

_LONGEST_TIMEOUT: Final = timedelta(days=28)
_VOICE: Final = ("mute", "deaf", "channel_id")


def list_members(call: Call) -> list[Json]:
    """GET /guilds/{id}/members: only with the members intent (docs), by id."""
    guild = guild_in(call)
    check_members_intent(call)
    limit = call.whole("limit", 1, 1, 1000)
    after = call.snowflake("after") or 0
    ids = sorted((user_id for user_id in guild.members if int(user_id) > after), key=int)
    return [guild.members[user_id] for user_id in ids[:limit]]


def search_members(call: Call) -> list[Json]:
    """GET /guilds/{id}/members/search: names that start with the query."""
    guild = guild_in(call)
    query = call.query.get("query")
    form = Form(("query",))
    form.text(query, 1, 100)
    form.refuse()
    limit = call.whole("limit", 1, 1, 1000)
    return list(matching(guild, str(query)))[:limit]


def get_member(call: Call) -> Json:
    """GET /guilds/{id}/members/{id}."""
    return member_in(call, guild_in(call))


def edit_member(call: Call) -> Json:
    """PATCH /guilds/{id}/members/{id}: nick, roles, timeout."""
    guild = guild_in(call)
    member = member_in(call, guild)
    changes = call.json()
    if any(changes.get(key) is not None for key in _VOICE):
        raise refusal(40032)
    if "nick" in changes:
        _check_change(call, guild, may.MANAGE_NICKNAMES)
    if "communication_disabled_until" in changes:
        _check_change(call, guild, may.MODERATE_MEMBERS)
        _check_timeout(guild, member, changes["communication_disabled_until"])
    if "roles" in changes:
        changes["roles"] = _checked_roles(call, guild, member, changes["roles"] or [])
    kept = {key: value for key, value in changes.items() if key not in _VOICE}
    if "nick" in kept:
        kept["nick"] = kept["nick"] or None
    return call.world.members.edit(guild, call.ids["user_id"], **kept)


def edit_own_member(call: Call) -> Json:
    """PATCH /guilds/{id}/members/@me: the nickname; pictures are accepted and not kept."""
    guild = guild_in(call)
    bot_id = call.world.bot["id"]
    if "nick" not in call.json():
        return guild.members[bot_id]
    guild_in(call, may.CHANGE_NICKNAME)
    return call.world.members.edit(guild, bot_id, nick=call.json()["nick"] or None)


def kick(call: Call) -> None:
    """DELETE /guilds/{id}/members/{id}."""
    guild = guild_in(call, may.KICK_MEMBERS)
    member_in(call, guild)
    check_above_member(call, guild, call.ids["user_id"])
    call.world.members.remove(guild, call.ids["user_id"])


def add_member_role(call: Call) -> None:
    """PUT /guilds/{id}/members/{id}/roles/{id}."""
    _set_role(call, held=True)


def remove_member_role(call: Call) -> None:
    """DELETE /guilds/{id}/members/{id}/roles/{id}."""
    _set_role(call, held=False)


def check_members_intent(call: Call) -> None:
    """Refuse unless the application was granted the members intent (50001)."""
    if not call.gateway.privileged & GUILD_MEMBERS:
        raise refusal(50001)


def _set_role(call: Call, *, held: bool) -> None:
    guild = guild_in(call)
    member = member_in(call, guild)
    role = role_in(call, guild)
    guild_in(call, may.MANAGE_ROLES)
    check_above_role(call, guild, role)
    others = [role_id for role_id in member["roles"] if role_id != role["id"]]
    roles = [*others, role["id"]] if held else others
    call.world.members.edit(guild, call.ids["user_id"], roles=roles)


def _check_change(call: Call, guild: Guild, needed: int) -> None:
    guild_in(call, needed)
    if call.ids["user_id"] != call.world.bot["id"]:
        check_above_member(call, guild, call.ids["user_id"])


def _check_timeout(guild: Guild, member: Json, until: str | None) -> None:
    if until is None:
        return
    if guild.scope(member["user"]["id"]).permissions() & may.ADMINISTRATOR:
        raise refusal(50013)
    if datetime.fromisoformat(until) - datetime.now(UTC) > _LONGEST_TIMEOUT:
        form = Form(("communication_disabled_until",))
        form.fault("TIMEOUT_TOO_LONG", "Must be at most 28 days in the future.")
        form.refuse()


def _checked_roles(call: Call, guild: Guild, member: Json, wanted: list[str]) -> list[str]:
    guild_in(call, may.MANAGE_ROLES)
    roles = list(dict.fromkeys(wanted))
    for role_id in {*roles} ^ {*member["roles"]}:
        if role_id not in guild.roles:
            raise refusal(10011)
        check_above_role(call, guild, guild.roles[role_id])
    return roles


_MEMBERS = "/guilds/{guild_id}/members"
_MEMBER = _MEMBERS + "/{user_id}"
_NICK = text(0, 32)

MEMBER_ROUTES = [
    Route("GET", _MEMBERS, list_members),
    Route("GET", _MEMBERS + "/search", search_members),
    Route(
        "PATCH",
        _MEMBERS + "/@me",
        edit_own_member,
        record(nick=_NICK, avatar=text(), banner=text(), bio=text(0, 190)),
    ),
    Route("GET", _MEMBER, get_member),
    Route(
        "PATCH",
        _MEMBER,
        edit_member,
        record(
            nick=_NICK,
            roles=each(snowflake),
            mute=boolean,
            deaf=boolean,
            channel_id=snowflake,
            communication_disabled_until=moment,
            flags=whole(0),
        ),
    ),
    Route("DELETE", _MEMBER, kick),
    Route("PUT", _MEMBER + "/roles/{role_id}", add_member_role),
    Route("DELETE", _MEMBER + "/roles/{role_id}", remove_member_role),
]
