"""Invites to channels (docs, resources/invite)."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from playground.events import Audience, Json

if TYPE_CHECKING:
    from playground.guild import Guild
    from playground.world import World

_OF_GUILD: Final = (
    "id",
    "name",
    "splash",
    "banner",
    "description",
    "icon",
    "features",
    "verification_level",
    "vanity_url_code",
    "nsfw_level",
    "premium_subscription_count",
)
_EXPLICIT: Final = (1, 3)


class Invites:
    """Keep the invites by code; nobody joins by them unless a test lets a member in."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.by_code: dict[str, Json] = {}

    def add(self, channel: Json, *, max_age: int, max_uses: int, temporary: bool) -> Json:
        """Create an invite of the bot (``max_age`` in seconds, 0: for ever): INVITE_CREATE."""
        guild = self._world.guilds[channel["guild_id"]]
        now = datetime.now(UTC)
        expires = (now + timedelta(seconds=max_age)).isoformat() if max_age else None
        own: Json = {
            "code": secrets.token_urlsafe(6),
            "type": 0,
            "inviter": self._world.bot,
            "uses": 0,
            "max_uses": max_uses,
            "max_age": max_age,
            "temporary": temporary,
            "created_at": now.isoformat(),
            "expires_at": expires,
        }
        place: Json = {"channel_id": channel["id"], "guild_id": guild.id}
        self.by_code[own["code"]] = {
            **own,
            "guild": {
                **{key: guild.data[key] for key in _OF_GUILD},
                "nsfw": guild.data["nsfw_level"] in _EXPLICIT,
            },
            "guild_id": guild.id,
            "channel": {key: channel[key] for key in ("id", "name", "type")},
        }
        self._tell("INVITE_CREATE", guild, {**place, **own})
        return self.by_code[own["code"]]

    def of(self, place_id: str) -> list[Json]:
        """Return the invites to a channel, or to all channels of a guild."""
        return [i for i in self.by_code.values() if place_id in (i["guild_id"], i["channel"]["id"])]

    def delete(self, invite: Json) -> None:
        """Revoke an invite and tell INVITE_DELETE."""
        del self.by_code[invite["code"]]
        told: Json = {"guild_id": invite["guild_id"], "channel_id": invite["channel"]["id"]}
        guild = self._world.guilds[invite["guild_id"]]
        self._tell("INVITE_DELETE", guild, {**told, "code": invite["code"]})

    def drop_channel(self, channel_id: str) -> None:
        """Forget a deleted channel's invites."""
        for invite in self.of(channel_id):
            del self.by_code[invite["code"]]

    def _tell(self, name: str, guild: Guild, payload: Json) -> None:
        audience = Audience(guild.id, payload["channel_id"])
        self._world.bus.publish(name, payload, audience)
