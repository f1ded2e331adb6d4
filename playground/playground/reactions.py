"""Reactions: who reacted to which message with what (docs, resources/message)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.events import Audience, Json

if TYPE_CHECKING:
    from playground.world import World


class Reactions:
    """Keep who reacted, by message, then by emoji; a message's ``reactions`` follow from it.

    An emoji is written as in Discord's paths: the sign itself, or ``name:id``.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.by_message: dict[str, dict[str, list[str]]] = {}

    def on(self, message: Json) -> dict[str, list[str]]:
        """Return the ids of those who reacted, by emoji, in the order of the first reactions."""
        return self.by_message.get(message["id"], {})

    def add(self, message: Json, user_id: str, emoji: str) -> None:
        """React to a message and tell MESSAGE_REACTION_ADD; twice is as once."""
        users = self.by_message.setdefault(message["id"], {}).setdefault(emoji, [])
        if user_id in users:
            return
        users.append(user_id)
        self._refresh(message)
        guild = self._world.guild_of(message["channel_id"])
        more: Json = {"user_id": user_id, "emoji": _emoji(emoji), "burst": False, "type": 0}
        more["message_author_id"] = message["author"]["id"]
        if guild and user_id in guild.members:
            more["member"] = guild.members[user_id]
        self._tell("MESSAGE_REACTION_ADD", message, more)

    def remove(self, message: Json, user_id: str, emoji: str) -> bool:
        """Take a reaction back and tell MESSAGE_REACTION_REMOVE; return whether there was one."""
        users = self.on(message).get(emoji, [])
        if user_id not in users:
            return False
        users.remove(user_id)
        if not users:
            del self.by_message[message["id"]][emoji]
        self._refresh(message)
        more: Json = {"user_id": user_id, "emoji": _emoji(emoji), "burst": False, "type": 0}
        self._tell("MESSAGE_REACTION_REMOVE", message, more)
        return True

    def clear(self, message: Json, emoji: str | None = None) -> None:
        """Take all reactions off, or those with one emoji, and tell MESSAGE_REACTION_REMOVE_…."""
        if emoji is None:
            self.by_message.pop(message["id"], None)
            self._refresh(message)
            self._tell("MESSAGE_REACTION_REMOVE_ALL", message, {})
        elif self.on(message).pop(emoji, None):
            self._refresh(message)
            self._tell("MESSAGE_REACTION_REMOVE_EMOJI", message, {"emoji": _emoji(emoji)})

    def _refresh(self, message: Json) -> None:
        bot_id = self._world.bot["id"]
        shown: list[Json] = [
            {
                "emoji": _emoji(emoji),
                "count": len(users),
                "count_details": {"burst": 0, "normal": len(users)},
                "burst_colors": [],
                "me": bot_id in users,
                "me_burst": False,
            }
            for emoji, users in self.on(message).items()
        ]
        self._world.messages.replace({**message, "reactions": shown})

    def _tell(self, name: str, message: Json, more: Json) -> None:
        private = self._world.messages.private_to.get(message["id"])
        guild = self._world.guild_of(message["channel_id"])
        place: Json = {"channel_id": message["channel_id"], "message_id": message["id"]}
        if guild:
            place["guild_id"] = guild.id
        guild_id = guild.id if guild else None
        audience = Audience(guild_id, message["channel_id"], private, bot=private is None)
        self._world.bus.publish(name, {**place, **more}, audience)


def _emoji(written: str) -> Json:
    name, _, emoji_id = written.rpartition(":")
    return {"id": emoji_id, "name": name} if name else {"id": None, "name": written}
