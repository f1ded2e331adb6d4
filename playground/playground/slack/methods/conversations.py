"""conversations.*: channels, direct messages, members and history."""

from __future__ import annotations

import re

from playground.slack.composing import is_true
from playground.slack.errors import SlackError, refused_arguments
from playground.slack.messages import Message, order
from playground.slack.methods.call import Call, method
from playground.slack.people import IM, MPIM, PRIVATE, PUBLIC, Conversation
from playground.slack.rate_limits import TIER_2, TIER_3, TIER_4
from playground.wire import Json

_KINDS = {PUBLIC: "channels", PRIVATE: "groups", IM: "im", MPIM: "mpim"}
_NAME = re.compile(r"[\w-]{1,80}")
_MOST_IN_HISTORY = 999
_MOST_INVITED = 100


@method("conversations.open", TIER_3, "im:write", "mpim:write")
def open_conversation(call: Call) -> Json:
    """Open direct messages with one person, or with up to eight."""
    whole = is_true(call.given.get("return_im"))
    if call.given.get("channel"):
        channel = call.conversation()
        if not channel.is_direct:
            raise SlackError("method_not_supported_for_channel_type")
        already = True
    else:
        names = [each for each in str(call.given.get("users") or "").split(",") if each]
        if not names:
            raise SlackError("users_list_not_supplied")
        if len(names) > 8:
            raise SlackError("too_many_users")
        for name in names:
            _check_may_be_told(call, name)
        call.need_scope("im:write" if len(names) == 1 else "mpim:write")
        before = len(call.workspace.conversations)
        channel = call.workspace.direct(call.bot.id, *names)
        already = len(call.workspace.conversations) == before
    told: Json = channel.told(call.bot.id) if whole else {"id": channel.id}
    extra = {"no_op": True, "already_open": True} if already else {}
    return {"ok": True, **extra, "channel": told}


@method("conversations.info", TIER_3)
def info(call: Call) -> Json:
    """Return a conversation."""
    channel = call.conversation("read")
    members = is_true(call.given.get("include_num_members"))
    return {"ok": True, "channel": channel.told(call.bot.id, num_members=members)}


@method("conversations.list", TIER_2)
def list_conversations(call: Call) -> Json:
    """List conversations of the kinds that are asked for; public channels if none is."""
    kinds = [each.strip() for each in str(call.given.get("types") or PUBLIC).split(",")]
    for kind in kinds:
        if kind not in _KINDS:
            raise SlackError("invalid_types")
        call.need_scope(f"{_KINDS[kind]}:read")
    found = [
        channel.told(call.bot.id, num_members=True)
        for channel in call.workspace.conversations.values()
        if channel.kind in kinds
        and (channel.kind == PUBLIC or call.bot.id in channel.members)
        and not (channel.is_archived and is_true(call.given.get("exclude_archived")))
    ]
    part, metadata = call.page(found)
    return {"ok": True, "channels": part, "response_metadata": metadata}


@method("conversations.members", TIER_4)
def members(call: Call) -> Json:
    """List the ids of a conversation's members."""
    channel = call.conversation("read")
    part, metadata = call.page(list(channel.members))
    return {"ok": True, "members": part, "response_metadata": metadata}


@method("conversations.history", TIER_3)
def history(call: Call) -> Json:
    """Return messages, newest first, without the replies in threads.

    Metadata is there only with ``include_all_metadata``.
    """
    channel = call.conversation("history")
    _check_member(call, channel)
    found = [
        each
        for each in call.workspace.messages.shared(channel.id)
        if each.thread_ts in (None, each.ts) or each.reply_broadcast
    ]
    told = [_told(call, each) for each in reversed(_between(call, found))]
    part, metadata = call.page(told, _MOST_IN_HISTORY)
    more = bool(metadata["next_cursor"])
    answer: Json = {"ok": True, "messages": part, "has_more": more, "pin_count": 0}
    return answer | ({"response_metadata": metadata} if more else {})


@method("conversations.replies", TIER_3)
def replies(call: Call) -> Json:
    """Return a thread: what it answers first, then the replies, oldest first."""
    channel = call.conversation("history")
    _check_member(call, channel)
    [ts] = call.need("ts")
    parent = call.workspace.messages.get(channel.id, ts)
    if parent is None:
        raise SlackError("thread_not_found")
    thread = [parent, *call.workspace.messages.replies(channel.id, ts)]
    told = [_told(call, each) for each in _between(call, thread)]
    part, metadata = call.page(told, _MOST_IN_HISTORY)
    more = bool(metadata["next_cursor"])
    answer: Json = {"ok": True, "messages": part, "has_more": more}
    return answer | ({"response_metadata": metadata} if more else {})


@method("conversations.create", TIER_2, "channels:manage", "groups:write")
def create(call: Call) -> Json:
    """Create a channel, of which the bot is a member."""
    [name] = call.need("name")
    private = is_true(call.given.get("is_private"))
    call.need_scope("groups:write" if private else "channels:manage")
    if not _NAME.fullmatch(name) or name != name.lower():
        too_long = len(name) > 80
        raise SlackError("invalid_name_maxlength" if too_long else "invalid_name_specials")
    if any(each.name == name for each in call.workspace.conversations.values()):
        raise SlackError("name_taken")
    channel = call.workspace.add_channel(name, [call.bot], private=private)
    return {"ok": True, "channel": channel.told(call.bot.id)}


@method("conversations.invite", TIER_3, "channels:manage", "channels:write.invites", "groups:write")
def invite(call: Call) -> Json:
    """Make people members of a channel of which the bot is one."""
    channel = call.conversation()
    names = [each for each in str(call.given.get("users") or "").split(",") if each]
    if not names:
        raise SlackError("no_user")
    if len(names) > _MOST_INVITED:
        raise refused_arguments("no more than 100 items allowed [json-pointer:/users]")
    if channel.is_direct:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    _check_member(call, channel)
    if call.bot.id in names:
        raise SlackError("cant_invite_self")
    if any(name not in call.workspace.users for name in names):
        raise SlackError("user_not_found")
    if any(name in channel.members for name in names):
        raise SlackError("already_in_channel")
    if any(call.workspace.users[name].deleted for name in names):
        raise SlackError("cant_invite")
    for name in names:
        call.workspace.join(channel, call.workspace.users[name], inviter=call.bot.id)
    return {"ok": True, "channel": channel.told(call.bot.id)}


@method("conversations.join", TIER_3, "channels:join")
def join(call: Call) -> Json:
    """Make the bot a member of a public channel."""
    channel = call.conversation()
    if channel.kind != PUBLIC:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    already = call.bot.id in channel.members
    if not already:
        call.workspace.join(channel, call.bot)
    extra: Json = (
        {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        if already
        else {}
    )
    return {"ok": True, "channel": channel.told(call.bot.id), **extra}


def _check_may_be_told(call: Call, name: str) -> None:
    person = call.workspace.users.get(name)
    if person is None:
        raise SlackError("user_not_found")
    if person.deleted:
        raise SlackError("user_disabled")


def _check_member(call: Call, channel: Conversation) -> None:
    if call.bot.id not in channel.members:
        raise SlackError("not_in_channel")


def _between(call: Call, found: list[Message]) -> list[Message]:
    """Return what is between ``oldest`` and ``latest``, with them if ``inclusive``."""
    inclusive = is_true(call.given.get("inclusive"))
    oldest, latest = call.given.get("oldest"), call.given.get("latest")
    try:
        low = order(str(oldest)) if oldest else (0, 0)
        high = order(str(latest)) if latest else (2**62, 0)
    except ValueError:
        raise SlackError("invalid_ts_oldest" if oldest else "invalid_ts_latest") from None
    ends = {low, high} if inclusive else set[tuple[int, int]]()
    return [each for each in found if low < order(each.ts) < high or order(each.ts) in ends]


def _told(call: Call, message: Message) -> Json:
    told = message.told(metadata=is_true(call.given.get("include_all_metadata")))
    thread = call.workspace.messages.replies(message.channel, message.ts)
    if thread:
        told |= {
            "thread_ts": message.ts,
            "reply_count": len(thread),
            "latest_reply": thread[-1].ts,
        }
    return told
