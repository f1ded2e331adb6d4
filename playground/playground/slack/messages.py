"""The messages of a workspace: what everybody sees, and what one person sees until they reload."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from playground.wire import Json


@dataclass(slots=True)
class Message:
    """Hold a message; ``ephemeral_to`` is the one person who sees it, if not everybody does.

    ``bot_profile`` is set on what the app wrote; ``metadata`` is shown only to who asks for it.
    ``typed`` is what each person chose in it: by user, block and action.
    """

    channel: str
    ts: str
    user: str
    team: str
    text: str
    blocks: list[Json] = field(default_factory=list[Json])
    attachments: list[Json] = field(default_factory=list[Json])
    bot_profile: Json | None = None
    metadata: Json | None = None
    thread_ts: str | None = None
    reply_broadcast: bool = False
    subtype: str | None = None
    files: list[Json] = field(default_factory=list[Json])
    edited: Json | None = None
    ephemeral_to: str | None = None
    client_msg_id: str | None = None
    typed: dict[str, dict[str, dict[str, Json]]] = field(
        default_factory=dict[str, dict[str, dict[str, Json]]]
    )

    def told(self, *, metadata: bool = False) -> Json:
        """Return the message object as it goes over the wire."""
        message: Json = {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "text": self.text,
            "team": self.team,
        }
        if self.subtype:
            message["subtype"] = self.subtype
        if self.bot_profile:
            message |= {
                "bot_id": self.bot_profile["id"],
                "app_id": self.bot_profile["app_id"],
                "bot_profile": self.bot_profile,
            }
        elif self.client_msg_id:
            message["client_msg_id"] = self.client_msg_id
        for key in ("blocks", "attachments", "files", "thread_ts", "edited"):
            if value := getattr(self, key):
                message[key] = value
        if self.ephemeral_to:
            message["is_ephemeral"] = True
        if metadata and self.metadata:
            message["metadata"] = self.metadata
        return message


class Messages:
    """Keep messages by conversation, oldest first; the oldest go when there are too many."""

    def __init__(self, kept: int = 10_000) -> None:
        self.kept = kept
        self._shared: defaultdict[str, dict[str, Message]] = defaultdict(dict)
        self._private: defaultdict[str, dict[str, Message]] = defaultdict(dict)
        self._by_client_id: dict[str, tuple[str, str]] = {}
        self._count = 0

    def add(self, message: Message) -> None:
        """Keep a message."""
        if message.ephemeral_to:
            self._private[message.ephemeral_to][message.ts] = message
            return
        self._shared[message.channel][message.ts] = message
        if message.bot_profile and message.client_msg_id:
            self._by_client_id[message.client_msg_id] = (message.channel, message.ts)
        self._count += 1
        if self._count > self.kept:
            fullest = max(self._shared.values(), key=len)
            del fullest[next(iter(fullest))]
            self._count -= 1

    def get(self, channel: str, ts: str, viewer: str | None = None) -> Message | None:
        """Return a message; with ``viewer``, also one that only this person sees."""
        found = self._shared[channel].get(ts)
        if found is None and viewer is not None:
            found = self._private[viewer].get(ts)
            if found is not None and found.channel != channel:
                return None
        return found

    def sent_as(self, client_msg_id: str) -> tuple[str, str] | None:
        """Return channel and ``ts`` of what the app posted under a ``client_msg_id``."""
        return self._by_client_id.get(client_msg_id)

    def remove(self, message: Message) -> None:
        """Forget a message."""
        if message.ephemeral_to:
            self._private[message.ephemeral_to].pop(message.ts, None)
        elif self._shared[message.channel].pop(message.ts, None):
            self._count -= 1

    def shared(self, channel: str) -> list[Message]:
        """Return what everybody in a conversation sees, oldest first."""
        return list(self._shared[channel].values())

    def visible(self, channel: str, viewer: str) -> list[Message]:
        """Return what one person sees in a conversation, oldest first."""
        own = [each for each in self._private[viewer].values() if each.channel == channel]
        return sorted([*self.shared(channel), *own], key=lambda each: order(each.ts))

    def replies(self, channel: str, thread_ts: str) -> list[Message]:
        """Return the replies of a thread, oldest first, without what they answer."""
        return [
            each
            for each in self.shared(channel)
            if each.thread_ts == thread_ts and each.ts != thread_ts
        ]

    def forget_ephemeral(self, viewer: str) -> None:
        """Forget what only this person sees, as a reload of the client does."""
        self._private.pop(viewer, None)


def order(ts: str) -> tuple[int, int]:
    """Return what a ``ts`` sorts by."""
    seconds, _, micro = ts.partition(".")
    return int(seconds or 0), int(micro.ljust(6, "0")[:6] or 0)
