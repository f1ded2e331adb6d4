"""Certifications side by side: one aspect after the other, a line for each certification."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

from bot.cards import Block, Button, Card, Facts, Inline, Link, Note, Source
from bot.catalogue import Catalogue
from bot.catalogue.schema import Certification, SourceRef, Variant
from bot.replies import facts, related
from bot.replies.certifications import BEFORE_TAX, TRADE_MARKS
from bot.replies.facts import NOT_VERIFIED, known
from bot.words import N_, _

_STATES = {
    "active": N_("active"),
    "being-superseded": N_("is being replaced"),
    "uncertain": N_("uncertain"),
}
Compared = tuple[Certification, Variant | None]
Aspect = Callable[[Certification, Variant | None, Catalogue], str]


def compared(chosen: Sequence[Compared], catalogue: Catalogue) -> Card:
    """Compare two or three certifications; what is on file for none of them is said, too."""
    names = [_shown(*one).abbreviation for one in chosen]
    blocks: list[Block] = [
        Facts(
            tuple(
                (name, (aspect(*one, catalogue),)) for name, one in zip(names, chosen, strict=True)
            ),
            heading=_(heading),
        )
        for heading, aspect in _ASPECTS.items()
    ]
    return Card(
        title=_(" or ").join(names),
        summary=_("{names} side by side.", names=", ".join(names)),
        subtitle=" · ".join(_shown(*one).name for one in chosen),
        blocks=(
            *blocks,
            Facts(
                tuple((name, _page(one[0])) for name, one in zip(names, chosen, strict=True)),
                heading=_("Issuer's page"),
            ),
            Note((_(BEFORE_TAX),)),
            Note((_(TRADE_MARKS),)),
        ),
        actions=(
            *(
                Button(name, "cert.show", (_shown(*one).id,))
                for name, one in zip(names, chosen, strict=True)
            ),
            *(
                related.goal("certification", _shown(*one).id, name=name)
                for name, one in zip(names, chosen, strict=True)
            ),
        ),
        sources=_sources(chosen),
        as_of=facts.oldest(*(entry.last_checked for entry, _variant in chosen)),
        pager=("cert.compare", *_keys(chosen)),
    )


def _shown(entry: Certification, variant: Variant | None) -> Certification | Variant:
    return variant or entry


def _keys(chosen: Sequence[Compared]) -> tuple[str, ...]:
    """Return three names short enough for a button, empty where there is no third."""
    return (*(_key(_shown(*one)) for one in chosen), "", "")[:3]


def _key(shown: Certification | Variant) -> str:
    # Most signs and foreign letters take a button three to twelve characters each.
    return min(shown.id, shown.abbreviation, key=lambda name: len(quote(name)))


def _who_for(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> str:
    return entry.who_for if variant is None else _(NOT_VERIFIED)


def _level(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> str:
    return _(entry.level) if variant is None else _(NOT_VERIFIED)


def _status(entry: Certification, _variant: Variant | None, _catalogue: Catalogue) -> str:
    return _(_STATES[entry.status.state]) + facts.weak(entry.status.confidence)


def _education(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> str:
    needed = _shown(entry, variant).prerequisites
    return facts.education_needed(needed) + facts.weak(needed.confidence)


def _experience(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> str:
    needed = _shown(entry, variant).prerequisites
    return facts.routes(needed.experience_months, facts.months) + facts.weak(needed.confidence)


def _training(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> str:
    needed = _shown(entry, variant).prerequisites
    return facts.routes(needed.training_hours, facts.hours) + facts.weak(needed.confidence)


def _first(entry: Certification, variant: Variant | None, catalogue: Catalogue) -> str:
    needed = _shown(entry, variant).prerequisites
    return facts.prior(needed, catalogue) + facts.weak(needed.confidence)


def _in_words(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> str:
    needed = _shown(entry, variant).prerequisites
    return "; ".join(part for part in (*needed.alternatives, needed.notes) if part) or _(
        "nothing to add"
    )


def _exam(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> str:
    exam = _shown(entry, variant).exam
    said = _(
        "{time}; questions: {questions}; passing score: {score}",
        time=facts.minutes(exam.duration_minutes),
        questions=facts.questions(exam),
        score=known(exam.passing_score),
    )
    return said + facts.weak(exam.confidence)


def _cost(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> str:
    fees = _shown(entry, variant).fees
    return "; ".join(f"{fee.item}: {facts.fee_line(fee)}" for fee in fees) or _(NOT_VERIFIED)


def _renewal(entry: Certification, _variant: Variant | None, _catalogue: Catalogue) -> str:
    renewal = entry.renewal
    said = facts.cycle(renewal)
    if renewal.required is not False:
        said = _("{cycle}; fee: {fee}", cycle=said, fee=facts.renewal_fee(renewal))
    return said + facts.weak(renewal.confidence)


def _study(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> str:
    if variant is not None:
        return _(NOT_VERIFIED)
    return facts.study_time(entry) + facts.weak(entry.study_hours.confidence)


def _covers(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> str:
    topics = _shown(entry, variant).topics
    return facts.parts(topics) + facts.weak(topics.confidence if topics else None)


_ASPECTS: dict[str, Aspect] = {
    N_("Who it is for"): _who_for,
    N_("Level"): _level,
    N_("Status"): _status,
    N_("Cost"): _cost,
    N_("Exam"): _exam,
    N_("Education needed"): _education,
    N_("Experience needed"): _experience,
    N_("Training needed"): _training,
    N_("Certifications first"): _first,
    N_("More about the requirements"): _in_words,
    N_("Keeping it"): _renewal,
    N_("Study time"): _study,
    N_("What it covers"): _covers,
}


def _page(entry: Certification) -> Inline:
    url = entry.official_url.url
    return (Link(entry.issuer.name, url),) if url else (_(NOT_VERIFIED),)


def _groups(entry: Certification, variant: Variant | None) -> Iterator[Sequence[SourceRef]]:
    shown = _shown(entry, variant)
    yield entry.status.sources
    yield shown.prerequisites.sources
    yield shown.exam.sources
    yield from (fee.sources for fee in shown.fees)
    yield entry.renewal.sources
    yield shown.topics.sources if shown.topics is not None else ()
    yield entry.study_hours.sources if variant is None else ()


def _sources(chosen: Sequence[Compared]) -> tuple[Source, ...]:
    return facts.sources(*(group for one in chosen for group in _groups(*one)))
