"""Replies and forwards (docs, resources/message, "Message Reference Types")."""

from __future__ import annotations

from typing import Final

from playground import permissions as may
from playground.events import Json
from playground.message_limits import is_forward
from playground.refusals import Form, refusal
from playground.wire import part
from playground.world import World

REPLY_TYPE: Final = 19
_FORWARD: Final = 1
_HAS_SNAPSHOT: Final = 1 << 14
_SNAPSHOT: Final = (
    "type",
    "content",
    "embeds",
    "attachments",
    "timestamp",
    "edited_timestamp",
    "flags",
    "mentions",
    "mention_roles",
    "components",
)


def refer(world: World, channel_id: str, body: Json) -> Json:
    """Return the fields that a reply or forward adds to a message of the bot.

    Raises
    ------
    RefusalError
        160002 without Read Message History, 50035 the other message is unknown.
    """
    given = part(body, "message_reference")
    message_id = given.get("message_id")
    if not message_id:
        return {}
    source_id = given.get("channel_id") or channel_id
    if is_forward(body):
        return _forward(world, source_id, message_id)
    if not world.permissions(world.bot["id"], channel_id) & may.READ_MESSAGE_HISTORY:
        raise refusal(160002)
    original = _known(world, source_id, message_id) if source_id == channel_id else None
    if original is None and given.get("fail_if_not_exists") is not False:
        _unknown()
    told = _reference(world, 0, source_id, message_id)
    return {"type": REPLY_TYPE, "message_reference": told, "referenced_message": original}


def _forward(world: World, source_id: str, message_id: str) -> Json:
    original = _known(world, source_id, message_id)
    held = world.permissions(world.bot["id"], source_id)
    if original is None or not held & may.READ_MESSAGE_HISTORY:
        _unknown()
        return {}
    snapshot = {key: original[key] for key in _SNAPSHOT}
    return {
        "message_reference": _reference(world, _FORWARD, source_id, message_id),
        "message_snapshots": original.get("message_snapshots") or [{"message": snapshot}],
        "flags": _HAS_SNAPSHOT,
    }


def _reference(world: World, kind: int, channel_id: str, message_id: str) -> Json:
    told: Json = {"type": kind, "channel_id": channel_id, "message_id": message_id}
    if guild := world.guild_of(channel_id):
        told["guild_id"] = guild.id
    return told


def _known(world: World, channel_id: str, message_id: str) -> Json | None:
    found = world.messages.get(channel_id, message_id)
    return None if found is None or message_id in world.messages.private_to else found


def _unknown() -> None:
    form = Form(("message_reference",))
    form.fault("REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    form.refuse()
