"""REST routes for channels, messages, DMs and interaction answers."""

from __future__ import annotations

from typing import Any

from playground import permissions as may
from playground.composing import compose, revise
from playground.events import Json
from playground.refusals import Form, refusal
from playground.rest import Call, Route


def get_channel(call: Call) -> Json:
    """GET /channels/{id}."""
    return _channel(call, 0)


def send_message(call: Call) -> Json:
    """POST /channels/{id}/messages; a repeated nonce answers with the first message."""
    channel = _channel(call, may.SEND_MESSAGES)
    if call.uploads:
        _channel(call, may.ATTACH_FILES)
    _check_dm(call, channel)
    draft = call.draft()
    nonce = draft.body.get("nonce")
    enforced = nonce is not None and draft.body.get("enforce_nonce")
    store = call.world.messages
    if enforced and (sent := store.seen_nonce(channel["id"], str(nonce))):
        return sent
    message = compose(call.world, channel["id"], draft)
    store.add(message, guild_id=channel.get("guild_id"))
    if enforced:
        store.remember_nonce(channel["id"], str(nonce), message["id"])
    return message


def list_messages(call: Call) -> list[Json]:
    """GET /channels/{id}/messages: newest first; empty without Read Message History (docs)."""
    channel = _channel(call, 0)
    form = Form()
    limit = _whole(form.at("limit"), call.query.get("limit", "50"))
    marks = {
        k: _whole(form.at(k), call.query[k])
        for k in ("before", "after", "around")
        if k in call.query
    }
    form.at("limit").number(limit, 1, 100)
    if len(marks) > 1:
        form.fault("MUTUALLY_EXCLUSIVE", "Only one of around, before, after may be passed")
    form.refuse()
    held = call.world.permissions(call.world.bot["id"], channel["id"])
    if not held & may.READ_MESSAGE_HISTORY:
        return []
    messages = call.world.messages.shared(channel["id"])
    return _page(messages, limit, marks)[::-1]


def get_message(call: Call) -> Json:
    """GET /channels/{id}/messages/{id}."""
    _channel(call, may.READ_MESSAGE_HISTORY)
    return _message(call)


def edit_message(call: Call) -> Json:
    """PATCH /channels/{id}/messages/{id}: only the bot's own."""
    channel = _channel(call, 0)
    message = _message(call)
    if message["author"]["id"] != call.world.bot["id"]:
        raise refusal(50005)
    changes = revise(call.world, message, call.draft())
    return call.world.messages.edit(message, changes, guild_id=channel.get("guild_id"))


def delete_message(call: Call) -> None:
    """DELETE /channels/{id}/messages/{id}: the bot's own, or with Manage Messages."""
    channel = _channel(call, 0)
    message = _message(call)
    if message["author"]["id"] != call.world.bot["id"]:
        _channel(call, may.MANAGE_MESSAGES)
    call.world.messages.delete(message, guild_id=channel.get("guild_id"))


def show_typing(call: Call) -> None:
    """POST /channels/{id}/typing."""
    _channel(call, may.SEND_MESSAGES)


def open_dm(call: Call) -> Json:
    """POST /users/@me/channels."""
    recipient = str(call.json().get("recipient_id"))
    if recipient not in call.world.users or recipient == call.world.bot["id"]:
        raise refusal(10013)
    return call.world.open_dm(recipient)


def answer_interaction(call: Call) -> Json | None:
    """POST /interactions/{id}/{token}/callback."""
    told = call.answers.callback(call.ids["interaction_id"], call.ids["token"], call.draft())
    return told if call.query.get("with_response") in ("1", "true") else None


def get_answer(call: Call) -> Json:
    """GET /webhooks/{app}/{token}/messages/{id or @original}."""
    return call.answers.original(_token(call), call.ids["message_id"])


def edit_answer(call: Call) -> Json:
    """PATCH /webhooks/{app}/{token}/messages/{id or @original}."""
    return call.answers.edit(_token(call), call.ids["message_id"], call.draft())


def delete_answer(call: Call) -> None:
    """DELETE /webhooks/{app}/{token}/messages/{id or @original}."""
    call.answers.delete(_token(call), call.ids["message_id"])


def follow_up(call: Call) -> Json:
    """POST /webhooks/{app}/{token}."""
    return call.answers.follow_up(_token(call), call.draft())


def _token(call: Call) -> str:
    if call.ids["application_id"] != call.world.application["id"]:
        raise refusal(10015)
    return call.ids["token"]


def _channel(call: Call, needed: int) -> Json:
    channel_id = call.ids["channel_id"]
    channel = call.world.channel(channel_id)
    if channel is None:
        raise refusal(10003)
    held = call.world.permissions(call.world.bot["id"], channel_id)
    if not held & may.VIEW_CHANNEL:
        raise refusal(50001)
    if needed & ~held:
        raise refusal(50013)
    return channel


def _check_dm(call: Call, channel: Json) -> None:
    if "recipients" not in channel:
        return
    recipient = channel["recipients"][0]["id"]
    if recipient in call.world.closed_dms:
        raise refusal(50007)
    if not any(recipient in guild.members for guild in call.world.guilds.values()):
        raise refusal(50278)


def _message(call: Call) -> Json:
    message_id = call.ids["message_id"]
    found = call.world.messages.get(call.ids["channel_id"], message_id)
    if found is None or message_id in call.world.messages.private_to:
        raise refusal(10008)
    return found


def _whole(form: Form, text: Any) -> int:
    if str(text).isdigit():
        return int(text)
    form.fault("NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
    return 1


def _page(messages: list[Json], limit: int, marks: dict[str, int]) -> list[Json]:
    if "before" in marks:
        return [m for m in messages if int(m["id"]) < marks["before"]][-limit:]
    if "after" in marks:
        return [m for m in messages if int(m["id"]) > marks["after"]][:limit]
    if "around" in marks:
        older = [m for m in messages if int(m["id"]) < marks["around"]]
        newer = [m for m in messages if int(m["id"]) >= marks["around"]]
        return older[-(limit // 2) :] + newer[: limit - limit // 2]
    return messages[-limit:]


_CHANNEL = "/channels/{channel_id}"
_ANSWER = "/webhooks/{application_id}/{token}"

MESSAGE_ROUTES = [
    Route("GET", _CHANNEL, get_channel),
    Route("GET", _CHANNEL + "/messages", list_messages),
    Route("POST", _CHANNEL + "/messages", send_message),
    Route("GET", _CHANNEL + "/messages/{message_id}", get_message),
    Route("PATCH", _CHANNEL + "/messages/{message_id}", edit_message),
    Route("DELETE", _CHANNEL + "/messages/{message_id}", delete_message),
    Route("POST", _CHANNEL + "/typing", show_typing),
    Route("POST", "/users/@me/channels", open_dm),
    Route("POST", "/interactions/{interaction_id}/{token}/callback", answer_interaction, True),
    Route("POST", _ANSWER, follow_up, True),
    Route("GET", _ANSWER + "/messages/{message_id}", get_answer, True),
    Route("PATCH", _ANSWER + "/messages/{message_id}", edit_answer, True),
    Route("DELETE", _ANSWER + "/messages/{message_id}", delete_answer, True),
]
