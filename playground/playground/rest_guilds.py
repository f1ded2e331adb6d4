"""REST routes for guilds: reading and changing them, leaving, bans, lists of emojis."""

from __future__ import annotations

from typing import Any, Final

from playground import permissions as may
from playground.events import Json
from playground.refusals import refusal
from playground.rest import Call, Route
from playground.shapes import choice, each, record, snowflake, text, whole
from playground.snowflakes import created_at
from playground.targets import check_above_member, guild_in

_WEEK_SECONDS: Final = 604_800


def get_guild(call: Call) -> Json:
    """GET /guilds/{id}."""
    guild = guild_in(call)
    told = guild.told()
    if call.flag("with_counts"):
        told["approximate_member_count"] = len(guild.members)
        told["approximate_presence_count"] = 0
    return told


def edit_guild(call: Call) -> Json:
    """PATCH /guilds/{id}."""
    guild = guild_in(call, may.MANAGE_GUILD)
    changes = call.json()
    for key in ("system_channel_id", "rules_channel_id", "afk_channel_id"):
        if changes.get(key) and changes[key] not in guild.channels:
            raise refusal(10003)
    call.world.edit_guild(guild, **changes)
    return get_guild(call)


def leave_guild(call: Call) -> None:
    """DELETE /users/@me/guilds/{id}."""
    call.world.remove_guild(guild_in(call).id)


def list_nothing(call: Call) -> list[Json]:
    """GET /guilds/{id}/emojis, stickers …: there are none."""
    guild_in(call)
    return []


def list_bans(call: Call) -> list[Json]:
    """GET /guilds/{id}/bans: by user id, a page of at most 1,000."""
    guild = guild_in(call, may.BAN_MEMBERS)
    limit = call.whole("limit", 1000, 1, 1000)
    before, after = call.snowflake("before"), call.snowflake("after")
    bans = [guild.bans[user_id] for user_id in sorted(guild.bans, key=int)]
    if before is not None:
        return [ban for ban in bans if int(ban["user"]["id"]) < before][-limit:]
    return [ban for ban in bans if int(ban["user"]["id"]) > (after or 0)][:limit]


def get_ban(call: Call) -> Json:
    """GET /guilds/{id}/bans/{id}."""
    ban = guild_in(call, may.BAN_MEMBERS).bans.get(call.ids["user_id"])
    if ban is None:
        raise refusal(10026)
    return ban


def ban(call: Call) -> None:
    """PUT /guilds/{id}/bans/{id}; their messages of the last seconds may go, too."""
    guild_in(call, may.BAN_MEMBERS)
    user_id = call.ids["user_id"]
    if user_id not in call.world.users:
        raise refusal(10013)
    seconds = call.json().get("delete_message_seconds") or 0
    seconds = call.whole("delete_message_seconds", seconds, 0, _WEEK_SECONDS)
    _ban(call, user_id, seconds)


def unban(call: Call) -> None:
    """DELETE /guilds/{id}/bans/{id}."""
    guild = guild_in(call, may.BAN_MEMBERS)
    if call.ids["user_id"] not in guild.bans:
        raise refusal(10026)
    call.world.members.unban(guild, call.ids["user_id"])


def ban_many(call: Call) -> Json:
    """POST /guilds/{id}/bulk-ban: at most 200; who cannot be banned is told."""
    guild = guild_in(call, may.BAN_MEMBERS | may.MANAGE_GUILD)
    banned: list[str] = []
    failed: list[str] = []
    rank = guild.rank(call.world.bot["id"])
    for user_id in call.json()["user_ids"]:
        known = user_id in call.world.users and user_id not in guild.bans
        if not known or guild.rank(user_id) >= rank:
            failed.append(user_id)
            continue
        _ban(call, user_id, call.json().get("delete_message_seconds") or 0)
        banned.append(user_id)
    return {"banned_users": banned, "failed_users": failed}


def _ban(call: Call, user_id: str, seconds: int) -> None:
    world, guild = call.world, guild_in(call)
    check_above_member(call, guild, user_id)
    world.members.ban(guild, user_id, call.reason)
    newest = created_at(world.ids.next())
    for channel_id in (*guild.channels, *guild.threads) if seconds else ():
        ids = [
            message["id"]
            for message in world.messages.all(channel_id)
            if message["author"]["id"] == user_id and newest - created_at(message["id"]) <= seconds
        ]
        if ids:
            world.messages.delete_many(channel_id, ids, guild_id=guild.id)


_GUILD = "/guilds/{guild_id}"
_BAN = _GUILD + "/bans/{user_id}"
_CHANGES: Any = record(
    name=text(2, 100),
    description=text(0, 300),
    preferred_locale=text(2, 10),
    verification_level=choice(0, 1, 2, 3, 4),
    default_message_notifications=choice(0, 1),
    explicit_content_filter=choice(0, 1, 2),
    afk_channel_id=snowflake,
    afk_timeout=choice(60, 300, 900, 1800, 3600),
    system_channel_id=snowflake,
    system_channel_flags=whole(0),
    rules_channel_id=snowflake,
    public_updates_channel_id=snowflake,
)
_SECONDS = whole(0, _WEEK_SECONDS)

GUILD_ROUTES = [
    Route("GET", _GUILD, get_guild),
    Route("PATCH", _GUILD, edit_guild, _CHANGES),
    Route("DELETE", "/users/@me/guilds/{guild_id}", leave_guild),
    Route("GET", _GUILD + "/emojis", list_nothing),
    Route("GET", _GUILD + "/stickers", list_nothing),
    Route("GET", _GUILD + "/scheduled-events", list_nothing),
    Route("GET", _GUILD + "/auto-moderation/rules", list_nothing),
    Route("GET", _GUILD + "/bans", list_bans),
    Route("GET", _BAN, get_ban),
    Route("PUT", _BAN, ban, record(delete_message_seconds=_SECONDS)),
    Route("DELETE", _BAN, unban),
    Route(
        "POST",
        _GUILD + "/bulk-ban",
        ban_many,
        record("user_ids", user_ids=each(snowflake, 1, 200), delete_message_seconds=_SECONDS),
    ),
]
