"""One server with its roles, channels and members, in Discord's own shapes."""

from __future__ import annotations

from dataclasses import dataclass, field

from playground.events import Json
from playground.permissions import EVERYONE_DEFAULT, Scope


@dataclass(slots=True)
class Guild:
    """Hold a guild; roles, channels and members are keyed by id."""

    data: Json
    roles: dict[str, Json] = field(default_factory=dict[str, Json])
    channels: dict[str, Json] = field(default_factory=dict[str, Json])
    members: dict[str, Json] = field(default_factory=dict[str, Json])

    @property
    def id(self) -> str:
        """Return the guild's id, which is also the id of its @everyone role."""
        return self.data["id"]

    def wire(self, user_id: str, *, all_members: bool = False) -> Json:
        """Return the GUILD_CREATE payload for the bot ``user_id``.

        Without the members intent Discord lists only the bot itself (docs, gateway events).
        """
        members = list(self.members.values()) if all_members else [self.members[user_id]]
        return {
            **self.data,
            "member_count": len(self.members),
            "roles": list(self.roles.values()),
            "channels": list(self.channels.values()),
            "members": members,
        }

    def role_named(self, name: str) -> Json:
        """Return the role with this name; raise KeyError if there is none."""
        for role in self.roles.values():
            if role["name"] == name:
                return role
        raise KeyError(name)

    def scope(self, user_id: str, channel_id: str | None = None) -> Scope:
        """Return what decides ``user_id``'s permissions here or in one channel."""
        channel = self.channels.get(channel_id) if channel_id else None
        return Scope(
            guild_id=self.id,
            owner_id=self.data["owner_id"],
            roles=self.roles,
            member=self.members.get(user_id),
            overwrites=channel["permission_overwrites"] if channel else (),
        )


def new_guild(guild_id: str, name: str, owner_id: str) -> Guild:
    """Return a guild with nothing but its @everyone role."""
    guild = Guild(
        {
            "id": guild_id,
            "name": name,
            "owner_id": owner_id,
            "icon": None,
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
            "public_updates_channel_id": None,
            "verification_level": 0,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": False,
            "preferred_locale": "en-US",
            "features": [],
            "emojis": [],
            "stickers": [],
            "joined_at": "2026-01-05T09:00:00+00:00",
            "large": False,
            "voice_states": [],
            "presences": [],
            "threads": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
    )
    guild.roles[guild_id] = new_role(guild_id, "@everyone", EVERYONE_DEFAULT, position=0)
    return guild


def new_role(role_id: str, name: str, permissions: int, *, position: int) -> Json:
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
    }


def new_channel(channel_id: str, guild_id: str, name: str, *, position: int) -> Json:
    """Return a text channel without overwrites."""
    return {
        "id": channel_id,
        "type": 0,
        "guild_id": guild_id,
        "name": name,
        "position": position,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "flags": 0,
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
