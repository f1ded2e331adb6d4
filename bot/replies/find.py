"""Search results: the best answer first, each one press away."""

from __future__ import annotations

from collections.abc import Mapping
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
    LinkButton,
    Note,
    Source,
    Text,
)
from bot.catalogue import Catalogue
from bot.catalogue.names import normalise
from bot.catalogue.schema import Checked, Question
from bot.catalogue.search import Found, Hit, HitKind
from bot.errors import StaleActionError
from bot.replies import facts, trends
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
_MAX_RELATED = 3
_MAX_WORDS = 48
_SNIPPET = 180


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
            Items(tuple(_item(hit, catalogue) for hit in hits)),
        ),
        actions=_everything(words) if filtered else (),
        sources=tuple(dict.fromkeys(read for hit in hits for read in _read(hit, catalogue))),
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
    return _cut(query.replace("_", " "), _MAX_QUERY)


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
    if wishes.most is not None:
        parts.append(_("at most USD {most}", most=f"{wishes.most:,}"))
    if wishes.cheapest is not None:
        parts.append(_(_ORDERS[wishes.cheapest]))
    understood = Note((_("Certifications: {wishes}.", wishes=", ".join(parts)),))
    if found.met:
        return (understood,)
    return (understood, Alert((_("None is known to be all of this. These come near:"),), "info"))


def _item(hit: Hit, catalogue: Catalogue) -> Item:
    parts = [_(_KINDS[hit.kind])]
    if hit.kind is HitKind.CERTIFICATION and (fees := catalogue.certifications[hit.id].fees):
        parts.append(f"{fees[0].item}: {facts.price(fees[0])}")
    detail = " · ".join((*parts, _cut(hit.snippet)))
    return Item(hit.title, (detail,), _open(hit, catalogue))


def _everything(words: str) -> tuple[Action, ...]:
    return (Button(_("Search everything"), "find.again", ("", words)),)


def _question(entry: Question, catalogue: Catalogue) -> Card:
    """Answer a frequently asked question."""
    return Card(
        title=entry.question,
        summary=entry.answer,
        blocks=(Text((entry.answer,)),),
        actions=(
            *(
                Button(facts.abbreviation(own_id, catalogue), "cert.show", (own_id,))
                for own_id in entry.certifications[:_MAX_RELATED]
            ),
            *(
                Button(catalogue.roles[own_id].name, "role.show", (own_id,))
                for own_id in entry.roles[:_MAX_RELATED]
            ),
        ),
        sources=facts.question_sources(entry),
        as_of=entry.last_checked,
        pager=("find.open", HitKind.QUESTION, entry.id),
    )


def opened(kind: HitKind, own_id: str, catalogue: Catalogue) -> Card:
    """Show a question or a trend in full; raises StaleActionError when it is gone."""
    if kind is HitKind.QUESTION and own_id in catalogue.faq:
        return _question(catalogue.faq[own_id], catalogue)
    if kind is HitKind.TREND and own_id in catalogue.trends:
        return trends.info(catalogue.trends[own_id], catalogue)
    raise StaleActionError(
        _("This entry is no longer in the catalogue."), _("Search again with /find.")
    )


def _cut(text: str, longest: int = _SNIPPET) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rsplit(" ", 1)[0] + "…"


def _open(hit: Hit, catalogue: Catalogue) -> Action:
    match hit.kind:
        case HitKind.CERTIFICATION:
            return Button(_("Open"), "cert.show", (hit.id,))
        case HitKind.ROLE:
            return Button(_("Open"), "role.show", (hit.id,))
        case HitKind.STAGE:
            return Button(_("Open"), "stage.show", (hit.id,))
        case HitKind.STEP:
            return Button(_("Open"), "stage.show", (catalogue.stage_of(hit.id).id,))
        case HitKind.WAY:
            return Button(_("Open"), "stage.show", (catalogue.ways[hit.id].stage_ids[0],))
        case HitKind.RESOURCE:
            return LinkButton(_("Visit"), catalogue.resources[hit.id].url)
        case HitKind.TREND:
            return Button(_("Read"), "trend.show", (hit.id,))
        case HitKind.QUESTION:
            return Button(_("Read"), "find.open", (hit.kind, hit.id))


def _read(hit: Hit, catalogue: Catalogue) -> tuple[Source, ...]:
    """Return where a hit's snippet was read: facts stand in answers and trends only."""
    match hit.kind:
        case HitKind.QUESTION:
            return facts.question_sources(catalogue.faq[hit.id])
        case HitKind.TREND:
            return facts.trend_sources(catalogue.trends[hit.id])
        case _:
            return (Source(_(facts.EDITORIAL)),)


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
    }
    return groups[hit.kind][hit.id].last_checked
