"""Certification cards: the most important facts first, each dated, sourced and honest."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import (
    Action,
    Alert,
    Block,
    Button,
    Card,
    Facts,
    Inline,
    Note,
    Role,
    Text,
)
from bot.catalogue import Catalogue
from bot.catalogue.schema import (
    Certification,
    Exam,
    Fee,
    Prerequisites,
    Renewal,
    RenewalRule,
    SourceRef,
    Topics,
    Variant,
)
from bot.replies import facts, related
from bot.replies.facts import NOT_VERIFIED, known, listed, words
from bot.words import N_, _

_STATES = {
    "being-superseded": N_("This certification is being replaced."),
    "uncertain": N_("It is not certain that this certification can still be sat."),
}
_MAX_RELATED = 4
_MAX_ROLES = 2
_NO_RULE = N_("No detailed rule on file (minimums, maximums, carry-over): not verified.")
BEFORE_TAX = N_("Before tax; prices differ by region and change often.")
TRADE_MARKS = N_("Independent information. Not affiliated with PMI or any other issuer.")


def info(entry: Certification, variant: Variant | None, catalogue: Catalogue) -> Card:
    """Show one certification, or the variant of a pair, with everything known about it."""
    shown = variant or entry
    rule = catalogue.renewal_rules.get(shown.id)
    topics = variant.topics if variant is not None else entry.topics
    blocks: tuple[Block, ...] = (
        *_status(entry),
        *_what(entry, variant),
        *_requirements(shown.prerequisites, catalogue),
        *_exam(shown.exam),
        *_topics(topics),
        *_fees(shown.fees),
        *_renewal(entry.renewal, rule),
        *(_study(entry) if variant is None else ()),
        *_notes(variant),
        *_disputes(entry),
        *_issuer_page(entry),
        Note((_(TRADE_MARKS),)),
    )
    dates = [entry.last_checked, *([rule.last_checked] if rule else [])]
    return Card(
        title=shown.name,
        subtitle=" · ".join((shown.abbreviation, entry.issuer.name, *_level(entry, variant))),
        summary=_summary(entry, variant),
        blocks=blocks,
        actions=_actions(entry, variant, catalogue),
        sources=_sources(entry, variant, topics, rule),
        as_of=facts.oldest(*dates),
        issuer=facts.page_of(entry.official_url.url, _("Issuer's page")),
        role=Role.INFO if entry.status.state == "active" else Role.WARN,
        pager=("cert.show", shown.id),
    )


def _status(entry: Certification) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if entry.status.state != "active":
        blocks.append(Alert((_(_STATES[entry.status.state]),)))
    if entry.status.note:
        blocks.append(Note((entry.status.note,)))
    return (*blocks, *facts.doubt(_("Status"), entry.status.confidence))


def _level(entry: Certification, variant: Variant | None) -> tuple[str, ...]:
    """Return the level, which is on file for a pair's first certification only."""
    return (_(entry.level),) if variant is None else ()


def _summary(entry: Certification, variant: Variant | None) -> str:
    if variant is None:
        return f"{entry.name}: {entry.who_for}"
    return _("{name}, on file together with {pair}.", name=variant.name, pair=entry.name)


def _what(entry: Certification, variant: Variant | None) -> tuple[Block, ...]:
    version = entry.version.label
    if entry.version.since:
        version = _("{version}, since {day}", version=version, day=entry.version.since)
    rows: tuple[tuple[str, Inline], ...] = (
        (_("For"), (entry.who_for,)),
        (_("Version"), (version,)),
        (_("About"), (listed(words(focus) for focus in entry.focus),)),
    )
    together: tuple[Block, ...] = ()
    if variant is not None:
        rows = rows[1:]
        shared = _(
            "On file together with {name}: version, subjects and renewal are the pair's.",
            name=entry.name,
        )
        together = (Note((shared,)),)
    unread: tuple[Block, ...] = (Note((_("Version: no source on file."),)),)
    return (
        Facts(rows, heading=_("What it is")),
        *together,
        *(() if entry.version.sources else unread),
        *facts.doubt(_("Version"), entry.version.confidence),
    )


def _requirements(needed: Prerequisites, catalogue: Catalogue) -> tuple[Block, ...]:
    rows: list[tuple[str, Inline]] = [
        (_("Education"), (facts.education_needed(needed),)),
        (_("Experience"), (facts.routes(needed.experience_months, facts.months),)),
        (_("Training"), (facts.routes(needed.training_hours, facts.hours),)),
        (_("Certifications first"), (facts.prior(needed, catalogue),)),
        (_("Membership needed"), (known(needed.membership_required),)),
    ]
    if needed.alternatives:
        rows.append((_("Or instead"), ("; ".join(needed.alternatives),)))
    return (
        Facts(tuple(rows), heading=_("Requirements")),
        *_aside(needed.notes),
        *facts.doubt(_("Requirements"), needed.confidence),
    )


def _exam(exam: Exam) -> tuple[Block, ...]:
    rows: list[tuple[str, Inline]] = [
        (_("Questions"), (facts.questions(exam),)),
        (_("Time"), (facts.minutes(exam.duration_minutes),)),
        (_("Format"), (exam.format,)),
        (_("Where"), (exam.delivery,)),
        (_("Books"), (known(exam.book_policy),)),
        (_("Passing score"), (known(exam.passing_score),)),
        (_("Languages"), (listed(exam.languages),)),
    ]
    if exam.code:
        rows.insert(0, (_("Code"), (exam.code,)))
    return (
        Facts(tuple(rows), heading=_("Exam")),
        *_aside(exam.notes),
        *facts.doubt(_("Exam"), exam.confidence),
    )


def _topics(topics: Topics | None) -> tuple[Block, ...]:
    rows: list[tuple[str, Inline]] = [(_("Parts"), (facts.parts(topics),))]
    if topics is None:
        return (Facts(tuple(rows), heading=_("What it covers")),)
    rows.insert(0, (_("Outline"), (known(topics.outline),)))
    return (
        Facts(tuple(rows), heading=_("What it covers")),
        *_aside(topics.notes),
        *facts.doubt(_("Topics"), topics.confidence),
    )


def _fees(fees: Sequence[Fee]) -> tuple[Block, ...]:
    if not fees:
        return (Facts(((_("Price"), (_(NOT_VERIFIED),)),), heading=_("Fees")),)
    notes = [fee.note for fee in fees if fee.note]
    return (
        Facts(tuple((fee.item, (facts.fee_line(fee),)) for fee in fees), heading=_("Fees")),
        *_aside(" ".join([*notes, _(BEFORE_TAX)])),
    )


def _renewal(renewal: Renewal, rule: RenewalRule | None) -> tuple[Block, ...]:
    rows: list[tuple[str, Inline]] = [(_("To renew"), (facts.cycle(renewal),))]
    if renewal.required is not False:
        rows.append((_("Renewal fee"), (facts.renewal_fee(renewal),)))
        rows += _rule_rows(rule, renewal.unit or _("units")) if rule else []
    return (
        Facts(tuple(rows), heading=_("Keeping it")),
        *(() if rule or renewal.required is False else (Note((_(_NO_RULE),)),)),
        *(facts.doubt(_("The detailed rule"), rule.confidence) if rule else ()),
        *_aside(renewal.notes),
        *facts.doubt(_("Renewal"), renewal.confidence),
    )


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


def _study(entry: Certification) -> tuple[Block, ...]:
    return (
        Facts(((_("Study time"), (facts.study_time(entry),)),), heading=_("Getting ready")),
        *_aside(entry.study_hours.notes),
        *facts.doubt(_("Study time"), entry.study_hours.confidence),
    )


def _notes(variant: Variant | None) -> tuple[Block, ...]:
    return _aside(variant.notes) if variant is not None else ()


def _disputes(entry: Certification) -> tuple[Block, ...]:
    recent = [
        f"{change.date}: {change.change}{facts.weak(change.confidence)}"
        for change in entry.recent_changes
    ]
    blocks: list[Block] = []
    if recent:
        blocks.append(Text(facts.bulleted(recent), heading=_("What changed")))
    if entry.disagreements:
        lines = [dispute.text for dispute in entry.disagreements]
        blocks.append(Text(facts.bulleted(lines), heading=_("Where sources disagree")))
    return tuple(blocks)


def _issuer_page(entry: Certification) -> tuple[Block, ...]:
    if entry.official_url.url is None:
        return (Note((_("Issuer's page: not verified."),)),)
    return facts.doubt(_("Issuer's page"), entry.official_url.confidence)


def _aside(text: str | None) -> tuple[Note, ...]:
    return (Note((text,)),) if text else ()


def _actions(
    entry: Certification, variant: Variant | None, catalogue: Catalogue
) -> tuple[Action, ...]:
    shown = variant or entry
    pair = [entry.id, *(v.id for v in entry.variants)]
    others = dict.fromkeys((*pair, *entry.successors, *entry.predecessors))
    others.pop(shown.id)
    return (
        related.goal("certification", shown.id, "primary"),
        Button(_("Am I eligible?"), "cert.sit", (shown.id,)),
        *related.certifications(list(others), catalogue, _MAX_RELATED),
        *related.roles(entry.relevant_roles, catalogue, _MAX_ROLES),
    )


def _sources(
    entry: Certification, variant: Variant | None, topics: Topics | None, rule: RenewalRule | None
) -> tuple[facts.Source, ...]:
    shown = variant or entry
    groups: list[Sequence[SourceRef]] = [
        shown.prerequisites.sources,
        shown.exam.sources,
        *(fee.sources for fee in shown.fees),
        entry.renewal.sources,
        rule.sources if rule else (),
        topics.sources if topics is not None else (),
        entry.version.sources,
        entry.status.sources,
        entry.study_hours.sources if variant is None else (),
        *(change.sources for change in entry.recent_changes),
        *(dispute.sources for dispute in entry.disagreements),
    ]
    return facts.sources(*groups)
