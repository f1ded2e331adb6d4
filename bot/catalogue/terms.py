"""The words of the field, in their typed form, and what asks for one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import Field

from bot.catalogue.names import normalise, spellings
from bot.catalogue.schema import Checked, Entry, Slug, Url, Words

Definition = Annotated[str, Field(min_length=1, max_length=300)]
Sentence = Annotated[str, Field(min_length=1, max_length=220)]


class Page(Entry):
    """Where terms were read; ``checked`` None: the address is known, the page was not read."""

    id: Slug
    title: Words
    url: Url
    checked: date | None


class Term(Checked):
    """A word of the field; ``pages`` are where it was read, by id: many terms share one.

    It also ``covers`` words that are explained with it and mean something else.
    """

    name: Words
    aliases: tuple[Words, ...]
    covers: tuple[Words, ...]
    definition: Definition
    why: Sentence
    example: Sentence
    related: tuple[Slug, ...]
    pages: tuple[Slug, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All that leads here."""
        return (self.name, *self.aliases, *self.covers)


# Of words as ``normalise`` leaves them: "what's" is two.
_ASKED = (
    re.compile(r"(?:whats|what (?:s|is|are)(?: meant by)?|who is|define|explain|meaning of) (.+)"),
    re.compile(r"what (?:do|does|did) (.+) (?:mean|stand for)"),
    re.compile(r"(.+) (?:meaning|definition|explained)"),
)
_AROUND = re.compile(r"^(?:an? |the )|(?: in (?:agile|it|project management|scrum|software))$")

# Who describes something asks for the word for it.
_SOUGHT = re.compile(
    r"\bwhat (?:do|does|did|would|should|can) (?:i|one|people|they|we|you) call\b"
    r"(?: (?:it|that|this))?"
    r"|\bwhat(?: is| s|s)\b(?= .+\bcalled\b)|\bcalled\b"
    r"|\bwhat(?: is| s|s) (?:a|the) (?:name|term|word) (?:for|of|when)\b"
)
# What one of these is called is no word of the field.
_NO_WORD = re.compile(r"\b(?:book|cert|certificate|certification|course|exam|job|role|title)s?\b")


class Definitions:
    """Know which term a question asks the meaning of."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._named = {
            spelling: term.id
            for term in terms
            for name in term.names
            for spelling in spellings(name)
        }

    def asked(self, text: str) -> str | None:
        """Return the id of the term whose meaning is asked, and nothing else with it."""
        plain = normalise(text)
        for asked in _ASKED:
            if found := asked.fullmatch(plain):
                name = _AROUND.sub("", found[1])
                if own_id := self._named.get(name) or self._named.get(name.removesuffix("s")):
                    return own_id
        return None


def described(text: str) -> str:
    """Return what is described by a text that asks for the word for it, else ""."""
    plain = normalise(text)
    is_sought = _SOUGHT.search(plain) and not _NO_WORD.search(plain)
    return _SOUGHT.sub(" ", plain).strip() if is_sought else ""
