"""The seam between platforms and what they ask: commands, buttons and forms as data.

A platform turns what a person does into an ``Ask`` and draws the ``Answer``. What is done is said
once, in a module for each noun, and knows no platform.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    Protocol,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from bot.cards import Card
from bot.catalogue.meaning import Meaning
from bot.dialogues.arguments import parameters
from bot.errors import Sought
from bot.model import ChannelId, CommunityId, MemberId, MessageId, RoleId
from bot.replies import submissions
from bot.services.composition import Services

Value: TypeAlias = str | tuple[str, ...]
"""What a field holds: a text, or the chosen values of one in which several can be chosen."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks, where, and in what a community speaks; built by a platform for each interaction.

    ``roles`` are those they have in the community. ``key`` names what was pressed, or the command:
    the same for two presses of one button.
    ``locale`` is the one that whoever asks has chosen on the platform, such as ``pt-BR``, or "".
    ``invitation`` is where to invite the bot if it is no member of the community. ``zone`` is where
    the platform says the member lives, if it does.
    """

    member: MemberId
    services: Services
    community: CommunityId | None = None
    channel: ChannelId | None = None
    community_language: str | None = None
    may_configure: bool = False
    roles: frozenset[RoleId] = frozenset()
    key: str = ""
    locale: str = ""
    invitation: str | None = None
    zone: str | None = None

    @property
    def here(self) -> CommunityId:
        """Return the community in which something of its own is asked for.

        Raises
        ------
        StaleActionError
            It was asked in no community: a button on a forwarded copy.
        """
        if self.community is None:
            raise submissions.elsewhere()
        return self.community


@dataclass(frozen=True, slots=True)
class Page:
    """A card on one of its pages, as an answer of its own."""

    card: Card
    page: int


@dataclass(frozen=True, slots=True)
class Replace:
    """A card in the place of the private one whose button was pressed."""

    card: Card
    page: int = 1


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form to fill in, by its verb; ``typed`` is what it shows instead of what is stored.

    ``marks`` are of what was shown when that was typed, if not now.
    """

    verb: str
    args: tuple[str, ...] = ()
    typed: Mapping[str, Value] = field(default_factory=dict[str, Value])
    marks: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A public copy, where a button was pressed, of the card that a verb opens."""

    verb: str
    args: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Delete a public copy; only whoever shared it may.

    ``is_of_community``: the bot posted it for the community, anywhere in it.
    """

    channel: ChannelId
    message: MessageId
    is_of_community: bool = False


@dataclass(frozen=True, slots=True)
class Then:
    """Work to be done once everything before it was answered."""

    work: Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What could not be done with what was sent, as a card that offers to correct it.

    A platform whose forms stay open says ``message`` there instead, at the ``field`` it is about
    where that is known.
    """

    card: Card
    message: str
    field: str = ""


Part: TypeAlias = Card | Page | Replace | OpenForm | Share | TakeBack | Then | Refusal
Answer: TypeAlias = Part | tuple[Part, ...]
Suggestions: TypeAlias = Iterable[tuple[str, str]]
Suggest: TypeAlias = Callable[[Ask, str], Awaitable[Suggestions]]
Mean: TypeAlias = Callable[[Ask, str], Awaitable[Meaning]]


class May(StrEnum):
    """Who may do something."""

    MEMBER = "member"
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True)
class Naming:
    """What an option or a field names, and what a name that was typed means.

    Whoever runs the command or saves the form is given the value of one thing: anything else is
    asked about before.
    """

    what: Sought
    mean: Mean


@dataclass(frozen=True, slots=True)
class Option:
    """What a command's option says of itself, beside its type.

    ``choices`` are (label, value); a number lies between ``least`` and ``most``. People need not
    choose what it ``suggest``s: ``naming`` reads what they typed. An option without one takes any
    text, and whoever runs the command reads it.
    """

    hint: str
    suggest: Suggest | None = None
    naming: Naming | None = None
    choices: tuple[tuple[str, str | int], ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """An option of a command: its name, plain type and what it says of itself."""

    name: str
    type: type
    option: Option
    default: Any
    is_required: bool


@dataclass(frozen=True, slots=True)
class Verb:
    """What a button, form or command does, and who may.

    ``is_slow``: it leaves the process, so the platform is told first that an answer comes;
    ``is_thinking``: it is told so visibly.
    """

    name: str
    run: Callable[..., Any]
    may: May
    is_slow: bool = False
    is_thinking: bool = False


@dataclass(frozen=True, slots=True)
class Command(Verb):
    """A command by its whole path, such as ``config channel set``.

    ``form`` is the verb of the form in which what could not be used is corrected; without one its
    options make that form.
    """

    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    form: str | None = None

    def opens_form(self, given: Mapping[str, Any]) -> bool:
        """Tell whether it asks in its form, because what it is about was not told."""
        return self.form is not None and given.get(self.parameters[0].name) is None


@dataclass(frozen=True, slots=True)
class Opener(Verb):
    """A verb that opens a card of which anybody may have a copy: it holds nothing of a member's."""


@dataclass(frozen=True, slots=True)
class FormVerb(Verb):
    """A verb that opens a form: ``run`` says what it asks.

    ``saves_slowly``: saving it leaves the process; opening it never does.
    """

    saves_slowly: bool = False


F = TypeVar("F", bound=Callable[..., Any])


class File(Protocol):
    """A file that somebody attached; ``size`` in bytes."""

    size: int

    async def read(self) -> bytes:
        """Return what it holds.

        Raises
        ------
        MentorError
            The platform does not hand it over.
        """
        ...


class Noun:
    """What can be done with one noun: its commands, buttons, cards and forms."""

    def __init__(
        self,
        path: str = "",
        description: str = "",
        *,
        may: May = May.MEMBER,
        groups: Mapping[str, str] | None = None,
    ) -> None:
        self.path = path
        self.description = description
        self.may = may
        self.groups = dict(groups or {})
        self.commands: dict[str, Command] = {}
        self.verbs: dict[str, Verb] = {}
        self.submits: dict[str, Callable[..., Awaitable[Answer]]] = {}

    def command(
        self, path: str, *, form: str | None = None, is_slow: bool = False
    ) -> Callable[[F], F]:
        """Mark a function as a command: ``(ask, **options) -> Answer``.

        Its docstring's first line is what people read; an option is
        ``Annotated[type, Option(…)]``.
        """

        def mark(run: F) -> F:
            said = (inspect.getdoc(run) or "").splitlines()[0]
            options = tuple(_option(one) for one in parameters(run)[1:])
            name = f"{self.path} {path}".strip()
            self.commands[path] = Command(name, run, self.may, is_slow, False, said, options, form)
            return run

        return mark

    def button(
        self, verb: str, *, may: May | None = None, is_slow: bool = False, is_thinking: bool = False
    ) -> Callable[[F], F]:
        """Mark what a button does: ``(ask, *args) -> Answer``, its arguments by annotation."""

        def mark(run: F) -> F:
            self._add(Verb(verb, run, may or self.may, is_slow, is_thinking))
            return run

        return mark

    def opener(self, verb: str) -> Callable[[F], F]:
        """Mark what builds a card for anybody: ``(services, *args) -> Card``."""

        def mark(run: F) -> F:
            self._add(Opener(verb, run, May.MEMBER))
            return run

        return mark

    def form(self, verb: str) -> Callable[[F], F]:
        """Mark what a form asks: ``(ask, *args) -> Form``; pressing the verb opens it."""

        def mark(run: F) -> F:
            self._add(FormVerb(verb, run, self.may))
            return run

        return mark

    def submit(self, verb: str, *, is_slow: bool = False) -> Callable[[F], F]:
        """Mark what stores a form defined above: ``(ask, *args, **fields) -> Answer``."""

        def mark(save: F) -> F:
            self.submits[verb] = save
            if is_slow and isinstance(form := self.verbs[verb], FormVerb):
                self.verbs[verb] = replace(form, saves_slowly=True)
            return save

        return mark

    def _add(self, verb: Verb) -> None:
        if verb.name in self.verbs:
            raise ValueError(f"{verb.name!r} is done twice")
        self.verbs[verb.name] = verb


def _option(taken: inspect.Parameter) -> Parameter:
    hint, said = taken.annotation, Option("")
    if get_origin(hint) is Annotated:
        hint, said = get_args(hint)[:2]
    if get_origin(hint) in (Union, UnionType):
        hint = next(one for one in get_args(hint) if one is not type(None))
    if get_origin(hint) is Literal:
        texts = tuple((one, one) for one in get_args(hint))
        hint, said = str, said if said.choices else Option(said.hint, choices=texts)
    is_required = taken.default is taken.empty
    default = None if is_required else taken.default
    return Parameter(taken.name, hint, said, default, is_required)
