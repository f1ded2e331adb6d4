"""REST routes for reactions and pins."""

from __future__ import annotations

from typing import Final

from playground import permissions as may
from playground.events import Json
from playground.pins import MAX_PINS
from playground.refusals import refusal
from playground.rest import Call, Route
from playground.targets import channel_in, check_awake, message_in

_MOST_KINDS: Final = 20
_UNPINNABLE: Final = 50021


def add_reaction(call: Call) -> None:
    """PUT …/reactions/{emoji}/@me: the first with an emoji needs Add Reactions."""
    channel = channel_in(call, may.READ_MESSAGE_HISTORY)
    message = message_in(call)
    check_awake(call, channel)
    emoji = _emoji(call)
    known = call.world.reactions.on(message)
    if emoji not in known:
        channel_in(call, may.ADD_REACTIONS)
        if len(known) >= _MOST_KINDS:
            raise refusal(30010)
    call.world.reactions.add(message, call.world.bot["id"], emoji)


def remove_own_reaction(call: Call) -> None:
    """DELETE …/reactions/{emoji}/@me."""
    _remove(call, call.world.bot["id"])


def remove_reaction(call: Call) -> None:
    """DELETE …/reactions/{emoji}/{user}: another's needs Manage Messages."""
    if call.ids["user_id"] != call.world.bot["id"]:
        channel_in(call, may.MANAGE_MESSAGES)
    _remove(call, call.ids["user_id"])


def list_reactions(call: Call) -> list[Json]:
    """GET …/reactions/{emoji}: who reacted, by id, a page of at most 100."""
    channel_in(call, may.READ_MESSAGE_HISTORY)
    limit = call.whole("limit", 25, 1, 100)
    after = call.snowflake("after") or 0
    users = call.world.reactions.on(message_in(call)).get(_emoji(call), [])
    ids = sorted((user_id for user_id in users if int(user_id) > after), key=int)
    return [call.world.users[user_id] for user_id in ids[:limit]]


def clear_reactions(call: Call) -> None:
    """DELETE …/reactions."""
    check_awake(call, channel_in(call, may.MANAGE_MESSAGES))
    call.world.reactions.clear(message_in(call))


def clear_emoji(call: Call) -> None:
    """DELETE …/reactions/{emoji}."""
    check_awake(call, channel_in(call, may.MANAGE_MESSAGES))
    call.world.reactions.clear(message_in(call), _emoji(call))


def list_pins(call: Call) -> Json:
    """GET …/messages/pins: latest pin first, a page of at most 50; ``before`` is a time."""
    channel = channel_in(call)
    limit = call.whole("limit", 50, 1, 50)
    before = call.moment("before")
    if not call.world.permissions(call.world.bot["id"], channel["id"]) & may.READ_MESSAGE_HISTORY:
        return {"items": [], "has_more": False}
    pinned = [(m, at) for m, at in call.world.pins.of(channel["id"]) if not before or at < before]
    items = [{"pinned_at": at, "message": message} for message, at in pinned[:limit]]
    return {"items": items, "has_more": len(pinned) > limit}


def list_pins_of_old(call: Call) -> list[Json]:
    """GET …/pins: all at once (deprecated)."""
    channel = channel_in(call, may.READ_MESSAGE_HISTORY)
    return [message for message, _ in call.world.pins.of(channel["id"])]


def pin(call: Call) -> None:
    """PUT …/messages/pins/{id}."""
    channel = channel_in(call, may.PIN_MESSAGES)
    message = message_in(call)
    check_awake(call, channel)
    if message["type"] not in (0, 19, 20, 23):
        raise refusal(_UNPINNABLE)
    if not message["pinned"] and len(call.world.pins.of(channel["id"])) >= MAX_PINS:
        raise refusal(30003)
    call.world.pins.add(message, call.world.bot["id"])


def unpin(call: Call) -> None:
    """DELETE …/messages/pins/{id}."""
    channel = channel_in(call, may.PIN_MESSAGES)
    check_awake(call, channel)
    call.world.pins.remove(message_in(call))


def _remove(call: Call, user_id: str) -> None:
    channel = channel_in(call, may.READ_MESSAGE_HISTORY)
    message = message_in(call)
    check_awake(call, channel)
    if not call.world.reactions.remove(message, user_id, _emoji(call)):
        raise refusal(10014)


def _emoji(call: Call) -> str:
    """Return the emoji of the path; the playground's guilds have none of their own (10014)."""
    emoji = call.ids["emoji"]
    if not emoji or len(emoji) > 32 or emoji.isascii():
        raise refusal(10014)
    return emoji


_MESSAGES = "/channels/{channel_id}/messages"
_REACTIONS = _MESSAGES + "/{message_id}/reactions"
_PINS = (_MESSAGES + "/pins", "/channels/{channel_id}/pins")

REACTION_ROUTES = [
    Route("PUT", _REACTIONS + "/{emoji}/@me", add_reaction),
    Route("DELETE", _REACTIONS + "/{emoji}/@me", remove_own_reaction),
    Route("DELETE", _REACTIONS + "/{emoji}/{user_id}", remove_reaction),
    Route("GET", _REACTIONS + "/{emoji}", list_reactions),
    Route("DELETE", _REACTIONS + "/{emoji}", clear_emoji),
    Route("DELETE", _REACTIONS, clear_reactions),
    Route("GET", _PINS[0], list_pins),
    Route("GET", _PINS[1], list_pins_of_old),
    *(
        Route(method, path + "/{message_id}", handler)
        for path in _PINS
        for method, handler in (("PUT", pin), ("DELETE", unpin))
    ),
]
