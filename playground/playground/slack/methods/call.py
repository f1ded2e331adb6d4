"""One request to a method: its arguments, and what every method asks of the workspace."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from playground.slack.composing import required
from playground.slack.errors import SlackError, refused_arguments
from playground.slack.interactions import Interactions
from playground.slack.people import IM, MPIM, PRIVATE, PUBLIC, Conversation, User
from playground.slack.rate_limits import TIER_3, Rate
from playground.slack.socket_mode import SocketMode
from playground.slack.views import Views
from playground.slack.workspace import Workspace
from playground.wire import Json

_NOUN: Final = {PUBLIC: "channels", PRIVATE: "groups", IM: "im", MPIM: "mpim"}


@dataclass(frozen=True, slots=True)
class Call:
    """Hold the arguments of one request and what methods act on; ``url`` is the server's."""

    given: dict[str, Any]
    workspace: Workspace
    interactions: Interactions
    sockets: SocketMode
    url: str

    @property
    def views(self) -> Views:
        """Return the open modals and the Home tabs."""
        return self.interactions.views

    @property
    def bot(self) -> User:
        """Return the bot user that asks."""
        return self.workspace.bot

    def need(self, *names: str) -> list[str]:
        """Return arguments as text; raise invalid_arguments for what is missing."""
        return required(self.given, *names)

    def need_scope(self, *any_of: str) -> None:
        """Raise missing_scope, with what is needed and provided, if none of these is granted."""
        scopes = self.workspace.manifest.scopes
        if scopes is not None and not scopes & set(any_of):
            raise SlackError("missing_scope", needed=any_of[0], provided=",".join(sorted(scopes)))

    def conversation(self, scope: str = "", argument: str = "channel") -> Conversation:
        """Return the conversation that is named, if the bot may know of it.

        ``scope`` "read" or "history" is asked for its kind of conversation.

        Raises
        ------
        SlackError
            channel_not_found, also for private channels without the bot; missing_scope.
        """
        [name] = self.need(argument)
        channel = self.visible(self.workspace.conversations.get(name))
        if scope:
            self.need_scope(f"{_NOUN[channel.kind]}:{scope}")
        return channel

    def visible(self, channel: Conversation | None) -> Conversation:
        """Return a conversation that the bot may know of; raise channel_not_found otherwise."""
        if channel is None or (channel.kind != PUBLIC and self.bot.id not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def user(self, argument: str = "user") -> User:
        """Return the person that is named; raise user_not_found if there is none."""
        [name] = self.need(argument)
        if name not in self.workspace.users:
            raise SlackError("user_not_found")
        return self.workspace.users[name]

    def page(self, found: Sequence[Any], most: int = 1000, default: int = 100) -> tuple[Any, Json]:
        """Return the part of a list that is asked for, and ``response_metadata``.

        Raises
        ------
        SlackError
            invalid_limit or invalid_cursor.
        """
        limit = self.number("limit", default) or default
        if not 0 < limit <= most:
            raise SlackError("invalid_limit")
        start = 0
        if cursor := self.given.get("cursor"):
            start = _position(str(cursor))
        end = start + limit
        following = _cursor(end) if end < len(found) else ""
        return found[start:end], {"next_cursor": following}

    def number(self, name: str, default: int) -> int:
        """Return an argument as a whole number; raise invalid_arguments if it is none."""
        given = self.given.get(name)
        if given in (None, ""):
            return default
        try:
            return int(str(given))
        except ValueError:
            raise refused_arguments(f"must provide an integer [json-pointer:/{name}]") from None


Handler = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """Say who may call a method and how often; ``scopes`` are alternatives."""

    handle: Handler
    rate: Rate = TIER_3
    scopes: tuple[str, ...] = ()
    takes_app_token: bool = False


METHODS: dict[str, Method] = {}


def method(
    name: str, rate: Rate, *scopes: str, takes_app_token: bool = False
) -> Callable[[Handler], Handler]:
    """Register a handler under the method's name."""

    def register(handle: Handler) -> Handler:
        METHODS[name] = Method(handle, rate, scopes, takes_app_token)
        return handle

    return register


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"next:{position}".encode()).decode()


def _position(cursor: str) -> int:
    try:
        word, _, position = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if word == "next":
            return int(position)
    except ValueError:
        pass
    raise SlackError("invalid_cursor")
