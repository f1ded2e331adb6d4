"""Doing by program what a person does in the client, and reading what they would see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playground import forms, invocations
from playground import permissions as may
from playground.component_limits import SELECTS, walk
from playground.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    Interaction,
    State,
)
from playground.invocations import NotPossibleError, Place
from playground.reading import buttons_of, transcript
from playground.reply import DEADLINE_SECONDS, Reply, until
from playground.wire import Json

if TYPE_CHECKING:
    from playground.server import PlaygroundServer


class Person:
    """Act as one person; every wait ends after ``deadline`` seconds with an AssertionError.

    ``where`` is a channel's name or id; without it the first channel of the guild is used.
    """

    def __init__(self, server: PlaygroundServer, user: Json) -> None:
        self._server = server
        self._world = server.world
        self.user = user
        self.deadline = DEADLINE_SECONDS

    @property
    def id(self) -> str:
        """Return the person's user id."""
        return self.user["id"]

    @property
    def mention(self) -> str:
        """Return how a message names the person."""
        return f"<@{self.id}>"

    async def slash(
        self,
        path: str,
        /,
        *,
        where: str | None = None,
        dm: bool = False,
        force: bool = False,
        **options: Any,
    ) -> Reply:
        """Type a command, such as ``slash("goal add", title="…")``, and wait for the answer.

        ``dm`` types it in the direct messages with the bot; ``force`` sends what the client
        would have refused.

        Raises
        ------
        NotPossibleError
            The client would not send this.
        AssertionError
            The bot did not answer in time.
        """
        place = self._place(where, dm=dm)
        data = invocations.chat_input(place, path, options, force=force)
        return await self._do(COMMAND, place, data, f"/{path}")

    async def type(
        self,
        path: str,
        /,
        *,
        where: str | None = None,
        dm: bool = False,
        **options: Any,
    ) -> list[tuple[str, str]]:
        """Type a command as far as its last option and return the suggestions (name, value).

        Raises
        ------
        NotPossibleError
            The option has no autocomplete.
        AssertionError
            No suggestions came in time.
        """
        place = self._place(where, dm=dm)
        data = invocations.autocomplete(place, path, options, list(options)[-1])
        interaction = self._server.interactions.start(AUTOCOMPLETE, self.id, place.channel_id, data)
        await self._settled(interaction, f"typing /{path}")
        return [(choice["name"], choice["value"]) for choice in interaction.choices]

    async def menu(
        self, name: str, target: Person | Reply | Json, *, where: str | None = None
    ) -> Reply:
        """Use a context menu command on a person or a message."""
        thing = _thing(target)
        in_channel = where or thing.get("channel_id")
        place = self._place(in_channel, dm=False)
        data = invocations.menu(place, name, thing)
        return await self._do(COMMAND, place, data, name)

    async def click(self, target: Reply | Json, label: str) -> Reply:
        """Press a button, named by its label or custom_id, and wait for the answer.

        Raises
        ------
        NotPossibleError
            There is no such button, or it is disabled.
        AssertionError
            The bot did not answer in time.
        """
        message = _message(target)
        for button in buttons_of(message):
            if label in (button.get("label"), button.get("custom_id")):
                return await self._use(message, button, [], f"pressing {label!r}")
        labels = [button.get("label") for button in buttons_of(message)]
        raise NotPossibleError(f"there is no button {label!r}: {labels}")

    async def choose(self, target: Reply | Json, name: str, values: str | Sequence[str]) -> Reply:
        """Choose in a select, named by its placeholder or custom_id, and wait for the answer."""
        message = _message(target)
        wanted = [values] if isinstance(values, str) else list(values)
        for select in walk(message["components"]):
            names = (select.get("placeholder"), select.get("custom_id"))
            if select["type"] in SELECTS and name in names:
                return await self._use(message, select, wanted, f"choosing {wanted}")
        raise NotPossibleError(f"there is no select {name!r}")

    async def submit(self, form: Reply, /, **values: Any) -> Reply:
        """Fill in an open form by label or custom_id, send it and wait for the answer.

        Raises
        ------
        NotPossibleError
            No form is open, or a value does not fit.
        AssertionError
            The bot did not answer in time.
        """
        opened = form.interaction
        if opened is None or form.modal is None:
            raise NotPossibleError("no form is open")
        place = Place(self._world, self.id, opened.channel_id)
        data = forms.submission(place, form.modal, values)
        source = None
        if opened.source_id:
            source = self._world.messages.get(opened.channel_id, opened.source_id)
        return await self._do(MODAL, place, data, "sending the form", source=source)

    async def posts(self, channel: str, count: int = 1) -> list[Reply]:
        """Wait until the bot has posted ``count`` messages in a channel and return them all."""
        channel_id = self._channel_id(channel)
        if not self._world.permissions(self.id, channel_id) & may.VIEW_CHANNEL:
            raise NotPossibleError(f"{self.user['global_name']} cannot see {channel}")
        return await self._from_bot(channel_id, count)

    async def dms(self, count: int = 1) -> list[Reply]:
        """Wait until the bot has sent ``count`` direct messages and return them all."""
        return await self._from_bot(self._world.open_dm(self.id)["id"], count)

    def says(self, content: str, *, where: str | None = None, dm: bool = False) -> Json:
        """Write a plain message and return it."""
        place = self._place(where, dm=dm)
        return self._world.write(self.id, place.channel_id, content)

    def sees(self, *, where: str | None = None, dm: bool = False) -> list[Reply]:
        """Return the messages the person sees in a channel now, oldest first."""
        channel_id = self._place(where, dm=dm).channel_id
        messages = self._world.messages.visible(channel_id, self.id)
        return [Reply(self._world, channel_id, None, message) for message in messages]

    def commands(self, *, where: str | None = None, dm: bool = False) -> list[str]:
        """Return the names of the commands the client offers here."""
        place = self._place(where, dm=dm)
        return [command["name"] for command in invocations.commands_shown(place)]

    async def _use(self, message: Json, used: Json, values: list[str], doing: str) -> Reply:
        place = Place(self._world, self.id, message["channel_id"])
        data = invocations.component(place, used, values)
        source = self._world.messages.get(message["channel_id"], message["id"])
        if source is None or not _holds(source, data["custom_id"]):
            # Pressed in the moment before the message changed, as in a double click.
            source = message
        return await self._do(COMPONENT, place, data, doing, source=source)

    async def _do(
        self, kind: int, place: Place, data: Json, doing: str, *, source: Json | None = None
    ) -> Reply:
        interaction = self._server.interactions.start(
            kind, self.id, place.channel_id, data, source=source
        )
        await self._settled(interaction, doing)
        return Reply(self._world, place.channel_id, interaction, self._answer(interaction))

    def _answer(self, interaction: Interaction) -> Json | None:
        """Return the message that answered; after a mere acknowledgement the follow-up."""
        message_id = interaction.original_id
        if interaction.followups and interaction.answer == 6:
            message_id = interaction.followups[-1]
        return self._world.messages.get(interaction.channel_id, message_id or "")

    async def _settled(self, interaction: Interaction, doing: str) -> None:
        def settled() -> State | None:
            done = interaction.state in (State.ANSWERED, State.FAILED)
            return interaction.state if done else None

        state = await until(self._world, settled, self.deadline)
        # Some bots only acknowledge a press; nothing more may be to come.
        if state is State.ANSWERED or interaction.state is State.ACKNOWLEDGED:
            return
        seen = transcript(
            self._world, self._world.messages.visible(interaction.channel_id, self.id)
        )
        offline = "" if self._server.gateway.is_bot_online else " (no bot is connected)"
        raise AssertionError(
            f"{doing} got no answer: {interaction.state}{offline}. So far "
            f"{self.user['global_name']} saw:\n{seen}"
        )

    async def _from_bot(self, channel_id: str, count: int) -> list[Reply]:
        def enough() -> list[Json] | None:
            shared = self._world.messages.shared(channel_id)
            found = [m for m in shared if m["author"]["id"] == self._world.bot["id"]]
            return found if len(found) >= count else None

        found = await until(self._world, enough, self.deadline)
        if found is None:
            seen = transcript(self._world, self._world.messages.visible(channel_id, self.id))
            raise AssertionError(f"{count} messages of the bot did not come. So far:\n{seen}")
        return [Reply(self._world, channel_id, None, message) for message in found]

    def _place(self, where: str | None, *, dm: bool) -> Place:
        if dm:
            return Place(self._world, self.id, self._world.open_dm(self.id)["id"])
        if where is not None:
            return Place(self._world, self.id, self._channel_id(where))
        return Place(self._world, self.id, self._world.first_channel_of(self.id)["id"])

    def _channel_id(self, name_or_id: str) -> str:
        if self._world.channel(name_or_id):
            return name_or_id
        return self._world.channel_named(name_or_id.removeprefix("#"))["id"]


def _message(target: Reply | Json) -> Json:
    return target.message if isinstance(target, Reply) else target


def _holds(message: Json, custom_id: str) -> bool:
    return any(c.get("custom_id") == custom_id for c in walk(message["components"]))


def _thing(target: Person | Reply | Json) -> Json:
    return target.user if isinstance(target, Person) else _message(target)
