"""Pinned messages of every channel (docs, resources/message)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from playground.events import Audience, Json

if TYPE_CHECKING:
    from playground.world import World

PIN_NOTICE = 6
MAX_PINS = 250


class Pins:
    """Keep when each message was pinned (ISO 8601, UTC), by channel, oldest first."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.by_channel: dict[str, dict[str, str]] = {}

    def of(self, channel_id: str) -> list[tuple[Json, str]]:
        """Return the pinned messages with the time of pinning, newest pin first."""
        pinned = reversed(self.by_channel.get(channel_id, {}).items())
        found = ((self._world.messages.get(channel_id, key), at) for key, at in pinned)
        return [(message, at) for message, at in found if message]

    def add(self, message: Json, user_id: str) -> None:
        """Pin a message, say so in the channel and tell CHANNEL_PINS_UPDATE."""
        channel_id = message["channel_id"]
        pinned = self.by_channel.setdefault(channel_id, {})
        if message["id"] in pinned:
            return
        pinned[message["id"]] = datetime.now(UTC).isoformat()
        self._mark(message, pinned=True)
        guild = self._world.guild_of(channel_id)
        reference: Json = {"type": 0, "channel_id": channel_id, "message_id": message["id"]}
        if guild:
            reference["guild_id"] = guild.id
        notice = self._world.new_message(
            self._world.users[user_id], channel_id, type=PIN_NOTICE, message_reference=reference
        )
        self._world.post(notice)

    def remove(self, message: Json) -> None:
        """Unpin a message and tell CHANNEL_PINS_UPDATE."""
        if self.by_channel.get(message["channel_id"], {}).pop(message["id"], None):
            self._mark(message, pinned=False)

    def drop_channel(self, channel_id: str) -> None:
        """Forget a deleted channel's pins."""
        self.by_channel.pop(channel_id, None)

    def _mark(self, message: Json, *, pinned: bool) -> None:
        channel_id = message["channel_id"]
        guild = self._world.guild_of(channel_id)
        guild_id = guild.id if guild else None
        self._world.messages.mark(message, guild_id=guild_id, pinned=pinned)
        newest = next((at for _, at in self.of(channel_id)), None)
        told: Json = {"channel_id": channel_id, "last_pin_timestamp": newest}
        if guild_id:
            told["guild_id"] = guild_id
        self._world.bus.publish("CHANNEL_PINS_UPDATE", told, Audience(guild_id, channel_id))
