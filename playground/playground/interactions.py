"""What a person does with the bot, from the moment they do it until the bot has answered."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from enum import StrEnum

from playground.events import Audience, Json
from playground.guild import Guild
from playground.message_limits import MAX_FILE_BYTES
from playground.offering import owners
from playground.wire import part
from playground.world import World

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5


class State(StrEnum):
    """What the person sees of an interaction."""

    WAITING = "waiting"
    THINKING = "thinking"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    FAILED = "failed"


@dataclass(slots=True)
class Interaction:
    """Follow one interaction; times are real (monotonic) seconds.

    ``original_id`` is the message that ``@original`` means; ``source_id`` the one whose component
    was used (for a modal: the one it was opened from). ``opener`` is what a modal was opened by.
    ``owners`` are the installations that brought it here (docs, authorizing_integration_owners).
    """

    id: str
    token: str
    kind: int
    user_id: str
    channel_id: str
    guild_id: str | None
    data: Json
    source_id: str | None
    opener: Interaction | None
    owners: Json
    created: float
    state: State = State.WAITING
    answer: int | None = None
    original_id: str | None = None
    private: bool = False
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list[Json])
    followups: list[str] = field(default_factory=list[str])

    def told(self) -> Json:
        """Return what the INTERACTION event tells the person's client."""
        return {
            "id": self.id,
            "type": self.kind,
            "state": str(self.state),
            "user_id": self.user_id,
            "channel_id": self.channel_id,
            "source_id": self.source_id,
            "message_id": self.original_id,
            "ephemeral": self.private,
            "modal": self.modal,
            "choices": self.choices,
        }


class Interactions:
    """Start interactions and remember them for as long as their token lives.

    ``answer_seconds`` and ``token_seconds`` are Discord's 3 s and 15 min, in real time
    (docs, interactions/receiving-and-responding). Only the last ``kept`` interactions are known,
    which under load is shorter than their tokens live.
    """

    answer_seconds: float = 3.0
    token_seconds: float = 900.0

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_token: OrderedDict[str, Interaction] = OrderedDict()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self.kept = 20_000

    def start(
        self, kind: int, user_id: str, channel_id: str, data: Json, *, source: Json | None = None
    ) -> Interaction:
        """Tell the bot what a person did (INTERACTION_CREATE) and start its 3 seconds."""
        guild = self._world.guild_of(channel_id)
        opener = self._opener(user_id, data) if kind == MODAL else None
        interaction = Interaction(
            id=self._world.ids.next(),
            token=secrets.token_urlsafe(48),
            kind=kind,
            user_id=user_id,
            channel_id=channel_id,
            guild_id=guild.id if guild else None,
            data=data,
            source_id=source["id"] if source else None,
            opener=opener,
            owners=opener.owners if opener else self._owners(user_id, guild, data, source),
            created=time.monotonic(),
        )
        self._remember(interaction)
        self.tell(interaction)
        payload = _payload(self._world, interaction, guild, source)
        audience = Audience(interaction.guild_id, channel_id, people=False)
        self._world.bus.publish("INTERACTION_CREATE", payload, audience)
        return interaction

    def find(self, token: str) -> Interaction | None:
        """Return an interaction whose token still lives."""
        found = self._by_token.get(token)
        if found is None or time.monotonic() - found.created > self.token_seconds:
            return None
        return found

    def is_late(self, interaction: Interaction) -> bool:
        """Tell whether the time for a first answer is over."""
        return time.monotonic() - interaction.created > self.answer_seconds

    def settle(self, interaction: Interaction, state: State) -> None:
        """Move to a new state, stop the 3 seconds and tell the person's client."""
        if timer := self._timers.pop(interaction.token, None):
            timer.cancel()
        interaction.state = state
        self.tell(interaction)

    def tell(self, interaction: Interaction) -> None:
        """Publish what the person's client shows of the interaction."""
        audience = Audience(
            interaction.guild_id, interaction.channel_id, interaction.user_id, bot=False
        )
        self._world.bus.publish("INTERACTION", interaction.told(), audience)

    def forget(self) -> None:
        """Drop everything, because the world was reset."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        self._by_token.clear()

    def _owners(self, user_id: str, guild: Guild | None, data: Json, source: Json | None) -> Json:
        """Return what brought a command here, or the message whose component was used."""
        known = part(source or {}, "interaction_metadata").get("authorizing_integration_owners")
        commands = self._world.commands_for(guild.id if guild else None)
        used: list[Json] = [c for c in commands if c["id"] == data.get("id")]
        command: Json = used[0] if used else {}
        return known or owners(self._world, user_id, guild, command)

    def _opener(self, user_id: str, data: Json) -> Interaction | None:
        """Return the person's last interaction that was answered with this modal."""
        for interaction in reversed(self._by_token.values()):
            modal = interaction.modal or {}
            if interaction.user_id == user_id and modal.get("custom_id") == data["custom_id"]:
                return interaction
        return None

    def _remember(self, interaction: Interaction) -> None:
        self._by_token[interaction.token] = interaction
        while len(self._by_token) > self.kept:
            self._by_token.popitem(last=False)
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self.answer_seconds, self._give_up, interaction)
        self._timers[interaction.token] = timer

    def _give_up(self, interaction: Interaction) -> None:
        self._timers.pop(interaction.token, None)
        if interaction.state is State.WAITING:
            self.settle(interaction, State.FAILED)


def _payload(
    world: World, interaction: Interaction, guild: Guild | None, source: Json | None
) -> Json:
    channel_id, user_id = interaction.channel_id, interaction.user_id
    permissions = str(world.permissions(user_id, channel_id))
    payload: Json = {
        "id": interaction.id,
        "application_id": world.application["id"],
        "type": interaction.kind,
        "token": interaction.token,
        "version": 1,
        "channel_id": channel_id,
        "channel": {**(world.channel(channel_id) or {}), "permissions": permissions},
        "app_permissions": str(world.permissions(world.bot["id"], channel_id)),
        "locale": world.locales.get(user_id, "en-US"),
        "entitlements": [],
        "authorizing_integration_owners": interaction.owners,
        "context": 0 if guild else 1,
        "attachment_size_limit": MAX_FILE_BYTES,
        "data": interaction.data,
    }
    if guild:
        locale = guild.data["preferred_locale"]
        payload["guild_id"] = guild.id
        payload["guild_locale"] = locale
        payload["guild"] = {"id": guild.id, "locale": locale, "features": []}
        payload["member"] = {**guild.members[user_id], "permissions": permissions}
    else:
        payload["user"] = world.users[user_id]
    if source:
        payload["message"] = source
    return payload
