"""People, user groups and conversations of a workspace, in Slack's own shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from playground.wire import Json

PUBLIC: Final = "public_channel"
PRIVATE: Final = "private_channel"
IM: Final = "im"
MPIM: Final = "mpim"


@dataclass(slots=True)
class User:
    """Hold a person or a bot; ``is_restricted`` is a guest.

    ``team_id`` differs from the workspace's for strangers of a shared channel.
    """

    id: str
    name: str
    real_name: str
    team_id: str
    tz: str = "Europe/Rome"
    locale: str = "en-US"
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    bot_id: str = ""
    app_id: str = ""
    email: str = ""
    updated: int = 0

    def told(self, *, tz_label: str, tz_offset: int, locale: bool, email: bool) -> Json:
        """Return the user object of users.info; ``email`` needs a scope of its own."""
        profile: Json = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "team": self.team_id,
            "title": "",
            "phone": "",
            "status_text": "",
            "status_emoji": "",
            "avatar_hash": "",
        }
        if self.is_bot:
            profile |= {"bot_id": self.bot_id, "api_app_id": self.app_id, "always_active": True}
        elif email:
            profile["email"] = self.email
        user: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": self.updated,
        }
        if not self.deleted:
            user |= {
                "color": "9f69e7",
                "real_name": self.real_name,
                "tz": self.tz,
                "tz_label": tz_label,
                "tz_offset": tz_offset,
                "is_admin": self.is_admin,
                "is_owner": self.is_owner,
                "is_primary_owner": self.is_primary_owner,
                "is_restricted": self.is_restricted,
                "is_ultra_restricted": self.is_ultra_restricted,
                "who_can_share_contact_card": "EVERYONE",
                "is_email_confirmed": not self.is_bot,
            }
        if locale:
            user["locale"] = self.locale
        return user


@dataclass(slots=True)
class UserGroup:
    """Hold a user group, which people mention by its handle."""

    id: str
    handle: str
    name: str
    team_id: str
    users: list[str] = field(default_factory=list[str])
    date_delete: int = 0

    def told(self, *, users: bool) -> Json:
        """Return the group as usergroups.list does."""
        group: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "is_usergroup": True,
            "name": self.name,
            "description": "",
            "handle": self.handle,
            "is_external": False,
            "date_create": 0,
            "date_update": 0,
            "date_delete": self.date_delete,
            "auto_type": None,
            "user_count": len(self.users),
        }
        return group | {"users": list(self.users)} if users else group


@dataclass(slots=True)
class Conversation:
    """Hold a channel or direct messages; ``kind`` is one of PUBLIC, PRIVATE, IM, MPIM."""

    id: str
    kind: str
    name: str
    creator: str
    created: int
    team_id: str
    members: list[str] = field(default_factory=list[str])
    is_archived: bool = False
    is_general: bool = False
    is_read_only: bool = False
    is_thread_only: bool = False
    is_ext_shared: bool = False
    topic: str = ""
    purpose: str = ""

    @property
    def is_direct(self) -> bool:
        """Tell whether these are direct messages, of two or of more."""
        return self.kind in (IM, MPIM)

    def told(self, viewer: str, *, num_members: bool = False) -> Json:
        """Return the channel object as a user sees it."""
        if self.kind == IM:
            other = next((each for each in self.members if each != viewer), viewer)
            return {
                "id": self.id,
                "created": self.created,
                "is_archived": self.is_archived,
                "is_im": True,
                "is_org_shared": False,
                "context_team_id": self.team_id,
                "updated": self.created * 1000,
                "user": other,
                "is_user_deleted": False,
                "is_open": True,
                "priority": 0,
            }
        private = self.kind != PUBLIC
        channel: Json = {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == PUBLIC,
            "is_group": private,
            "is_im": False,
            "is_mpim": self.kind == MPIM,
            "is_private": private,
            "created": self.created,
            "creator": self.creator,
            "is_archived": self.is_archived,
            "is_general": self.is_general,
            "unlinked": 0,
            "is_read_only": self.is_read_only,
            "is_thread_only": self.is_thread_only,
            "is_shared": self.is_ext_shared,
            "is_ext_shared": self.is_ext_shared,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "pending_shared": [],
            "context_team_id": self.team_id,
            "updated": self.created * 1000,
            "parent_conversation": None,
            "is_member": viewer in self.members,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": self.purpose, "creator": "", "last_set": 0},
            "previous_names": [],
        }
        return channel | {"num_members": len(self.members)} if num_members else channel
