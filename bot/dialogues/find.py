"""/find: one box for everything in the catalogue."""

from __future__ import annotations

from typing import Annotated, Literal

from bot.cards import Card
from bot.catalogue.search import ALL_KINDS, HitKind
from bot.dialogues import career, cert, term
from bot.dialogues.forms import Form, Line
from bot.dialogues.seam import Answer, Ask, Noun, Option
from bot.replies import community_entries as own_content
from bot.replies import entries, unanswered
from bot.replies import find as replies
from bot.replies import forms as words
from bot.services.composition import Services

find = Noun("find")
MAX_HITS = 6
# Of one kind only, all that fit are wanted.
MAX_OF_A_KIND = 24
_KINDS = {
    "certification": frozenset({HitKind.CERTIFICATION}),
    "role": frozenset({HitKind.ROLE}),
    "path": frozenset({HitKind.STAGE, HitKind.STEP, HitKind.WAY}),
    "question": frozenset({HitKind.QUESTION}),
    "resource": frozenset({HitKind.RESOURCE}),
    "trend": frozenset({HitKind.TREND}),
    "term": frozenset({HitKind.TERM}),
}
Kind = Literal["certification", "role", "path", "question", "resource", "trend", "term"]


@find.command("")
async def search(
    ask: Ask,
    query: Annotated[str, Option("A question or a few words")],
    kind: Annotated[Kind | None, Option("Only entries of this kind")] = None,
) -> Answer:
    """Search everything: certifications, roles, steps, terms, questions, resources."""
    card = results(ask.services, kind or "", ask.services.questions.keep(query))
    if ask.community is None:
        return card
    # A card of its own: what is shared of the first one holds nothing of the community's.
    own = await ask.services.entries.search(ask.community, query)
    return (card, own_content.found(own)) if own else card


@find.form("find.question")
async def ask_question(ask: Ask) -> Form:
    """Ask for a question."""
    question = Line("query", words.ASK_WHAT, example=words.ASK_EXAMPLE, is_required=True)
    return Form(words.ASK_TITLE, (question,))


@find.submit("find.question")
async def answer_question(ask: Ask, query: str) -> Answer:
    """Search for what was asked."""
    return await search(ask, query)


@find.opener("find.again")
def results(services: Services, kind: str, asked: str) -> Card:
    """Search once more: for another page, without the filter, for everybody, or on the way back."""
    query = services.questions.recall(asked)
    most = MAX_OF_A_KIND if kind else MAX_HITS
    found = services.search.search(query, most, _KINDS.get(kind, ALL_KINDS))
    question = replies.Asked(query, kind, asked)
    if not found.hits:
        return unanswered.nothing(question, found, services.catalogue)
    return replies.results(question, found, services.catalogue)


@find.opener("find.open")
def show(services: Services, kind: HitKind, entry: str) -> Card:
    """Show an entry that has no command of its own."""
    return entries.opened(kind, entry, services.catalogue)


@find.opener("find.read")
def read(services: Services, code: str, entry: str, kind: str, asked: str) -> Card:
    """Show a result as it is shown everywhere, with the way back."""
    return replies.with_way_back(_entry(services, replies.kind_of(code), entry), kind, asked)


def _entry(services: Services, kind: HitKind, entry: str) -> Card:
    match kind:
        case HitKind.CERTIFICATION:
            return cert.show(services, entry)
        case HitKind.ROLE:
            return career.show_role(services, entry)
        case HitKind.STAGE:
            return career.show_stage(services, entry)
        case HitKind.TERM:
            return term.show(services, entry)
        case _:
            return entries.opened(kind, entry, services.catalogue)
