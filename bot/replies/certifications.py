"""Certification cards: the most important facts first, each dated, sourced and honest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.cards import (
    Action,
    Alert,
    Block,
    Button,
    Card,
    Facts,
    Inline,
    Item,
    Items,
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
from bot.replies import facts
from bot.replies.facts import NOT_VERIFIED, known, listed, words

_STATES = {
    "being-superseded": "This certification is being replaced.",
    "uncertain": "It is not certain that this certification can still be sat.",
}
_MAX_RELATED = 4
_NO_TOPICS = Facts((("Parts", (NOT_VERIFIED,)),), heading="What it covers")
_NO_RULE = "No detailed rule on file (minimums, maximums, carry-over): not verified."
_TRADE_MARKS = "Independent information. Not affiliated with PMI or any other issuer."


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
        *(_topics(topics) if topics is not None else (_NO_TOPICS,)),
        *_fees(shown.fees),
        *_renewal(entry.renewal, rule),
        *(_study(entry) if variant is None else ()),
        *_notes(variant),
        *_disputes(entry),
        *_issuer_page(entry),
        Note((_TRADE_MARKS,)),
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
        issuer=facts.page_of(entry.official_url.url, "Issuer's page"),
        role=Role.INFO if entry.status.state == "active" else Role.WARN,
        pager=("cert.show", shown.id),
    )


def _status(entry: Certification) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if entry.status.state != "active":
        blocks.append(Alert((_STATES[entry.status.state],)))
    if entry.status.note:
        blocks.append(Note((entry.status.note,)))
    return (*blocks, *facts.doubt("Status", entry.status.confidence))


def _level(entry: Certification, variant: Variant | None) -> tuple[str, ...]:
    """Return the level, which is on file for a pair's first certification only."""
    return (entry.level,) if variant is None else ()


def _summary(entry: Certification, variant: Variant | None) -> str:
    if variant is None:
        return f"{entry.name}: {entry.who_for}"
    return f"{variant.name}, on file together with {entry.name}."


def _what(entry: Certification, variant: Variant | None) -> tuple[Block, ...]:
    version = entry.version.label
    if entry.version.since:
        version += f", since {entry.version.since}"
    rows: tuple[tuple[str, Inline], ...] = (
        ("For", (entry.who_for,)),
        ("Version", (version,)),
        ("About", (listed(words(focus) for focus in entry.focus),)),
    )
    together: tuple[Block, ...] = ()
    if variant is not None:
        rows = rows[1:]
        shared = (
            f"On file together with {entry.name}: version, subjects and renewal are the pair's."
        )
        together = (Note((shared,)),)
    return (
        Facts(rows, heading="What it is"),
        *together,
        *(() if entry.version.sources else (Note(("Version: no source on file.",)),)),
        *facts.doubt("Version", entry.version.confidence),
    )


def _requirements(needed: Prerequisites, catalogue: Catalogue) -> tuple[Block, ...]:
    prior = [facts.abbreviation(own_id, catalogue) for own_id in needed.prior_certs]
    rows: list[tuple[str, Inline]] = [
        ("Education", (known(needed.education),)),
        ("Experience", (_routes(needed.experience_months, facts.months),)),
        ("Training", (_routes(needed.training_hours, lambda hours: f"{hours} h"),)),
        ("Certifications first", (", ".join(prior) or "none named",)),
        ("Membership needed", (known(needed.membership_required),)),
    ]
    if needed.alternatives:
        rows.append(("Or instead", ("; ".join(needed.alternatives),)))
    return (
        Facts(tuple(rows), heading="Requirements"),
        *_aside(needed.notes),
        *facts.doubt("Requirements", needed.confidence),
    )


def _routes(values: dict[str, int] | None, say: Callable[[int], str]) -> str:
    if values is None:
        return NOT_VERIFIED
    if set(values) == {"all"}:
        return say(values["all"])
    return "; ".join(f"{words(route)}: {say(value)}" for route, value in values.items())


def _exam(exam: Exam) -> tuple[Block, ...]:
    questions = facts.span(exam.questions_min, exam.questions, "").strip()
    if exam.scored_questions is not None:
        questions += f" ({exam.scored_questions} scored)"
    rows: list[tuple[str, Inline]] = [
        ("Questions", (questions,)),
        ("Time", (facts.minutes(exam.duration_minutes),)),
        ("Format", (exam.format,)),
        ("Where", (exam.delivery,)),
        ("Books", (known(exam.book_policy),)),
        ("Passing score", (known(exam.passing_score),)),
        ("Languages", (listed(exam.languages),)),
    ]
    if exam.code:
        rows.insert(0, ("Code", (exam.code,)))
    return (
        Facts(tuple(rows), heading="Exam"),
        *_aside(exam.notes),
        *facts.doubt("Exam", exam.confidence),
    )


def _topics(topics: Topics) -> tuple[Block, ...]:
    lines = [_weighted(item.name, item.weight_min, item.weight_max) for item in topics.items]
    return (
        Facts(
            (("Outline", (known(topics.outline),)), ("Parts", (listed(lines),))),
            heading="What it covers",
        ),
        *_aside(topics.notes),
        *facts.doubt("Topics", topics.confidence),
    )


def _weighted(name: str, low: float | None, high: float | None) -> str:
    return name if low is None and high is None else f"{name} {facts.span(low, high, '%')}"


def _fees(fees: Sequence[Fee]) -> tuple[Block, ...]:
    if not fees:
        return (Facts((("Price", (NOT_VERIFIED,)),), heading="Fees"),)
    rows: list[tuple[str, Inline]] = []
    for fee in fees:
        rows.append((fee.item, (facts.price(fee) + facts.weak(fee.confidence),)))
    notes = [fee.note for fee in fees if fee.note]
    return (
        Facts(tuple(rows), heading="Fees"),
        *_aside(" ".join([*notes, "Before tax; prices differ by region and change often."])),
    )


def _renewal(renewal: Renewal, rule: RenewalRule | None) -> tuple[Block, ...]:
    if renewal.required is False:
        cycle = "not needed"
    elif renewal.amount is not None and renewal.validity_years is not None:
        cycle = f"{renewal.amount} {known(renewal.unit)} {facts.every(renewal.validity_years)}"
    elif renewal.validity_years is not None:
        cycle = f"{facts.every(renewal.validity_years)}; amount {NOT_VERIFIED}"
    else:
        cycle = NOT_VERIFIED
    rows: list[tuple[str, Inline]] = [("To renew", (cycle,))]
    if renewal.required is not False:
        rows.append(("Renewal fee", (facts.renewal_fee(renewal),)))
        rows += _rule_rows(rule, renewal.unit or "units") if rule else []
    return (
        Facts(tuple(rows), heading="Keeping it"),
        *(() if rule or renewal.required is False else (Note((_NO_RULE,)),)),
        *(facts.doubt("The detailed rule", rule.confidence) if rule else ()),
        *_aside(renewal.notes),
        *facts.doubt("Renewal", renewal.confidence),
    )


def _rule_rows(rule: RenewalRule, unit: str) -> list[tuple[str, Inline]]:
    def bounds(values: dict[str, float] | None) -> str:
        if values is None:
            return NOT_VERIFIED
        return "; ".join(f"{words(key)}: {value:g} {unit}" for key, value in values.items())

    return [
        ("At least", (bounds(rule.minimums),)),
        ("At most", (bounds(rule.maximums),)),
        ("Smallest claim", (NOT_VERIFIED if rule.step is None else f"{rule.step:g} {unit}",)),
        ("Carry over", (known(rule.carry_over),)),
        ("One activity for several certifications", (known(rule.shared),)),
    ]


def _study(entry: Certification) -> tuple[Block, ...]:
    hours = facts.span(entry.study_hours.min, entry.study_hours.max, "hours")
    return (
        Facts((("Study time", (hours,)),), heading="Getting ready"),
        *_aside(entry.study_hours.notes),
        *facts.doubt("Study time", entry.study_hours.confidence),
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
        blocks.append(Text(facts.bulleted(recent), heading="What changed"))
    if entry.disagreements:
        lines = [dispute.text for dispute in entry.disagreements]
        blocks.append(Text(facts.bulleted(lines), heading="Where sources disagree"))
    return tuple(blocks)


def _issuer_page(entry: Certification) -> tuple[Block, ...]:
    if entry.official_url.url is None:
        return (Note((f"Issuer's page: {NOT_VERIFIED}.",)),)
    return facts.doubt("Issuer's page", entry.official_url.confidence)


def _aside(text: str | None) -> tuple[Note, ...]:
    return (Note((text,)),) if text else ()


def _actions(
    entry: Certification, variant: Variant | None, catalogue: Catalogue
) -> tuple[Action, ...]:
    shown = variant or entry
    related = [v.id for v in entry.variants if v.id != shown.id]
    if variant is not None:
        related.insert(0, entry.id)
    related += [*entry.successors, *entry.predecessors]
    buttons = tuple(
        Button(facts.abbreviation(own_id, catalogue), "cert.show", (own_id,))
        for own_id in [own_id for own_id in dict.fromkeys(related) if own_id != shown.id][
            :_MAX_RELATED
        ]
    )
    goal = Button("Add as goal", "goal.from", ("certification", shown.id), style="primary")
    return (goal, *buttons)


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


def listing(entries: Sequence[Certification], focus: str | None, level: str | None) -> Card:
    """List certifications, each with a button that opens it."""
    wanted = " · ".join(words(part) for part in (focus, level) if part) or "all"
    pager = ("cert.list", focus or "any", level or "any")
    if not entries:
        return Card(
            title="No certification fits",
            summary="No certification has this focus and level.",
            blocks=(Text(("Leave out the focus or the level and try again.",)),),
            pager=pager,
        )
    items = tuple(
        Item(
            entry.name,
            (f"{entry.abbreviation} · {entry.issuer.name} · {entry.level}",),
            Button("Open", "cert.show", (entry.id,)),
        )
        for entry in entries
    )
    return Card(
        title="Certifications",
        subtitle=f"{len(entries)} · {wanted}",
        summary=f"{len(entries)} certifications ({wanted}).",
        blocks=(Items(items),),
        sources=(facts.Source(facts.EDITORIAL),),
        as_of=facts.oldest(*(entry.last_checked for entry in entries)),
        pager=pager,
    )
