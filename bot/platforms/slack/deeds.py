"""What people do on Slack - commands, presses, forms, shortcuts - and who is told what came of it.

Everything is acknowledged before anything else, but what is answered by the acknowledgement itself.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import structlog

from bot.dialogues.forms import Line, RoleChoice
from bot.dialogues.goal import start_from_message
from bot.dialogues.seam import Command, File, May, OpenForm, Refusal, Value, Verb
from bot.errors import MentorError, PermissionDeniedError
from bot.platforms.slack import home, modals, presses, typed
from bot.platforms.slack.interaction import Interaction, Origin
from bot.platforms.slack.link import Envelope
from bot.platforms.slack.manifest import SAVE_GOAL, SEARCH
from bot.ports import SendError
from bot.replies import failures, submissions
from bot.replies import typed as replies
from bot.words import _, stored

if TYPE_CHECKING:
    from bot.platforms.slack.client import SlackClient

log = structlog.get_logger(__name__)

Json = Mapping[str, Any]
Work = Callable[[Interaction], Awaitable[None]]

# Two thirds of what Slack gives for an acknowledgement.
ANSWER_SECONDS = 2.0
_MOST_EVENTS = 1_000
_MOST_FORMS = 1_000
_DIRECT = "D"


@dataclass(slots=True)
class _Sent:
    """A form that was sent: whether it is saved, and who saves it just now."""

    is_saved: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Deeds:
    """Handle each envelope that the link brings."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client
        self._events: OrderedDict[str, None] = OrderedDict()
        self._forms: OrderedDict[str, _Sent] = OrderedDict()

    async def handle(self, envelope: Envelope) -> None:
        """Do what somebody asks for, or take notice of what happened."""
        payload = envelope.payload
        kind = str(payload.get("type") if envelope.type == "interactive" else envelope.type)
        if kind == "block_suggestion":
            await self._suggest(envelope)
            return
        if kind == "view_submission":
            await self._submit(envelope)
            return
        await envelope.acknowledge()
        if kind == "slash_commands":
            await self._command(payload)
        elif kind == "block_actions":
            await self._press(payload)
        elif kind in ("shortcut", "message_action"):
            await self._shortcut(payload)
        elif kind == "events_api" and self._is_first(str(payload.get("event_id"))):
            await self._client.notice(payload["event"])

    def _is_first(self, event: str) -> bool:
        """Tell whether an event did not come before: Slack repeats what was acknowledged late."""
        if event in self._events:
            return False
        self._events[event] = None
        while len(self._events) > _MOST_EVENTS:
            self._events.popitem(last=False)
        return True

    # Commands

    async def _command(self, payload: Json) -> None:
        origin = Origin(
            str(payload["user_id"]),
            str(payload["channel_id"]),
            str(payload["response_url"]),
            str(payload["trigger_id"]),
        )
        name, text = str(payload["command"]).removeprefix("/"), str(payload.get("text") or "")
        table = self._client.table
        said = f"{name} {text}" if name in table.nouns else text
        words = said.split() or ["help"]
        found = table.find(words)
        # Whatever names no command is a question.
        command, count = found or (table.commands["find"], 0)
        noun = words[0].lower()

        async def work(asks: Interaction) -> None:
            if found is None and noun in table.nouns:
                listed = [(one.name, one.description) for one in table.of_noun(noun)]
                await asks.answer(replies.commands_of(noun, " ".join(words[1:]), listed))
            else:
                await self._run(asks, command, _after(said, count))

        team = str(payload.get("team_id"))
        await self._do(origin, team, str(payload["trigger_id"]), command, work)

    async def _run(self, asks: Interaction, command: Command, text: str) -> None:
        dialogues = self._client.dialogues
        await asks.admit(command)
        if any(one.type is File for one in command.parameters):
            raise MentorError(_(replies.CANNOT_TAKE_FILES), _(replies.TAKE_FILE_ELSEWHERE))
        if text == "?" and command.parameters:
            await asks.open_form(dialogues.ask_for(command, {}))
            return
        named = await self._client.directory.name_people(text)
        given = typed.read(command, named, self._client.places.find)
        if typed.missing(command, given):
            await asks.open_form(dialogues.ask_for(command, given))
            return
        await asks.deliver(await dialogues.command(asks.ask, command, given))

    # Buttons and selects

    async def _press(self, payload: Json) -> None:
        [action, *_others] = cast(list[Json], payload["actions"])
        if str(action.get("action_id")).startswith(presses.LINK):
            return
        chosen = cast(Json, action.get("selected_option") or action)
        pressed = presses.decode(chosen.get("value"))
        verb = None if pressed is None else self._client.dialogues.find(pressed[0])

        async def work(asks: Interaction) -> None:
            if pressed is None or verb is None:
                raise submissions.outdated()
            await asks.admit(verb)
            said = await self._client.dialogues.press(asks.ask, verb.name, pressed[1])
            await asks.deliver(said)

        container = cast(Json, payload.get("container") or {})
        key = container.get("message_ts") or container.get("view_id") or payload["trigger_id"]
        await self._do(_origin(payload), _team(payload), str(key), verb, work)
        if cast(Json, payload.get("view") or {}).get("type") == "home":
            await home.publish(self._client, str(cast(Json, payload["user"])["id"]))

    async def _shortcut(self, payload: Json) -> None:
        async def work(asks: Interaction) -> None:
            if payload["callback_id"] == SAVE_GOAL:
                text = str(cast(Json, payload["message"]).get("text") or "")
                said = typed.unescape(await self._client.directory.name_people(text))
                await asks.deliver(start_from_message(said))
            elif payload["callback_id"] == SEARCH:
                await asks.open_form(OpenForm("find.question"))
            else:
                raise submissions.outdated()

        await self._do(_origin(payload), _team(payload), str(payload["trigger_id"]), None, work)

    # Forms

    async def _suggest(self, envelope: Envelope) -> None:
        payload = envelope.payload
        kept = modals.read_kept(cast(Json, payload.get("view") or {}))
        asks = await self._begin(_origin(payload), _team(payload), "", None)
        said = str(payload.get("value") or "")
        wanted = OpenForm(kept.verb, kept.args)
        opened = await self._client.dialogues.open_form(asks.ask, wanted)
        asked = next((one for one in opened.form.fields if one.key == payload["block_id"]), None)
        found: list[dict[str, Any]] = []
        if isinstance(asked, Line) and asked.suggest is not None:
            found = modals.options(await asked.suggest(asks.ask, said), said)
        elif isinstance(asked, RoleChoice) and asks.ask.community is not None:
            places = self._client.places
            groups = ((places.name(one), one) for one in places.list_roles(asks.ask.community))
            fitting = [one for one in groups if said.casefold() in one[0].casefold()]
            found = modals.options(fitting, "")
        await envelope.acknowledge({"options": found})

    async def _submit(self, envelope: Envelope) -> None:
        """Save a form once, however often it is sent: what is sent again waits for the first."""
        form = self._form(str(cast(Json, envelope.payload["view"])["id"]))
        async with form.turn:
            if form.is_saved:
                # What came of it is told already.
                await envelope.acknowledge()
            else:
                form.is_saved = await self._read_form(envelope)

    def _form(self, view: str) -> _Sent:
        """Return what is known of a form that was sent, for as long as anybody sends it again."""
        form = self._forms.setdefault(view, _Sent())
        while len(self._forms) > _MOST_FORMS:
            self._forms.popitem(last=False)
        return form

    async def _read_form(self, envelope: Envelope) -> bool:
        """Save a form; what is wrong with it is said in it, as long as it can stay open.

        Return whether it was saved.
        """
        view = cast(Json, envelope.payload["view"])
        sent = modals.read_modal(view)
        origin, key = _origin(envelope.payload), str(view["id"])
        asks: Interaction | None = None
        try:
            kept = modals.read_kept(view)
            verb = self._client.dialogues.find(kept.verb)
            origin = Origin(origin.user, kept.channel, kept.url, None, kept.is_own)
            asks = await self._begin(origin, _team(envelope.payload), key, verb)
            if verb is None:
                await envelope.acknowledge()
                await asks.answer(failures.form_ended(modals.list_typed(sent)))
                return False
            await asks.admit(verb)
            return await self._save(envelope, asks, kept, sent)
        except Exception as error:
            if not envelope.is_acknowledged and (known := explain(error)) is not None:
                await envelope.acknowledge(_refused(view, failures.in_one(known), ""))
                return False
            await envelope.acknowledge()
            await self._report(asks or await self._client.begin(origin, key), error)
            return False

    async def _save(
        self,
        envelope: Envelope,
        asks: Interaction,
        kept: modals.Kept,
        sent: Mapping[str, Value],
    ) -> bool:
        # What is wrong is said at its field, which only an acknowledgement can do.
        saving = asyncio.ensure_future(
            self._client.dialogues.submit(asks.ask, kept.verb, kept.args, kept.marks, sent)
        )
        await asyncio.wait({saving}, timeout=ANSWER_SECONDS)
        if not saving.done():
            await envelope.acknowledge()
        said = await saving
        if isinstance(said, Refusal) and not envelope.is_acknowledged:
            view = cast(Json, envelope.payload["view"])
            await envelope.acknowledge(_refused(view, said.message, said.field))
            return False
        await envelope.acknowledge()
        await asks.deliver(said)
        return not isinstance(said, Refusal)

    # All of them

    async def _do(self, origin: Origin, team: str, key: str, verb: Verb | None, work: Work) -> None:
        """Do some work for somebody; answer any error privately."""
        asks: Interaction | None = None
        try:
            asks = await self._begin(origin, team, key, verb)
            await work(asks)
        except Exception as error:
            await self._report(asks or await self._client.begin(origin, key), error)

    async def _begin(self, origin: Origin, team: str, key: str, verb: Verb | None) -> Interaction:
        """Return who asks; whether they may configure is asked anew where it matters.

        Raises
        ------
        PermissionDeniedError
            They are no members of this workspace.
        """
        is_fresh = verb is not None and verb.may is May.MODERATOR
        asks = await self._client.begin(origin, key, is_fresh=is_fresh)
        person = await self._client.directory.find(origin.user)
        if team != self._client.places.team or not person.is_here:
            raise PermissionDeniedError(_(replies.STRANGER), _(replies.STRANGER_HINT))
        return asks

    async def _report(self, asks: Interaction, error: Exception) -> None:
        """Answer an error privately; log what we did not expect under a reference they see."""
        if (known := explain(error)) is not None:
            card = failures.refused(known)
        else:
            reference = secrets.token_hex(4)
            log.error("interaction.failed", reference=reference, exc_info=error)
            card = failures.unexpected(reference)
        try:
            await asks.answer(card)
        except Exception as unanswerable:
            log.warning("interaction.unanswerable", reason=type(unanswerable).__name__)


def explain(error: Exception) -> MentorError | None:
    """Return what a person may read about ``error``, or None if it is a fault of ours."""
    if isinstance(error, MentorError):
        return error
    if isinstance(error, SendError):
        return MentorError(stored(error.reason), _(failures.NOTHING_SENT))
    return None


def _refused(view: Json, message: str, field: str) -> dict[str, Any]:
    """Return an acknowledgement that leaves a form open, with what is wrong with it."""
    inputs = {one["block_id"] for one in view["blocks"] if one["type"] == "input"}
    if field in inputs:
        return {"response_action": "errors", "errors": {field: message}}
    return {"response_action": "update", "view": modals.refuse(view, message)}


def _origin(payload: Json) -> Origin:
    container = cast(Json, payload.get("container") or {})
    channel = cast(Json, payload.get("channel") or {}).get("id")
    is_direct = str(channel).startswith(_DIRECT)
    url, trigger = payload.get("response_url"), payload.get("trigger_id")
    return Origin(
        user=str(cast(Json, payload["user"])["id"]),
        channel=None if channel is None else str(channel),
        url=None if url is None else str(url),
        trigger=None if trigger is None else str(trigger),
        is_own=bool(container.get("is_ephemeral")) or is_direct,
    )


def _team(payload: Json) -> str:
    return str(cast(Json, payload["user"]).get("team_id"))


def _after(text: str, count: int) -> str:
    """Return a text without its first words."""
    parts = text.split(maxsplit=count)
    return parts[count].strip() if len(parts) > count else ""
