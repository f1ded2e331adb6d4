"""A workspace with the app under test installed in it; whatever changes is told to listeners."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from playground.events import Audience, Bus
from playground.slack.identity import Ids, Windows
from playground.slack.manifest import Manifest
from playground.slack.messages import Message, Messages
from playground.slack.people import IM, MPIM, PRIVATE, PUBLIC, Conversation, User, UserGroup
from playground.wire import Json

BOT_TOKEN = "xoxb-playground"  # noqa: S105
APP_TOKEN = "xapp-playground"  # noqa: S105


@dataclass(slots=True)
class File:
    """Hold an uploaded file; ``shared_in`` are conversations."""

    id: str
    name: str
    title: str
    body: bytes | None = None
    length: int = 0
    shared_in: list[str] = field(default_factory=list[str])
    alt_text: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """Tell one thing that people could see: ``kind`` is message, update, delete, view or home.

    ``by`` is the id of the deed that it answers, where Slack knows; ``user`` is the one person who
    sees it, None for everybody in ``channel``.
    """

    kind: str
    channel: str | None
    user: str | None
    by: str | None
    message: Message | None = None


class Workspace:
    """Hold people, conversations, messages and the app; ``manifest`` None allows the app all.

    ``honours_client_msg_id`` lets chat.postMessage recognise a repeated ``client_msg_id``; Slack
    documents no such promise, so it is off until asked for.
    """

    def __init__(
        self,
        name: str = "TPM Academy",
        *,
        manifest: Json | None = None,
        bot_token: str = BOT_TOKEN,
        app_token: str = APP_TOKEN,
    ) -> None:
        self.name = name
        self.domain = name.lower().replace(" ", "-")
        self.manifest = Manifest() if manifest is None else Manifest.read(manifest)
        self.bus = Bus()
        self.ids = Ids()
        self.windows = Windows()
        self.messages = Messages()
        self.users: dict[str, User] = {}
        self.groups: dict[str, UserGroup] = {}
        self.conversations: dict[str, Conversation] = {}
        self.files: dict[str, File] = {}
        self.honours_client_msg_id = False
        self.team_id = self.ids.next("T")
        self.app_id, self.bot_id = self.ids.next("A"), self.ids.next("B")
        self.bot_token, self.app_token = bot_token, app_token
        self.takes_any_token = False
        self.token_error: str | None = None
        self.event_sink: Callable[[Json], None] | None = None
        self.bot = self.add_user(self.manifest.name, is_bot=True)
        self.bot.bot_id, self.bot.app_id = self.bot_id, self.app_id

    def add_user(self, name: str, **about: Any) -> User:
        """Add a person; ``about`` are fields of User, such as ``is_admin=True``."""
        handle = name.lower().replace(" ", ".")
        about.setdefault("team_id", self.team_id)
        about.setdefault("email", f"{handle}@example.org")
        user = User(self.ids.next("U"), handle, name, **about)
        self.users[user.id] = user
        return user

    def add_channel(
        self, name: str, members: Iterable[User] = (), *, private: bool = False, **about: Any
    ) -> Conversation:
        """Add a channel with its members, to which the bot belongs only if it is among them."""
        people = list(members)
        channel = Conversation(
            self.ids.next("C"),
            PRIVATE if private else PUBLIC,
            name,
            people[0].id if people else self.bot.id,
            int(self.windows.now()),
            self.team_id,
            [each.id for each in people],
            **about,
        )
        self.conversations[channel.id] = channel
        return channel

    def add_group(self, handle: str, users: Iterable[User] = ()) -> UserGroup:
        """Add a user group."""
        name = handle.replace("-", " ").capitalize()
        group = UserGroup(
            self.ids.next("S"), handle, name, self.team_id, [each.id for each in users]
        )
        self.groups[group.id] = group
        return group

    def user(self, name_or_id: str) -> User:
        """Return a person by id, handle or name; raise KeyError if there is none."""
        if name_or_id in self.users:
            return self.users[name_or_id]
        for user in self.users.values():
            if name_or_id.lower() in (user.name, user.real_name.lower()):
                return user
        raise KeyError(f"there is nobody called {name_or_id!r}")

    def channel(self, name_or_id: str) -> Conversation:
        """Return a channel by id or name; raise KeyError if there is none."""
        wanted = name_or_id.removeprefix("#")
        for channel in self.conversations.values():
            if wanted in (channel.id, channel.name):
                return channel
        raise KeyError(f"there is no channel {name_or_id!r}")

    def place(self, name_or_id: str) -> Conversation | None:
        """Return where the app means to post: a conversation's id, a channel's name, a person."""
        if name_or_id in self.conversations:
            return self.conversations[name_or_id]
        if name_or_id in self.users:
            return self.direct(self.bot.id, name_or_id)
        name = name_or_id.removeprefix("#")
        named = (each for each in self.conversations.values() if each.name == name)
        return next(named, None) if name else None

    def direct(self, *users: str) -> Conversation:
        """Return the direct messages of these users (ids), opened if they were not."""
        wanted = set(users)
        for channel in self.conversations.values():
            if channel.is_direct and set(channel.members) == wanted:
                return channel
        kind = IM if len(wanted) <= 2 else MPIM
        names = "--".join(self.users[each].name for each in users)
        channel = Conversation(
            self.ids.next("D" if kind == IM else "C"),
            kind,
            "" if kind == IM else f"mpdm-{names}-1",
            users[0],
            int(self.windows.now()),
            self.team_id,
            list(users),
        )
        self.conversations[channel.id] = channel
        return channel

    def join(self, channel: Conversation, user: User, inviter: str | None = None) -> None:
        """Make somebody a member of a channel, and tell the app if it is one, too."""
        channel.members.append(user.id)
        self.tell("channels")
        if self.bot.id in channel.members:
            self.event(
                "member_joined_channel",
                user=user.id,
                channel=channel.id,
                channel_type="C" if channel.kind == PUBLIC else "G",
                team=user.team_id,
                **({"inviter": inviter} if inviter else {}),
            )

    def part(self, channel: Conversation, user: User) -> None:
        """Take somebody out of a channel."""
        channel.members.remove(user.id)
        self.tell("channels")
        if user is self.bot:
            self.event("channel_left", channel=channel.id, actor_id=channel.creator)
        elif self.bot.id in channel.members:
            kind = "C" if channel.kind == PUBLIC else "G"
            self.event(
                "member_left_channel",
                user=user.id,
                channel=channel.id,
                channel_type=kind,
                team=user.team_id,
            )

    def archive(self, channel: Conversation, by: User) -> None:
        """Archive a channel: it can be read, and nobody can write there."""
        channel.is_archived = True
        self.event("channel_archive", channel=channel.id, user=by.id, is_moved=0)
        self.tell("channels")

    def unarchive(self, channel: Conversation, by: User) -> None:
        """Open an archived channel again."""
        channel.is_archived = False
        self.event("channel_unarchive", channel=channel.id, user=by.id)
        self.tell("channels")

    def delete_channel(self, channel: Conversation) -> None:
        """Delete a channel with all it holds."""
        del self.conversations[channel.id]
        for message in self.messages.shared(channel.id):
            self.messages.remove(message)
        self.event("channel_deleted", channel=channel.id)
        self.tell("channels")

    def change_user(self, user: User, **about: Any) -> None:
        """Change a person, such as ``deleted=True`` or ``tz="Asia/Tokyo"``."""
        for key, value in about.items():
            if not hasattr(user, key):
                raise AttributeError(f"a user has no {key!r}")
            setattr(user, key, value)
        user.updated = int(self.windows.now())
        told = user.told(tz_label=user.tz, tz_offset=0, locale=True, email=False)
        self.event("user_change", user=told, cache_ts=user.updated)

    def uninstall(self) -> None:
        """Take the app out of the workspace: its tokens are revoked."""
        self.event("app_uninstalled")
        self.event("tokens_revoked", tokens={"oauth": [], "bot": [self.bot.id]})
        self.token_error = "account_inactive"  # noqa: S105

    def bot_profile(self) -> Json:
        """Return how the app's messages tell who wrote them."""
        return {
            "id": self.bot_id,
            "app_id": self.app_id,
            "user_id": self.bot.id,
            "name": self.bot.real_name,
            "icons": {},
            "deleted": False,
            "updated": 0,
            "team_id": self.team_id,
        }

    def post(self, message: Message, by: str | None = None) -> Message:
        """Put a message into its conversation and tell it to everybody who sees it."""
        self.messages.add(message)
        if not message.ephemeral_to:
            self._tell_app_of(message)
        self.tell("message", message.channel, message.ephemeral_to, by, message)
        return message

    def changed(self, message: Message, by: str | None = None) -> None:
        """Tell that a message was changed in place."""
        self.tell("update", message.channel, message.ephemeral_to, by, message)

    def delete(self, message: Message, by: str | None = None) -> None:
        """Take a message away."""
        self.messages.remove(message)
        self.tell("delete", message.channel, message.ephemeral_to, by, message)

    def say(self, user: User, channel: Conversation, text: str, thread: str | None) -> Message:
        """Write what a person says."""
        ts = self.windows.timestamp()
        return self.post(
            Message(
                channel.id,
                ts,
                user.id,
                user.team_id,
                text,
                thread_ts=thread,
                client_msg_id=f"person-{ts}",
            )
        )

    def event(self, name: str, subscription: str | None = None, **about: Any) -> None:
        """Send the app an event, if it is subscribed to it."""
        events = self.manifest.events
        if self.event_sink and (events is None or (subscription or name) in events):
            self.event_sink({"type": name, **about, "event_ts": self.windows.timestamp()})

    def tell(
        self,
        kind: str,
        channel: str | None = None,
        user: str | None = None,
        by: str | None = None,
        message: Message | None = None,
    ) -> None:
        """Tell listeners that people can see something new."""
        happening = Happening(kind, channel, user, by, message)
        self.bus.publish("SLACK", {"happening": happening}, Audience(bot=False))

    def _tell_app_of(self, message: Message) -> None:
        channel = self.conversations[message.channel]
        if self.bot.id not in channel.members:
            return
        kinds = {PUBLIC: "channels", PRIVATE: "groups", IM: "im", MPIM: "mpim"}
        types = {PUBLIC: "channel", PRIVATE: "group", IM: "im", MPIM: "mpim"}
        told = message.told(metadata=True) | {"channel": channel.id}
        del told["type"]
        self.event(
            "message", f"message.{kinds[channel.kind]}", **told, channel_type=types[channel.kind]
        )
        if f"<@{self.bot.id}>" in message.text and channel.kind != IM:
            mention = {key: told[key] for key in ("user", "text", "ts", "channel", "team")}
            self.event("app_mention", **mention)
