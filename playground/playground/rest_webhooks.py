"""REST routes for webhooks; those of the application answer interactions by their token."""

from __future__ import annotations

import secrets
from typing import Any, Final

from playground import bodies
from playground import permissions as may
from playground.composing import USERS_ONLY, compose, revise
from playground.events import Json
from playground.guild import ANNOUNCEMENT, FORUMS, PUBLIC_THREAD, TEXT
from playground.refusals import Form, refusal
from playground.rest import Call, Route
from playground.shapes import record, snowflake, text
from playground.targets import guild_channel_in, guild_in
from playground.users import new_user

_MOST_IN_CHANNEL: Final = 15
_RESERVED: Final = ("clyde", "discord")


def create_webhook(call: Call) -> Json:
    """POST /channels/{id}/webhooks."""
    _, channel = guild_channel_in(call, may.MANAGE_WEBHOOKS)
    if channel["type"] not in (TEXT, ANNOUNCEMENT, *FORUMS):
        raise refusal(50024)
    if len(call.world.webhooks.of_channel(channel["id"])) >= _MOST_IN_CHANNEL:
        raise refusal(30007)
    return call.world.webhooks.add(channel, _name(call.json()))


def list_channel_webhooks(call: Call) -> list[Json]:
    """GET /channels/{id}/webhooks."""
    _, channel = guild_channel_in(call, may.MANAGE_WEBHOOKS)
    return call.world.webhooks.of_channel(channel["id"])


def list_guild_webhooks(call: Call) -> list[Json]:
    """GET /guilds/{id}/webhooks."""
    return call.world.webhooks.of_guild(guild_in(call, may.MANAGE_WEBHOOKS).id)


def get_webhook(call: Call) -> Json:
    """GET /webhooks/{id}."""
    return _managed(call)


def edit_webhook(call: Call) -> Json:
    """PATCH /webhooks/{id}: name, channel."""
    webhook = _managed(call)
    changes = call.json()
    if "name" in changes:
        changes["name"] = _name(changes)
    if wanted := changes.get("channel_id"):
        guild = call.world.guild_of(wanted)
        if guild is None or guild.id != webhook["guild_id"]:
            raise refusal(10003)
    return call.world.webhooks.edit(webhook, **_without_null(changes))


def delete_webhook(call: Call) -> None:
    """DELETE /webhooks/{id}."""
    call.world.webhooks.delete(_managed(call))


def get_webhook_by_token(call: Call) -> Json:
    """GET /webhooks/{id}/{token}: without ``user`` (docs)."""
    return {key: value for key, value in _by_token(call).items() if key != "user"}


def edit_webhook_by_token(call: Call) -> Json:
    """PATCH /webhooks/{id}/{token}: the name."""
    changes = {"name": _name(call.json())} if call.json().get("name") else {}
    changed = call.world.webhooks.edit(_by_token(call), **changes)
    return {key: value for key, value in changed.items() if key != "user"}


def delete_webhook_by_token(call: Call) -> None:
    """DELETE /webhooks/{id}/{token}."""
    call.world.webhooks.delete(_by_token(call))


def execute(call: Call) -> Json | None:
    """POST /webhooks/{id}/{token}: a follow-up, or a message under the webhook's own name."""
    if _is_own(call):
        return call.answers.follow_up(call.ids["token"], call.draft())
    webhook = _by_token(call)
    draft = call.draft()
    channel = _destination(call, webhook, draft.body)
    message = compose(
        call.world,
        channel["id"],
        draft,
        pings=USERS_ONLY,
        author=_author(webhook, draft.body),
        webhook_id=webhook["id"],
        application_id=webhook["application_id"],
    )
    if channel["type"] in FORUMS:
        thread = _start_post(call, channel, draft.body)
        message.update(id=thread["id"], channel_id=thread["id"])
    sent = call.world.post(message)
    return sent if call.flag("wait") else None


def get_message(call: Call) -> Json:
    """GET /webhooks/{id}/{token}/messages/{id or @original}."""
    if _is_own(call):
        return call.answers.original(call.ids["token"], call.ids["message_id"])
    return _message(call)


def edit_message(call: Call) -> Json:
    """PATCH /webhooks/{id}/{token}/messages/{id or @original}."""
    if _is_own(call):
        return call.answers.edit(call.ids["token"], call.ids["message_id"], call.draft())
    message = _message(call)
    changes = revise(call.world, message, call.draft())
    guild = call.world.guild_of(message["channel_id"])
    return call.world.messages.edit(message, changes, guild_id=guild.id if guild else None)


def delete_message(call: Call) -> None:
    """DELETE /webhooks/{id}/{token}/messages/{id or @original}."""
    if _is_own(call):
        call.answers.delete(call.ids["token"], call.ids["message_id"])
        return
    message = _message(call)
    guild = call.world.guild_of(message["channel_id"])
    call.world.messages.delete(message, guild_id=guild.id if guild else None)


def _is_own(call: Call) -> bool:
    return call.ids["webhook_id"] == call.world.application["id"]


def _managed(call: Call) -> Json:
    webhook = call.world.webhooks.by_id.get(call.ids["webhook_id"])
    if webhook is None:
        raise refusal(10015)
    held = call.world.permissions(call.world.bot["id"], webhook["channel_id"])
    if not held & may.MANAGE_WEBHOOKS:
        raise refusal(50013)
    return webhook


def _by_token(call: Call) -> Json:
    webhook = call.world.webhooks.by_id.get(call.ids["webhook_id"])
    if webhook is None:
        raise refusal(10015)
    if not secrets.compare_digest(webhook["token"].encode(), call.ids["token"].encode()):
        raise refusal(50027)
    return webhook


def _message(call: Call) -> Json:
    webhook = _by_token(call)
    thread = call.snowflake("thread_id")
    place = str(thread) if thread else webhook["channel_id"]
    found = call.world.messages.get(place, call.ids["message_id"])
    if found is None or found.get("webhook_id") != webhook["id"]:
        raise refusal(10008)
    return found


def _destination(call: Call, webhook: Json, body: Json) -> Json:
    channel = call.world.channel(webhook["channel_id"]) or {}
    if wanted := call.snowflake("thread_id"):
        thread = call.world.channel(wanted)
        if thread is None or thread.get("parent_id") != channel["id"]:
            raise refusal(10003)
        return thread
    named = bool(body.get("thread_name"))
    if named != (channel["type"] in FORUMS):
        code = 220001 if channel["type"] in FORUMS else 220003
        raise refusal(code)
    return channel


def _start_post(call: Call, channel: Json, body: Json) -> Json:
    return call.world.threads.start(
        channel,
        body["thread_name"],
        owner_id=call.world.bot["id"],
        kind=PUBLIC_THREAD,
        applied_tags=body.get("applied_tags") or [],
    )


def _author(webhook: Json, body: Json) -> Json:
    author = new_user(webhook["id"], body.get("username") or webhook["name"], bot=True)
    own = {"username": author["global_name"], "global_name": None, "discriminator": "0000"}
    return {**author, **own, "avatar": webhook["avatar"]}


def _name(body: Json) -> str:
    name = str(body.get("name") or "").strip()
    form = Form(("name",))
    if form.text(name, 1, 80) and any(word in name.lower() for word in _RESERVED):
        form.fault("USERNAME_INVALID_CONTAINS", 'Username cannot contain "clyde" or "discord"')
    form.refuse()
    return name


def _without_null(changes: Json) -> dict[str, Any]:
    return {key: value for key, value in changes.items() if value is not None}


_WEBHOOK = "/webhooks/{webhook_id}"
_TOKEN = _WEBHOOK + "/{token}"
_MESSAGE = _TOKEN + "/messages/{message_id}"
_SHAPE = record(name=text(), avatar=text(), channel_id=snowflake)

WEBHOOK_ROUTES = [
    Route("POST", "/channels/{channel_id}/webhooks", create_webhook, _SHAPE),
    Route("GET", "/channels/{channel_id}/webhooks", list_channel_webhooks),
    Route("GET", "/guilds/{guild_id}/webhooks", list_guild_webhooks),
    Route("GET", _WEBHOOK, get_webhook),
    Route("PATCH", _WEBHOOK, edit_webhook, _SHAPE),
    Route("DELETE", _WEBHOOK, delete_webhook),
    Route("GET", _TOKEN, get_webhook_by_token, tokenless=True),
    Route("PATCH", _TOKEN, edit_webhook_by_token, _SHAPE, tokenless=True),
    Route("DELETE", _TOKEN, delete_webhook_by_token, tokenless=True),
    Route("POST", _TOKEN, execute, bodies.WEBHOOK_MESSAGE, tokenless=True),
    Route("GET", _MESSAGE, get_message, tokenless=True),
    Route("PATCH", _MESSAGE, edit_message, bodies.WEBHOOK_MESSAGE, tokenless=True),
    Route("DELETE", _MESSAGE, delete_message, tokenless=True),
]
