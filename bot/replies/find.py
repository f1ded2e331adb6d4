"""Search results: the best answer first, each one press away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.cards import (
    Action,
    Alert,
    Block,
    Button,
    Card,
    CommandRef,
    Item,
    Items,
    Note,
    Source,
    Text,
)
from bot.catalogue import Catalogue
from bot.catalogue.aspects import Aspect
from bot.catalogue.names import normalise
from bot.catalogue.schema import Checked
from bot.catalogue.search import Found, Hit, HitKind
from bot.replies import facts, snippets
from bot.words import N_, _, plural

_KINDS = {
    HitKind.CERTIFICATION: N_("Certification"),
    HitKind.ROLE: N_("Job role"),
    HitKind.STAGE: N_("Stage of the path"),
    HitKind.STEP: N_("Step of the path"),
    HitKind.QUESTION: N_("Question"),
    HitKind.RESOURCE: N_("Resource"),
    HitKind.WAY: N_("Way to gain experience"),
    HitKind.TREND: N_("Trend"),
    HitKind.TERM: N_("Term"),
}
_WISHES = {
    "no-experience": N_("no experience needed"),
    "no-training": N_("no training required"),
    "no-exam": N_("no exam"),
    "open-book": N_("open book"),
    "lifetime": N_("never has to be renewed"),
    "yearly": N_("renewed every year"),
    "entry": N_("entry level"),
    "intermediate": N_("intermediate level"),
    "advanced": N_("advanced level"),
    "expert": N_("expert level"),
}
_ORDERS = {True: N_("cheapest first"), False: N_("most expensive first")}
_MAX_QUERY = 100
_MAX_WORDS = 48


def results(query: str, found: Found, filtered: str, catalogue: Catalogue) -> Card:
    """List what was found, best first; ``filtered`` is the kind it was narrowed to, or empty."""
    hits = found.hits
    words = _words(query)
    return Card(
        title=_("Found"),
        summary=plural("{n} result, best first.", "{n} results, best first.", len(hits)),
        subtitle=_("{n} for “{query}”", n=len(hits), query=_shown(query)),
        blocks=(
            *_understood(found),
            *_lists(found, catalogue),
        ),
        actions=_everything(words) if filtered else (),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*(_last_checked(hit, catalogue) for hit in hits)),
        pager=("find.again", filtered, words),
    )


def nothing(query: str, filtered: str) -> Card:
    """Say that nothing was found and where else to look."""
    words = _words(query)
    text = _("I found nothing for “{query}”.", query=_shown(query))
    hint = _("Try other words, or look around with these commands:")
    return Card(
        title=_("Nothing found"),
        summary=_("Nothing in the catalogue fits."),
        blocks=(
            Text((text,)),
            Text((hint, " ", CommandRef("cert list"), " ", CommandRef("career path"))),
        ),
        actions=_everything(words) if filtered and words else (),
    )


def _shown(query: str) -> str:
    return snippets.cut(query.replace("_", " "), _MAX_QUERY)


def _words(query: str) -> str:
    """Return as much of a query as a button can hold."""
    words = normalise(query).replace(" ", "_")
    return words if len(words) <= _MAX_WORDS else words[: _MAX_WORDS + 1].rpartition("_")[0]


def _understood(found: Found) -> tuple[Block, ...]:
    """Say how the question was read, and that nothing is known to be all of it."""
    wishes = found.wishes
    if not wishes:
        return ()
    parts = [_(_WISHES[condition.id]) for condition in wishes.conditions]
    if wishes.most == 0:
        parts.append(_("free"))
    elif wishes.most is not None:
        parts.append(_("at most USD {most}", most=f"{wishes.most:,}"))
    if wishes.cheapest is not None:
        parts.append(_(_ORDERS[wishes.cheapest]))
    understood = Note((_("Certifications: {wishes}.", wishes=", ".join(parts)),))
    if found.meeting:
        return (understood,)
    return (understood, Alert((_("No exact match. Closest results:"),), "info"))


def _lists(found: Found, catalogue: Catalogue) -> tuple[Items, ...]:
    """List what meets the wishes apart from what does not."""
    meets = [hit.kind is HitKind.CERTIFICATION and hit.id in found.meeting for hit in found.hits]
    items = [_item(hit, found.aspects, catalogue) for hit in found.hits]
    first = tuple(item for item, is_met in zip(items, meets, strict=True) if is_met)
    rest = tuple(item for item, is_met in zip(items, meets, strict=True) if not is_met)
    if not first:
        return (Items(rest),)
    return (Items(first), Items(rest, heading=_("Other results"))) if rest else (Items(first),)


def _item(hit: Hit, aspects: Sequence[Aspect], catalogue: Catalogue) -> Item:
    detail = (f"{_(_KINDS[hit.kind])} · ", *snippets.line(hit, aspects, catalogue))
    return Item(hit.title, detail, _open(hit))


def _everything(words: str) -> tuple[Action, ...]:
    return (Button(_("Search everything"), "find.again", ("", words)),)


def _open(hit: Hit) -> Action:
    match hit.kind:
        case HitKind.CERTIFICATION:
            return Button(_("Open"), "cert.show", (hit.id,))
        case HitKind.ROLE:
            return Button(_("Open"), "role.show", (hit.id,))
        case HitKind.STAGE:
            return Button(_("Open"), "stage.show", (hit.id,))
        case HitKind.STEP | HitKind.WAY | HitKind.RESOURCE:
            return Button(_("Open"), "find.open", (hit.kind, hit.id))
        case HitKind.TREND:
            return Button(_("Read"), "trend.show", (hit.id,))
        case HitKind.TERM:
            return Button(_("Open"), "term.show", (hit.id,))
        case HitKind.QUESTION:
            return Button(_("Read"), "find.open", (hit.kind, hit.id))


def _last_checked(hit: Hit, catalogue: Catalogue) -> date:
    groups: dict[HitKind, Mapping[str, Checked]] = {
        HitKind.CERTIFICATION: catalogue.certifications,
        HitKind.ROLE: catalogue.roles,
        HitKind.STAGE: catalogue.stages,
        HitKind.STEP: catalogue.steps,
        HitKind.QUESTION: catalogue.faq,
        HitKind.RESOURCE: catalogue.resources,
        HitKind.WAY: catalogue.ways,
        HitKind.TREND: catalogue.trends,
        HitKind.TERM: catalogue.terms,
    }
    return groups[hit.kind][hit.id].last_checked
