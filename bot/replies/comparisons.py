"""Certifications side by side: what differs first, and every aspect a press away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from urllib.parse import quote

from bot.cards import (
    Block,
    Button,
    Card,
    Facts,
    Inline,
    Link,
    Node,
    Note,
    Source,
    Strong,
    Text,
)
from bot.catalogue import Catalogue
from bot.catalogue.schema import Certification, SourceRef, Variant
from bot.replies import essentials, facts, related, snippets
from bot.replies.certification_parts import BEFORE_TAX
from bot.replies.certifications import TRADE_MARKS
from bot.replies.essentials import Kind
from bot.replies.facts import NOT_VERIFIED, known
from bot.words import N_, _

_STATES = {
    "active": N_("active"),
    "being-superseded": N_("is being replaced"),
    "uncertain": N_("uncertain"),
}
_TWO = 2
_ORDER = (Kind.COST, Kind.NEEDS, Kind.EXAM, Kind.LASTS)
# What a first page has for the differences and for whom each certification is.
_LINES = 17
_PHONE_LINE = 42
# Of two, each is told in a whole sentence.
_LONGEST_AIM = {2: 160, 3: 75}
_LONGEST_VALUE = {2: 120, 3: 75}
Compared = tuple[Certification, Variant | None]
Aspect = Callable[[Certification, Variant | None, Catalogue], str]


def compared(chosen: Sequence[Compared], catalogue: Catalogue) -> Card:
    """Say how two or three certifications differ and for whom each is; equal values are left out.

    What does not fit a first page is in ``every_aspect``, and so is what is known of one only.
    """
    told = [essentials.lines(*one, catalogue) for one in chosen]
    names = _names(chosen)
    away = essentials.third_party(
        *((entry, lines) for (entry, _variant), lines in zip(chosen, told, strict=True))
    )
    return Card(
        title=_(" vs ").join(names),
        summary=_("{names} side by side.", names=", ".join(names)),
        blocks=(
            *(Text((said,)) for said in _shared(chosen)),
            *_differences(chosen, told),
            *(Text((said,)) for said in _aims(chosen)),
            Note((" ".join((*away, _(TRADE_MARKS))),)),
        ),
        actions=(Button(_("All aspects"), "cert.aspects", _keys(chosen), style="primary"),),
        selects=related.select(_pages(chosen), _goals(chosen)),
        sources=facts.sources(*(line.sources for lines in told for line in lines)),
        as_of=_checked(chosen),
        pager=("cert.compare", *_keys(chosen)),
        is_brief=True,
    )


def every_aspect(chosen: Sequence[Compared], catalogue: Catalogue) -> Card:
    """Compare certifications aspect by aspect; what is on file for none of them is said, too."""
    names = _names(chosen)
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
        title=_(" vs ").join(names),
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
        actions=(Button(_("In short"), "cert.compare", _keys(chosen)),),
        selects=related.select(_pages(chosen), _goals(chosen)),
        sources=_sources(chosen),
        as_of=_checked(chosen),
        pager=("cert.aspects", *_keys(chosen)),
    )


def _names(chosen: Sequence[Compared]) -> list[str]:
    return [_shown(*one).abbreviation for one in chosen]


def _goals(chosen: Sequence[Compared]) -> tuple[Button, ...]:
    return tuple(
        related.goal("certification", _shown(*one).id, name=_shown(*one).abbreviation)
        for one in chosen
    )


def _pages(chosen: Sequence[Compared]) -> tuple[Button, ...]:
    shown = (_shown(*one) for one in chosen)
    return tuple(Button(one.abbreviation, "cert.show", (one.id,)) for one in shown)


def _checked(chosen: Sequence[Compared]) -> date:
    return facts.oldest(*(entry.last_checked for entry, _variant in chosen))


def _shared(chosen: Sequence[Compared]) -> tuple[str, ...]:
    """Say of which level all are, if it is one: whoever chooses needs to compare no further."""
    levels = {entry.level if variant is None else None for entry, variant in chosen}
    level = next(iter(levels))
    if len(levels) > 1 or level is None:
        return ()
    if len(chosen) == _TWO:
        return (_("Both are {level} level.", level=_(level)),)
    return (_("All are {level} level.", level=_(level)),)


def _differences(
    chosen: Sequence[Compared], told: Sequence[Sequence[essentials.Line]]
) -> tuple[Text, ...]:
    """Return what is known of several and not the same, as far as a first page has room."""
    values: dict[str, dict[str, str]] = {}
    for name, one, lines in zip(_names(chosen), chosen, told, strict=True):
        for label, said in _in_short(one, lines):
            values.setdefault(label, {})[name] = snippets.cut(said, _LONGEST_VALUE[len(chosen)])
    nodes: list[Node] = []
    room = _LINES - sum(map(_lines, _aims(chosen)))
    for label, said in values.items():
        lines = [f"{name}: {value}" for name, value in said.items()]
        taken = 1 + sum(map(_lines, lines))
        if len(set(said.values())) > 1 and taken <= room:
            room -= taken
            nodes += [*(["\n"] if nodes else []), Strong(label), "\n" + "\n".join(lines)]
    return (Text(tuple(nodes), heading=_("What differs")),) if nodes else ()


def _lines(text: str) -> int:
    """Return how many lines a text takes on a phone."""
    return -(-len(text) // _PHONE_LINE)


def _in_short(one: Compared, lines: Sequence[essentials.Line]) -> Iterator[tuple[str, str]]:
    """Yield what differs most often first; where an exam is sat is for later."""
    entry, variant = one
    exam = essentials.exam_size(_shown(*one).exam)
    for line in sorted(lines, key=lambda line: _ORDER.index(line.kind)):
        yield line.label, exam if line.kind is Kind.EXAM else line.said
    if variant is None:
        hours = entry.study_hours
        if hours.min is not None or hours.max is not None:
            yield _("Study time"), facts.study_time(entry)
        yield _("Level"), _(entry.level)


def _aims(chosen: Sequence[Compared]) -> list[str]:
    """Return for whom each is, where that is known."""
    longest = _LONGEST_AIM[len(chosen)]
    return [
        _("Choose {name} if this is you: {who}", name=entry.abbreviation, who=who)
        for entry, variant in chosen
        if variant is None and (who := snippets.cut(entry.who_for, longest))
    ]


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
    N_("Earlier certification needed"): _first,
    N_("More about the requirements"): _in_words,
    N_("Renewal"): _renewal,
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
