"""Forms as data: fields with labels, what they hold at first, and what of it was changed.

A form outlives a restart: what is sent back names the verb that saves it and, by a short mark for
each field, what the field showed when it was opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

from bot.cards import ChannelRef, Inline, RoleRef
from bot.dialogues.seam import Naming, Suggest, Value
from bot.model import ChannelId, RoleId
from bot.replies import submissions
from bot.words import _

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_MARK_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line to type in, or with ``is_long`` several.

    What is typed where there is a ``naming`` is a name: whoever saves the form is given its value.
    A platform whose forms can offers what it ``suggest``s.
    """

    key: str
    label: str
    hint: str | None = None
    longest: int = 100
    example: str = ""
    is_required: bool = False
    is_long: bool = False
    naming: Naming | None = None
    suggest: Suggest | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice among ``options`` (label, value), of which at most ``most``."""

    key: str
    label: str
    options: Sequence[tuple[str, str]]
    hint: str | None = None
    most: int = 1
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """A choice of one channel in which posts can appear, by its id."""

    key: str
    label: str
    hint: str | None = None
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A choice of one role of the community, by its id."""

    key: str
    label: str
    hint: str | None = None
    is_required: bool = False


Field: TypeAlias = Line | Choice | ChannelChoice | RoleChoice


@dataclass(frozen=True, slots=True)
class Form:
    """What a form asks; titles, labels and hints are in English until they are drawn.

    ``now`` is what its fields stand for at present, None where it makes something new. A field that
    is sent back as it was shown changes nothing, whatever happened to it meanwhile.
    """

    title: str
    fields: tuple[Field, ...]
    now: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A form in front of somebody: what saves it, what it shows, and marks of what was there."""

    form: Form
    verb: str
    args: tuple[str, ...]
    shown: Mapping[str, Value]
    marks: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be saved of a form, and which fields somebody else changed meanwhile, too.

    ``marks`` are those to go on with, once people saw how the overtaken fields are now.
    """

    values: dict[str, Value]
    overtaken: tuple[Field, ...]
    marks: str


def read_sent(form: Form, sent: Mapping[str, Value]) -> dict[str, Value]:
    """Return what a form's fields were sent with: a text, or a tuple where several can be chosen.

    Raises
    ------
    ValueError
        It holds a choice that was not offered.
    """
    return {one.key: _read(one, sent.get(one.key, ())) for one in form.fields}


def _read(one: Field, value: Value) -> Value:
    chosen = (value,) if isinstance(value, str) else value
    if isinstance(one, Choice):
        offered = {own for _label, own in one.options}
        if len(chosen) > one.most or not offered.issuperset(chosen):
            raise ValueError(f"{one.key}: {chosen}")
        if one.most > 1:
            return chosen
    return "".join(chosen[:1])


def mark(form: Form) -> str:
    """Return four characters for what each field of a form holds now; none for something new."""
    return "" if form.now is None else "".join(_mark(_now(form, one)) for one in form.fields)


def find_changed(form: Form, marks: str, sent: Mapping[str, Value]) -> dict[str, Value]:
    """Return what was not sent back as it was shown; ``marks`` are of what was shown."""
    was = _split(form, marks)
    return {key: value for key, value in sent.items() if _mark(value) != was.get(key)}


def find_changes(form: Form, marks: str, sent: Mapping[str, Value]) -> Changes:
    """Hold what was sent against what was shown and what is there now.

    What was sent back as it was shown is what it is now.
    """
    was = _split(form, marks)
    if not was:
        return Changes(dict(sent), (), marks)
    changed = find_changed(form, marks, sent)
    values = {one.key: changed.get(one.key, _now(form, one)) for one in form.fields}
    overtaken = tuple(
        one
        for one in form.fields
        if one.key in changed
        and _mark(_now(form, one)) not in (was[one.key], _mark(changed[one.key]))
    )
    seen = was | {one.key: _mark(_now(form, one)) for one in overtaken}
    return Changes(values, overtaken, "".join(seen[one.key] for one in form.fields))


def tell(field: Field, value: Value) -> Inline:
    """Return what a field holds, as people read it."""
    if not value:
        return (submissions.nothing(),)
    if isinstance(field, Choice):
        chosen = (value,) if isinstance(value, str) else value
        names = [_(label) for label, own in field.options if own in chosen]
        return (", ".join(names),)
    said = value if isinstance(value, str) else value[0]
    if isinstance(field, ChannelChoice):
        return (ChannelRef(ChannelId(said)),)
    return (RoleRef(RoleId(said)),) if isinstance(field, RoleChoice) else (said,)


def _now(form: Form, one: Field) -> Value:
    return (form.now or {}).get(one.key, "")


def _split(form: Form, marks: str) -> dict[str, str]:
    """Return the mark of each field; none for something new, or from another version's form."""
    if form.now is None or len(marks) != _MARK_LENGTH * len(form.fields):
        return {}
    starts = range(0, len(marks), _MARK_LENGTH)
    return {
        one.key: marks[start : start + _MARK_LENGTH]
        for one, start in zip(form.fields, starts, strict=True)
    }


def _mark(value: Value) -> str:
    # As people see it: space around a text and the order of what is chosen mean nothing.
    said = value.strip() if isinstance(value, str) else "\n".join(sorted(value))
    digest = blake2b(said.encode(), digest_size=4).digest()
    number = int.from_bytes(digest)
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_MARK_LENGTH))
