"""Webhooks of every channel (docs, resources/webhook)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from playground.events import Audience, Json

if TYPE_CHECKING:
    from playground.world import World

INCOMING = 1


class Webhooks:
    """Keep the webhooks by id; each change tells WEBHOOKS_UPDATE."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.by_id: dict[str, Json] = {}

    def add(self, channel: Json, name: str) -> Json:
        """Create an incoming webhook that belongs to the bot."""
        webhook: Json = {
            "id": self._world.ids.next(),
            "type": INCOMING,
            "guild_id": channel["guild_id"],
            "channel_id": channel["id"],
            "application_id": self._world.application["id"],
            "user": self._world.bot,
            "name": name,
            "avatar": None,
            "token": secrets.token_urlsafe(51),
        }
        self.by_id[webhook["id"]] = webhook
        self._tell(webhook)
        return webhook

    def edit(self, webhook: Json, **changes: Any) -> Json:
        """Change a webhook's name or channel."""
        changed: Json = {**webhook, **changes}
        self.by_id[webhook["id"]] = changed
        self._tell(changed)
        return changed

    def delete(self, webhook: Json) -> None:
        """Delete a webhook; its messages stay."""
        del self.by_id[webhook["id"]]
        self._tell(webhook)

    def of_channel(self, channel_id: str) -> list[Json]:
        """Return the webhooks of a channel."""
        return [w for w in self.by_id.values() if w["channel_id"] == channel_id]

    def of_guild(self, guild_id: str) -> list[Json]:
        """Return the webhooks of a guild."""
        return [w for w in self.by_id.values() if w["guild_id"] == guild_id]

    def drop_channel(self, channel_id: str) -> None:
        """Forget a deleted channel's webhooks."""
        for webhook in self.of_channel(channel_id):
            del self.by_id[webhook["id"]]

    def _tell(self, webhook: Json) -> None:
        told: Json = {"guild_id": webhook["guild_id"], "channel_id": webhook["channel_id"]}
        audience = Audience(webhook["guild_id"], webhook["channel_id"])
        self._world.bus.publish("WEBHOOKS_UPDATE", told, audience)
