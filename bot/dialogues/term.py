"""/term: the words of the field."""

from __future__ import annotations

from typing import Annotated

from bot.cards import Card
from bot.dialogues import options
from bot.dialogues.seam import Answer, Ask, Noun
from bot.replies import terms as replies
from bot.services.composition import Services

term = Noun("term")


@term.command("")
async def info(
    ask: Ask, name: Annotated[str, options.term("The word or its abbreviation, such as RACI")]
) -> Answer:
    """Look up a word of the field: what it means, why you need it, an example."""
    return show(ask.services, name)


@term.opener("term.show")
def show(services: Services, name: str) -> Card:
    """Show a term."""
    return replies.info(services.search.find_term(name), services.catalogue)
