"""The best answer to a question, in full: what its entry says of what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import Action, Block, LinkButton, Source, Text
from bot.catalogue import Catalogue
from bot.catalogue.aspects import Aspect
from bot.catalogue.schema import Certification
from bot.catalogue.search import Hit, HitKind
from bot.replies import facts, snippets
from bot.words import _, plural

_MOST_CITED = 2
_MOST_FACTS = 2
_LONGEST_FACT = 260
_HOURS_A_WEEK = 5
_OF_CERTIFICATIONS = (
    *(Aspect.PRICE, Aspect.RENEWAL, Aspect.REQUIREMENTS, Aspect.STUDY, Aspect.EXAM),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers, where it was read, and what it leads to."""

    blocks: tuple[Block, ...]
    sources: tuple[Source, ...] = ()
    actions: tuple[Action, ...] = ()


def answered(hit: Hit, aspects: Sequence[Aspect], catalogue: Catalogue) -> Answer:
    """Return what the entry of a hit says, what was asked for before the rest."""
    match hit.kind:
        case HitKind.CERTIFICATION:
            return _certification(catalogue.certifications[hit.id], hit, aspects, catalogue)
        case HitKind.ROLE:
            role = catalogue.roles[hit.id]
            told, read = snippets.fact(hit, aspects, catalogue)
            lines = dict.fromkeys((told, role.summary))
            return _told(tuple(lines), read)
        case HitKind.QUESTION:
            question = catalogue.faq[hit.id]
            return _told((question.answer,), facts.question_sources(question))
        case HitKind.TERM:
            term = catalogue.terms[hit.id]
            return _told((term.definition, term.why), facts.term_sources(term, catalogue))
        case HitKind.TREND:
            trend = catalogue.trends[hit.id]
            return _told((trend.what, trend.try_this), facts.trend_sources(trend))
        case HitKind.STEP:
            step = catalogue.steps[hit.id]
            time = plural("About {n} week.", "About {n} weeks.", step.effort_weeks)
            proof = _("Proof: {evidence}", evidence=step.evidence)
            return _told((step.detail, " ".join((time, proof))))
        case HitKind.WAY:
            way = catalogue.ways[hit.id]
            return _told((way.why_it_helps, _("First: {action}", action=way.first_action)))
        case HitKind.STAGE:
            return _told((catalogue.stages[hit.id].goal,))
        case HitKind.RESOURCE:
            resource = catalogue.resources[hit.id]
            told, read = snippets.fact(hit, aspects, catalogue)
            visit = LinkButton(_("Visit"), resource.url)
            return Answer((Text((told,)),), (facts.source_of(resource.url),), (visit,))


def _certification(
    entry: Certification, hit: Hit, aspects: Sequence[Aspect], catalogue: Catalogue
) -> Answer:
    if aspects[:1] == (Aspect.STUDY,):
        return _study(entry)
    asked = [aspect for aspect in aspects if aspect in _OF_CERTIFICATIONS][:_MOST_FACTS]
    facts_told = [
        snippets.fact(hit, (aspect,), catalogue)
        for aspect in asked or (Aspect.PRICE, Aspect.REQUIREMENTS)
    ]
    lines = [snippets.cut(told, _LONGEST_FACT) for told, _read in facts_told]
    lines = [*lines, entry.who_for] if asked else [entry.who_for, *lines]
    return _told(lines, [source for _line, read in facts_told for source in read[:1]])


def _study(entry: Certification) -> Answer:
    """Say how long people study, and how many weeks that is for somebody with a job."""
    known = entry.study_hours
    name = entry.abbreviation
    if known.min is None or known.max is None:
        said = _(
            "I have no study time for {name}. People who passed it know best: ask in your"
            " community.",
            name=name,
        )
        required = facts.routes(entry.prerequisites.training_hours, facts.hours)
        return _told((said, _("Training: {hours}", hours=required)))
    hours = _(
        "{name}: {hours} of study. At {n} hours a week that is {weeks}.",
        name=name,
        hours=facts.study_time(entry),
        n=_HOURS_A_WEEK,
        weeks=facts.span(
            -(-known.min // _HOURS_A_WEEK), -(-known.max // _HOURS_A_WEEK), _("weeks")
        ),
    )
    lines = [hours + facts.weak(known.confidence)]
    if known.notes:
        lines.append(known.notes)
    return _told(lines, facts.sources(known.sources))


def _told(lines: Sequence[str], read: Sequence[Source] = ()) -> Answer:
    return Answer(
        tuple(Text((line,)) for line in lines if line), tuple(dict.fromkeys(read))[:_MOST_CITED]
    )
