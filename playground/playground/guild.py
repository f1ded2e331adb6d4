"""One server with its roles, channels and members, in Discord's own shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from playground import permissions as may
from playground.events import Json
from playground.permissions import EVERYONE_DEFAULT, Scope

TEXT, VOICE, CATEGORY, ANNOUNCEMENT, STAGE, FORUM, MEDIA = 0, 2, 4, 5, 13, 15, 16
# Where every post is a thread.
FORUMS: Final = frozenset({FORUM, MEDIA})
ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 10, 11, 12
THREADS: Final = frozenset({ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD})
_OWNER_RANK: Final = 2**31


@dataclass(slots=True)
class Guild:
    """Hold a guild; roles, channels, threads, members and bans are keyed by id.

    ``thread_members`` is keyed by thread, then by user; ``command_permissions`` by command, or by
    the application for all its commands.
    """

    data: Json
    roles: dict[str, Json] = field(default_factory=dict[str, Json])
    channels: dict[str, Json] = field(default_factory=dict[str, Json])
    members: dict[str, Json] = field(default_factory=dict[str, Json])
    threads: dict[str, Json] = field(default_factory=dict[str, Json])
    thread_members: dict[str, dict[str, Json]] = field(default_factory=dict[str, dict[str, Json]])
    bans: dict[str, Json] = field(default_factory=dict[str, Json])
    command_permissions: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])

    @property
    def id(self) -> str:
        """Return the guild's id, which is also the id of its @everyone role."""
        return self.data["id"]

    def told(self) -> Json:
        """Return the guild as REST and GUILD_UPDATE tell it: without channels and members."""
        return {**self.data, "roles": list(self.roles.values())}

    def wire(self, user_id: str, *, all_members: bool = False) -> Json:
        """Return the GUILD_CREATE payload for the bot ``user_id``.

        Without the members intent Discord lists only the bot itself (docs, gateway events).
        """
        members = list(self.members.values()) if all_members else [self.members[user_id]]
        return {
            **self.told(),
            **_GATEWAY_ONLY,
            "joined_at": self.members[user_id]["joined_at"],
            "member_count": len(self.members),
            "channels": list(self.channels.values()),
            "threads": [self.with_membership(t, user_id) for t in self.active_threads(user_id)],
            "members": members,
        }

    def channel(self, channel_id: str) -> Json | None:
        """Return a channel or thread by id."""
        return self.channels.get(channel_id) or self.threads.get(channel_id)

    def active_threads(self, user_id: str) -> list[Json]:
        """Return the threads that are not archived and that a user sees."""
        return [
            thread
            for thread in self.threads.values()
            if not thread["thread_metadata"]["archived"]
            and self.permissions(user_id, thread["id"]) & may.VIEW_CHANNEL
        ]

    def with_membership(self, thread: Json, user_id: str) -> Json:
        """Return a thread as a user gets it: with ``member`` if they are in it."""
        member = self.thread_members.get(thread["id"], {}).get(user_id)
        return {**thread, "member": member} if member else thread

    def rank(self, user_id: str) -> int:
        """Return the position of a user's highest role; the owner is above all."""
        if user_id == self.data["owner_id"]:
            return _OWNER_RANK
        held: list[str] = self.members[user_id]["roles"] if user_id in self.members else []
        return max((self.roles[r]["position"] for r in held if r in self.roles), default=0)

    def role_named(self, name: str) -> Json:
        """Return the role with this name; raise KeyError if there is none."""
        for role in self.roles.values():
            if role["name"] == name:
                return role
        raise KeyError(name)

    def scope(self, user_id: str, channel_id: str | None = None) -> Scope:
        """Return what decides ``user_id``'s permissions here or in one channel or thread."""
        overwrites: list[Json] | None = None
        sending = may.SEND_MESSAGES
        if channel_id:
            thread = self.threads.get(channel_id)
            if thread:
                sending = may.SEND_MESSAGES_IN_THREADS
            channel = self.channels[thread["parent_id"] if thread else channel_id]
            overwrites = channel["permission_overwrites"]
        return Scope(
            guild_id=self.id,
            owner_id=self.data["owner_id"],
            roles=self.roles,
            member=self.members.get(user_id),
            overwrites=overwrites,
            sending=sending,
        )

    def permissions(self, user_id: str, channel_id: str) -> int:
        """Return a user's permission bits in a channel or thread; 0 in a stranger's thread."""
        held = self.scope(user_id, channel_id).permissions()
        thread = self.threads.get(channel_id)
        if thread and thread["type"] == PRIVATE_THREAD and not held & may.MANAGE_THREADS:
            return held if user_id in self.thread_members[channel_id] else 0
        return held


_GATEWAY_ONLY: Final[Json] = {
    "large": False,
    "voice_states": [],
    "presences": [],
    "stage_instances": [],
    "guild_scheduled_events": [],
    "soundboard_sounds": [],
}


def new_guild(guild_id: str, name: str, owner_id: str) -> Guild:
    """Return a guild with nothing but its @everyone role."""
    guild = Guild(
        {
            "id": guild_id,
            "name": name,
            "owner_id": owner_id,
            "icon": None,
            "home_header": None,
            "splash": None,
            "discovery_splash": None,
            "banner": None,
            "description": None,
            "vanity_url_code": None,
            "afk_channel_id": None,
            "afk_timeout": 300,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "safety_alerts_channel_id": None,
            "public_updates_channel_id": None,
            "verification_level": 0,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw": False,
            "nsfw_level": 0,
            "application_id": None,
            "region": "deprecated",
            "widget_enabled": False,
            "widget_channel_id": None,
            "max_presences": None,
            "max_members": 500_000,
            "max_video_channel_users": 25,
            "max_stage_video_channel_users": 50,
            "incidents_data": None,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": False,
            "preferred_locale": "en-US",
            "features": [],
            "emojis": [],
            "stickers": [],
        }
    )
    guild.roles[guild_id] = new_role(guild_id, "@everyone", EVERYONE_DEFAULT, position=0)
    return guild


def new_role(role_id: str, name: str, permissions: int, *, position: int, **fields: Any) -> Json:
    """Return a role; ``permissions`` is Discord's bit set."""
    return {
        "id": role_id,
        "name": name,
        "permissions": str(permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "managed": False,
        "mentionable": False,
        "flags": 0,
        **fields,
    }


_SPOKEN: Final[Json] = {
    "bitrate": 64000,
    "user_limit": 0,
    "rtc_region": None,
    "rate_limit_per_user": 0,
    "last_message_id": None,
}
_POSTED: Final[Json] = {
    "topic": None,
    "rate_limit_per_user": 0,
    "last_message_id": None,
    "available_tags": [],
    "default_reaction_emoji": None,
    "default_sort_order": None,
    "default_thread_rate_limit_per_user": 0,
}
_OF_KIND: Final[dict[int, Json]] = {
    TEXT: {"topic": None, "rate_limit_per_user": 0, "last_message_id": None},
    ANNOUNCEMENT: {"topic": None, "rate_limit_per_user": 0, "last_message_id": None},
    CATEGORY: {},
    VOICE: _SPOKEN,
    STAGE: {**_SPOKEN, "topic": None},
    FORUM: {**_POSTED, "default_forum_layout": 0},
    MEDIA: _POSTED,
}


def new_channel(
    channel_id: str, guild_id: str, name: str, *, position: int, kind: int = TEXT, **fields: Any
) -> Json:
    """Return a channel of one of Discord's types without overwrites."""
    return {
        "id": channel_id,
        "type": kind,
        "guild_id": guild_id,
        "name": name,
        "position": position,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "flags": 0,
        **_OF_KIND[kind],
        **fields,
    }


def new_member(user: Json, role_ids: list[str]) -> Json:
    """Return a guild member with the given roles."""
    return {
        "user": user,
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": role_ids,
        "joined_at": "2026-01-05T09:00:00+00:00",
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "communication_disabled_until": None,
        "flags": 0,
    }
