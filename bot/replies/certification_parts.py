"""The parts of a certification's card: all that is known, each fact with what backs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.cards import Block, Button, Card, Facts, Inline, Node, Note, Source, Text
from bot.catalogue import Catalogue
from bot.catalogue.schema import (
    Certification,
    Exam,
    Fee,
    RenewalRule,
    SourceRef,
    Topics,
    Variant,
)
from bot.replies import facts
from bot.replies.facts import NOT_VERIFIED, known, listed, words
from bot.words import N_, _

BEFORE_TAX = N_("Before tax; prices differ by region and change often.")
_NO_RULE = N_("No detailed rule on file (minimums, maximums, carry-over).")


class CertificationPart(StrEnum):
    """What a certification's card leaves to a button."""

    REQUIREMENTS = "requirements"
    EXAM = "exam"
    FEES = "fees"
    RENEWAL = "renewal"
    MORE = "more"


_NAMES = {
    CertificationPart.REQUIREMENTS: N_("Requirements"),
    CertificationPart.EXAM: N_("Exam"),
    CertificationPart.FEES: N_("Fees"),
    CertificationPart.RENEWAL: N_("Renewal"),
    CertificationPart.MORE: N_("More"),
}


@dataclass(frozen=True, slots=True)
class _Told:
    """What a part says, and where it was read."""

    blocks: Sequence[Block]
    sources: Sequence[Source]
    checked: Sequence[date] = ()


def part(
    which: CertificationPart, entry: Certification, variant: Variant | None, catalogue: Catalogue
) -> Card:
    """Show one part of a certification, with the way back and to the other parts."""
    shown = variant or entry
    told = _TELLERS[which](entry, variant, catalogue)
    name = _(_NAMES[which])
    return Card(
        title=f"{shown.abbreviation}: {name}",
        summary=_("{part} of {name}.", part=name, name=shown.name),
        subtitle=shown.name,
        blocks=tuple(told.blocks),
        actions=(
            Button(_("Back to {name}", name=shown.abbreviation), "cert.show", (shown.id,)),
            *(one for one in buttons(shown.id) if one.args[1] != which),
        ),
        sources=tuple(told.sources) or (Source(_(facts.NO_SOURCE)),),
        as_of=facts.oldest(entry.last_checked, *told.checked),
        issuer=facts.page_of(entry.official_url.url, _("Issuer's page")),
        pager=("cert.part", shown.id, which),
    )


def buttons(own_id: str) -> tuple[Button, ...]:
    """Return the way to each part."""
    return tuple(button(own_id, which) for which in CertificationPart)


def button(own_id: str, which: CertificationPart) -> Button:
    """Return the way to one part."""
    return Button(_(_NAMES[which]), "cert.part", (own_id, which))


def _requirements(entry: Certification, variant: Variant | None, catalogue: Catalogue) -> _Told:
    needed = (variant or entry).prerequisites
    rows: list[tuple[str, Inline]] = [
        (_("Education"), (facts.education_needed(needed),)),
        (_("Experience"), (facts.routes(needed.experience_months, facts.months),)),
        (_("Training"), (facts.routes(needed.training_hours, facts.hours),)),
        (_("Earlier certification"), (facts.prior(needed, catalogue),)),
        (_("Membership needed"), (known(needed.membership_required),)),
    ]
    if needed.alternatives:
        rows.append((_("Or instead"), ("; ".join(needed.alternatives),)))
    blocks = (
        Facts(tuple(rows)),
        *_aside(needed.notes),
        *facts.doubt(_("Requirements"), needed.confidence),
    )
    return _Told(blocks, facts.sources(needed.sources))


def _exam(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> _Told:
    shown = variant or entry
    exam, topics = shown.exam, shown.topics
    blocks = (*_sitting(exam), *_topics(topics), *(() if variant else _study(entry)))
    return _Told(
        blocks,
        facts.sources(
            exam.sources,
            topics.sources if topics is not None else (),
            entry.study_hours.sources if variant is None else (),
        ),
    )


def _sitting(exam: Exam) -> Iterator[Block]:
    code: tuple[tuple[str, Inline], ...] = ((_("Code"), (exam.code,)),) if exam.code else ()
    yield Facts(
        (
            *code,
            (_("Questions"), (facts.questions(exam),)),
            (_("Time"), (facts.minutes(exam.duration_minutes),)),
            (_("Format"), (exam.format,)),
            (_("Where"), (exam.delivery,)),
            (_("Books and notes"), (known(exam.book_policy),)),
            (_("Passing score"), (known(exam.passing_score),)),
            (_("Languages"), (listed(exam.languages),)),
        )
    )
    yield from _aside(exam.notes)
    yield from facts.doubt(_("Exam"), exam.confidence)


def _topics(topics: Topics | None) -> Iterator[Block]:
    rows: list[tuple[str, Inline]] = [(_("Parts"), (facts.parts(topics),))]
    if topics is not None:
        rows.insert(0, (_("Outline"), (known(topics.outline),)))
    yield Facts(tuple(rows), heading=_("What it covers"))
    if topics is not None:
        yield from _aside(topics.notes)
        yield from facts.doubt(_("Topics"), topics.confidence)


def _study(entry: Certification) -> Iterator[Block]:
    held = entry.study_hours
    yield Facts(((_("Study time"), (facts.study_time(entry),)),), heading=_("Getting ready"))
    yield from _aside(held.notes)
    yield from facts.doubt(_("Study time"), held.confidence)


def _fees(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> _Told:
    fees = (variant or entry).fees
    rows = [(fee.item, _price(fee)) for fee in fees] or [(_("Price"), (_(NOT_VERIFIED),))]
    notes = [fee.note for fee in fees if fee.note]
    blocks = (Facts(tuple(rows)), *_aside(" ".join([*notes, _(BEFORE_TAX)])))
    return _Told(blocks, facts.sources(*(fee.sources for fee in fees)))


def _price(fee: Fee) -> Inline:
    return (facts.fee_line(fee), *facts.cited(facts.sources(fee.sources)))


def _renewal(entry: Certification, variant: Variant | None, catalogue: Catalogue) -> _Told:
    renewal = entry.renewal
    rule = catalogue.renewal_rules.get((variant or entry).id)
    rows: list[tuple[str, Inline]] = [(_("To renew"), (facts.cycle(renewal),))]
    if renewal.required is not False:
        rows.append((_("Renewal fee"), (facts.renewal_fee(renewal),)))
        rows += _rule_rows(rule, renewal.unit or _("units")) if rule else []
    blocks = (
        Facts(tuple(rows)),
        *(() if rule or renewal.required is False else (Note((_(_NO_RULE),)),)),
        *(facts.doubt(_("The detailed rule"), rule.confidence) if rule else ()),
        *_aside(renewal.notes),
        *facts.doubt(_("Renewal"), renewal.confidence),
        *_pair(entry, variant),
    )
    read = facts.sources(renewal.sources, rule.sources if rule else ())
    return _Told(blocks, read, (rule.last_checked,) if rule else ())


def _rule_rows(rule: RenewalRule, unit: str) -> list[tuple[str, Inline]]:
    def bounds(values: dict[str, float] | None) -> str:
        if values is None:
            return _(NOT_VERIFIED)
        return "; ".join(f"{words(key)}: {value:g} {unit}" for key, value in values.items())

    return [
        (_("At least"), (bounds(rule.minimums),)),
        (_("At most"), (bounds(rule.maximums),)),
        (
            _("Smallest claim"),
            (_(NOT_VERIFIED) if rule.step is None else f"{rule.step:g} {unit}",),
        ),
        (_("Carry over"), (known(rule.carry_over),)),
        (_("One activity for several certifications"), (known(rule.shared),)),
    ]


def _more(entry: Certification, variant: Variant | None, _catalogue: Catalogue) -> _Told:
    version = entry.version.label
    if entry.version.since:
        version = _("{version}, since {day}", version=version, day=entry.version.since)
    rows: tuple[tuple[str, Inline], ...] = (
        (_("Issuer"), (entry.issuer.name,)),
        (_("Version"), (version,)),
        (_("About"), (listed(words(focus) for focus in entry.focus),)),
    )
    unread = () if entry.version.sources else (Note((_("Version: no source on file."),)),)
    blocks = (
        Facts(rows),
        *unread,
        *facts.doubt(_("Version"), entry.version.confidence),
        *_pair(entry, variant),
        *(_aside(variant.notes) if variant is not None else ()),
        *_status(entry),
        *_changes(entry),
        *_disputes(entry),
        *_issuer_page(entry),
    )
    return _Told(blocks, facts.sources(entry.version.sources, entry.status.sources))


def _pair(entry: Certification, variant: Variant | None) -> tuple[Note, ...]:
    """Say what is known of a pair only, and not of its second certification."""
    if variant is None:
        return ()
    shared = _(
        "On file together with {name}: version, subjects and renewal are the pair's.",
        name=entry.name,
    )
    return (Note((shared,)),)


def _status(entry: Certification) -> Iterator[Block]:
    yield from _aside(entry.status.note)
    yield from facts.doubt(_("Status"), entry.status.confidence)


def _changes(entry: Certification) -> Iterator[Block]:
    told = (
        (f"{one.date}: {one.change}{facts.weak(one.confidence)}", one.sources)
        for one in entry.recent_changes
    )
    if entry.recent_changes:
        yield Text(_cited(told), heading=_("What changed"))


def _disputes(entry: Certification) -> Iterator[Block]:
    if entry.disagreements:
        told = ((one.text, one.sources) for one in entry.disagreements)
        yield Text(_cited(told), heading=_("Where sources disagree"))


def _cited(told: Iterator[tuple[str, tuple[SourceRef, ...]]]) -> Inline:
    """Return lines one below the other, each with where it was read."""
    nodes: list[Node] = []
    for line, read in told:
        nodes += ["\n" if nodes else "", f"• {line}", *facts.cited(facts.sources(read))]
    return tuple(node for node in nodes if node)


def _issuer_page(entry: Certification) -> tuple[Block, ...]:
    if entry.official_url.url is None:
        return (Note((_("Issuer's page: unknown."),)),)
    return facts.doubt(_("Issuer's page"), entry.official_url.confidence)


def _aside(text: str | None) -> tuple[Note, ...]:
    return (Note((text,)),) if text else ()


_TELLERS: dict[CertificationPart, Callable[[Certification, Variant | None, Catalogue], _Told]] = {
    CertificationPart.REQUIREMENTS: _requirements,
    CertificationPart.EXAM: _exam,
    CertificationPart.FEES: _fees,
    CertificationPart.RENEWAL: _renewal,
    CertificationPart.MORE: _more,
}
