"""Discord's permission arithmetic (docs, topics/permissions)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from playground.events import Json

ADMINISTRATOR: Final = 1 << 3
MANAGE_CHANNELS: Final = 1 << 4
MANAGE_GUILD: Final = 1 << 5
ADD_REACTIONS: Final = 1 << 6
VIEW_CHANNEL: Final = 1 << 10
SEND_MESSAGES: Final = 1 << 11
MANAGE_MESSAGES: Final = 1 << 13
EMBED_LINKS: Final = 1 << 14
ATTACH_FILES: Final = 1 << 15
READ_MESSAGE_HISTORY: Final = 1 << 16
MENTION_EVERYONE: Final = 1 << 17
MANAGE_ROLES: Final = 1 << 28
USE_APPLICATION_COMMANDS: Final = 1 << 31
SEND_MESSAGES_IN_THREADS: Final = 1 << 38
ALL: Final = (1 << 53) - 1

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
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | ADD_REACTIONS
    | USE_APPLICATION_COMMANDS
)
DIRECT_MESSAGE: Final = EVERYONE_DEFAULT | MENTION_EVERYONE

_ROLE, _MEMBER = 0, 1


@dataclass(frozen=True, slots=True)
class Scope:
    """Hold what decides a member's permissions; ``overwrites`` are those of the channel."""

    guild_id: str
    owner_id: str
    roles: Mapping[str, Json]
    member: Json | None
    overwrites: Iterable[Json]

    def permissions(self) -> int:
        """Return the bit set; 0 for somebody who is no member."""
        if self.member is None:
            return 0
        user_id: str = self.member["user"]["id"]
        base = self._base(user_id)
        if base & ADMINISTRATOR:
            return ALL
        return self._overwritten(base, user_id)

    def _base(self, user_id: str) -> int:
        if user_id == self.owner_id or self.member is None:
            return ALL
        permissions = int(self.roles[self.guild_id]["permissions"])
        for role_id in self.member["roles"]:
            if role_id in self.roles:
                permissions |= int(self.roles[role_id]["permissions"])
        return permissions

    def _overwritten(self, base: int, user_id: str) -> int:
        by_id = {(int(o["type"]), str(o["id"])): o for o in self.overwrites}
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
