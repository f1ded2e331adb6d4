"""REST routes for channels: creating, changing, moving, deleting, and who may do what there."""

from __future__ import annotations

from typing import Any, Final

from playground import permissions as may
from playground.events import Json
from playground.guild import (
    ANNOUNCEMENT,
    CATEGORY,
    FORUM,
    FORUMS,
    MEDIA,
    STAGE,
    TEXT,
    VOICE,
    Guild,
)
from playground.refusals import Form, refusal
from playground.rest import Call, Route
from playground.rest_threads import delete_thread, edit_thread
from playground.shapes import boolean, choice, each, permissions, record, snowflake, text, whole
from playground.targets import channel_in, guild_channel_in, guild_in
from playground.threads import is_thread
from playground.wire import parts

_MOST: Final = 500
_MOST_IN_CATEGORY: Final = 50
_LONGEST_TOPIC: Final = 1024
_TEXTUAL: Final = (TEXT, ANNOUNCEMENT, *FORUMS)


def get_channel(call: Call) -> Json:
    """GET /channels/{id}."""
    channel = channel_in(call)
    guild = call.world.guild_of(channel["id"])
    return guild.with_membership(channel, call.world.bot["id"]) if guild else channel


def list_channels(call: Call) -> list[Json]:
    """GET /guilds/{id}/channels: no threads."""
    return list(guild_in(call).channels.values())


def create_channel(call: Call) -> Json:
    """POST /guilds/{id}/channels."""
    guild = guild_in(call, may.MANAGE_CHANNELS)
    if len(guild.channels) >= _MOST:
        raise refusal(30013)
    fields = {key: value for key, value in call.json().items() if value is not None}
    kind = fields.pop("type", TEXT)
    _check_fields(call, guild, fields, kind)
    name = _named(fields.pop("name"), kind)
    return call.world.add_channel(guild, name, kind=kind, **fields)


def edit_channel(call: Call) -> Json:
    """PATCH /channels/{id}: a channel, or a thread by its own rules."""
    guild, channel = guild_channel_in(call)
    if is_thread(channel):
        return edit_thread(call)
    channel_in(call, may.MANAGE_CHANNELS)
    changes = {key: value for key, value in call.json().items() if key not in _OF_THREADS}
    kind = changes.get("type", channel["type"])
    if kind != channel["type"] and {kind, channel["type"]} != {TEXT, ANNOUNCEMENT}:
        raise refusal(50024)
    _check_fields(call, guild, changes, kind, channel)
    if changes.get("name"):
        changes["name"] = _named(changes["name"], kind)
    kept = {k: v for k, v in changes.items() if v is not None or k in ("parent_id", "topic")}
    return call.world.edit_channel(channel["id"], **kept)


def move_channels(call: Call) -> None:
    """PATCH /guilds/{id}/channels: new positions and categories."""
    guild = guild_in(call, may.MANAGE_CHANNELS)
    for move in call.body:
        if move["id"] not in guild.channels:
            raise refusal(10003)
        _check_parent(Form(("parent_id",)), guild, move.get("parent_id"))
    for move in call.body:
        changes = {k: move[k] for k in ("position", "parent_id") if k in move}
        if move.get("lock_permissions") and (parent := guild.channels.get(move["parent_id"] or "")):
            changes["permission_overwrites"] = parent["permission_overwrites"]
        call.world.edit_channel(move["id"], **changes)


def delete_channel(call: Call) -> Json:
    """DELETE /channels/{id}: a channel, a thread, or a DM, which is only closed."""
    channel = channel_in(call)
    if "recipients" in channel:
        return channel
    if is_thread(channel):
        return delete_thread(call)
    guild, channel = guild_channel_in(call, may.MANAGE_CHANNELS)
    call.world.delete_channel(channel["id"])
    for child in [c for c in guild.channels.values() if c["parent_id"] == channel["id"]]:
        call.world.edit_channel(child["id"], parent_id=None)
    return channel


def put_overwrite(call: Call) -> None:
    """PUT /channels/{id}/permissions/{id}: only what the bot may do itself (50013)."""
    guild, channel = guild_channel_in(call, may.MANAGE_ROLES)
    if is_thread(channel):
        raise refusal(50024)
    given = call.json()
    target = call.ids["overwrite_id"]
    if given["type"] == 0 and target not in guild.roles:
        raise refusal(10011)
    new: Json = {"id": target, "type": given["type"]}
    new.update(allow=given.get("allow") or "0", deny=given.get("deny") or "0")
    _check_overwrites(call, guild, [new])
    kept = [o for o in channel["permission_overwrites"] if o["id"] != target]
    call.world.edit_channel(channel["id"], permission_overwrites=[*kept, new])


def delete_overwrite(call: Call) -> None:
    """DELETE /channels/{id}/permissions/{id}."""
    _, channel = guild_channel_in(call, may.MANAGE_ROLES)
    if is_thread(channel):
        raise refusal(50024)
    old: list[Json] = channel["permission_overwrites"]
    kept = [o for o in old if o["id"] != call.ids["overwrite_id"]]
    if len(kept) == len(old):
        raise refusal(10009)
    call.world.edit_channel(channel["id"], permission_overwrites=kept)


def _check_fields(
    call: Call, guild: Guild, fields: Json, kind: int, channel: Json | None = None
) -> None:
    form = Form()
    if kind not in FORUMS:
        form.at("topic").text(fields.get("topic"), 0, _LONGEST_TOPIC)
    old_parent = channel["parent_id"] if channel else None
    if fields.get("parent_id") != old_parent:
        _check_parent(form.at("parent_id"), guild, fields.get("parent_id"))
    tags = parts(fields, "available_tags")
    names = [tag["name"] for tag in tags]
    if len(set(names)) < len(names):
        form.at("available_tags").fault("TAG_NAMES_MUST_BE_UNIQUE", "Tag names must be unique")
    form.refuse()
    for tag in tags:
        tag.update(id=tag.get("id") or call.world.ids.next(), moderated=bool(tag.get("moderated")))
        tag.setdefault("emoji_id", None)
        tag.setdefault("emoji_name", None)
    if "permission_overwrites" in fields:
        overwrites: list[Json] = fields["permission_overwrites"] or []
        for overwrite in overwrites:
            overwrite["allow"] = overwrite.get("allow") or "0"
            overwrite["deny"] = overwrite.get("deny") or "0"
            overwrite.setdefault("type", 0 if overwrite["id"] in guild.roles else 1)
        if overwrites != (channel or {}).get("permission_overwrites", []):
            _check_overwrites(call, guild, overwrites)
        fields["permission_overwrites"] = overwrites


def _check_parent(form: Form, guild: Guild, parent_id: str | None) -> None:
    if parent_id is None:
        return
    parent = guild.channels.get(parent_id)
    if parent is None or parent["type"] != CATEGORY:
        form.fault("CHANNEL_PARENT_INVALID_TYPE", "Not a category")
    elif sum(c["parent_id"] == parent_id for c in guild.channels.values()) >= _MOST_IN_CATEGORY:
        form.fault("CHANNEL_PARENT_MAX_CHANNELS", "Maximum number of channels in category reached")
    form.refuse()


def _check_overwrites(call: Call, guild: Guild, overwrites: list[Json]) -> None:
    """Let the bot grant or refuse nothing that it lacks in the guild (docs)."""
    held = guild.scope(call.world.bot["id"]).permissions()
    touched = 0
    for overwrite in overwrites:
        touched |= int(overwrite["allow"]) | int(overwrite["deny"])
    if overwrites and (not held & may.MANAGE_ROLES or touched & ~held & may.ALL):
        raise refusal(50013)


def _named(name: str, kind: int) -> str:
    """Return the name as the client writes it: text channels in lower case with hyphens."""
    return "-".join(name.lower().split()) if kind in _TEXTUAL else name


_CHANNEL = "/channels/{channel_id}"
_OVERWRITE = _CHANNEL + "/permissions/{overwrite_id}"
_CHANNELS = "/guilds/{guild_id}/channels"
_OF_THREADS: Final = frozenset(
    {"archived", "auto_archive_duration", "locked", "invitable", "applied_tags"}
)
_ARCHIVE: Final = choice(60, 1440, 4320, 10080)
_FIELDS: Final[dict[str, Any]] = {
    "type": choice(TEXT, VOICE, CATEGORY, ANNOUNCEMENT, STAGE, FORUM, MEDIA),
    "topic": text(0, 4096),
    "bitrate": whole(8000, 384_000),
    "user_limit": whole(0, 10_000),
    "rate_limit_per_user": whole(0, 21_600),
    "position": whole(0, 2**31 - 1),
    "permission_overwrites": each(
        record("id", id=snowflake, type=choice(0, 1), allow=permissions, deny=permissions)
    ),
    "parent_id": snowflake,
    "nsfw": boolean,
    "rtc_region": text(),
    "video_quality_mode": choice(1, 2),
    "default_auto_archive_duration": _ARCHIVE,
    "default_thread_rate_limit_per_user": whole(0, 21_600),
    "default_reaction_emoji": record(emoji_id=snowflake, emoji_name=text()),
    "default_sort_order": choice(0, 1),
    "default_forum_layout": choice(0, 1, 2),
    "available_tags": each(
        record(
            "name",
            id=snowflake,
            name=text(1, 20),
            moderated=boolean,
            emoji_id=snowflake,
            emoji_name=text(),
        ),
        0,
        20,
    ),
    "flags": whole(0),
}

CHANNEL_ROUTES = [
    Route("GET", _CHANNEL, get_channel),
    Route(
        "PATCH",
        _CHANNEL,
        edit_channel,
        record(
            **_FIELDS,
            name=text(1, 100),
            archived=boolean,
            auto_archive_duration=_ARCHIVE,
            locked=boolean,
            invitable=boolean,
            applied_tags=each(snowflake, 0, 5),
        ),
    ),
    Route("DELETE", _CHANNEL, delete_channel),
    Route(
        "PUT",
        _OVERWRITE,
        put_overwrite,
        record("type", id=snowflake, type=choice(0, 1), allow=permissions, deny=permissions),
    ),
    Route("DELETE", _OVERWRITE, delete_overwrite),
    Route("GET", _CHANNELS, list_channels),
    Route(
        "POST", _CHANNELS, create_channel, record("name", **_FIELDS, name=text(1, 100)), status=201
    ),
    Route(
        "PATCH",
        _CHANNELS,
        move_channels,
        each(
            record(
                "id",
                id=snowflake,
                position=whole(0, 2**31 - 1),
                parent_id=snowflake,
                lock_permissions=boolean,
            )
        ),
    ),
]
