"""The line of a search result: what the question asks of the entry, with where it was read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Source
from bot.catalogue import Catalogue
from bot.catalogue.aspects import Aspect
from bot.catalogue.schema import CareerRole, Certification, Sourced
from bot.catalogue.search import Hit, HitKind
from bot.replies import facts, roles
from bot.words import _

_Line = tuple[str, tuple[Source, ...]]

_MAX_TOLD = 3


def told(hit: Hit, aspects: Sequence[Aspect], catalogue: Catalogue) -> str:
    """Return what to say of a hit in a line."""
    return fact(hit, aspects, catalogue)[0]


def cut(text: str, longest: int) -> str:
    """Return the start of a text on one line, cut at a word."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rsplit(" ", 1)[0] + "…"


def fact(hit: Hit, aspects: Sequence[Aspect], catalogue: Catalogue) -> _Line:
    """Return what a hit says of what was asked, with where it was read; advice has no source."""
    match hit.kind:
        case HitKind.CERTIFICATION:
            entry = catalogue.certifications[hit.id]
            told = (_of_certification(entry, aspect) for aspect in aspects)
            return next((one for one in told if one), None) or fee(entry)
        case HitKind.ROLE:
            role = catalogue.roles[hit.id]
            told = (_of_role(role, aspect) for aspect in aspects)
            return next((one for one in told if one), (role.summary, ()))
        case HitKind.RESOURCE:
            found = catalogue.resources[hit.id]
            made = (facts.resource_kind(found), found.author_or_provider)
            return "; ".join((*made, found.cost, facts.resource_level(found))), ()
        case HitKind.QUESTION:
            return hit.snippet, facts.question_sources(catalogue.faq[hit.id])
        case HitKind.TREND:
            return hit.snippet, facts.trend_sources(catalogue.trends[hit.id])
        case HitKind.TERM:
            return hit.snippet, facts.term_sources(catalogue.terms[hit.id], catalogue)
        case _:
            return hit.snippet, ()


def _of_certification(entry: Certification, aspect: Aspect) -> _Line | None:
    match aspect:
        case Aspect.PRICE:
            return fee(entry)
        case Aspect.RENEWAL:
            rows = [(_("To renew"), facts.cycle(entry.renewal))]
            if entry.renewal.required is not False:
                rows.append((_("Renewal fee"), facts.renewal_fee(entry.renewal)))
            return _told(entry, entry.renewal, *rows)
        case Aspect.REQUIREMENTS:
            needed = entry.prerequisites
            rows = (
                (_("Training"), facts.routes(needed.training_hours, facts.hours)),
                (_("Experience"), facts.routes(needed.experience_months, facts.months)),
                (_("Education"), facts.education_needed(needed)),
            )
            return _told(entry, needed, *rows)
        case Aspect.STUDY:
            rows = ((_("Study time"), facts.study_time(entry)),)
            return _told(entry, entry.study_hours, *rows)
        case Aspect.EXAM:
            exam = entry.exam
            rows = (
                (_("Questions"), facts.questions(exam)),
                (_("Time"), facts.minutes(exam.duration_minutes)),
                (_("Passing score"), facts.known(exam.passing_score)),
            )
            if exam.questions is None and exam.duration_minutes is None:
                rows = ((_("Format"), exam.format),)
            return _told(entry, entry.exam, *rows)
        case _:
            return None


def fee(entry: Certification) -> _Line:
    """Return what the exam or course costs, or nothing where no fee is on file."""
    if not entry.fees:
        return "", ()
    first = entry.fees[0]
    return f"{first.item}: {facts.fee_line(first)}", _read(entry, first)


def _told(entry: Certification, fact: Sourced, *rows: tuple[str, str]) -> _Line:
    return _row(*rows) + facts.weak(fact.confidence), _read(entry, fact)


def _read(entry: Certification, fact: Sourced) -> tuple[Source, ...]:
    """Return where a fact was read, what the issuer says itself first."""
    page = entry.official_url.url
    issuer = facts.source_of(page).label if page else ""
    return tuple(sorted(facts.sources(fact.sources), key=lambda source: source.label != issuer))


def _of_role(role: CareerRole, aspect: Aspect) -> _Line | None:
    match aspect:
        case Aspect.PAY:
            return roles.pay(role)
        case Aspect.SKILLS:
            return _row((_("Skills"), facts.listed(map(facts.words, role.key_skills)))), ()
        case Aspect.INTERVIEW:
            return _row(
                (
                    _("Practise for the interview"),
                    _few([one.topic for one in role.interview_topics]),
                )
            ), ()
        case Aspect.DUTIES:
            return _row((_("What you do"), _few(role.day_to_day))), ()
        case _:
            return None


def _few(values: Sequence[str]) -> str:
    return "; ".join(values[:_MAX_TOLD])


def _row(*labelled: tuple[str, str]) -> str:
    return "; ".join(f"{label}: {value}" for label, value in labelled)
