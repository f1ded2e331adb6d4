"""Everything there is in the playground, in Discord's own JSON shapes.

Every change goes through a method here (or of ``messages``) and is published as one event.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from playground import permissions as may
from playground import snapshots
from playground.application import new_application
from playground.events import Audience, Bus, Json, Listener
from playground.files import StoredFile
from playground.guild import TEXT, Guild, new_channel, new_guild, new_member, new_role
from playground.invites import Invites
from playground.members import Members
from playground.message_store import MessageStore
from playground.pins import Pins
from playground.polls import Polls
from playground.reactions import Reactions
from playground.snowflakes import Snowflakes
from playground.threads import Threads, is_thread
from playground.users import new_user
from playground.webhooks import Webhooks

GLOBAL = ""
DM_CHANNEL = 1
BOT_ID = "1000000000000000001"
# Shaped like a real token (id, time, signature), so that whoever checks the shape lets it pass.
TOKEN = ".".join((base64.b64encode(BOT_ID.encode()).decode().rstrip("="), "play00", "x" * 38))


class World:
    """Hold people, guilds, channels, messages and registered commands of one bot.

    ``commands`` is keyed by guild id, ``GLOBAL`` for global commands, then by command id.
    ``dms`` are the bot's DM channels by channel id; ``closed_dms`` names people who refuse them.
    ``installed_by`` names people who installed the bot for themselves, ``locales`` the language of
    a person's client (en-US if not named), both by user id. ``has_commanded`` names people who
    used a command on the page. ``cdn_url`` is where attachments are served from.
    """

    def __init__(self, *, token: str = TOKEN, bot_name: str = "TPM Mentor") -> None:
        self.bus = Bus()
        self.ids = Snowflakes()
        self.token = token
        self.takes_any_token = False
        self.cdn_url = ""
        self.messages = MessageStore(self.bus)
        self.members = Members(self)
        self.threads = Threads(self)
        self.reactions = Reactions(self)
        self.pins = Pins(self)
        self.polls = Polls(self)
        self.invites = Invites(self)
        self.webhooks = Webhooks(self)
        self.guilds: dict[str, Guild] = {}
        self.users: dict[str, Json] = {}
        self.dms: dict[str, Json] = {}
        self.commands: dict[str, dict[str, Json]] = {}
        self.files: dict[str, StoredFile] = {}
        self.closed_dms: set[str] = set()
        self.installed_by: set[str] = set()
        self.locales: dict[str, str] = {}
        self.has_commanded: set[str] = set()
        self._guild_of: dict[str, str] = {}
        self.bot = self.add_user(bot_name, user_id=BOT_ID, bot=True)
        self.application = new_application(self.bot)

    # --- looking ---------------------------------------------------------------------------

    def is_token(self, token: object) -> bool:
        """Tell whether a token is the bot's, or any will do."""
        return self.takes_any_token or token == self.token

    @property
    def people(self) -> list[Json]:
        """Return every user who is not the bot."""
        return [user for user in self.users.values() if not user["bot"]]

    def person(self, name_or_id: str) -> Json:
        """Return a person by username, shown name or id; raise KeyError if there is none."""
        wanted = name_or_id.lower()
        for user in self.people:
            if wanted in (user["username"], user["id"], user["global_name"].lower()):
                return user
        raise KeyError(name_or_id)

    def channel(self, channel_id: str | int) -> Json | None:
        """Return a guild's channel or thread, or a DM channel, by id."""
        key = str(channel_id)
        guild_id = self._guild_of.get(key)
        return self.guilds[guild_id].channel(key) if guild_id else self.dms.get(key)

    def channel_named(self, name: str) -> Json:
        """Return the first channel or thread with this name; raise KeyError if there is none."""
        for guild in self.guilds.values():
            for channel in (*guild.channels.values(), *guild.threads.values()):
                if channel["name"] == name:
                    return channel
        raise KeyError(name)

    def guild_of(self, channel_id: str | int) -> Guild | None:
        """Return the guild a channel is in; None for a DM."""
        guild_id = self._guild_of.get(str(channel_id))
        return self.guilds[guild_id] if guild_id else None

    def permissions(self, user_id: str, channel_id: str) -> int:
        """Return a user's permission bits in a guild or DM channel; 0 where they cannot be."""
        if guild := self.guild_of(channel_id):
            return guild.permissions(user_id, channel_id)
        dm = self.dms.get(channel_id)
        inside = dm and (user_id == self.bot["id"] or user_id == dm["recipients"][0]["id"])
        return may.DIRECT_MESSAGE if inside else 0

    def channels_of(self, user_id: str) -> list[Json]:
        """Return the guild channels a user can see, in the order of the guilds."""
        return list(self._channels_of(user_id))

    def first_channel_of(self, user_id: str) -> Json:
        """Return the first text channel a user can see; raise StopIteration if there is none."""
        return next(c for c in self._channels_of(user_id) if c["type"] == TEXT)

    def _channels_of(self, user_id: str) -> Iterator[Json]:
        for guild in self.guilds.values():
            if user_id not in guild.members:
                continue
            for channel in guild.channels.values():
                if self.permissions(user_id, channel["id"]) & may.VIEW_CHANNEL:
                    yield channel

    def dm_of(self, user_id: str) -> Json | None:
        """Return the open DM channel between the bot and a person."""
        found = (dm for dm in self.dms.values() if dm["recipients"][0]["id"] == user_id)
        return next(found, None)

    def commands_for(self, guild_id: str | None) -> list[Json]:
        """Return the commands usable in a guild, or in the bot's DMs."""
        scopes = (GLOBAL, guild_id) if guild_id else (GLOBAL,)
        return [c for scope in scopes for c in self.commands.get(scope, {}).values()]

    # --- changing --------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` for every event until the returned function is called."""
        return self.bus.subscribe(listener)

    def add_user(self, name: str, *, user_id: str | None = None, bot: bool = False) -> Json:
        """Add a person (or the bot) who is in no guild yet."""
        user = new_user(user_id or self.ids.next(), name, bot=bot)
        self.users[user["id"]] = user
        return user

    def add_guild(self, name: str, *, guild_id: str | None = None, owner_id: str = "0") -> Guild:
        """Add a guild that holds only the bot, with its minimal role, and tell GUILD_CREATE."""
        guild = new_guild(guild_id or self.ids.next(), name, owner_id)
        role = new_role(self.ids.next(), self.bot["global_name"], may.BOT_MINIMUM, position=1)
        role["managed"] = True
        role["tags"] = {"bot_id": self.bot["id"]}
        guild.roles[role["id"]] = role
        guild.members[self.bot["id"]] = new_member(self.bot, [role["id"]])
        self.join(guild)
        return guild

    def join(self, guild: Guild) -> None:
        """Bring the bot into a guild, for the first time or again, and tell GUILD_CREATE."""
        self.guilds[guild.id] = guild
        self._guild_of |= dict.fromkeys((*guild.channels, *guild.threads), guild.id)
        self._tell_guild("GUILD_CREATE", guild, guild.wire(self.bot["id"]))

    def add_guilds(self, count: int, *, channels: int = 3) -> None:
        """Add many guilds at once for load tests."""
        for number in range(count):
            guild = self.add_guild(f"Guild {number}")
            for index in range(channels):
                self.add_channel(guild, f"channel-{index}")

    def remove_guild(self, guild_id: str) -> None:
        """Take the bot out of a guild for good (GUILD_DELETE without ``unavailable``)."""
        guild = self.guilds.pop(guild_id)
        for channel_id in (*guild.threads, *guild.channels):
            self.displace(channel_id)
        self.commands.pop(guild_id, None)
        self._tell_guild("GUILD_DELETE", guild, {"id": guild_id})

    def add_channel(
        self,
        guild: Guild,
        name: str,
        *,
        channel_id: str | None = None,
        kind: int = TEXT,
        **fields: Any,
    ) -> Json:
        """Add a channel (text unless ``kind`` says otherwise) and tell CHANNEL_CREATE."""
        fields.setdefault("position", len(guild.channels))
        channel = new_channel(channel_id or self.ids.next(), guild.id, name, kind=kind, **fields)
        guild.channels[channel["id"]] = channel
        self.place(channel["id"], guild)
        self._tell_channel("CHANNEL_CREATE", channel)
        return channel

    def place(self, channel_id: str, guild: Guild) -> None:
        """Note the guild of a new channel or thread."""
        self._guild_of[channel_id] = guild.id

    def displace(self, channel_id: str) -> None:
        """Forget a deleted channel or thread with all that is in it."""
        self._guild_of.pop(channel_id, None)
        self.messages.drop_channel(channel_id)
        self.pins.drop_channel(channel_id)
        self.webhooks.drop_channel(channel_id)
        self.invites.drop_channel(channel_id)

    def edit_channel(self, channel_id: str, **changes: Any) -> Json:
        """Change a guild channel (name, topic, permission_overwrites …): CHANNEL_UPDATE."""
        guild = self.guilds[self._guild_of[channel_id]]
        before = [t["id"] for t in guild.active_threads(self.bot["id"])]
        guild.channels[channel_id] = {**guild.channels[channel_id], **changes}
        self._tell_channel("CHANNEL_UPDATE", guild.channels[channel_id])
        self.threads.sync(guild, channel_id, before)
        return guild.channels[channel_id]

    def overwrite(self, channel_id: str, target_id: str, *, allow: int = 0, deny: int = 0) -> Json:
        """Set the channel's permission overwrite of a role or a user."""
        guild = self.guilds[self._guild_of[channel_id]]
        kind = 0 if target_id in guild.roles else 1
        old: list[Json] = guild.channels[channel_id]["permission_overwrites"]
        kept = [o for o in old if o["id"] != target_id]
        new: Json = {"id": target_id, "type": kind, "allow": str(allow), "deny": str(deny)}
        wanted = [*kept, new] if allow or deny else kept
        return self.edit_channel(channel_id, permission_overwrites=wanted)

    def delete_channel(self, channel_id: str) -> None:
        """Delete a guild channel with its messages: CHANNEL_DELETE."""
        guild = self.guilds[self._guild_of[channel_id]]
        self.threads.delete_below(channel_id)
        self._tell_channel("CHANNEL_DELETE", guild.channels[channel_id])
        self.displace(channel_id)
        del guild.channels[channel_id]

    def add_role(
        self,
        guild: Guild,
        name: str,
        permissions: int = 0,
        *,
        role_id: str | None = None,
        **fields: Any,
    ) -> Json:
        """Add a role above the others: GUILD_ROLE_CREATE."""
        fields.setdefault("position", len(guild.roles))
        role = new_role(role_id or self.ids.next(), name, permissions, **fields)
        guild.roles[role["id"]] = role
        self._tell_guild("GUILD_ROLE_CREATE", guild, {"guild_id": guild.id, "role": role})
        return role

    def delete_role(self, guild: Guild, role_id: str) -> None:
        """Delete a role and take it from its members: GUILD_ROLE_DELETE."""
        del guild.roles[role_id]
        self._tell_guild("GUILD_ROLE_DELETE", guild, {"guild_id": guild.id, "role_id": role_id})
        for user_id, member in tuple(guild.members.items()):
            if role_id in member["roles"]:
                kept = [held for held in member["roles"] if held != role_id]
                self.members.edit(guild, user_id, roles=kept)

    def edit_role(self, guild: Guild, role_id: str, **changes: Any) -> Json:
        """Change a role (name, permissions …): GUILD_ROLE_UPDATE."""
        guild.roles[role_id] = {**guild.roles[role_id], **changes}
        told: Json = {"guild_id": guild.id, "role": guild.roles[role_id]}
        self._tell_guild("GUILD_ROLE_UPDATE", guild, told)
        return guild.roles[role_id]

    def add_member(self, guild: Guild, user: Json, role_ids: Iterable[str] = ()) -> Json:
        """Let a person join: GUILD_MEMBER_ADD."""
        member = new_member(user, list(role_ids))
        guild.members[user["id"]] = member
        self._tell_guild("GUILD_MEMBER_ADD", guild, {"guild_id": guild.id, **member})
        return member

    def edit_guild(self, guild: Guild, **changes: Any) -> None:
        """Change a guild's own data (name, description …): GUILD_UPDATE."""
        guild.data.update(changes)
        self._tell_guild("GUILD_UPDATE", guild, guild.told())

    def open_dm(self, user_id: str) -> Json:
        """Return the DM channel between the bot and a person, opening it if need be."""
        if found := self.dm_of(user_id):
            return found
        channel: Json = {
            "id": self.ids.next(),
            "type": DM_CHANNEL,
            "recipients": [self.users[user_id]],
            "last_message_id": None,
            "flags": 0,
        }
        self.dms[channel["id"]] = channel
        audience = Audience(channel_id=channel["id"], user_id=user_id, bot=False)
        self.bus.publish("CHANNEL_CREATE", channel, audience)
        return channel

    def set_commands(self, scope: str, commands: Iterable[Json]) -> list[Json]:
        """Replace the commands of a scope (a guild id or ``GLOBAL``)."""
        self.commands[scope] = {command["id"]: command for command in commands}
        told: Json = {"guild_id": scope or None, "commands": list(self.commands[scope].values())}
        self.bus.publish("COMMANDS", told, Audience(guild_id=scope or None, bot=False))
        return told["commands"]

    def write(self, user_id: str, channel_id: str, content: str) -> Json:
        """Let a person write a plain message; whom it mentions is told with it."""
        named = dict.fromkeys(re.findall(r"<@!?(\d+)>", content))
        mentions = [self.users[key] for key in named if key in self.users]
        author = self.users[user_id]
        return self.post(self.new_message(author, channel_id, content=content, mentions=mentions))

    def post(self, message: Json, *, private_to: str | None = None) -> Json:
        """Put a message into its channel (MESSAGE_CREATE); an archived thread wakes up."""
        guild = self.guild_of(message["channel_id"])
        channel = self.channel(message["channel_id"])
        if channel and not private_to:
            if is_thread(channel):
                self.threads.note_message(message)
            else:
                channel["last_message_id"] = message["id"]
        return self.messages.add(
            message, guild_id=guild.id if guild else None, private_to=private_to
        )

    def set_command_permissions(
        self, guild_id: str, target_id: str, permissions: Iterable[Json]
    ) -> Json:
        """Override who may use a command, as a moderator does in the server's settings.

        ``target_id`` is a command's id, or the application's for all its commands; each
        permission is ``{"id", "type": 1 role | 2 user | 3 channel, "permission": bool}``. The id
        of the guild means everyone, the id before it all channels (docs, application commands).
        Tells APPLICATION_COMMAND_PERMISSIONS_UPDATE.
        """
        guild = self.guilds[guild_id]
        guild.command_permissions[target_id] = list(permissions)
        told: Json = {
            "id": target_id,
            "application_id": self.application["id"],
            "guild_id": guild_id,
            "permissions": guild.command_permissions[target_id],
        }
        self._tell_guild("APPLICATION_COMMAND_PERMISSIONS_UPDATE", guild, told)
        return told

    def new_message(self, author: Json, channel_id: str, **fields: Any) -> Json:
        """Return a complete message object that is not stored yet."""
        return {
            "id": self.ids.next(),
            "channel_id": channel_id,
            "author": author,
            "content": "",
            "timestamp": datetime.now(UTC).isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "type": 0,
            "flags": 0,
            **fields,
        }

    # --- keeping ---------------------------------------------------------------------------

    def snapshot(self) -> Json:
        """Return the whole state as JSON."""
        return snapshots.dump(self)

    def restore(self, state: Json) -> None:
        """Replace everything by a snapshot and tell RESET."""
        snapshots.load(self, state)
        channels = ((g, c) for g in self.guilds.values() for c in (*g.channels, *g.threads))
        self._guild_of = {channel_id: guild.id for guild, channel_id in channels}
        self.bus.publish("RESET", {}, Audience(bot=False))

    def announce(self) -> None:
        """Tell the bot all guilds anew, as after an outage (GUILD_CREATE)."""
        for guild in self.guilds.values():
            told: Json = {**guild.wire(self.bot["id"]), "unavailable": False}
            self._tell_guild("GUILD_CREATE", guild, told)

    def _tell_guild(self, name: str, guild: Guild, payload: Json) -> None:
        self.bus.publish(name, payload, Audience(guild_id=guild.id))

    def _tell_channel(self, name: str, channel: Json) -> None:
        self.bus.publish(name, channel, Audience(channel["guild_id"], channel["id"]))
