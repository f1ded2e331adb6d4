"""REST routes for the bot itself: its user, its application and the gateway's address."""

from __future__ import annotations

from typing import Final

from playground.events import Json
from playground.refusals import refusal
from playground.rest import Call, Route
from playground.shapes import record, text
from playground.users import told_to_itself

_STARTS_A_DAY: Final = 1000
_DAY_MS: Final = 86_400_000


def get_me(call: Call) -> Json:
    """GET /users/@me."""
    return told_to_itself(call.world.bot)


def edit_me(call: Call) -> Json:
    """PATCH /users/@me: the username; pictures are accepted and not kept."""
    if name := call.json().get("username"):
        call.world.bot["username"] = name
    return get_me(call)


def get_user(call: Call) -> Json:
    """GET /users/{id}."""
    user = call.world.users.get(call.ids["user_id"])
    if user is None:
        raise refusal(10013)
    return user


def get_application(call: Call) -> Json:
    """GET /oauth2/applications/@me and /applications/@me."""
    flags = call.gateway.application_flags
    told: Json = {"flags": flags, "flags_new": str(flags)}
    return {**call.world.application, **told, "approximate_guild_count": len(call.world.guilds)}


def edit_application(call: Call) -> Json:
    """PATCH /applications/@me: the description."""
    call.world.application["description"] = call.json().get("description") or ""
    return get_application(call)


def list_application_emojis(call: Call) -> Json:
    """GET /applications/{id}/emojis: there are none."""
    if call.ids["application_id"] != call.world.application["id"]:
        raise refusal(50001)
    return {"items": []}


def get_gateway(call: Call) -> Json:
    """GET /gateway."""
    return {"url": call.gateway.url}


def get_gateway_bot(call: Call) -> Json:
    """GET /gateway/bot: one shard per started 2,500 guilds."""
    gateway = call.gateway
    allowance: Json = {
        "total": _STARTS_A_DAY,
        "remaining": max(0, _STARTS_A_DAY - gateway.identified),
        "reset_after": _DAY_MS,
        "max_concurrency": gateway.max_concurrency,
    }
    shards = -(-len(call.world.guilds) // gateway.guilds_per_shard) or 1
    return {"url": gateway.url, "shards": shards, "session_start_limit": allowance}


def list_my_guilds(call: Call) -> list[Json]:
    """GET /users/@me/guilds: by id, a page of at most 200."""
    limit = call.whole("limit", 200, 1, 200)
    before, after = call.snowflake("before"), call.snowflake("after")
    guilds = sorted(call.world.guilds.values(), key=lambda guild: int(guild.id))
    if before is not None:
        chosen = [guild for guild in guilds if int(guild.id) < before][-limit:]
    else:
        chosen = [guild for guild in guilds if int(guild.id) > (after or 0)][:limit]
    bot_id = call.world.bot["id"]
    counts = call.flag("with_counts")
    return [
        {
            **{key: guild.data[key] for key in ("id", "name", "icon", "banner", "features")},
            "owner": guild.data["owner_id"] == bot_id,
            "permissions": str(guild.scope(bot_id).permissions()),
            **({"approximate_member_count": len(guild.members)} if counts else {}),
            **({"approximate_presence_count": 0} if counts else {}),
        }
        for guild in chosen
    ]


APPLICATION_ROUTES = [
    Route("GET", "/users/@me", get_me),
    Route("PATCH", "/users/@me", edit_me, record(username=text(2, 32), avatar=text())),
    Route("GET", "/users/@me/guilds", list_my_guilds),
    Route("GET", "/users/{user_id}", get_user),
    Route("GET", "/oauth2/applications/@me", get_application),
    Route("GET", "/applications/@me", get_application),
    Route("PATCH", "/applications/@me", edit_application, record(description=text(0, 400))),
    Route("GET", "/applications/{application_id}/emojis", list_application_emojis),
    Route("GET", "/gateway", get_gateway),
    Route("GET", "/gateway/bot", get_gateway_bot),
]
