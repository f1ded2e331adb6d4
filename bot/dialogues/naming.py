"""Names that were typed instead of chosen: what is meant is found, or asked with buttons.

A press runs the same command again with the chosen value and everything else that was typed.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards import Card
from bot.catalogue.meaning import Meaning
from bot.dialogues.seam import Answer, Ask, Command, Noun, OpenForm, Page, Parameter, Replace
from bot.errors import Sought
from bot.replies import names as replies
from bot.replies.refusals.catalogue import choice_gone
from bot.services.composition import Services
from bot.services.drafts import Drafts
from bot.services.typed import one_line

MOST_DRAFTS = 5
# What a refusal repeats of what was typed: enough to know it again.
_MOST_SHOWN = 60
Run = Callable[[Ask, Command, Mapping[str, Any]], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as it was typed, and what one of its options may mean."""

    command: Command
    given: Mapping[str, Any]
    option: str
    what: Sought
    meaning: Meaning


class Names:
    """Give commands what their options name; keep what was typed while it is asked about.

    ``run`` runs a command, ``is_there`` tells whether it (still) exists.
    """

    def __init__(self, services: Services, run: Run, is_there: Callable[[Command], bool]) -> None:
        self._run = run
        self._is_there = is_there
        # A button has no room for what was typed: after a restart it is typed again.
        self._drafts: Drafts[Typed] = Drafts(services.memory, services.clock, MOST_DRAFTS)

    def noun(self) -> Noun:
        """Return what the buttons do."""
        noun = Noun()
        noun.button("name.choose")(self._choose)
        noun.button("name.list")(self._list)
        return noun

    async def settle(
        self, ask: Ask, command: Command, given: Mapping[str, Any]
    ) -> Mapping[str, Any] | Card:
        """Return the options with values in place of names, or ask about the first unclear one."""
        settled = dict(given)
        for one in command.parameters:
            text = given.get(one.name)
            if one.option.naming is None or not isinstance(text, str) or _is_nothing(one, text):
                continue
            meaning = await one.option.naming.mean(ask, text)
            if meaning.value is None:
                typed = Typed(command, settled, one.name, one.option.naming.what, meaning)
                return self._ask_about(ask, typed)
            settled[one.name] = meaning.value
        return settled

    def _ask_about(self, ask: Ask, typed: Typed) -> Card:
        draft_id = secrets.token_hex(4)
        if typed.meaning.several or typed.meaning.nearest:
            self._drafts.keep(ask.member, draft_id, typed, ask.member)
        return _card(draft_id, typed)

    async def _choose(self, ask: Ask, draft: str, place: int) -> Answer:
        """Run the command with what was chosen; a second press finds nothing more to run."""
        typed = self._recall(ask, draft)
        offered = typed.meaning.several or typed.meaning.nearest
        if place >= len(offered):
            raise choice_gone()
        self._drafts.discard(ask.member, draft)
        try:
            said = await self._run(
                ask, typed.command, {**typed.given, typed.option: offered[place].value}
            )
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
        typed = self._drafts.recall(ask.member, draft)
        if typed is None or not self._is_there(typed.command):
            raise choice_gone()
        return typed


def _is_nothing(one: Parameter, text: str) -> bool:
    """Tell whether an option was left empty that may be."""
    return not one.is_required and not text.strip()


def _card(draft_id: str, typed: Typed) -> Card:
    meaning, name = typed.meaning, one_line(str(typed.given[typed.option]))
    name = name if len(name) <= _MOST_SHOWN else f"{name[: _MOST_SHOWN - 1]}…"
    others = [value for option, value in typed.given.items() if option != typed.option]
    is_alone = all(value is None for value in others)
    if meaning.several:
        return replies.several(
            typed.what, name, draft_id, meaning.several, meaning.more, is_alone=is_alone
        )
    return replies.nothing(typed.what, name, draft_id, meaning.nearest, is_alone=is_alone)


def _in_place(said: Answer) -> Answer:
    """Return an answer whose first card takes the place of the question."""
    first, *rest = said if isinstance(said, tuple) else (said,)
    if isinstance(first, Page):
        first = Replace(first.card, first.page)
    elif isinstance(first, Card):
        first = Replace(first)
    return (first, *rest) if rest else first
