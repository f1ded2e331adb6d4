"""What people ask of a certification first, in a line each: what it needs, costs, asks and lasts.

A line says only what is known: what is not is left out, and the certification's parts name it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.catalogue import Catalogue
from bot.catalogue.eligibility import NO_EDUCATION, read_key
from bot.catalogue.schema import (
    Certification,
    Exam,
    Fee,
    Prerequisites,
    Renewal,
    Sourced,
    SourceRef,
    Variant,
)
from bot.replies import facts, snippets
from bot.words import _, plural

_POINTS = frozenset({"PDU", "CE credit", "CEU", "CPD", "CPE", "SEU"})
"""Units that stand for learning: a newcomer knows none of them."""
_LONGEST_PLACE = 40
_AT_HOME = ("online", "remote")
_ON_SITE = ("test centre",)
_LONGEST_KIND = 65
_YEAR = 12


class Kind(StrEnum):
    """What people ask of a certification first."""

    NEEDS = "needs"
    COST = "cost"
    EXAM = "exam"
    LASTS = "lasts"


class Line(NamedTuple):
    """What is known of one question, and where it was read."""

    kind: Kind
    label: str
    said: str
    sources: tuple[SourceRef, ...]


def lines(entry: Certification, variant: Variant | None, catalogue: Catalogue) -> list[Line]:
    """Return what is known of each question, in the order in which people ask them."""
    shown = variant or entry
    priced = (source for fee in shown.fees if _amount(fee) for source in fee.sources)
    told = (
        Line(
            Kind.NEEDS,
            _("Needs"),
            needs(shown.prerequisites, catalogue),
            shown.prerequisites.sources,
        ),
        Line(Kind.COST, _("Cost"), cost(shown.fees), tuple(priced)),
        Line(Kind.EXAM, _("Exam"), exam(shown.exam), shown.exam.sources),
        Line(Kind.LASTS, _("Lasts"), lasts(entry.renewal), entry.renewal.sources),
    )
    return [line for line in told if line.said]


def third_party(*certifications: tuple[Certification, Iterable[Line]]) -> tuple[str, ...]:
    """Say which lines were read on no page of the issuer's own; nothing where each was."""
    away = dict.fromkeys(
        line.label.lower()
        for entry, told in certifications
        for line in told
        if line.sources and not any(_is_issuers(entry, one) for one in line.sources)
    )
    return (_("From third-party pages: {what}.", what=", ".join(away)),) if away else ()


def _is_issuers(entry: Certification, read: SourceRef) -> bool:
    return bool(read.url) and _domain(read.url) == _domain(entry.official_url.url)


def _domain(url: str | None) -> list[str]:
    labels = (urlsplit(url or "").hostname or "").split(".")
    # "org.uk" belongs to nobody.
    is_country = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return labels[-3:] if is_country else labels[-2:]


def needs(needed: Prerequisites, catalogue: Catalogue) -> str:
    """Return what has to be there before, such as ``5 years of security work``."""
    parts = [
        *_education(needed),
        *_experience(needed.experience_months),
        *_training(needed.training_hours),
        *(facts.abbreviation(own_id, catalogue) for own_id in needed.prior_certs),
    ]
    if not parts:
        return _checked(_nothing(needed), needed)
    said = " + ".join(parts)
    if _depends(needed.experience_months) or _depends(needed.training_hours):
        said = _("{needs}, depending on your degree", needs=said)
    if needed.alternatives:
        said = _("{needs}, or another route (see Requirements)", needs=said)
    if needed.needed_for == "certification":
        said = _("{needs} (to be certified; anyone can take the exam)", needs=said)
    return _checked(said, needed)


def _nothing(needed: Prerequisites) -> str:
    """Say what is not needed, as far as that is known."""
    is_open, is_new = needed.education == NO_EDUCATION, needed.experience_months == {}
    if is_open and is_new and needed.training_hours == {}:
        return _("nothing beforehand")
    if is_open and is_new:
        return _("no degree, no experience")
    return _("no experience") if is_new else ""


def _education(needed: Prerequisites) -> Iterator[str]:
    if needed.education_level is not None:
        yield facts.education(needed.education_level)


def _experience(values: Mapping[str, int] | None) -> Iterator[str]:
    for kind, months in _by_kind(values).items():
        is_even = all(value % _YEAR == 0 for value in months)
        in_years = [value // _YEAR for value in months]
        amount = _between(in_years, facts.years) if is_even else _between(months, facts.months)
        yield _("{amount} of {kind}", amount=amount, kind=kind or _("experience"))


def _training(values: Mapping[str, int] | None) -> Iterator[str]:
    if values:
        yield _("{amount} of training", amount=_between(list(values.values()), facts.hours))


def _by_kind(values: Mapping[str, int] | None) -> dict[str, list[int]]:
    """Return the amounts of all routes by the kind of experience."""
    kinds: dict[str, list[int]] = {}
    for key, value in (values or {}).items():
        kinds.setdefault(read_key(key)[1], []).append(value)
    return kinds


def _depends(values: Mapping[str, int] | None) -> bool:
    return any(min(amounts) != max(amounts) for amounts in _by_kind(values).values())


def _between(values: Sequence[int], say: Callable[[int], str]) -> str:
    low, high = min(values), max(values)
    return say(low) if low == high else _("{low} to {high}", low=low, high=say(high))


def cost(fees: Sequence[Fee]) -> str:
    """Return the first price on file, and what members pay."""
    priced = next((fee for fee in fees if _amount(fee)), None)
    if priced is None:
        return ""
    said = _amount(priced)
    told = [priced]
    if priced.nonmember_usd is not None:
        member = next((fee for fee in fees if fee.member_usd is not None), None)
        if member is not None:
            told.append(member)
            amount = _dollars(member.member_usd or 0)
            if member.confidence == "low":
                amount = _("about {amount}", amount=amount)
            said = _("{price}, {amount} for members", price=said, amount=amount)
    # What the exam costs needs no name; what else is paid does.
    if priced.item.partition(",")[0] != "Exam":
        said = f"{priced.item}: {said}"
    return _checked(said, *told)


def _amount(fee: Fee) -> str:
    if fee.usd is not None:
        return _dollars(fee.usd)
    if fee.usd_min is not None and fee.usd_max is not None and fee.usd_min != fee.usd_max:
        return _("{low} to {high}", low=_dollars(fee.usd_min), high=f"{fee.usd_max:,}")
    known = (fee.nonmember_usd, fee.usd_min, fee.usd_max, fee.member_usd)
    return next((_dollars(value) for value in known if value is not None), "")


def _dollars(value: int) -> str:
    return f"USD {value:,}"


def exam(held: Exam) -> str:
    """Return how long an exam is and where it is sat, or of what kind it is."""
    parts = [*_size(held), _place(held.delivery)]
    return _checked(" · ".join(part for part in parts if part), held)


def _place(delivery: str) -> str:
    """Say whether one has to travel; by whom one is watched is for the part."""
    said = delivery.lower()
    at_home, on_site = (any(word in said for word in words) for words in (_AT_HOME, _ON_SITE))
    if at_home and on_site:
        return _("at a test centre or online")
    if on_site:
        return _("at a test centre")
    # "Online or on paper" says more than one word could.
    if at_home and " or " not in said:
        return _("online")
    return delivery if len(delivery) <= _LONGEST_PLACE else ""


def exam_size(held: Exam) -> str:
    """Return how long an exam is, or of what kind it is, in short."""
    return _checked(snippets.cut(" · ".join(_size(held)), _LONGEST_KIND), held)


def _size(held: Exam) -> Iterator[str]:
    if held.duration_minutes is not None:
        yield facts.minutes(held.duration_minutes)
    if held.questions is not None:
        yield plural("{n} question", "{n} questions", held.questions)
    if held.duration_minutes is None and held.questions is None:
        yield held.format


def lasts(renewal: Renewal) -> str:
    """Return how long a certification lasts and what keeps it."""
    if renewal.required is False:
        return _checked(_("for life"), renewal)
    if renewal.validity_years is None:
        return ""
    said = facts.years(renewal.validity_years)
    if renewal.amount is not None and renewal.unit:
        unit = plural("{n} {unit}", "{n} {unit}s", renewal.amount, unit=renewal.unit)
        said = _("{years}, then {amount}", years=said, amount=unit)
        if renewal.unit in _POINTS:
            said = _("{said} (points for further learning)", said=said)
    return _checked(said, renewal)


def _checked(said: str, *read: Sourced) -> str:
    """Return what is said, marked where it is not sure."""
    if said and any(one.confidence == "low" for one in read):
        return _("{said} (unconfirmed)", said=said)
    return said
