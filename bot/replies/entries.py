"""One entry of the catalogue on a card of its own: a question, a step, a way or a resource."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.cards import (
    Block,
    Button,
    Card,
    Facts,
    Link,
    LinkButton,
    Note,
    Select,
    Source,
    Text,
)
from bot.catalogue import Catalogue
from bot.catalogue.schema import Question, Resource, Step, Way
from bot.catalogue.search import HitKind
from bot.replies import facts, related, trends
from bot.replies.refusals.catalogue import entry_gone
from bot.words import _, plural


def opened(kind: HitKind, own_id: str, catalogue: Catalogue) -> Card:
    """Show an entry that has no look-up of its own; raises StaleActionError when it is gone."""
    shown: dict[HitKind, tuple[Mapping[str, Any], Callable[[Any, Catalogue], Card]]] = {
        HitKind.QUESTION: (catalogue.faq, question),
        HitKind.STEP: (catalogue.steps, step),
        HitKind.WAY: (catalogue.ways, way),
        HitKind.RESOURCE: (catalogue.resources, resource),
        HitKind.TREND: (catalogue.trends, trends.info),
    }
    entries, draw = shown.get(kind, ({}, question))
    if own_id not in entries:
        raise entry_gone()
    return draw(entries[own_id], catalogue)


def question(entry: Question, catalogue: Catalogue) -> Card:
    """Answer a frequently asked question."""
    return Card(
        title=entry.question,
        summary=entry.answer,
        blocks=(Text((entry.answer,)),),
        actions=(related.goal(HitKind.QUESTION, entry.id, "primary"),),
        selects=related.select(
            related.steps(entry.steps, catalogue),
            related.terms(entry.terms, catalogue),
            related.certifications(entry.certifications, catalogue),
            related.roles(entry.roles, catalogue),
        ),
        sources=facts.question_sources(entry),
        as_of=entry.last_checked,
        pager=("find.open", HitKind.QUESTION, entry.id),
    )


def step(entry: Step, catalogue: Catalogue) -> Card:
    """Show a step of the path: what to do, how long it takes and what proves it."""
    stage = catalogue.stage_of(entry.id)
    ways = [catalogue.ways[own_id] for own_id in entry.ways]
    helpful = [catalogue.resources[own_id] for own_id in entry.resources]
    parts = [_("Step of the path"), *((_("optional"),) if entry.optional else ())]
    return Card(
        title=entry.title,
        summary=entry.detail,
        subtitle=" · ".join(parts),
        blocks=(
            Text((entry.detail,)),
            _effort(entry.effort_weeks, entry.evidence),
            *_helpful(helpful),
        ),
        actions=(related.goal(HitKind.STEP, entry.id, "primary"),),
        selects=(
            *_select(_("Ways to gain experience"), HitKind.WAY, ways),
            *related.select(
                related.stages([stage]),
                related.certifications(entry.certifications, catalogue),
                related.roles(entry.roles, catalogue),
            ),
        ),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(entry.last_checked, *_dates(ways), *_dates(helpful)),
        pager=("find.open", HitKind.STEP, entry.id),
    )


def _helpful(resources: Sequence[Resource]) -> tuple[Block, ...]:
    rows = tuple((facts.resource_kind(one), (Link(one.title, one.url),)) for one in resources)
    return (Facts(rows, heading=_("To read and do")),) if rows else ()


def way(entry: Way, catalogue: Catalogue) -> Card:
    """Show a way to gain experience, and the steps of the path that it serves."""
    steps = [one for one in catalogue.steps.values() if entry.id in one.ways]
    return Card(
        title=entry.name,
        summary=entry.why_it_helps,
        subtitle=_("Way to gain experience"),
        blocks=(
            Text((entry.why_it_helps,)),
            Text((_("First: {action}", action=entry.first_action),)),
            _effort(entry.typical_effort_weeks, entry.evidence),
        ),
        actions=(related.goal(HitKind.WAY, entry.id, "primary"),),
        selects=(
            *_select(_("Steps that it serves"), HitKind.STEP, steps),
            *related.select(related.stages(catalogue.stages[own_id] for own_id in entry.stage_ids)),
        ),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(entry.last_checked, *_dates(steps)),
        pager=("find.open", HitKind.WAY, entry.id),
    )


def resource(entry: Resource, catalogue: Catalogue) -> Card:
    """Show something to read, watch or join: who made it, what it costs and for whom it is."""
    notes: tuple[Block, ...] = tuple(
        Note((text,)) for text in (entry.licence_note, entry.note) if text
    )
    made_by = _(
        "{kind} by {author}", kind=facts.resource_kind(entry), author=entry.author_or_provider
    )
    rows = (
        (_("Cost"), (entry.cost,)),
        (_("Level"), (facts.resource_level(entry),)),
        (_("About"), (facts.listed(map(facts.words, entry.tags)),)),
    )
    return Card(
        title=entry.title,
        summary=f"{entry.title}: {made_by}",
        subtitle=made_by,
        blocks=(Facts(rows), *notes),
        actions=(
            LinkButton(_("Visit"), entry.url),
            related.goal(HitKind.RESOURCE, entry.id, "primary"),
        ),
        selects=related.select(
            related.certifications(entry.certifications, catalogue),
            related.stages(catalogue.stages[own_id] for own_id in entry.stage_ids),
        ),
        sources=(facts.source_of(entry.url),),
        as_of=entry.last_checked,
        pager=("find.open", HitKind.RESOURCE, entry.id),
    )


def _effort(weeks: int, evidence: str) -> Facts:
    return Facts(
        (
            (_("Time"), (plural("About {n} week.", "About {n} weeks.", weeks),)),
            (_("Proof"), (evidence,)),
        )
    )


def _select(
    label: str, kind: HitKind, entries: Sequence[Way] | Sequence[Step]
) -> tuple[Select, ...]:
    """Return the way to each of several entries behind one word; nothing where there are none."""
    buttons = tuple(Button(_name(one), "find.open", (kind, one.id)) for one in entries)
    return (Select(label, buttons),) if buttons else ()


def _name(entry: Way | Step) -> str:
    return entry.name if isinstance(entry, Way) else entry.title


def _dates(entries: Iterable[Way] | Iterable[Step] | Iterable[Resource]) -> list[date]:
    return [entry.last_checked for entry in entries]
