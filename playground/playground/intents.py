"""Which events a session hears of, by its intents (docs, events/gateway, "List of Intents")."""

from __future__ import annotations

from typing import Final

from playground.events import Event, Json
from playground.wire import part

GUILDS, GUILD_MEMBERS, GUILD_MODERATION = 1 << 0, 1 << 1, 1 << 2
GUILD_EXPRESSIONS, GUILD_INTEGRATIONS, GUILD_WEBHOOKS = 1 << 3, 1 << 4, 1 << 5
GUILD_INVITES, PRESENCES = 1 << 6, 1 << 8
GUILD_MESSAGES, GUILD_REACTIONS, GUILD_TYPING = 1 << 9, 1 << 10, 1 << 11
DIRECT_MESSAGES, DIRECT_REACTIONS, DIRECT_TYPING = 1 << 12, 1 << 13, 1 << 14
MESSAGE_CONTENT, GUILD_EVENTS = 1 << 15, 1 << 16
GUILD_POLLS, DIRECT_POLLS = 1 << 24, 1 << 25
PRIVILEGED: Final = GUILD_MEMBERS | PRESENCES | MESSAGE_CONTENT
KNOWN: Final = (1 << 26) - 1

# Which flag of the application says that an intent was granted, and which one in 100 servers or
# more (docs, resources/application, "Application Flags").
_FLAGS: Final = (
    (PRESENCES, 1 << 13, 1 << 12),
    (GUILD_MEMBERS, 1 << 15, 1 << 14),
    (MESSAGE_CONTENT, 1 << 19, 1 << 18),
)
_MANY_GUILDS: Final = 100

_BY_PREFIX: Final = (
    ("MESSAGE_REACTION_", GUILD_REACTIONS, DIRECT_REACTIONS),
    ("MESSAGE_POLL_", GUILD_POLLS, DIRECT_POLLS),
    ("MESSAGE_", GUILD_MESSAGES, DIRECT_MESSAGES),
    ("TYPING_", GUILD_TYPING, DIRECT_TYPING),
    ("CHANNEL_PINS_", GUILDS, DIRECT_MESSAGES),
    ("GUILD_MEMBER_", GUILD_MEMBERS, 0),
    ("GUILD_BAN_", GUILD_MODERATION, 0),
    ("GUILD_AUDIT_", GUILD_MODERATION, 0),
    ("WEBHOOKS_", GUILD_WEBHOOKS, 0),
    ("INVITE_", GUILD_INVITES, 0),
    ("GUILD_", GUILDS, 0),
    ("CHANNEL_", GUILDS, 0),
    ("THREAD_", GUILDS, 0),
)
_SEEN_ONLY_INSIDE: Final = ("MESSAGE_", "TYPING_", "CHANNEL_PINS_", "THREAD_")


def hears(intents: int, event: Event, bot_id: str) -> bool:
    """Tell whether a session with these intents gets an event of a place it is in.

    Events that no intent names (INTERACTION_CREATE, APPLICATION_COMMAND_PERMISSIONS_UPDATE …)
    always pass; the bot's own changed member passes, too (docs, "Guild Member Update").
    """
    name, payload, audience = event
    for prefix, in_guild, in_dm in _BY_PREFIX:
        if name.startswith(prefix):
            if intents & (in_guild if audience.guild_id else in_dm):
                return True
            return name == "GUILD_MEMBER_UPDATE" and part(payload, "user").get("id") == bot_id
    return True


def application_flags(privileged: int, guilds: int) -> int:
    """Return the application's flags that tell its bot which privileged intents it may ask for."""
    granted = (flags for intent, *flags in _FLAGS if intent & privileged)
    return sum(many if guilds >= _MANY_GUILDS else few for few, many in granted)


def needs_sight(name: str) -> bool:
    """Tell whether an event only reaches those who see its channel."""
    return name.startswith(_SEEN_ONLY_INSIDE)


def thread_members_for(intents: int, payload: Json, bot_id: str) -> Json | None:
    """Return a THREAD_MEMBERS_UPDATE as a session gets it; None if it gets none.

    Without the members intent only the bot's own joining and leaving is told (docs).
    """
    if intents & GUILD_MEMBERS:
        return payload
    added = [m for m in payload["added_members"] if m["user_id"] == bot_id]
    removed = [user_id for user_id in payload["removed_member_ids"] if user_id == bot_id]
    if not added and not removed:
        return None
    return {**payload, "added_members": added, "removed_member_ids": removed}


def without_content(message: Json) -> Json:
    """Return a message as a session without the message content intent gets it (docs)."""
    return {**message, "content": "", "embeds": [], "attachments": [], "components": []}
