"""chat.*: messages. Source: docs.slack.dev, reference/methods/chat.postMessage and the like."""

from __future__ import annotations

from typing import Any

from playground.slack.answering import put
from playground.slack.composing import MAX_UPDATED_TEXT, Content, content_of, is_true
from playground.slack.errors import SlackError
from playground.slack.messages import Message
from playground.slack.methods.call import Call, method
from playground.slack.people import IM, PRIVATE, PUBLIC, Conversation
from playground.slack.rate_limits import SPECIAL, TIER_3, TIER_4
from playground.wire import Json

_WRITE = "chat:write"
_CUT = (
    "Your message was truncated but still posted. The `text` field accepts up to 40,000 characters."
)


@method("chat.postMessage", SPECIAL, _WRITE)
def post_message(call: Call) -> Json:
    """Post a message to a channel, or to a person's direct messages."""
    channel = _target(call)
    content = content_of(call.given)
    content.check_size()
    if content.is_empty:
        raise SlackError("no_text")
    thread = call.given.get("thread_ts")
    _check_may_post(call, channel, in_thread=thread is not None)
    if (repeated := _repeated(call, channel)) is not None:
        return _posted(repeated, content)
    client_id = call.given.get("client_msg_id")
    message = _message(call, channel, content)
    message.thread_ts = str(thread) if thread else None
    message.reply_broadcast = is_true(call.given.get("reply_broadcast"))
    message.client_msg_id = str(client_id) if client_id else None
    return _posted(call.workspace.post(message), content)


@method("chat.postEphemeral", TIER_4, _WRITE)
def post_ephemeral(call: Call) -> Json:
    """Show a message to one person in a channel, until they reload."""
    channel = _target(call)
    person = call.user()
    content = content_of(call.given)
    content.check_size()
    if content.is_empty:
        raise SlackError("no_text")
    _check_may_post(call, channel, in_thread=False)
    if person.id not in channel.members:
        raise SlackError("user_not_in_channel")
    message = _message(call, channel, content)
    message.ephemeral_to = person.id
    call.workspace.post(message)
    return {"ok": True, "message_ts": message.ts}


@method("chat.update", TIER_3, _WRITE)
def update(call: Call) -> Json:
    """Change one of the app's messages."""
    message = _own_message(call, "cant_update_message")
    if call.workspace.conversations[message.channel].is_archived:
        raise SlackError("is_inactive")
    content = content_of(call.given, longest=MAX_UPDATED_TEXT)
    content.check_size()
    if content.is_empty:
        raise SlackError("no_text")
    put(message, content)
    if content.blocks is None:
        # Slack marks as edited only what was changed by its text alone.
        message.edited = {"user": call.bot.id, "ts": call.workspace.windows.timestamp()}
    call.workspace.changed(message)
    return {
        "ok": True,
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": message.told(),
    }


@method("chat.delete", TIER_3, _WRITE)
def delete(call: Call) -> Json:
    """Delete one of the app's messages."""
    message = _own_message(call, "cant_delete_message")
    call.workspace.delete(message)
    return {"ok": True, "channel": message.channel, "ts": message.ts}


@method("chat.getPermalink", SPECIAL)
def get_permalink(call: Call) -> Json:
    """Return the address of a message."""
    channel = call.conversation()
    [ts] = call.need("message_ts")
    if call.workspace.messages.get(channel.id, ts) is None:
        raise SlackError("message_not_found")
    link = f"{call.url}/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"ok": True, "channel": channel.id, "permalink": link}


def _target(call: Call) -> Conversation:
    """Return where to post: by id, by a channel's name, or to a person by their id."""
    [name] = call.need("channel")
    channel = call.workspace.place(name)
    if channel is None:
        raise SlackError("channel_not_found")
    return call.visible(channel)


def _check_may_post(call: Call, channel: Conversation, *, in_thread: bool) -> None:
    """Raise the reason why the bot may not post here, if there is one."""
    scopes = call.workspace.manifest.scopes
    anywhere = scopes is not None and "chat:write.public" in scopes
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.bot.id not in channel.members and not (channel.kind == PUBLIC and anywhere):
        raise SlackError("not_in_channel")
    if channel.is_read_only:
        raise SlackError("restricted_action_read_only_channel")
    if channel.is_thread_only and not in_thread:
        raise SlackError("restricted_action_thread_only_channel")
    if channel.kind == IM:
        if not call.workspace.manifest.messages_tab:
            raise SlackError("messages_tab_disabled")
        if any(call.workspace.users[each].deleted for each in channel.members):
            raise SlackError("user_disabled")


def _message(call: Call, channel: Conversation, content: Content) -> Message:
    workspace = call.workspace
    return Message(
        channel.id,
        workspace.windows.timestamp(),
        workspace.bot.id,
        workspace.team_id,
        content.text or "",
        content.blocks or [],
        content.attachments or [],
        workspace.bot_profile(),
        content.metadata or None,
    )


def _posted(message: Message, content: Content) -> Json:
    told: Json = {
        "ok": True,
        "channel": message.channel,
        "ts": message.ts,
        "message": message.told(metadata=True),
    }
    if content.is_cut:
        told["response_metadata"] = {
            "messages": [f"[WARN] {_CUT}"],
            "warnings": ["message_truncated"],
        }
    return told


def _repeated(call: Call, channel: Conversation) -> Message | None:
    """Return what was posted under the same ``client_msg_id``, where that is honoured.

    Slack documents two refusals about it and nothing else: duplicate_channel_not_found and
    duplicate_message_not_found.
    """
    client_id: Any = call.given.get("client_msg_id")
    workspace = call.workspace
    if not client_id or not workspace.honours_client_msg_id:
        return None
    place = workspace.messages.sent_as(str(client_id))
    if place is None:
        return None
    if place[0] != channel.id:
        raise SlackError("duplicate_channel_not_found")
    message = workspace.messages.get(*place)
    if message is None:
        raise SlackError("duplicate_message_not_found")
    return message


def _own_message(call: Call, otherwise: str) -> Message:
    channel = call.conversation()
    [ts] = call.need("ts")
    if call.bot.id not in channel.members and channel.kind == PRIVATE:
        raise SlackError("channel_not_found")
    message = call.workspace.messages.get(channel.id, ts)
    if message is None:
        raise SlackError("message_not_found")
    if message.bot_profile is None:
        raise SlackError(otherwise)
    return message
