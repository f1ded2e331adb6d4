"""/find: one box for everything in the catalogue."""

from __future__ import annotations

from typing import Annotated, Literal

from bot.cards import Card
from bot.catalogue.search import ALL_KINDS, HitKind
from bot.dialogues.forms import Form, Line
from bot.dialogues.seam import Answer, Ask, Noun, Option
from bot.replies import community_entries as own_content
from bot.replies import entries
from bot.replies import find as replies
from bot.replies import forms as words
from bot.services.composition import Services

find = Noun("find")
MAX_HITS = 24
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
    card = results(ask.services, kind or "", query)
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
def results(services: Services, kind: str, query: str) -> Card:
    """Search once more: for another page, without the filter, or for everybody."""
    wanted = query.replace("_", " ")
    found = services.search.search(wanted, MAX_HITS, _KINDS.get(kind, ALL_KINDS))
    if not found.hits:
        return replies.nothing(query, kind)
    return replies.results(query, found, kind, services.catalogue)


@find.opener("find.open")
def show(services: Services, kind: HitKind, entry: str) -> Card:
    """Show an entry that has no command of its own."""
    return entries.opened(kind, entry, services.catalogue)
