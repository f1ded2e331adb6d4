"""Where the published schemas are not what Discord does, and why we think so.

Each amendment must be needed: one without which nothing would fail is reported, too.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, cast

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Amendment:
    """Patch one schema (JSON Merge Patch, RFC 7396) with a reason.

    ``target`` is a definition, or the route whose request body has a schema of its own;
    ``requests_only`` leaves a definition as it is for what Discord sends.
    """

    target: str
    patch: Json
    reason: str
    requests_only: bool = False


_PERMISSIONS: Final[Json] = {
    "anyOf": None,
    "type": ["string", "integer", "null"],
    "pattern": "^[0-9]+$",
    "minimum": 0,
}

_CHANNEL_TYPES: Final = [0, 2, 4, 5, 13, 14, 15, 16]

AMENDMENTS: Final = (
    Amendment(
        "InnerErrors",
        {
            "properties": {
                "_errors": {
                    "items": {
                        "$ref": None,
                        "type": "object",
                        "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
                        "required": ["code", "message"],
                    }
                }
            }
        },
        "The codes inside of errors are words such as BASE_TYPE_REQUIRED (docs, reference, error "
        "messages); the schema takes them for the numbers of the outer object.",
    ),
    Amendment(
        "RatelimitedResponse",
        {
            "allOf": None,
            "type": "object",
            "properties": {
                "message": {"type": "string"},
                "retry_after": {"type": "number"},
                "global": {"type": "boolean"},
                "code": {"type": "integer"},
            },
            "required": ["message", "retry_after", "global"],
        },
        "A 429 has a code for some limits only (docs, topics/rate-limits: code?).",
    ),
    Amendment(
        "SnowflakeType",
        {"type": ["string", "integer"]},
        "Discord takes ids as numbers, too; discord.py sends those of people and attachments so.",
        requests_only=True,
    ),
    *(
        Amendment(
            target,
            {"properties": {"tts": {"type": "boolean"}}},
            "discord.py sends tts with every edit and forum post; Discord ignores unknown keys.",
            requests_only=True,
        )
        for target in (
            "BaseCreateMessageCreateRequest",
            "MessageEditRequestPartial",
            "IncomingWebhookUpdateRequestPartial",
            "IncomingWebhookUpdateForInteractionCallbackRequestPartial",
        )
    ),
    Amendment(
        "ApplicationCommandUpdateRequest",
        {"properties": {"nsfw": {"type": "boolean"}}},
        "Documented (interactions/application-commands: nsfw?), but not in the schema.",
        requests_only=True,
    ),
    *(
        Amendment(
            target,
            {"properties": {key: _PERMISSIONS for key in keys.split()}},
            "Permissions are written as strings (docs, topics/permissions); the schema only knows "
            "numbers, which are taken, too.",
            requests_only=True,
        )
        for target, keys in {
            "ApplicationCommandCreateRequest": "default_member_permissions",
            "ApplicationCommandPatchRequestPartial": "default_member_permissions",
            "ApplicationCommandUpdateRequest": "default_member_permissions",
            "ChannelPermissionOverwriteRequest": "allow deny",
            "CreateRoleRequest": "permissions",
            "UpdateRoleRequestPartial": "permissions",
            "PUT /channels/{channel_id}/permissions/{overwrite_id}": "allow deny",
        }.items()
    ),
    Amendment(
        "ApplicationFormPartial",
        {"properties": {"description": {"anyOf": None, "type": "string", "maxLength": 400}}},
        "The description is a string (docs, resources/application), and discord.py sends one.",
        requests_only=True,
    ),
    *(
        Amendment(
            target,
            {"properties": {"type": {"anyOf": None, "type": "number", "enum": _CHANNEL_TYPES}}},
            "Media channels are documented (docs, resources/channel, Channel Types: GUILD_MEDIA, "
            "16), but not in the schema.",
        )
        for target in ("CreateGuildChannelRequest", "GuildChannelResponse")
    ),
    Amendment(
        "MessageReferenceType",
        {"const": None, "enum": [0, 1]},
        "A reference of type 1 forwards (docs, resources/message, Message Reference Types).",
    ),
    Amendment(
        "CreateForumThreadRequest",
        {"properties": {"type": {"type": ["integer", "null"]}}},
        "discord.py sends the type of a thread with a post in a forum, too.",
        requests_only=True,
    ),
    Amendment(
        "PUT /channels/{channel_id}/permissions/{overwrite_id}",
        {"properties": {"id": {"$ref": "#/$defs/SnowflakeType"}}},
        "discord.py repeats in the body the id that the path has.",
        requests_only=True,
    ),
    Amendment(
        "CreatedThreadResponse",
        {"properties": {"message": {"$ref": "#/$defs/MessageResponse"}}},
        "Starting a post in a forum answers with its first message, too (docs, resources/channel, "
        "Start Thread in Forum or Media Channel).",
    ),
)


def amend(document: Json, amendments: Iterable[Amendment], *, requests: bool) -> Json:
    """Return the document with what holds for requests, or for what Discord sends."""
    amended = copy.deepcopy(document)
    for amendment in amendments:
        if " " in amendment.target:
            _merge(amended["operations"][amendment.target]["request"], amendment.patch)
        elif requests or not amendment.requests_only:
            _merge(amended["$defs"][amendment.target], amendment.patch)
    return amended


def _merge(target: Json, patch: Json) -> None:
    for key, value in copy.deepcopy(patch).items():
        if value is None:
            target.pop(key, None)
        elif isinstance(value, dict) and isinstance(target.get(key), dict):
            _merge(target[key], cast(Json, value))
        else:
            target[key] = value
