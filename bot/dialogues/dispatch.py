"""The one dispatcher: who may, what was given, and what is said when it cannot be done."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.cards import Card
from bot.dialogues import retyping, whereabouts
from bot.dialogues.arguments import IsId, parameters, read_arguments, read_number, read_values
from bot.dialogues.forms import (
    Form,
    Line,
    Opened,
    find_changed,
    find_changes,
    mark,
    read_sent,
    tell,
)
from bot.dialogues.naming import Names, Rerun
from bot.dialogues.seam import (
    Answer,
    Ask,
    Command,
    FormVerb,
    May,
    Noun,
    Opener,
    OpenForm,
    Parameter,
    Refusal,
    Replace,
    Value,
    Verb,
)
from bot.errors import (
    InvalidInputError,
    MentorError,
    NotAMemberError,
    NotFoundError,
    PermissionDeniedError,
    ZoneNeededError,
)
from bot.model import MemberId
from bot.replies import failures, submissions
from bot.services.audit import act_as
from bot.services.composition import Services
from bot.services.drafts import Drafts
from bot.words import _

MOST_DRAFTS = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was sent and not saved; ``marks`` say what it showed."""

    verb: str
    args: tuple[str, ...]
    marks: str
    sent: Mapping[str, Value]


class Dialogues:
    """Run what people ask for, as the nouns that are loaded define it, on one platform."""

    def __init__(self, services: Services, is_id: IsId) -> None:
        self.services = services
        self._is_id = is_id
        self._verbs: dict[str, Verb] = {}
        self._submits: dict[str, Callable[..., Any]] = {}
        self._commands: dict[str, Command] = {}
        self._drafts: Drafts[Draft] = Drafts(services.memory, services.clock, MOST_DRAFTS)
        self._names = Names(services)
        self.add(self._noun())
        self.add(self._names.noun())
        self.add(whereabouts.noun(self._again))

    def add(self, noun: Noun) -> None:
        """Do what a noun defines.

        Raises
        ------
        ValueError
            Another noun defines one of its verbs.
        """
        if twice := self._verbs.keys() & noun.verbs.keys():
            raise ValueError(f"defined twice: {', '.join(sorted(twice))}")
        self._verbs |= noun.verbs
        self._submits |= noun.submits
        self._commands |= {one.name: one for one in noun.commands.values()}

    def remove(self, noun: Noun) -> None:
        """Do what a noun defines no more."""
        for verb in noun.verbs:
            self._verbs.pop(verb, None)
            self._submits.pop(verb, None)
        for command in noun.commands.values():
            self._commands.pop(command.name, None)

    @property
    def verbs(self) -> set[str]:
        """Return everything that a button or form can ask for."""
        return set(self._verbs)

    def find(self, verb: str) -> Verb | None:
        """Return what is behind a verb, or None."""
        return self._verbs.get(verb)

    def can_open(self, verb: str) -> bool:
        """Tell whether a verb opens a card for anybody."""
        return isinstance(self._verbs.get(verb), Opener)

    def permit(self, ask: Ask, verb: Verb) -> None:
        """Refuse to do what somebody may not; whatever a moderator changes is theirs from here on.

        Raises
        ------
        PermissionDeniedError
            It is for moderators, and they are none here, or the bot is no member here.
        """
        if verb.may is May.MEMBER:
            return
        if ask.community is None or not ask.may_configure:
            raise PermissionDeniedError(
                _(failures.NEEDS_MANAGE_SERVER), _(failures.ASK_A_MODERATOR)
            )
        if ask.invitation is not None:
            raise NotAMemberError(ask.invitation)
        act_as(ask.member)

    async def command(self, ask: Ask, command: Command, given: Mapping[str, Any]) -> Answer:
        """Run a command with its options by name; what cannot be used is kept to be corrected.

        Names that were typed are values when it runs: what cannot be told is asked about.
        """
        self.permit(ask, command)
        try:
            values = read_values(command.run, given, self._is_id)
        except ValueError as error:
            raise InvalidInputError(
                _(failures.UNUSABLE_VALUE), _(failures.PICK_FROM_LIST)
            ) from error
        draft = _draft(command, given)
        namings = {
            one.name: one.option.naming
            for one in command.parameters
            if one.option.naming is not None and _is_told(one, values.get(one.name))
        }
        try:
            settled = await self._names.settle(ask, self._rerun(command.name), values, namings)
            if isinstance(settled, Card):
                return self._offer(ask, draft, settled) if draft is not None else settled
            return await command.run(ask, **settled)
        except MentorError as error:
            if draft is None:
                raise
            return await self._refuse(ask, draft, error)

    def _rerun(self, name: str) -> Rerun:
        async def rerun(ask: Ask, given: Mapping[str, Any]) -> Answer:
            return await self.command(ask, self._find_command(name), given)

        return rerun

    async def press(self, ask: Ask, name: str, args: Sequence[str]) -> Answer:
        """Do what a button says.

        Raises
        ------
        StaleActionError
            Nothing is behind its verb (any more), or not with these arguments.
        """
        verb = self._find(name)
        self.permit(ask, verb)
        if isinstance(verb, FormVerb):
            return OpenForm(name, tuple(args))
        if isinstance(verb, Opener):
            return Replace(*self.open_card(name, args))
        return await verb.run(ask, *self._read(verb, args))

    def open_card(self, name: str, args: Sequence[str]) -> tuple[Card, int]:
        """Return a card that anybody may see, and its page: the argument after the card's own.

        Raises
        ------
        StaleActionError
            No card is opened by this verb (any more), or not with these arguments.
        """
        verb = self._find(name)
        if not isinstance(verb, Opener):
            raise submissions.outdated()
        own = len(parameters(verb.run)) - 1
        given = self._read(verb, args[:own])
        try:
            [page] = map(read_number, args[own:] or ("1",))
        except ValueError as error:
            raise submissions.outdated() from error
        return verb.run(self.services, *given), page

    async def open_form(self, ask: Ask, wanted: OpenForm) -> Opened:
        """Return a form with what it shows."""
        form = await self._form(ask, wanted.verb, wanted.args)
        shown = {**(form.now or {}), **wanted.typed}
        marks = mark(form) if wanted.marks is None else wanted.marks
        return Opened(form, wanted.verb, wanted.args, shown, marks)

    def ask_for(self, command: Command, given: Mapping[str, Any]) -> OpenForm:
        """Return the form that asks for a command's options, with those that were given."""
        typed = {name: str(value) for name, value in given.items() if value is not None}
        if command.form is not None:
            return OpenForm(command.form, (), typed)
        left_over = retyping.leave_over(command, typed) or ()
        return OpenForm("form.again", (command.name, *left_over), typed)

    async def submit(
        self, ask: Ask, name: str, args: Sequence[str], marks: str, sent: Mapping[str, Value]
    ) -> Answer:
        """Save what was changed in a form; what cannot be saved is kept and shown.

        Raises
        ------
        StaleActionError
            The form is of an older version.
        """
        try:
            form = await self._form(ask, name, args)
        except NotFoundError as error:
            typed = [value for value in sent.values() if isinstance(value, str) and value]
            return submissions.lost(error, typed)
        try:
            told = read_sent(form, sent)
        except ValueError as error:
            raise submissions.outdated() from error
        draft = Draft(name, tuple(args), marks, told)
        try:
            settled = await self._settle(ask, form, draft)
        except MentorError as error:
            return await self._refuse(ask, draft, error)
        if isinstance(settled, Card):
            return self._offer(ask, draft, settled)
        found = find_changes(form, marks, settled)
        if not found.overtaken:
            said = await self._save(ask, draft, found.values)
            return await self._defer(ask, said) if isinstance(said, OpenForm) else said
        # A press decides about what this card shows: who changes it again is shown again.
        kept = self._keep(ask.member, replace(draft, marks=found.marks))
        now = form.now or {}
        return submissions.overtaken(
            kept,
            [
                (_(one.label), tell(one, now.get(one.key, "")), tell(one, settled[one.key]))
                for one in found.overtaken
            ],
        )

    async def _settle(self, ask: Ask, form: Form, draft: Draft) -> Mapping[str, Value] | Card:
        """Return what was sent with values in place of the names that were typed, or ask."""
        changed = find_changed(form, draft.marks, draft.sent)
        namings = {
            one.key: one.naming
            for one in form.fields
            if isinstance(one, Line) and one.naming is not None and changed.get(one.key)
        }

        async def rerun(ask: Ask, sent: Mapping[str, Value]) -> Answer:
            return await self.submit(ask, draft.verb, draft.args, draft.marks, sent)

        return await self._names.settle(ask, rerun, draft.sent, namings)

    async def _defer(self, ask: Ask, wanted: OpenForm) -> Card:
        """Offer a form that no platform opens from another form."""
        form = await self.open_form(ask, wanted)
        return submissions.one_more(
            self._keep(ask.member, Draft(form.verb, form.args, form.marks, form.shown))
        )

    async def _save(self, ask: Ask, draft: Draft, values: Mapping[str, Value]) -> Answer:
        verb, save = self._find(draft.verb), self._submits[draft.verb]
        given = self._read(verb, draft.args)
        try:
            typed = read_values(save, values, self._is_id)
        except ValueError as error:
            raise submissions.outdated() from error
        try:
            return await save(ask, *given, **typed)
        except MentorError as error:
            return await self._refuse(ask, draft, error)

    async def _form(self, ask: Ask, name: str, args: Sequence[str]) -> Form:
        verb = self._find(name)
        if not isinstance(verb, FormVerb):
            raise submissions.outdated()
        self.permit(ask, verb)
        return await verb.run(ask, *self._read(verb, args))

    def _find(self, name: str) -> Verb:
        if (verb := self._verbs.get(name)) is None:
            raise submissions.outdated()
        return verb

    def _find_command(self, name: str) -> Command:
        if (command := self._commands.get(name)) is None:
            raise submissions.outdated()
        return command

    def _read(self, verb: Verb, args: Sequence[str]) -> list[Any]:
        try:
            return read_arguments(verb.run, args, self._is_id)
        except ValueError as error:
            raise submissions.outdated() from error

    # What could not be saved

    def _noun(self) -> Noun:
        noun = Noun()
        noun.button("form.correct")(self._correct)
        noun.button("form.keep")(self._insist)
        noun.button("form.drop")(self._drop)
        noun.form("form.again")(self._ask_again)
        # Whether the command leaves the process is not known before it was read.
        noun.submit("form.again", is_slow=True)(self._run_again)
        return noun

    async def _ask_again(self, ask: Ask, command: str, *left_over: str) -> Form:
        """Ask for a command's options."""
        wanted = self._find_command(command)
        self.permit(ask, wanted)
        return retyping.draw_form(wanted, left_over)

    async def _run_again(
        self, ask: Ask, command: str, /, *left_over: str, **typed: Value
    ) -> Answer:
        """Run a command with its options as they were corrected."""
        rest = dict(zip(left_over[::2], left_over[1::2], strict=False))
        told = {name: value for name, value in {**rest, **typed}.items() if value}
        return await self.command(ask, self._find_command(command), told)

    async def _correct(self, ask: Ask, draft: str) -> Answer:
        kept = self._recall(ask.member, draft)
        form = await self._form(ask, kept.verb, kept.args)
        typed = find_changed(form, kept.marks, kept.sent)
        return OpenForm(kept.verb, kept.args, typed, kept.marks)

    async def _insist(self, ask: Ask, draft: str) -> Answer:
        """Save a form although somebody else changed the same meanwhile."""
        return await self._again(ask, draft)

    async def _again(self, ask: Ask, draft: str) -> Answer:
        """Send a form once more as it was sent."""
        kept = self._recall(ask.member, draft)
        self._drafts.discard(ask.member, draft)
        return await self.submit(ask, kept.verb, kept.args, kept.marks, kept.sent)

    async def _drop(self, ask: Ask, draft: str) -> Answer:
        self._drafts.discard(ask.member, draft)
        return Replace(submissions.dropped())

    async def _refuse(self, ask: Ask, draft: Draft, error: MentorError) -> Refusal:
        if isinstance(error, ZoneNeededError):
            card = await whereabouts.needed(ask, self._keep(ask.member, draft))
        else:
            card = self._offer(ask, draft, failures.refused(error))
        field = error.field if isinstance(error, InvalidInputError) else ""
        return Refusal(card, failures.in_one(error), field)

    def _offer(self, ask: Ask, draft: Draft, card: Card) -> Card:
        if len(draft.sent) == 1 and (card.actions or card.pager):
            # One press answers all that was typed.
            return card
        return submissions.correctable(self._keep(ask.member, draft), card)

    def _keep(self, owner: MemberId, draft: Draft) -> str:
        own_id = secrets.token_hex(4)
        self._drafts.keep(owner, own_id, draft, owner)
        return own_id

    def _recall(self, owner: MemberId, draft: str) -> Draft:
        if (kept := self._drafts.recall(owner, draft)) is None:
            raise submissions.gone()
        return kept


def _draft(command: Command, given: Mapping[str, Any]) -> Draft | None:
    """Return what was typed as a form that can be corrected, if there is anything to correct."""
    typed = {name: str(value) for name, value in given.items() if value is not None}
    if command.form is not None:
        return Draft(command.form, (), "", typed)
    left_over = retyping.leave_over(command, typed)
    if left_over is None:
        return None
    return Draft("form.again", (command.name, *left_over), "", typed)


def _is_told(one: Parameter, text: Any) -> bool:
    """Tell whether an option was typed; one that may be empty is not told by empty space."""
    return isinstance(text, str) and (one.is_required or bool(text.strip()))
