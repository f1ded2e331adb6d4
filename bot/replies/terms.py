"""The card of a word of the field: what it means, why a TPM needs it, and an example."""

from __future__ import annotations

from bot.cards import Card, Text
from bot.catalogue import Catalogue
from bot.catalogue.terms import Term
from bot.replies import facts, related
from bot.words import _

_MAX_NAMES = 4


def info(entry: Term, catalogue: Catalogue) -> Card:
    """Show one term; those it belongs with are a press away."""
    read = (catalogue.pages[own_id].checked for own_id in entry.pages)
    return Card(
        title=entry.name,
        subtitle=_also(entry),
        summary=entry.definition,
        blocks=(
            Text((entry.definition,)),
            Text((entry.why,), heading=_("Why you need it")),
            Text((entry.example,), heading=_("For example")),
        ),
        actions=(related.goal("term", entry.id, "primary"),),
        selects=related.select(related.terms(entry.related, catalogue)),
        sources=facts.term_sources(entry, catalogue),
        as_of=facts.oldest(entry.last_checked, *(day for day in read if day)),
        pager=("term.show", entry.id),
    )


def _also(entry: Term) -> str:
    # The plural is there to be found, and tells a reader nothing.
    known = {name.casefold() for name in entry.names}
    others = [
        name for name in entry.aliases if not (name.endswith("s") and name[:-1].casefold() in known)
    ]
    names = ", ".join(others[:_MAX_NAMES])
    return _("Also called {names}", names=names) if names else ""
