"""Names that were typed instead of chosen: what is meant is found, or asked with buttons.

A press does the same again with the chosen value and everything else that was typed: it runs the
command, or saves the form.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards import Card
from bot.catalogue.meaning import Meaning
from bot.dialogues.seam import Answer, Ask, Naming, Noun, OpenForm, Page, Refusal, Replace
from bot.errors import InvalidInputError, Sought
from bot.replies import names as replies
from bot.replies.refusals.catalogue import choice_gone
from bot.services.composition import Services
from bot.services.drafts import Drafts
from bot.services.typed import one_line

MOST_DRAFTS = 5
# What a refusal repeats of what was typed: enough to know it again.
_MOST_SHOWN = 60
Rerun = Callable[[Ask, Mapping[str, Any]], Awaitable[Answer]]
"""Do again what was asked for, with other values."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, how it is done again, and what one part of it may mean."""

    rerun: Rerun
    given: Mapping[str, Any]
    key: str
    what: Sought
    meaning: Meaning


class Names:
    """Find what was named; keep what was typed while it is asked about."""

    def __init__(self, services: Services) -> None:
        # A button has no room for what was typed: after a restart it is typed again.
        self._drafts: Drafts[Typed] = Drafts(services.memory, services.clock, MOST_DRAFTS)

    def noun(self) -> Noun:
        """Return what the buttons do."""
        noun = Noun()
        noun.button("name.choose")(self._choose)
        noun.button("name.list")(self._list)
        return noun

    async def settle(
        self, ask: Ask, rerun: Rerun, given: Mapping[str, Any], namings: Mapping[str, Naming]
    ) -> Mapping[str, Any] | Card:
        """Return what was given with values in place of names, or ask about the first unclear one.

        ``namings`` say which of it are names.

        Raises
        ------
        InvalidInputError
            A day, time or zone cannot be understood.
        """
        settled = dict(given)
        for key, naming in namings.items():
            try:
                meaning = await naming.mean(ask, given[key])
            except InvalidInputError as error:
                error.field = key
                raise
            if meaning.value is None:
                return self._ask_about(ask, Typed(rerun, settled, key, naming.what, meaning))
            settled[key] = meaning.value
        return settled

    def _ask_about(self, ask: Ask, typed: Typed) -> Card:
        draft_id = secrets.token_hex(4)
        if typed.meaning.several or typed.meaning.nearest:
            self._drafts.keep(ask.member, draft_id, typed, ask.member)
        return _card(draft_id, typed)

    async def _choose(self, ask: Ask, draft: str, place: int) -> Answer:
        """Do it with what was chosen; a second press finds nothing more to do."""
        typed = self._recall(ask, draft)
        offered = typed.meaning.several or typed.meaning.nearest
        if place >= len(offered):
            raise choice_gone()
        self._drafts.discard(ask.member, draft)
        try:
            said = await typed.rerun(ask, {**typed.given, typed.key: offered[place].value})
        except Exception:
            self._drafts.keep(ask.member, draft, typed, ask.member)
            raise
        if isinstance(said, OpenForm):
            # Nothing is done before the form is sent: who closes it can choose again.
            self._drafts.keep(ask.member, draft, typed, ask.member)
        return _in_place(said)

    async def _list(self, ask: Ask, draft: str, page: int = 1) -> Answer:
        """Turn the pages of what may be meant."""
        return Replace(_card(draft, self._recall(ask, draft)), page)

    def _recall(self, ask: Ask, draft: str) -> Typed:
        if (typed := self._drafts.recall(ask.member, draft)) is None:
            raise choice_gone()
        return typed


def _card(draft_id: str, typed: Typed) -> Card:
    meaning, name = typed.meaning, one_line(str(typed.given[typed.key]))
    name = name if len(name) <= _MOST_SHOWN else f"{name[: _MOST_SHOWN - 1]}…"
    if meaning.several:
        return replies.several(typed.what, name, draft_id, meaning.several, meaning.more)
    return replies.nothing(typed.what, name, draft_id, meaning.nearest)


def _in_place(said: Answer) -> Answer:
    """Return an answer whose first card takes the place of the question."""
    first, *rest = said if isinstance(said, tuple) else (said,)
    if isinstance(first, Page):
        first = Replace(first.card, first.page)
    elif isinstance(first, Card):
        first = Replace(first)
    elif isinstance(first, Refusal):
        first = Replace(first.card)
    return (first, *rest) if rest else first
