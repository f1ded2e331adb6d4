"""Search results: the best answer first, each one press away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.cards import (
    Action,
    Button,
    Card,
    CommandRef,
    Inline,
    Item,
    Items,
    LinkButton,
    Note,
    Source,
    Text,
)
from bot.catalogue import Catalogue
from bot.catalogue.schema import Checked, Question, Trend
from bot.catalogue.search import Hit, HitKind
from bot.errors import StaleActionError
from bot.replies import facts

_KINDS = {
    HitKind.CERTIFICATION: "Certification",
    HitKind.ROLE: "Job role",
    HitKind.STAGE: "Stage of the path",
    HitKind.STEP: "Step of the path",
    HitKind.QUESTION: "Question",
    HitKind.RESOURCE: "Resource",
    HitKind.WAY: "Way to gain experience",
    HitKind.TREND: "Trend",
}
_MAX_QUERY = 100
_SNIPPET = 180


def results(query: str, hits: Sequence[Hit], catalogue: Catalogue) -> Card:
    """List hits; the first one is shown in full when it answers a question."""
    items = tuple(
        Item(hit.title, (f"{_KINDS[hit.kind]} · {_cut(hit.snippet)}",), _open(hit, catalogue))
        for hit in hits
    )
    dates = [_last_checked(hit, catalogue) for hit in hits]
    return Card(
        title="Found",
        summary=f"{len(hits)} results, best first.",
        subtitle=f"{len(hits)} for “{_cut(query, _MAX_QUERY)}”",
        blocks=(Items(items),),
        sources=tuple(dict.fromkeys(read for hit in hits for read in _read(hit, catalogue))),
        as_of=facts.oldest(*dates),
    )


def nothing(query: str) -> Card:
    """Say that nothing was found and where else to look."""
    return Card(
        title="Nothing found",
        summary="Nothing in the catalogue fits.",
        blocks=(
            Text((f"I found nothing for “{_cut(query, _MAX_QUERY)}”.",)),
            Text(
                (
                    "Try other words, or look around with ",
                    CommandRef("cert list"),
                    " and ",
                    CommandRef("career path"),
                    ".",
                )
            ),
        ),
    )


def _question(entry: Question, catalogue: Catalogue) -> Card:
    """Answer a frequently asked question."""
    return Card(
        title=entry.question,
        summary=entry.answer,
        blocks=(Text((entry.answer,)),),
        actions=tuple(
            Button(facts.abbreviation(own_id, catalogue), "cert.show", (own_id,))
            for own_id in entry.certifications[:3]
        ),
        sources=facts.question_sources(entry),
        as_of=entry.last_checked,
        pager=("find.open", HitKind.QUESTION, entry.id),
    )


def _trend(entry: Trend) -> Card:
    """Show a trend."""
    content: Inline = (entry.what, " ", entry.why_it_matters, " Try: ", entry.try_this)
    return Card(
        title=entry.title,
        summary=entry.what,
        blocks=(Text(content), *((Note((entry.note,)),) if entry.note else ())),
        actions=(Button("Add as goal", "goal.from", ("trend", entry.id)),),
        sources=facts.trend_sources(entry),
        as_of=entry.last_checked,
        pager=("find.open", HitKind.TREND, entry.id),
    )


def opened(kind: HitKind, own_id: str, catalogue: Catalogue) -> Card:
    """Show a question or a trend in full; raises StaleActionError when it is gone."""
    if kind is HitKind.QUESTION and own_id in catalogue.faq:
        return _question(catalogue.faq[own_id], catalogue)
    if kind is HitKind.TREND and own_id in catalogue.trends:
        return _trend(catalogue.trends[own_id])
    raise StaleActionError("This entry is no longer in the catalogue.", "Search again with /find.")


def _cut(text: str, longest: int = _SNIPPET) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rsplit(" ", 1)[0] + "…"


def _open(hit: Hit, catalogue: Catalogue) -> Action:
    match hit.kind:
        case HitKind.CERTIFICATION:
            return Button("Open", "cert.show", (hit.id,))
        case HitKind.ROLE:
            return Button("Open", "role.show", (hit.id,))
        case HitKind.STAGE:
            return Button("Open", "stage.show", (hit.id,))
        case HitKind.STEP:
            return Button("Open", "stage.show", (catalogue.stage_of(hit.id).id,))
        case HitKind.WAY:
            return Button("Open", "stage.show", (catalogue.ways[hit.id].stage_ids[0],))
        case HitKind.RESOURCE:
            return LinkButton("Visit", catalogue.resources[hit.id].url)
        case HitKind.QUESTION | HitKind.TREND:
            return Button("Read", "find.open", (hit.kind, hit.id))


def _read(hit: Hit, catalogue: Catalogue) -> tuple[Source, ...]:
    """Return where a hit's snippet was read: facts stand in answers and trends only."""
    match hit.kind:
        case HitKind.QUESTION:
            return facts.question_sources(catalogue.faq[hit.id])
        case HitKind.TREND:
            return facts.trend_sources(catalogue.trends[hit.id])
        case _:
            return (Source(facts.EDITORIAL),)


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
