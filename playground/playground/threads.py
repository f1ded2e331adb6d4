"""Threads: starting, joining, archiving (docs, topics/threads)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from playground.events import Audience, Json
from playground.guild import PRIVATE_THREAD, THREADS, Guild

if TYPE_CHECKING:
    from playground.world import World

METADATA: Final = ("archived", "auto_archive_duration", "locked", "invitable")
_RESTARTS: Final = frozenset({"archived", "auto_archive_duration"})
_COUNTED_MEMBERS: Final = 50


class Threads:
    """Change the threads of every guild; each change is told as Discord tells it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def start(
        self,
        parent: Json,
        name: str,
        *,
        owner_id: str,
        kind: int,
        thread_id: str | None = None,
        archive_minutes: int = 4320,
        invitable: bool = True,
        **fields: Any,
    ) -> Json:
        """Start a thread below a channel with its owner in it and tell THREAD_CREATE."""
        guild = self._world.guilds[parent["guild_id"]]
        now = datetime.now(UTC).isoformat()
        metadata: Json = {
            "archived": False,
            "archive_timestamp": now,
            "auto_archive_duration": archive_minutes,
            "locked": False,
            "create_timestamp": now,
        }
        if kind == PRIVATE_THREAD:
            metadata["invitable"] = invitable
        thread: Json = {
            "id": thread_id or self._world.ids.next(),
            "type": kind,
            "guild_id": guild.id,
            "parent_id": parent["id"],
            "owner_id": owner_id,
            "name": name,
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "message_count": 0,
            "total_message_sent": 0,
            "member_count": 0,
            "flags": 0,
            "thread_metadata": metadata,
            **fields,
        }
        guild.threads[thread["id"]] = thread
        guild.thread_members[thread["id"]] = {}
        self._world.place(thread["id"], guild)
        self._enter(guild, thread["id"], owner_id)
        started = guild.with_membership(guild.threads[thread["id"]], self._world.bot["id"])
        self._tell("THREAD_CREATE", {**started, "newly_created": True})
        self._tell_members(guild, thread["id"], added=[owner_id])
        return guild.threads[thread["id"]]

    def edit(self, thread_id: str, **changes: Any) -> Json:
        """Change a thread, ``archived`` and the like too, and tell THREAD_UPDATE."""
        guild, thread = self._find(thread_id)
        metadata: Json = {**thread["thread_metadata"]}
        metadata.update({key: changes.pop(key) for key in METADATA if key in changes})
        if any(metadata[key] != thread["thread_metadata"][key] for key in _RESTARTS):
            metadata["archive_timestamp"] = datetime.now(UTC).isoformat()
        changed: Json = {**thread, **changes, "thread_metadata": metadata}
        guild.threads[thread_id] = changed
        self._tell("THREAD_UPDATE", guild.with_membership(changed, self._world.bot["id"]))
        return changed

    def delete(self, thread_id: str) -> None:
        """Delete a thread with its messages and tell THREAD_DELETE."""
        guild, thread = self._find(thread_id)
        self._tell("THREAD_DELETE", {k: thread[k] for k in ("id", "guild_id", "parent_id", "type")})
        del guild.threads[thread_id], guild.thread_members[thread_id]
        self._world.displace(thread_id)

    def delete_below(self, channel_id: str) -> None:
        """Delete the threads of a channel that goes."""
        guild = self._world.guild_of(channel_id)
        below = guild.threads.values() if guild else ()
        for thread_id in [t["id"] for t in below if t["parent_id"] == channel_id]:
            self.delete(thread_id)

    def sync(self, guild: Guild, channel_id: str, known: list[str]) -> None:
        """Tell the bot the threads of a channel that it sees only now (THREAD_LIST_SYNC)."""
        bot_id = self._world.bot["id"]
        below = [t for t in guild.active_threads(bot_id) if t["parent_id"] == channel_id]
        if all(thread["id"] in known for thread in below):
            return
        joined = [m for t in below if (m := guild.thread_members[t["id"]].get(bot_id))]
        told: Json = {"guild_id": guild.id, "channel_ids": [channel_id]}
        told.update(threads=below, members=joined)
        self._world.bus.publish("THREAD_LIST_SYNC", told, Audience(guild.id))

    def members(self, thread_id: str) -> dict[str, Json]:
        """Return the thread's members by user id."""
        guild, _ = self._find(thread_id)
        return guild.thread_members[thread_id]

    def join(self, thread_id: str, user_id: str) -> None:
        """Let somebody into a thread and tell THREAD_MEMBERS_UPDATE; twice is as once."""
        guild, _ = self._find(thread_id)
        if not self._enter(guild, thread_id, user_id):
            return
        if user_id == self._world.bot["id"]:
            self._tell("THREAD_CREATE", guild.with_membership(guild.threads[thread_id], user_id))
        self._tell_members(guild, thread_id, added=[user_id])

    def leave(self, thread_id: str, user_id: str) -> None:
        """Let somebody out of a thread and tell THREAD_MEMBERS_UPDATE."""
        guild, _ = self._find(thread_id)
        if guild.thread_members[thread_id].pop(user_id, None):
            self._count_members(guild, thread_id)
            self._tell_members(guild, thread_id, removed=[user_id])

    def note_message(self, message: Json) -> None:
        """Count a message just sent; its author joins and the thread wakes up."""
        guild, thread = self._find(message["channel_id"])
        if thread["thread_metadata"]["archived"]:
            thread = self.edit(thread["id"], archived=False)
        guild.threads[thread["id"]] = {
            **thread,
            "last_message_id": message["id"],
            "message_count": thread["message_count"] + 1,
            "total_message_sent": thread["total_message_sent"] + 1,
        }
        if message["author"]["id"] in guild.members:
            self.join(thread["id"], message["author"]["id"])

    def _enter(self, guild: Guild, thread_id: str, user_id: str) -> bool:
        members = guild.thread_members[thread_id]
        if user_id in members:
            return False
        now = datetime.now(UTC).isoformat()
        members[user_id] = {"id": thread_id, "user_id": user_id, "join_timestamp": now, "flags": 0}
        self._count_members(guild, thread_id)
        return True

    def _count_members(self, guild: Guild, thread_id: str) -> None:
        count = min(len(guild.thread_members[thread_id]), _COUNTED_MEMBERS)
        guild.threads[thread_id] = {**guild.threads[thread_id], "member_count": count}

    def _find(self, thread_id: str) -> tuple[Guild, Json]:
        guild = self._world.guild_of(thread_id)
        if guild is None:
            raise KeyError(thread_id)
        return guild, guild.threads[thread_id]

    def _tell(self, name: str, thread: Json) -> None:
        self._world.bus.publish(name, thread, Audience(thread["guild_id"], thread["id"]))

    def _tell_members(
        self,
        guild: Guild,
        thread_id: str,
        *,
        added: Iterable[str] = (),
        removed: Iterable[str] = (),
    ) -> None:
        members = guild.thread_members[thread_id]
        payload: Json = {
            "id": thread_id,
            "guild_id": guild.id,
            "member_count": guild.threads[thread_id]["member_count"],
            "added_members": [
                {**members[user_id], "member": guild.members.get(user_id), "presence": None}
                for user_id in added
            ],
            "removed_member_ids": list(removed),
        }
        self._world.bus.publish("THREAD_MEMBERS_UPDATE", payload, Audience(guild.id, thread_id))


def is_thread(channel: Json) -> bool:
    """Tell whether a channel is a thread."""
    return channel["type"] in THREADS
