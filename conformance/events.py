"""Which schema holds for which gateway event, and how Discord's documents say the event differs.

The schemas are published for REST only. The gateway sends the same objects with a few keys more
(guild_id, member) or less; each difference is in Discord's documents (events/gateway-events).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Piece:
    """Name the definition for one place of an event: "" is all, "roles/*" each of a list."""

    place: str
    definition: str
    adds: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()


def _piece(place: str, definition: str, *, adds: str = "", lacks: str = "") -> Piece:
    return Piece(place, definition, frozenset(adds.split()), frozenset(lacks.split()))


_MESSAGE: Final = _piece("", "MessageResponse", adds="guild_id member")
_CHANNEL: Final = _piece("", "GuildChannelResponse")
_MEMBER: Final = _piece("", "GuildMemberResponse", adds="guild_id")
_ROLE: Final = _piece("role", "GuildRoleResponse")

EVENTS: Final[dict[str, tuple[Piece, ...]]] = {
    "READY": (_piece("user", "UserPIIResponse"),),
    "GUILD_CREATE": (
        _piece("roles/*", "GuildRoleResponse"),
        _piece("channels/*", "GuildChannelResponse", lacks="guild_id"),
        _piece("members/*", "GuildMemberResponse"),
        _piece("threads/*", "ThreadResponse"),
    ),
    "GUILD_MEMBERS_CHUNK": (_piece("members/*", "GuildMemberResponse"),),
    "GUILD_MEMBER_ADD": (_MEMBER,),
    "GUILD_MEMBER_UPDATE": (_MEMBER,),
    "GUILD_MEMBER_REMOVE": (_piece("user", "UserResponse"),),
    "GUILD_ROLE_CREATE": (_ROLE,),
    "GUILD_ROLE_UPDATE": (_ROLE,),
    "CHANNEL_CREATE": (_CHANNEL,),
    "CHANNEL_UPDATE": (_CHANNEL,),
    "CHANNEL_DELETE": (_CHANNEL,),
    "GUILD_UPDATE": (_piece("", "GuildResponse"),),
    "GUILD_BAN_ADD": (_piece("user", "UserResponse"),),
    "GUILD_BAN_REMOVE": (_piece("user", "UserResponse"),),
    "THREAD_CREATE": (_piece("", "ThreadResponse", adds="newly_created"),),
    "THREAD_UPDATE": (_piece("", "ThreadResponse"),),
    "THREAD_LIST_SYNC": (_piece("threads/*", "ThreadResponse"),),
    "THREAD_MEMBERS_UPDATE": (
        _piece("added_members/*", "ThreadMemberResponse", adds="presence"),
        _piece("added_members/*/member", "GuildMemberResponse"),
    ),
    "MESSAGE_REACTION_ADD": (
        _piece("member", "GuildMemberResponse"),
        _piece("emoji", "MessageReactionEmojiResponse"),
    ),
    "MESSAGE_REACTION_REMOVE": (_piece("emoji", "MessageReactionEmojiResponse"),),
    "MESSAGE_REACTION_REMOVE_EMOJI": (_piece("emoji", "MessageReactionEmojiResponse"),),
    "TYPING_START": (_piece("member", "GuildMemberResponse"),),
    "APPLICATION_COMMAND_PERMISSIONS_UPDATE": (_piece("", "CommandPermissionsResponse"),),
    "MESSAGE_CREATE": (_MESSAGE,),
    "MESSAGE_UPDATE": (_MESSAGE,),
    "INTERACTION_CREATE": (
        _piece("user", "UserResponse"),
        _piece("member", "GuildMemberResponse", adds="permissions"),
        _piece("message", "MessageResponse"),
        _piece("data/resolved/users/*", "UserResponse"),
        _piece("data/resolved/roles/*", "GuildRoleResponse"),
    ),
}
