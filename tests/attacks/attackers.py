"""Who comes for what is not theirs, and what each can send that a client would not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.platforms.discord.custom_id import encode
from playground import permissions as may
from playground.guild import Guild
from playground.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from playground.invocations import Place, chat_input, menu
from playground.person import Person
from playground.seed import GUILD_ID
from playground.wire import Json, part
from tests.attacks.scene import Leaf
from tests.e2e.stage import Stage

_BUTTON, _ROW = 2, 1


@dataclass(frozen=True)
class Attacker:
    """A person in a place: ``card`` is a private card of their own there, to forge buttons on.

    ``own`` are the ids that they may be told: theirs, and those of where they are; ``may_change``
    those of which they may change what is kept.
    """

    name: str
    person: Person
    channel: str
    card: Json
    own: frozenset[str]
    may_change: frozenset[str]

    async def press(self, custom_id: str) -> Interaction:
        """Press a button that says this."""
        button: Json = {**_button(self.card), "custom_id": custom_id}
        row: Json = {"type": _ROW, "id": 1, "components": [button]}
        source = {**self.card, "components": [row]}
        data: Json = {"custom_id": custom_id, "component_type": _BUTTON, "id": button["id"]}
        return await self._send(COMPONENT, data, source)

    async def send(self, form: Json, custom_id: str | None = None) -> Interaction:
        """Send a form as if it had been opened here."""
        told = form if custom_id is None else {**form, "custom_id": custom_id}
        return await self._send(MODAL, told, self.card)

    async def type(self, leaf: Leaf, given: Sequence[Json], resolved: Json) -> Interaction:
        """Type a command, whoever is offered it."""
        return await self._send(COMMAND, leaf.data(given, resolved))

    async def complete(self, leaf: Leaf, option: Json, text: Any) -> Interaction:
        """Ask for suggestions."""
        told = {"name": option["name"], "type": option["type"], "value": text, "focused": True}
        return await self._send(AUTOCOMPLETE, leaf.data([told]))

    async def point_at(self, name: str, message: Json) -> Interaction:
        """Use the menu of a message."""
        place = Place(self.person._world, self.person.id, self.channel)
        return await self._send(COMMAND, menu(place, name, message, force=True))

    async def _send(self, kind: int, data: Json, source: Json | None = None) -> Interaction:
        started = self.person._server.interactions.start(
            kind, self.person.id, self.channel, data, source=source
        )
        await self.person._settled(started, f"{self.name}: {data}")
        return started


def _button(card: Json) -> Json:
    [button] = card["components"][0]["components"]
    return button


async def gather(stage: Stage) -> list[Attacker]:
    """Return everybody who attacks, each where they belong or got in."""
    world = stage.server.world
    guild = world.guilds[GUILD_ID]
    # Fay could do it all a moment ago, and has a card of that time.
    moderator = guild.role_named("Moderator")["id"]
    fay = _join(stage, guild, "Fay", [moderator])
    await fay.slash("config show")
    world.members.edit(guild, fay.id, roles=[])
    elsewhere = world.add_guild("Elsewhere", owner_id=_new(stage, "Olga").id)
    theirs = world.add_channel(elsewhere, "theirs")["id"]
    lead = world.add_role(elsewhere, "Lead", may.MANAGE_GUILD | may.MANAGE_MESSAGES)
    sid = _join(stage, elsewhere, "Sid", [])
    max_ = _join(stage, elsewhere, "Max", [lead["id"]])
    # Ugo brought the commands himself to a server that the bot is not in.
    alien = world.add_guild("Alien", owner_id=_new(stage, "Alma").id)
    hidden = world.add_channel(alien, "hidden")["id"]
    ugo = _join(stage, alien, "Ugo", [world.add_role(alien, "Lead", may.MANAGE_GUILD)["id"]])
    world.installed_by.add(ugo.id)
    world.members.withdraw_bot(alien)
    dan = _join(stage, guild, "Dan", [])
    general, alone = stage.channel("general"), world.open_dm(dan.id)["id"]
    return [
        await _attacker("other member", stage.person("noor"), general, [guild.id]),
        await _attacker("stranger", sid, theirs, [elsewhere.id]),
        await _attacker("former moderator", fay, general, [guild.id]),
        await _attacker(
            "moderator elsewhere", max_, theirs, [elsewhere.id, *elsewhere.roles], elsewhere.id
        ),
        await _attacker("direct message", dan, alone, []),
        await _attacker("user-installed", ugo, hidden, [alien.id]),
    ]


def _new(stage: Stage, name: str) -> Person:
    return stage.person(stage.server.world.add_user(name)["id"])


def _join(stage: Stage, guild: Guild, name: str, roles: list[str]) -> Person:
    person = _new(stage, name)
    stage.server.world.add_member(guild, person.user, roles)
    return person


async def _attacker(
    name: str, person: Person, channel: str, own: list[str], moderated: str = ""
) -> Attacker:
    world = person._world
    started = person._server.interactions.start(
        COMMAND, person.id, channel, _settings(person, channel)
    )
    await person._settled(started, f"{name}: /me settings")
    card = world.messages.get(channel, started.original_id or "")
    assert card is not None
    row: Json = {"type": _ROW, "id": 1, "components": [{"type": _BUTTON, "id": 2, "style": 2}]}
    card = {**card, "components": [row]}
    if name == "user-installed":
        owners = {"authorizing_integration_owners": {"1": person.id}}
        card["interaction_metadata"] = {**part(card, "interaction_metadata"), **owners}
    may_change = {person.id, moderated} - {""}
    return Attacker(
        name, person, channel, card, frozenset({person.id, channel, *own}), frozenset(may_change)
    )


def _settings(person: Person, channel: str) -> Json:
    place = Place(person._world, person.id, channel)
    return chat_input(place, "me settings", {}, force=True)


def says(verb: str, args: Sequence[str], version: int = 1) -> str:
    """Return what a forged button says, however long."""
    try:
        told = encode(verb, tuple(args))
    except ValueError:
        told = ":".join(("v1", verb, *args))
    return told.replace("v1:", f"v{version}:", 1)
