"""How the bot answers an interaction: the callback, ``@original`` and follow-ups.

Rules: Discord docs, interactions/receiving-and-responding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from playground.command_limits import GROUP, STRING, SUBCOMMAND, check_choices
from playground.component_limits import check_modal
from playground.composing import USERS_ONLY, Draft, compose, revise
from playground.events import Json
from playground.finishing import finish_form
from playground.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    Interaction,
    Interactions,
    State,
)
from playground.message_store import EPHEMERAL, LOADING
from playground.offering import GUILD_INSTALL
from playground.refusals import Form, refusal
from playground.wire import part, parts
from playground.world import World

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, OPEN_MODAL = 4, 5, 6, 7, 8, 9
ORIGINAL: Final = "@original"
_ALLOWED: Final = {
    COMMAND: {MESSAGE, DEFER, OPEN_MODAL},
    COMPONENT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE, OPEN_MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {MESSAGE, DEFER},
}
_REPLY_TYPE: Final = {COMMAND: 20, COMPONENT: 19, MODAL: 0}
_MENU_REPLY_TYPE: Final = 23
# Where only the person has installed the app (docs, receiving-and-responding).
_MOST_FOLLOWUPS: Final = 5


class Answers:
    """Apply the bot's answers to the world."""

    def __init__(self, world: World, interactions: Interactions) -> None:
        self._world = world
        self._interactions = interactions

    def callback(self, interaction_id: str, token: str, draft: Draft) -> Json:
        """Apply the first answer; return Discord's ``with_response`` body.

        Raises
        ------
        RefusalError
            10062 unknown or later than 3 s, 40060 answered before, 50035 not allowed or too big.
        """
        interaction = self._interactions.find(token)
        if interaction is None or interaction.id != interaction_id:
            raise refusal(10062)
        if interaction.answer is not None:
            raise refusal(40060)
        if self._interactions.is_late(interaction):
            raise refusal(10062)
        kind = draft.body.get("type")
        allowed = _ALLOWED[interaction.kind]
        if interaction.kind == MODAL and interaction.source_id:
            allowed = allowed | {DEFER_UPDATE, UPDATE}
        if not isinstance(kind, int) or kind not in allowed:
            form = Form(("type",))
            form.fault("BASE_TYPE_CHOICES", f"Value must be one of {sorted(allowed)}.")
            form.refuse()
        data = Draft(part(draft.body, "data"), draft.uploads)
        self._apply(interaction, int(kind or 0), data)
        return self._told(interaction)

    def original(self, token: str, message_id: str = ORIGINAL) -> Json:
        """Return the message of an interaction: ``@original`` or a follow-up's id.

        Raises
        ------
        RefusalError
            10015 unknown, unanswered or expired token, 10008 no such message.
        """
        interaction = self._living(token)
        own = [interaction.original_id, *interaction.followups]
        wanted = interaction.original_id if message_id == ORIGINAL else message_id
        if wanted is None or wanted not in own:
            raise refusal(10008)
        message = self._world.messages.get(interaction.channel_id, wanted)
        if message is None:
            raise refusal(10008)
        return message

    def edit(self, token: str, message_id: str, draft: Draft) -> Json:
        """Edit ``@original`` or a follow-up."""
        interaction = self._living(token)
        message = self.original(token, message_id)
        changed = self._edit(interaction, message, draft)
        if interaction.state is not State.ANSWERED:
            self._interactions.settle(interaction, State.ANSWERED)
        return changed

    def delete(self, token: str, message_id: str) -> None:
        """Delete ``@original`` or a follow-up."""
        interaction = self._living(token)
        message = self.original(token, message_id)
        self._world.messages.delete(message, guild_id=interaction.guild_id)
        if interaction.state is not State.ANSWERED:
            self._interactions.settle(interaction, State.ANSWERED)

    def follow_up(self, token: str, draft: Draft) -> Json:
        """Add a message; after a defer the first one takes the place of "thinking"."""
        interaction = self._living(token)
        if interaction.state is State.THINKING:
            return self.edit(token, ORIGINAL, draft)
        only_users = str(GUILD_INSTALL) not in interaction.owners
        if only_users and len(interaction.followups) >= _MOST_FOLLOWUPS:
            raise refusal(40094)
        wants_private = bool(int(draft.body.get("flags") or 0) & EPHEMERAL)
        message = self._add(interaction, draft, private=wants_private)
        interaction.followups.append(message["id"])
        if interaction.state is State.ACKNOWLEDGED:
            self._interactions.settle(interaction, State.ANSWERED)
        else:
            self._interactions.tell(interaction)
        return message

    def _living(self, token: str) -> Interaction:
        interaction = self._interactions.find(token)
        if interaction is None or interaction.answer in (None, CHOICES):
            raise refusal(10015)
        return interaction

    def _apply(self, interaction: Interaction, kind: int, data: Draft) -> None:
        state = State.ANSWERED
        if kind in (MESSAGE, DEFER):
            flags = int(data.body.get("flags") or 0)
            interaction.private = bool(flags & EPHEMERAL)
            draft = data if kind == MESSAGE else Draft({"content": "…"})
            message = self._add(
                interaction, draft, private=interaction.private, loading=kind == DEFER
            )
            interaction.original_id = message["id"]
            state = State.ANSWERED if kind == MESSAGE else State.THINKING
        elif kind in (UPDATE, DEFER_UPDATE):
            source = self._source(interaction)
            interaction.original_id = source["id"]
            interaction.private = source["id"] in self._world.messages.private_to
            if kind == UPDATE:
                self._edit(interaction, source, data)
            else:
                state = State.ACKNOWLEDGED
        elif kind == CHOICES:
            form = Form(("data", "choices"))
            check_choices(form, parts(data.body, "choices"), _focused_type(interaction.data))
            form.refuse()
            interaction.choices = parts(data.body, "choices")
        else:
            form = Form(("data",))
            check_modal(form, data.body)
            form.refuse()
            interaction.modal = finish_form(data.body)
        interaction.answer = kind
        self._interactions.settle(interaction, state)

    def _source(self, interaction: Interaction) -> Json:
        source_id = interaction.source_id or ""
        source = self._world.messages.get(interaction.channel_id, source_id)
        if source is None:
            raise refusal(10008)
        return source

    def _add(
        self, interaction: Interaction, draft: Draft, *, private: bool, loading: bool = False
    ) -> Json:
        message = compose(
            self._world,
            interaction.channel_id,
            draft,
            pings=USERS_ONLY,
            webhook_id=self._world.application["id"],
            application_id=self._world.application["id"],
            type=_reply_type(interaction),
            **_origin(self._world, interaction),
        )
        if loading:
            message.update(content="", flags=LOADING)
        if private:
            message["flags"] |= EPHEMERAL
        if interaction.kind == COMPONENT and interaction.source_id:
            message["message_reference"] = {
                "type": 0,
                "message_id": interaction.source_id,
                "channel_id": interaction.channel_id,
            }
        private_to = interaction.user_id if private else None
        return self._world.post(message, private_to=private_to)

    def _edit(self, interaction: Interaction, message: Json, draft: Draft) -> Json:
        changes = revise(self._world, message, draft)
        return self._world.messages.edit(message, changes, guild_id=interaction.guild_id)

    def _told(self, interaction: Interaction) -> Json:
        told: Json = {"id": interaction.id, "type": interaction.kind}
        body: Json = {"interaction": told}
        if interaction.original_id:
            told["response_message_id"] = interaction.original_id
            told["response_message_loading"] = interaction.answer == DEFER
            told["response_message_ephemeral"] = interaction.private
            if interaction.answer in (MESSAGE, UPDATE):
                found = self._world.messages.get(interaction.channel_id, interaction.original_id)
                body["resource"] = {"type": interaction.answer, "message": found}
        return body


def _reply_type(interaction: Interaction) -> int:
    if interaction.kind == COMMAND and interaction.data.get("type") != 1:
        return _MENU_REPLY_TYPE
    return _REPLY_TYPE[interaction.kind]


def _origin(world: World, interaction: Interaction) -> Json:
    """Return the fields of a message that say what it answers."""
    origin: Json = {"interaction_metadata": _metadata(world, interaction)}
    if interaction.kind == COMMAND:
        # Deprecated, but still sent, and the only place where the command's name stands.
        origin["interaction"] = {
            "id": interaction.id,
            "type": interaction.kind,
            "name": " ".join(_command_path(interaction.data)),
            "user": world.users[interaction.user_id],
        }
    return origin


def _metadata(world: World, interaction: Interaction) -> Json:
    metadata: Json = {
        "id": interaction.id,
        "type": interaction.kind,
        "user": world.users[interaction.user_id],
        "authorizing_integration_owners": interaction.owners,
    }
    if interaction.kind == COMPONENT:
        metadata["interacted_message_id"] = interaction.source_id
    if interaction.opener:
        metadata["triggering_interaction_metadata"] = _metadata(world, interaction.opener)
    return metadata


def _command_path(data: Json) -> Iterator[str]:
    """Yield the names of a command and its sub-commands."""
    yield str(data["name"])
    for option in parts(data, "options"):
        if option.get("type") in (SUBCOMMAND, GROUP):
            yield from _command_path(option)


def _focused_type(data: Json) -> int:
    for option in parts(data, "options"):
        if option.get("focused"):
            return int(option["type"])
        if "options" in option:
            return _focused_type(option)
    return STRING
