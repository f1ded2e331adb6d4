"""REST routes for messages: sending, reading, editing, deleting, and DMs."""

from __future__ import annotations

import time
from typing import Final

from playground import bodies
from playground import permissions as may
from playground.composing import compose, revise
from playground.events import Audience, Json
from playground.guild import CATEGORY, FORUMS
from playground.references import refer
from playground.refusals import Form, refusal
from playground.rest import Call, Route
from playground.shapes import each, record, snowflake
from playground.snowflakes import created_at
from playground.targets import channel_in, check_awake, check_unlocked, guild_channel_in, message_in
from playground.threads import is_thread

_BULK_DELETE_SECONDS: Final = 14 * 86400
# Message types a bot can neither edit nor (the first) delete.
_THREAD_STARTER: Final = 21
_WRITTEN: Final = frozenset({0, 19, 20, 23})
_OF_THE_AUTHOR: Final = frozenset({"content", "embeds", "components", "attachments", "poll"})
_SUPPRESS_EMBEDS: Final = 1 << 2


def send_message(call: Call) -> Json:
    """POST /channels/{id}/messages; a repeated nonce answers with the first message."""
    channel = _sendable(call)
    draft = call.draft()
    nonce = draft.body.get("nonce")
    enforced = nonce is not None and draft.body.get("enforce_nonce")
    store = call.world.messages
    if enforced and (sent := store.seen_nonce(channel["id"], str(nonce))):
        return sent
    reference = refer(call.world, channel["id"], draft.body)
    message = call.world.post(compose(call.world, channel["id"], draft, **reference))
    if enforced:
        store.remember_nonce(channel["id"], str(nonce), message["id"])
    return message


def list_messages(call: Call) -> list[Json]:
    """GET /channels/{id}/messages: newest first; empty without Read Message History (docs)."""
    channel = channel_in(call)
    limit = call.whole("limit", 50, 1, 100)
    given = {name: call.snowflake(name) for name in ("before", "after", "around")}
    marks = {name: mark for name, mark in given.items() if mark is not None}
    if len(marks) > 1:
        form = Form()
        form.fault("MUTUALLY_EXCLUSIVE", "Only one of around, before, after may be passed")
        form.refuse()
    held = call.world.permissions(call.world.bot["id"], channel["id"])
    if not held & may.READ_MESSAGE_HISTORY:
        return []
    messages = call.world.messages.shared(channel["id"])
    return _page(messages, limit, marks)[::-1]


def get_message(call: Call) -> Json:
    """GET /channels/{id}/messages/{id}."""
    channel_in(call, may.READ_MESSAGE_HISTORY)
    return message_in(call)


def edit_message(call: Call) -> Json:
    """PATCH /channels/{id}/messages/{id}: only the bot's own (others' embeds may be hidden)."""
    channel = channel_in(call)
    message = message_in(call)
    check_awake(call, channel)
    guild_id = channel.get("guild_id")
    if message["author"]["id"] != call.world.bot["id"] or "webhook_id" in message:
        if "flags" not in call.json() or call.json().keys() & _OF_THE_AUTHOR:
            raise refusal(50005)
        channel_in(call, may.MANAGE_MESSAGES)
        flags = message["flags"] & ~_SUPPRESS_EMBEDS | call.json()["flags"] & _SUPPRESS_EMBEDS
        return call.world.messages.mark(message, guild_id=guild_id, flags=flags)
    if message["type"] not in _WRITTEN:
        raise refusal(50021)
    if "poll" in message:
        raise refusal(520003)
    changes = revise(call.world, message, call.draft())
    return call.world.messages.edit(message, changes, guild_id=guild_id)


def delete_message(call: Call) -> None:
    """DELETE /channels/{id}/messages/{id}: the bot's own, or with Manage Messages."""
    channel = channel_in(call)
    message = message_in(call)
    if message["type"] == _THREAD_STARTER:
        raise refusal(50021)
    if message["author"]["id"] != call.world.bot["id"]:
        if "recipients" in channel:
            raise refusal(50003)
        channel_in(call, may.MANAGE_MESSAGES)
    call.world.messages.delete(message, guild_id=channel.get("guild_id"))


def delete_messages(call: Call) -> None:
    """POST /channels/{id}/messages/bulk-delete: 2 to 100 messages of the last two weeks."""
    guild, channel = guild_channel_in(call, may.MANAGE_MESSAGES)
    ids: list[str] = call.json()["messages"]
    if not 2 <= len(ids) <= 100:
        raise refusal(50016)
    if any(time.time() - created_at(i) > _BULK_DELETE_SECONDS for i in ids):
        raise refusal(50034)
    call.world.messages.delete_many(channel["id"], ids, guild_id=guild.id)


def show_typing(call: Call) -> None:
    """POST /channels/{id}/typing: TYPING_START."""
    channel = channel_in(call)
    needed = may.SEND_MESSAGES_IN_THREADS if is_thread(channel) else may.SEND_MESSAGES
    channel_in(call, needed)
    guild = call.world.guild_of(channel["id"])
    told: Json = {
        "channel_id": channel["id"],
        "user_id": call.world.bot["id"],
        "timestamp": int(time.time()),
    }
    if guild:
        told.update(guild_id=guild.id, member=guild.members[call.world.bot["id"]])
    audience = Audience(guild.id if guild else None, channel["id"])
    call.world.bus.publish("TYPING_START", told, audience)


def open_dm(call: Call) -> Json:
    """POST /users/@me/channels."""
    recipient = call.json()["recipient_id"]
    if recipient not in call.world.users or recipient == call.world.bot["id"]:
        raise refusal(10013)
    return call.world.open_dm(recipient)


def _sendable(call: Call) -> Json:
    channel = channel_in(call)
    if channel["type"] in (CATEGORY, *FORUMS):
        raise refusal(40058 if channel["type"] in FORUMS else 50008)
    needed = may.SEND_MESSAGES_IN_THREADS if is_thread(channel) else may.SEND_MESSAGES
    if call.uploads:
        needed |= may.ATTACH_FILES
    if call.json().get("embeds"):
        needed |= may.EMBED_LINKS
    if call.json().get("poll"):
        needed |= may.SEND_POLLS
    channel_in(call, needed)
    check_unlocked(call, channel)
    _check_dm(call, channel)
    return channel


def _check_dm(call: Call, channel: Json) -> None:
    if "recipients" not in channel:
        return
    recipient = channel["recipients"][0]["id"]
    if recipient in call.world.closed_dms:
        raise refusal(50007)
    installed = recipient in call.world.installed_by
    if not installed and not any(recipient in g.members for g in call.world.guilds.values()):
        raise refusal(50278)


def _page(messages: list[Json], limit: int, marks: dict[str, int]) -> list[Json]:
    if "before" in marks:
        return [m for m in messages if int(m["id"]) < marks["before"]][-limit:]
    if "after" in marks:
        return [m for m in messages if int(m["id"]) > marks["after"]][:limit]
    if "around" in marks:
        older = [m for m in messages if int(m["id"]) < marks["around"]]
        newer = [m for m in messages if int(m["id"]) >= marks["around"]]
        half = limit // 2
        return older[max(0, len(older) - half) :] + newer[: limit - half]
    return messages[-limit:]


_MESSAGES = "/channels/{channel_id}/messages"

MESSAGE_ROUTES = [
    Route("GET", _MESSAGES, list_messages),
    Route("POST", _MESSAGES, send_message, bodies.MESSAGE),
    Route(
        "POST",
        _MESSAGES + "/bulk-delete",
        delete_messages,
        record("messages", messages=each(snowflake)),
    ),
    Route("GET", _MESSAGES + "/{message_id}", get_message),
    Route("PATCH", _MESSAGES + "/{message_id}", edit_message, bodies.MESSAGE),
    Route("DELETE", _MESSAGES + "/{message_id}", delete_message),
    Route("POST", "/channels/{channel_id}/typing", show_typing),
    Route("POST", "/users/@me/channels", open_dm, bodies.DM),
]
