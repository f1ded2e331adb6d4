"""REST routes for threads and forum posts (docs, topics/threads)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from playground import bodies
from playground import permissions as may
from playground.composing import Draft, compose
from playground.events import Json
from playground.guild import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    FORUMS,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    TEXT,
    Guild,
)
from playground.refusals import Form, refusal
from playground.rest import Call, Route
from playground.rest_members import check_members_intent
from playground.shapes import boolean, choice, each, record, snowflake, text, whole
from playground.targets import channel_in, check_awake, guild_channel_in, guild_in, message_in
from playground.threads import is_thread

_HAS_THREAD: Final = 1 << 5
_REQUIRE_TAG: Final = 1 << 4
_CREATED, _STARTER = 18, 21
_OWN_CHANGES: Final = frozenset({"name", "archived", "auto_archive_duration", "applied_tags"})
_EDITABLE: Final = _OWN_CHANGES | {"locked", "invitable", "rate_limit_per_user", "flags"}


def start_from_message(call: Call) -> Json:
    """POST /channels/{id}/messages/{id}/threads: a public thread with the message's id."""
    guild, channel = guild_channel_in(call, may.CREATE_PUBLIC_THREADS)
    if channel["type"] not in (TEXT, ANNOUNCEMENT):
        raise refusal(50024)
    message = message_in(call)
    if message["id"] in guild.threads or "thread" in message:
        raise refusal(160004)
    kind = ANNOUNCEMENT_THREAD if channel["type"] == ANNOUNCEMENT else PUBLIC_THREAD
    thread = call.world.threads.start(
        channel, thread_id=message["id"], kind=kind, **_settings(call, channel)
    )
    reference: Json = {
        "type": 0,
        "guild_id": guild.id,
        "channel_id": channel["id"],
        "message_id": message["id"],
    }
    call.world.messages.add(
        call.world.new_message(
            message["author"],
            thread["id"],
            type=_STARTER,
            message_reference=reference,
            referenced_message=message,
        ),
        guild_id=guild.id,
    )
    flags = message["flags"] | _HAS_THREAD
    call.world.messages.mark(message, guild_id=guild.id, flags=flags, thread=thread)
    return guild.with_membership(thread, call.world.bot["id"])


def start(call: Call) -> Json:
    """POST /channels/{id}/threads: without a message, or a post in a forum with its first one."""
    guild, channel = guild_channel_in(call)
    if channel["type"] in FORUMS:
        return _start_post(call, channel)
    if channel["type"] not in (TEXT, ANNOUNCEMENT):
        raise refusal(50024)
    default = ANNOUNCEMENT_THREAD if channel["type"] == ANNOUNCEMENT else PRIVATE_THREAD
    kind = call.json().get("type") or default
    if (kind == ANNOUNCEMENT_THREAD) != (channel["type"] == ANNOUNCEMENT):
        raise refusal(50024)
    private = kind == PRIVATE_THREAD
    channel_in(call, may.CREATE_PRIVATE_THREADS if private else may.CREATE_PUBLIC_THREADS)
    thread = call.world.threads.start(channel, kind=kind, **_settings(call, channel))
    if not private:
        reference: Json = {"type": 0, "guild_id": guild.id, "channel_id": thread["id"]}
        notice = call.world.new_message(
            call.world.bot,
            channel["id"],
            type=_CREATED,
            content=thread["name"],
            message_reference=reference,
        )
        call.world.post(notice)
    return guild.with_membership(thread, call.world.bot["id"])


def edit_thread(call: Call) -> Json:
    """PATCH /channels/{id} of a thread: its starter may, others need Manage Threads."""
    guild, thread = guild_channel_in(call)
    changes = {k: v for k, v in call.json().items() if k in _EDITABLE and v is not None}
    held = call.world.permissions(call.world.bot["id"], thread["id"])
    metadata = thread["thread_metadata"]
    if not held & may.MANAGE_THREADS:
        only_wakes = changes == {"archived": False} and not metadata["locked"]
        own = thread["owner_id"] == call.world.bot["id"] and changes.keys() <= _OWN_CHANGES
        if metadata["locked"] or not (own or only_wakes):
            raise refusal(50013)
    if metadata["archived"] and changes.get("archived") is not False and changes:
        raise refusal(50083)
    _check_tags(guild.channels[thread["parent_id"]], changes.get("applied_tags"))
    edited = call.world.threads.edit(thread["id"], **changes)
    return guild.with_membership(edited, call.world.bot["id"])


def delete_thread(call: Call) -> Json:
    """DELETE /channels/{id} of a thread."""
    _, thread = guild_channel_in(call, may.MANAGE_THREADS)
    call.world.threads.delete(thread["id"])
    return thread


def join(call: Call) -> None:
    """PUT /channels/{id}/thread-members/@me."""
    _, thread = _thread(call)
    check_awake(call, thread)
    call.world.threads.join(thread["id"], call.world.bot["id"])


def leave(call: Call) -> None:
    """DELETE /channels/{id}/thread-members/@me."""
    _, thread = _thread(call)
    check_awake(call, thread)
    call.world.threads.leave(thread["id"], call.world.bot["id"])


def add_member(call: Call) -> None:
    """PUT /channels/{id}/thread-members/{id}."""
    guild, thread = _thread(call)
    check_awake(call, thread)
    channel_in(call, may.SEND_MESSAGES_IN_THREADS)
    if call.ids["user_id"] not in guild.members:
        raise refusal(10007)
    closed = thread["type"] == PRIVATE_THREAD and not thread["thread_metadata"]["invitable"]
    if closed and thread["owner_id"] != call.world.bot["id"]:
        channel_in(call, may.MANAGE_THREADS)
    call.world.threads.join(thread["id"], call.ids["user_id"])


def remove_member(call: Call) -> None:
    """DELETE /channels/{id}/thread-members/{id}."""
    _, thread = _thread(call)
    check_awake(call, thread)
    private = thread["type"] == PRIVATE_THREAD
    if not (private and thread["owner_id"] == call.world.bot["id"]):
        channel_in(call, may.MANAGE_THREADS)
    if call.ids["user_id"] not in call.world.threads.members(thread["id"]):
        raise refusal(10007)
    call.world.threads.leave(thread["id"], call.ids["user_id"])


def get_member(call: Call) -> Json:
    """GET /channels/{id}/thread-members/{id}."""
    guild, thread = _thread(call)
    user_id = call.ids["user_id"]
    member = call.world.threads.members(thread["id"]).get(user_id)
    if member is None:
        raise refusal(10007)
    return {**member, "member": guild.members[user_id]} if call.flag("with_member") else member


def list_members(call: Call) -> list[Json]:
    """GET /channels/{id}/thread-members: only with the members intent (docs).

    ``with_member`` tells of the guild's members and gives a page of at most 100 (docs).
    """
    guild, thread = _thread(call)
    check_members_intent(call)
    members = call.world.threads.members(thread["id"])
    if not call.flag("with_member"):
        return list(members.values())
    limit, after = call.whole("limit", 100, 1, 100), call.snowflake("after") or 0
    page = sorted((user_id for user_id in members if int(user_id) > after), key=int)[:limit]
    return [{**members[user_id], "member": guild.members[user_id]} for user_id in page]


def list_active(call: Call) -> Json:
    """GET /guilds/{id}/threads/active."""
    guild = guild_in(call)
    threads = guild.active_threads(call.world.bot["id"])[::-1]
    return {**_listed(call, guild, threads), "has_more": False}


def list_public_archived(call: Call) -> Json:
    """GET /channels/{id}/threads/archived/public: latest archived first."""
    guild, channel = guild_channel_in(call, may.READ_MESSAGE_HISTORY)
    return _archived(call, guild, channel, lambda thread: thread["type"] != PRIVATE_THREAD)


def list_private_archived(call: Call) -> Json:
    """GET /channels/{id}/threads/archived/private: latest archived first."""
    guild, channel = guild_channel_in(call, may.READ_MESSAGE_HISTORY | may.MANAGE_THREADS)
    return _archived(call, guild, channel, lambda thread: thread["type"] == PRIVATE_THREAD)


def list_joined_archived(call: Call) -> Json:
    """GET /channels/{id}/users/@me/threads/archived/private: by id, newest first."""
    guild, channel = guild_channel_in(call, may.READ_MESSAGE_HISTORY)
    before = call.snowflake("before")
    bot_id = call.world.bot["id"]

    def wanted(thread: Json) -> bool:
        inside = bot_id in guild.thread_members[thread["id"]]
        older = before is None or int(thread["id"]) < before
        return thread["type"] == PRIVATE_THREAD and inside and older

    found = [t for t in _below(guild, channel) if wanted(t)]
    return _page(call, guild, sorted(found, key=lambda thread: -int(thread["id"])))


def _start_post(call: Call, channel: Json) -> Json:
    body = call.json()
    form = Form()
    if body.get("message") is None:
        form.at("message").fault("BASE_TYPE_REQUIRED", "This field is required")
    form.refuse()
    channel_in(call, may.SEND_MESSAGES | (may.ATTACH_FILES if call.uploads else 0))
    tags: list[str] = body.get("applied_tags") or []
    if not tags and channel["flags"] & _REQUIRE_TAG:
        raise refusal(40067)
    _check_tags(channel, tags)
    message = compose(call.world, channel["id"], Draft(body["message"], call.uploads))
    thread = call.world.threads.start(
        channel,
        thread_id=message["id"],
        kind=PUBLIC_THREAD,
        applied_tags=tags,
        **_settings(call, channel),
    )
    sent = call.world.post({**message, "channel_id": thread["id"]})
    guild, _ = guild_channel_in(call)
    started = guild.with_membership(guild.threads[thread["id"]], call.world.bot["id"])
    return {**started, "message": sent}


def _settings(call: Call, channel: Json) -> dict[str, Any]:
    body = call.json()
    default = channel.get("default_auto_archive_duration") or 4320
    settings: dict[str, Any] = {
        "name": body["name"],
        "owner_id": call.world.bot["id"],
        "archive_minutes": body.get("auto_archive_duration") or default,
        "rate_limit_per_user": body.get("rate_limit_per_user") or 0,
    }
    if body.get("invitable") is not None:
        settings["invitable"] = body["invitable"]
    return settings


def _check_tags(forum: Json, tags: list[str] | None) -> None:
    known = {tag["id"] for tag in forum.get("available_tags", ())}
    form = Form(("applied_tags",))
    for index, tag in enumerate(tags or []):
        if tag not in known:
            form.at(index).fault("TAG_INVALID", "Unknown tag")
    form.refuse()


def _thread(call: Call) -> tuple[Guild, Json]:
    guild, channel = guild_channel_in(call)
    if not is_thread(channel):
        raise refusal(50024)
    return guild, channel


def _below(guild: Guild, channel: Json) -> list[Json]:
    return [
        thread
        for thread in guild.threads.values()
        if thread["parent_id"] == channel["id"] and thread["thread_metadata"]["archived"]
    ]


def _archived(call: Call, guild: Guild, channel: Json, wanted: Callable[[Json], bool]) -> Json:
    before = call.moment("before")
    found = [
        thread
        for thread in _below(guild, channel)
        if wanted(thread)
        and (before is None or thread["thread_metadata"]["archive_timestamp"] < before)
    ]
    found.sort(key=lambda thread: thread["thread_metadata"]["archive_timestamp"], reverse=True)
    return _page(call, guild, found)


def _page(call: Call, guild: Guild, found: list[Json]) -> Json:
    limit = call.whole("limit", 50, 1, 100)
    return {**_listed(call, guild, found[:limit]), "has_more": len(found) > limit}


def _listed(call: Call, guild: Guild, threads: list[Json]) -> Json:
    bot_id = call.world.bot["id"]
    joined = (guild.thread_members[thread["id"]].get(bot_id) for thread in threads)
    return {"threads": threads, "members": [member for member in joined if member]}


_CHANNEL = "/channels/{channel_id}"
_MEMBERS = _CHANNEL + "/thread-members"
_START: Final[dict[str, Any]] = {
    "name": text(1, 100),
    "auto_archive_duration": choice(60, 1440, 4320, 10080),
    "rate_limit_per_user": whole(0, 21_600),
}

THREAD_ROUTES = [
    Route(
        "POST",
        _CHANNEL + "/messages/{message_id}/threads",
        start_from_message,
        record("name", **_START),
        status=201,
    ),
    Route(
        "POST",
        _CHANNEL + "/threads",
        start,
        record(
            "name",
            **_START,
            type=choice(ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD),
            invitable=boolean,
            message=bodies.MESSAGE,
            applied_tags=each(snowflake, 0, 5),
        ),
        status=201,
    ),
    Route("PUT", _MEMBERS + "/@me", join),
    Route("DELETE", _MEMBERS + "/@me", leave),
    Route("GET", _MEMBERS, list_members),
    Route("GET", _MEMBERS + "/{user_id}", get_member),
    Route("PUT", _MEMBERS + "/{user_id}", add_member),
    Route("DELETE", _MEMBERS + "/{user_id}", remove_member),
    Route("GET", "/guilds/{guild_id}/threads/active", list_active),
    Route("GET", _CHANNEL + "/threads/archived/public", list_public_archived),
    Route("GET", _CHANNEL + "/threads/archived/private", list_private_archived),
    Route("GET", _CHANNEL + "/users/@me/threads/archived/private", list_joined_archived),
]
