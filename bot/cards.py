"""The platform-neutral Card: what the bot says, never how a platform draws it.

Meaning lives here, layout in a platform's renderer. No raw markup: inline text is a tuple of
nodes, so that Discord draws ``<t:…>`` where Slack draws ``<!date^…>``. Plain strings are data and
are escaped by the renderer; emphasis is a node.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from string import Formatter
from typing import Literal

from bot.model import ChannelId, MemberId, RoleId
from bot.words import current_language


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasised text."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Text to be read or typed literally."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A web address under words that say where it goes."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class When:
    """A moment (aware UTC), drawn in the reader's own zone."""

    at: datetime
    style: Literal["date", "time", "full", "relative"] = "full"


@dataclass(frozen=True, slots=True)
class CommandRef:
    """A command the reader can tap, such as ``goal add``."""

    path: str


@dataclass(frozen=True, slots=True)
class ChannelRef:
    """A channel by its id."""

    id: ChannelId


@dataclass(frozen=True, slots=True)
class MemberRef:
    """A member by id; never pings unless the card's ``notify`` holds the id."""

    id: MemberId


@dataclass(frozen=True, slots=True)
class RoleRef:
    """A role of a community, shown by its name; nobody is notified."""

    id: RoleId


Node = str | Strong | Code | Link | When | CommandRef | ChannelRef | MemberRef | RoleRef
Inline = tuple[Node, ...]


def inline(sentence: str, /, **values: Node | Inline | int) -> Inline:
    """Return a sentence with nodes in place of its ``{placeholders}``.

    Cut into pieces a sentence could not be translated: others order their words differently. What
    people wrote is given as a value, too, for braces in ``sentence`` are placeholders.
    """
    parts: list[Node] = []
    for text, name, _format, _conversion in Formatter().parse(sentence):
        if text:
            parts.append(text)
        if name is not None:
            value = values[name]
            parts += value if isinstance(value, tuple) else (_node(value),)
    return tuple(parts)


def _node(value: Node | int) -> Node:
    return str(value) if isinstance(value, int) else value


class Role(StrEnum):
    """What a card is, so that a platform can colour it; colour is never the only sign."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    BRAND = "brand"


class Audience(StrEnum):
    """Who sees the card: only the asker, people it was shared with, or a channel."""

    PRIVATE = "private"
    SHARED = "shared"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Button:
    """One verb with its arguments; the platform encodes ``verb`` and ``args`` in its id.

    ``verb`` is dotted (``goal.done``); ``args`` are short (all of it stays under 90 characters).
    """

    label: str
    verb: str
    args: tuple[str, ...] = ()
    style: Literal["primary", "secondary", "danger"] = "secondary"


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that opens a web address."""

    label: str
    url: str


Action = Button | LinkButton


@dataclass(frozen=True, slots=True)
class Select:
    """Buttons of one kind behind one word: choosing one does what pressing it would."""

    label: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, optionally under a heading."""

    content: Inline
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values, optionally under a heading."""

    rows: tuple[tuple[str, Inline], ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list with at most one action of its own."""

    title: str
    detail: Inline = ()
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list of entries, optionally under a heading.

    With ``select`` their buttons are options behind this word, called like the entries.
    """

    items: tuple[Item, ...]
    heading: str = ""
    select: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column names; ``caption`` says what is compared."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Things to do in order, each done or not."""

    steps: tuple[tuple[bool, Inline], ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of something is reached."""

    now: int
    of: int
    label: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with its mandatory description."""

    content: bytes
    filename: str
    alt: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to download, such as an export."""

    content: bytes
    filename: str
    description: str


@dataclass(frozen=True, slots=True)
class Note:
    """A caveat or aside, drawn smaller."""

    content: Inline


@dataclass(frozen=True, slots=True)
class Alert:
    """Something the reader must not miss; ``level`` is also said in words."""

    content: Inline
    level: Literal["info", "warn", "bad"] = "warn"


@dataclass(frozen=True, slots=True)
class Divider:
    """A break between parts."""


Block = (
    Text | Facts | Items | Table | Steps | Progress | Image | Attachment | Note | Alert | Divider
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a stated fact was read; ``url`` None is drawn as plain words."""

    label: str
    url: str | None = None
    date: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Everything one answer or post says.

    ``summary`` alone must make sense (logs, notifications, screen readers). ``as_of`` is the
    oldest check date of what the card states; ``issuer`` links to who decides the facts.
    ``page`` is 1-based; ``pager`` is the verb and arguments that reopen the card on another page
    (the renderer appends the page number). ``language`` is that of the sentences: what a platform
    adds to them is said in the same. ``shared_by`` is who shows a copy to everybody.
    ``is_personal``: it says what a member told, so a platform keeps no copy of it.
    ``is_brief``: it is the first page of a look-up, so that a page of it fits a phone's screen; of
    its sources it says how many there are, and what its buttons open names them.
    ``parts`` are told one after another in one message; ``rest`` is the verb and arguments that
    show those it does not hold (the renderer appends the arguments of the first one's opener).
    """

    title: str
    summary: str
    blocks: tuple[Block, ...] = ()
    actions: tuple[Action, ...] = ()
    sources: tuple[Source, ...] = ()
    as_of: date | None = None
    issuer: Link | None = None
    subtitle: str = ""
    role: Role = Role.INFO
    audience: Audience = Audience.PRIVATE
    notify: tuple[MemberId, ...] = ()
    pager: tuple[str, ...] = ()
    mark: str | None = None
    language: str = field(default_factory=current_language)
    shared_by: MemberId | None = None
    is_personal: bool = False
    is_brief: bool = False
    selects: tuple[Select, ...] = ()
    parts: tuple[Part, ...] = ()
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One of several cards that come as one message; ``opener`` shows it alone, with its buttons.

    Two parts have their own buttons under them where a message holds that; otherwise each has its
    opener beside it.
    """

    card: Card
    opener: Button
