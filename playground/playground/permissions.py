"""Discord's permission arithmetic (docs, topics/permissions)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from playground.events import Json

CREATE_INSTANT_INVITE: Final = 1 << 0
KICK_MEMBERS: Final = 1 << 1
BAN_MEMBERS: Final = 1 << 2
ADMINISTRATOR: Final = 1 << 3
MANAGE_CHANNELS: Final = 1 << 4
MANAGE_GUILD: Final = 1 << 5
ADD_REACTIONS: Final = 1 << 6
VIEW_CHANNEL: Final = 1 << 10
SEND_MESSAGES: Final = 1 << 11
SEND_TTS_MESSAGES: Final = 1 << 12
MANAGE_MESSAGES: Final = 1 << 13
EMBED_LINKS: Final = 1 << 14
ATTACH_FILES: Final = 1 << 15
READ_MESSAGE_HISTORY: Final = 1 << 16
MENTION_EVERYONE: Final = 1 << 17
CHANGE_NICKNAME: Final = 1 << 26
MANAGE_NICKNAMES: Final = 1 << 27
MANAGE_ROLES: Final = 1 << 28
MANAGE_WEBHOOKS: Final = 1 << 29
USE_APPLICATION_COMMANDS: Final = 1 << 31
MANAGE_THREADS: Final = 1 << 34
CREATE_PUBLIC_THREADS: Final = 1 << 35
CREATE_PRIVATE_THREADS: Final = 1 << 36
SEND_MESSAGES_IN_THREADS: Final = 1 << 38
MODERATE_MEMBERS: Final = 1 << 40
SEND_POLLS: Final = 1 << 49
PIN_MESSAGES: Final = 1 << 51
ALL: Final = (1 << 53) - 1

# What moderators are asked for, as Discord's client calls it.
_NAMES: Final = {
    KICK_MEMBERS: "Kick Members",
    BAN_MEMBERS: "Ban Members",
    ADMINISTRATOR: "Administrator",
    MANAGE_CHANNELS: "Manage Channels",
    MANAGE_GUILD: "Manage Server",
    MANAGE_MESSAGES: "Manage Messages",
    MENTION_EVERYONE: "Mention Everyone",
    MANAGE_NICKNAMES: "Manage Nicknames",
    MANAGE_ROLES: "Manage Roles",
    MANAGE_WEBHOOKS: "Manage Webhooks",
    MANAGE_THREADS: "Manage Threads",
    MODERATE_MEMBERS: "Time Out Members",
}

BOT_MINIMUM: Final = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | SEND_MESSAGES_IN_THREADS
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
)
EVERYONE_DEFAULT: Final = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | SEND_MESSAGES_IN_THREADS
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | ADD_REACTIONS
    | USE_APPLICATION_COMMANDS
)
DIRECT_MESSAGE: Final = EVERYONE_DEFAULT | MENTION_EVERYONE | SEND_POLLS | PIN_MESSAGES

_ROLE, _MEMBER = 0, 1
_TIMED_OUT: Final = VIEW_CHANNEL | READ_MESSAGE_HISTORY
_NEED_SENDING: Final = MENTION_EVERYONE | SEND_TTS_MESSAGES | ATTACH_FILES | EMBED_LINKS


def named(bits: int) -> list[str]:
    """Return what the client calls these permissions; the others have no name here."""
    return [name for bit, name in _NAMES.items() if bits & bit]


@dataclass(frozen=True, slots=True)
class Scope:
    """Hold what decides a member's permissions.

    ``overwrites`` are those of the channel (of a thread: of its parent), None for the whole guild;
    ``sending`` is the permission that sending takes there.
    """

    guild_id: str
    owner_id: str
    roles: Mapping[str, Json]
    member: Json | None
    overwrites: Iterable[Json] | None = None
    sending: int = SEND_MESSAGES

    def permissions(self) -> int:
        """Return the bit set; 0 for somebody who is no member."""
        if self.member is None:
            return 0
        user_id: str = self.member["user"]["id"]
        held = self._base(user_id)
        if held & ADMINISTRATOR:
            return ALL
        if self.overwrites is not None:
            held = self._overwritten(held, user_id, self.overwrites)
        if _is_timed_out(self.member):
            held &= _TIMED_OUT
        if self.overwrites is None:
            return held
        if not held & VIEW_CHANNEL:
            return 0
        return held if held & self.sending else held & ~_NEED_SENDING

    def _base(self, user_id: str) -> int:
        if user_id == self.owner_id or self.member is None:
            return ALL
        permissions = int(self.roles[self.guild_id]["permissions"])
        for role_id in self.member["roles"]:
            if role_id in self.roles:
                permissions |= int(self.roles[role_id]["permissions"])
        return permissions

    def _overwritten(self, base: int, user_id: str, overwrites: Iterable[Json]) -> int:
        by_id = {(int(o["type"]), str(o["id"])): o for o in overwrites}
        if not by_id or self.member is None:
            return base
        everyone = by_id.get((_ROLE, self.guild_id))
        own_roles = [by_id[key] for r in self.member["roles"] if (key := (_ROLE, r)) in by_id]
        personal = by_id.get((_MEMBER, user_id))
        result = base
        for step in ([everyone] if everyone else [], own_roles, [personal] if personal else []):
            deny = allow = 0
            for overwrite in step:
                deny |= int(overwrite["deny"])
                allow |= int(overwrite["allow"])
            result = result & ~deny | allow
        return result


def _is_timed_out(member: Json) -> bool:
    until = member.get("communication_disabled_until")
    return until is not None and datetime.fromisoformat(until) > datetime.now(UTC)
