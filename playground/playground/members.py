"""Members of guilds: changing, leaving, being banned (docs, resources/guild)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.events import Audience, Json
from playground.guild import Guild

if TYPE_CHECKING:
    from playground.world import World


class Members:
    """Change the members of every guild; each change is told as Discord tells it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def edit(self, guild: Guild, user_id: str, **changes: Any) -> Json:
        """Change a member (nick, roles, communication_disabled_until …): GUILD_MEMBER_UPDATE."""
        member: Json = {**guild.members[user_id], **changes}
        guild.members[user_id] = member
        self._tell("GUILD_MEMBER_UPDATE", guild, member)
        return member

    def remove(self, guild: Guild, user_id: str) -> None:
        """Let a person leave: GUILD_MEMBER_REMOVE."""
        user = guild.members.pop(user_id)["user"]
        for thread_id in guild.threads:
            self._world.threads.leave(thread_id, user_id)
        self._tell("GUILD_MEMBER_REMOVE", guild, {"user": user})

    def withdraw_bot(self, guild: Guild) -> None:
        """Leave its commands without the bot, as an invitation without the scope ``bot`` does."""
        del guild.members[self._world.bot["id"]]
        self._world.bus.publish("GUILD_DELETE", {"id": guild.id}, Audience(guild_id=guild.id))

    def ban(self, guild: Guild, user_id: str, reason: str | None = None) -> None:
        """Ban somebody, whether a member or not: GUILD_MEMBER_REMOVE and GUILD_BAN_ADD."""
        user = self._world.users[user_id]
        if user_id in guild.members:
            self.remove(guild, user_id)
        guild.bans[user_id] = {"user": user, "reason": reason}
        self._tell("GUILD_BAN_ADD", guild, {"user": user})

    def unban(self, guild: Guild, user_id: str) -> None:
        """Lift a ban: GUILD_BAN_REMOVE."""
        self._tell("GUILD_BAN_REMOVE", guild, {"user": guild.bans.pop(user_id)["user"]})

    def _tell(self, name: str, guild: Guild, payload: Json) -> None:
        told: Json = {"guild_id": guild.id, **payload}
        self._world.bus.publish(name, told, Audience(guild_id=guild.id))
