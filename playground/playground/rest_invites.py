"""REST routes for invites."""

from __future__ import annotations

from playground import permissions as may
from playground.events import Json
from playground.guild import CATEGORY
from playground.refusals import refusal
from playground.rest import Call, Route
from playground.shapes import boolean, record, whole
from playground.targets import guild_channel_in, guild_in
from playground.threads import is_thread

_DAY_SECONDS = 86_400
_WEEK_SECONDS = 7 * _DAY_SECONDS


def create_invite(call: Call) -> Json:
    """POST /channels/{id}/invites; without ``unique`` an equal one is given again."""
    _, channel = guild_channel_in(call, may.CREATE_INSTANT_INVITE)
    if channel["type"] == CATEGORY or is_thread(channel):
        raise refusal(50024)
    asked = call.json()
    age = asked.get("max_age")
    wanted: Json = {
        "max_age": _DAY_SECONDS if age is None else age,
        "max_uses": asked.get("max_uses") or 0,
        "temporary": bool(asked.get("temporary")),
    }
    for known in () if asked.get("unique") else call.world.invites.of(channel["id"]):
        if all(known[key] == value for key, value in wanted.items()):
            return known
    return call.world.invites.add(channel, **wanted)


def list_channel_invites(call: Call) -> list[Json]:
    """GET /channels/{id}/invites."""
    _, channel = guild_channel_in(call, may.MANAGE_CHANNELS)
    return call.world.invites.of(channel["id"])


def list_guild_invites(call: Call) -> list[Json]:
    """GET /guilds/{id}/invites."""
    return call.world.invites.of(guild_in(call, may.MANAGE_GUILD).id)


def get_invite(call: Call) -> Json:
    """GET /invites/{code}."""
    invite = call.world.invites.by_code.get(call.ids["code"])
    if invite is None:
        raise refusal(10006)
    if not call.flag("with_counts"):
        return invite
    members = len(call.world.guilds[invite["guild_id"]].members)
    return {**invite, "approximate_member_count": members, "approximate_presence_count": 0}


def delete_invite(call: Call) -> Json:
    """DELETE /invites/{code}: with Manage Channels there, or Manage Server."""
    invite = call.world.invites.by_code.get(call.ids["code"])
    if invite is None:
        raise refusal(10006)
    bot_id = call.world.bot["id"]
    held = call.world.permissions(bot_id, invite["channel"]["id"])
    held |= call.world.guilds[invite["guild_id"]].scope(bot_id).permissions() & may.MANAGE_GUILD
    if not held & (may.MANAGE_CHANNELS | may.MANAGE_GUILD):
        raise refusal(50013)
    call.world.invites.delete(invite)
    return invite


_INVITE = record(
    max_age=whole(0, _WEEK_SECONDS), max_uses=whole(0, 100), temporary=boolean, unique=boolean
)

INVITE_ROUTES = [
    Route("POST", "/channels/{channel_id}/invites", create_invite, _INVITE),
    Route("GET", "/channels/{channel_id}/invites", list_channel_invites),
    Route("GET", "/guilds/{guild_id}/invites", list_guild_invites),
    Route("GET", "/invites/{code}", get_invite),
    Route("DELETE", "/invites/{code}", delete_invite),
]
