"""The messages of every channel, newest last, with the private ones marked."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from playground.events import Audience, Bus, Json

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15


class MessageStore:
    """Keep messages by channel; ``private_to`` names the only person who sees a message.

    Of all messages ever added only the last ``kept`` stay, so that a load test may run for days.
    ``clock_offset`` tells how far people have moved the clock, in seconds: messages keep their
    real date, which bots rely on, and ``dated`` adds the one that people see.
    """

    def __init__(self, bus: Bus, kept: int = 10_000) -> None:
        self.kept = kept
        self._bus = bus
        self._added: deque[tuple[str, str]] = deque()
        self._by_channel: dict[str, dict[str, Json]] = {}
        self._nonces: dict[tuple[str, str], tuple[str, float]] = {}
        self._offsets: dict[str, float] = {}
        self.clock_offset: Callable[[], float] = float
        self.private_to: dict[str, str] = {}
        self.nonce_window_seconds = 300.0

    def get(self, channel_id: str, message_id: str) -> Json | None:
        """Return one message, private ones too."""
        return self._by_channel.get(channel_id, {}).get(message_id)

    def all(self, channel_id: str) -> list[Json]:
        """Return every message of a channel, private ones too, oldest first."""
        return list(self._by_channel.get(channel_id, {}).values())

    def visible(self, channel_id: str, user_id: str) -> list[Json]:
        """Return what a person sees in a channel, oldest first."""
        return [m for m in self.all(channel_id) if self.is_for(m["id"], user_id)]

    def shared(self, channel_id: str) -> list[Json]:
        """Return what everybody in the channel sees, oldest first."""
        return [m for m in self.all(channel_id) if m["id"] not in self.private_to]

    def is_for(self, message_id: str, user_id: str) -> bool:
        """Tell whether a person may see a message of a channel they can read."""
        return self.private_to.get(message_id, user_id) == user_id

    def dated(self, message: Json) -> Json:
        """Return a message with ``shown_at``: when it came by the clock that people move."""
        offset = self._offsets.get(message["id"])
        if offset is None:
            return message
        try:
            at = datetime.fromisoformat(message["timestamp"]) + timedelta(seconds=offset)
        except OverflowError:
            return message
        return {**message, "shown_at": at.isoformat()}

    def add(self, message: Json, *, guild_id: str | None, private_to: str | None = None) -> Json:
        """Store a message and tell everybody who sees it (MESSAGE_CREATE)."""
        if private_to:
            self.private_to[message["id"]] = private_to
        if offset := self.clock_offset():
            self._offsets[message["id"]] = offset
        self._keep(message)
        self._tell("MESSAGE_CREATE", message, guild_id)
        return message

    def edit(self, message: Json, changes: Json, *, guild_id: str | None) -> Json:
        """Change a message, mark it edited and tell (MESSAGE_UPDATE); return the new message."""
        loading = message["flags"] & LOADING
        edited = None if loading else datetime.now(UTC).isoformat()
        changed: Json = {**message, **changes, "edited_timestamp": edited}
        self._by_channel[message["channel_id"]][message["id"]] = changed
        self._tell("MESSAGE_UPDATE", changed, guild_id)
        return changed

    def mark(self, message: Json, *, guild_id: str | None, **changes: Any) -> Json:
        """Change what is not the author's text (pinned, thread …) and tell MESSAGE_UPDATE."""
        changed = self.replace({**message, **changes})
        self._tell("MESSAGE_UPDATE", changed, guild_id)
        return changed

    def replace(self, message: Json) -> Json:
        """Put a changed message in the place of the old one without telling."""
        self._by_channel[message["channel_id"]][message["id"]] = message
        return message

    def delete_many(self, channel_id: str, ids: list[str], *, guild_id: str | None) -> None:
        """Remove messages and tell once (MESSAGE_DELETE_BULK)."""
        known = self._by_channel.get(channel_id, {})
        gone = [message_id for message_id in ids if known.pop(message_id, None)]
        for message_id in gone:
            self._forget(message_id)
        told: Json = {"ids": gone, "channel_id": channel_id}
        if guild_id:
            told["guild_id"] = guild_id
        self._bus.publish("MESSAGE_DELETE_BULK", told, Audience(guild_id, channel_id))

    def delete(self, message: Json, *, guild_id: str | None) -> None:
        """Remove a message and tell (MESSAGE_DELETE)."""
        del self._by_channel[message["channel_id"]][message["id"]]
        gone: Json = {"id": message["id"], "channel_id": message["channel_id"]}
        self._tell("MESSAGE_DELETE", gone, guild_id)
        self._forget(message["id"])

    def drop_channel(self, channel_id: str) -> None:
        """Forget a deleted channel's messages without telling each."""
        for message_id in self._by_channel.pop(channel_id, {}):
            self._forget(message_id)

    def seen_nonce(self, channel_id: str, nonce: str) -> Json | None:
        """Return the message already sent with this nonce in the window, in real time.

        Discord: "the past few minutes" (docs, resources/message, enforce_nonce).
        """
        message_id, at = self._nonces.get((channel_id, nonce), ("", 0.0))
        if time.time() - at > self.nonce_window_seconds:
            return None
        return self.get(channel_id, message_id)

    def remember_nonce(self, channel_id: str, nonce: str, message_id: str) -> None:
        """Note the nonce of a message just sent, and forget those out of the window."""
        now = time.time()
        self._nonces.pop((channel_id, nonce), None)
        self._nonces[channel_id, nonce] = (message_id, now)
        while (oldest := next(iter(self._nonces))) and (
            now - self._nonces[oldest][1] > self.nonce_window_seconds
        ):
            del self._nonces[oldest]

    def dump(self) -> Json:
        """Return everything as JSON."""
        return {
            "messages": [message for message in self._every()],
            "private_to": dict(self.private_to),
            "clock_offsets": dict(self._offsets),
            "nonces": [[*key, *value] for key, value in self._nonces.items()],
        }

    def load(self, dumped: Json) -> None:
        """Replace everything by what ``dump`` returned, telling nobody."""
        self._by_channel.clear()
        self._added.clear()
        for message in sorted(dumped["messages"], key=lambda message: int(message["id"])):
            self._keep(message)
        self.private_to = dict(dumped["private_to"])
        self._offsets = dict(dumped.get("clock_offsets", {}))
        self._nonces = {(c, n): (m, at) for c, n, m, at in dumped["nonces"]}

    def _keep(self, message: Json) -> None:
        channel_id, message_id = message["channel_id"], message["id"]
        self._by_channel.setdefault(channel_id, {})[message_id] = message
        self._added.append((channel_id, message_id))
        if len(self._added) > self.kept:
            channel_id, message_id = self._added.popleft()
            self._by_channel.get(channel_id, {}).pop(message_id, None)
            self._forget(message_id)

    def _forget(self, message_id: str) -> None:
        self.private_to.pop(message_id, None)
        self._offsets.pop(message_id, None)

    def _every(self) -> Iterator[Json]:
        for channel in self._by_channel.values():
            yield from channel.values()

    def _tell(self, name: str, message: Json, guild_id: str | None) -> None:
        private = self.private_to.get(message["id"])
        payload: Json = {**message, "guild_id": guild_id} if guild_id else message
        audience = Audience(guild_id, message["channel_id"], private, bot=private is None)
        self._bus.publish(name, payload, audience)
