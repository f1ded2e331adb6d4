"""How facts are put into words: money, durations, sources, doubt and ignorance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from bot.cards import Inline, Link, Node, Note, Source
from bot.catalogue import Catalogue
from bot.catalogue.eligibility import NO_EDUCATION, read_key
from bot.catalogue.schema import (
    Certification,
    Confidence,
    Exam,
    Fee,
    Prerequisites,
    Question,
    Renewal,
    Resource,
    SourceRef,
    Topics,
    Trend,
)
from bot.catalogue.terms import Term
from bot.words import N_, _, plural

NOT_VERIFIED = N_("unknown")
NONE_NEEDED = N_("none needed")
EDITORIAL = N_("Written by the TPM Mentor team")
NO_SOURCE = N_("No source on file")
_ACRONYMS = frozenset({"ai", "it", "pmp"})
_EDUCATION = {
    "secondary": N_("secondary diploma"),
    "degree": N_("four-year degree"),
    "gac": N_("GAC-accredited degree"),
}
_RESOURCES = {
    "article": N_("Article"),
    "book": N_("Book"),
    "community": N_("Online community"),
    "course": N_("Course"),
    "curated-list": N_("Curated list"),
    "curriculum": N_("Curriculum"),
    "data": N_("Data"),
    "event-series": N_("Event series"),
    "job-board": N_("Job board"),
    "open-guide": N_("Open guide"),
    "open-standard": N_("Open standard"),
    "organisation": N_("Organisation"),
    "podcast": N_("Podcast"),
    "publication": N_("Publication"),
    "reference": N_("Reference"),
    "research": N_("Research"),
    "templates": N_("Templates"),
}
_LEVELS = {
    "beginner": N_("beginner"),
    "intermediate": N_("intermediate"),
    "advanced": N_("advanced"),
}
_LONGEST_HOST = 40
_SHORT_NAME = re.compile(r"\(([A-Z]{2,6})\)$")


def known(value: object) -> str:
    """Return a value in words; what is null is unknown."""
    if value is None or value == "":
        return _(NOT_VERIFIED)
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def listed(values: Iterable[str]) -> str:
    """Return values as a list in words; an empty one is unknown."""
    return ", ".join(values) or _(NOT_VERIFIED)


def words(slug: str) -> str:
    """Return a slug or key as words."""
    return slug.replace("-", " ").replace("_", " ")


def title(slug: str) -> str:
    """Return a slug or key as words that begin a line, acronyms in capitals."""
    said = " ".join(one.upper() if one in _ACRONYMS else one for one in words(slug).split())
    return said[:1].upper() + said[1:]


def resource_kind(entry: Resource) -> str:
    """Return what a resource is."""
    known_kind = _RESOURCES.get(entry.kind)
    return _(known_kind) if known_kind else words(entry.kind).capitalize()


def resource_level(entry: Resource) -> str:
    """Return for whom a resource is."""
    return _(_LEVELS[entry.level])


def minutes(value: int | None) -> str:
    """Return a duration such as ``240 minutes``."""
    return _(NOT_VERIFIED) if value is None else plural("{n} minute", "{n} minutes", value)


def months(value: int) -> str:
    """Return a number of months, as years where they come out even."""
    is_even = value and value % 12 == 0
    return years(value // 12) if is_even else plural("{n} month", "{n} months", value)


def years(value: int) -> str:
    """Return a number of years."""
    return plural("{n} year", "{n} years", value)


def hours(value: int) -> str:
    """Return a number of hours."""
    return plural("{n} hour", "{n} hours", value)


def every(years: int) -> str:
    """Return how often something comes round."""
    return _("every year") if years == 1 else _("every {n} years", n=years)


def span(low: float | None, high: float | None, unit: str) -> str:
    """Return a range such as ``60 to 80 hours``."""
    if low is None and high is None:
        return _(NOT_VERIFIED)
    if low is None or high is None or low == high:
        return f"{known(high if low is None else low)} {unit}"
    return _("{low} to {high} {unit}", low=f"{low:g}", high=f"{high:g}", unit=unit)


def price(fee: Fee) -> str:
    """Return a fee in US dollars with the month it was seen."""
    if fee.usd is not None:
        amount = f"USD {fee.usd:,}"
    elif fee.usd_min is not None or fee.usd_max is not None:
        amount = f"USD {span(fee.usd_min, fee.usd_max, '').strip()}"
    else:
        amount = _by_membership(fee.member_usd, fee.nonmember_usd)
    if fee.as_of.startswith("undated"):
        return _("{amount}, date unknown", amount=amount)
    return _("{amount}, as of {day}", amount=amount, day=fee.as_of)


def _by_membership(member: int | None, nonmember: int | None) -> str:
    parts = [
        f"USD {value:,} {who}"
        for value, who in ((member, _("members")), (nonmember, _("non-members")))
        if value is not None
    ]
    return " / ".join(parts) or _(NOT_VERIFIED)


def renewal_fee(renewal: Renewal) -> str:
    """Return what renewing costs."""
    fee = _by_membership(renewal.fee_member_usd, renewal.fee_nonmember_usd)
    if renewal.fee_usd is not None:
        fee = f"USD {renewal.fee_usd:,}"
    return _("{fee} a year", fee=fee) if renewal.fee_is_yearly else fee


def fee_line(fee: Fee) -> str:
    """Return what one item costs, with its doubts."""
    return f"{price(fee)}{weak(fee.confidence)}"


def cycle(renewal: Renewal) -> str:
    """Return what has to be done how often."""
    if renewal.required is False:
        return _("not needed")
    if renewal.validity_years is None:
        return _(NOT_VERIFIED)
    often = every(renewal.validity_years)
    if renewal.amount is None:
        return _("{often}; amount unknown", often=often)
    return f"{renewal.amount} {known(renewal.unit)} {often}"


def routes(values: Mapping[str, int] | None, say: Callable[[int], str]) -> str:
    """Return an amount, or one for each route."""
    if values is None:
        return _(NOT_VERIFIED)
    if not values:
        return _(NONE_NEEDED)
    if set(values) == {"all"}:
        return say(values["all"])
    return "; ".join(f"{_route(key)}: {say(value)}" for key, value in values.items())


def _route(key: str) -> str:
    level, kind = read_key(key)
    return ", ".join(part for part in (education(level) if level else "", kind) if part)


def education_needed(needed: Prerequisites) -> str:
    """Return which education is needed."""
    return _(NONE_NEEDED) if needed.education == NO_EDUCATION else known(needed.education)


def education(level: str) -> str:
    """Return an education in words."""
    return _(_EDUCATION[level])


def prior(needed: Prerequisites, catalogue: Catalogue) -> str:
    """Return the certifications that are needed first."""
    names = [abbreviation(own_id, catalogue) for own_id in needed.prior_certs]
    return ", ".join(names) or _("none named")


def questions(exam: Exam) -> str:
    """Return how many questions an exam has."""
    asked = span(exam.questions_min, exam.questions, "").strip()
    if exam.scored_questions is None:
        return asked
    return _("{asked} ({scored} scored)", asked=asked, scored=exam.scored_questions)


def parts(topics: Topics | None) -> str:
    """Return the parts of an outline with their weights."""
    items = topics.items if topics is not None else ()
    return listed(
        item.name
        if item.weight_min is None and item.weight_max is None
        else f"{item.name} {span(item.weight_min, item.weight_max, '%')}"
        for item in items
    )


def study_time(entry: Certification) -> str:
    """Return how long people study."""
    return span(entry.study_hours.min, entry.study_hours.max, _("hours"))


def doubt(what: str, confidence: Confidence | None) -> tuple[Note, ...]:
    """Return the caveat that goes with facts we are not sure of."""
    if confidence != "low":
        return ()
    said = _("{what}: from a single, weak or old source. Check it with the issuer.", what=what)
    return (Note((said,)),)


def weak(confidence: Confidence | None) -> str:
    """Return the same caveat for a fact in a list."""
    return " " + _("(weak or old source)") if confidence == "low" else ""


def sources(*groups: Iterable[SourceRef]) -> tuple[Source, ...]:
    """Return sources for a card's footer, each once; one without an address is our own."""
    drawn = (_source(ref) for group in groups for ref in group)
    return tuple(dict.fromkeys(drawn))


def _source(ref: SourceRef) -> Source:
    if ref.url is None:
        return Source(_(EDITORIAL))
    return source_of(ref.url, "" if ref.date.startswith("undated") else ref.date)


@cache
def source_of(url: str, dated: str = "") -> Source:
    """Return a source named by its host."""
    host = (urlsplit(url).hostname or url).removeprefix("www.")
    return Source(host[:_LONGEST_HOST], url, dated)


def question_sources(entry: Question) -> tuple[Source, ...]:
    """Return where an answer was read; one that states no outside fact is our own."""
    return tuple(source_of(url) for url in entry.sources) or (Source(_(EDITORIAL)),)


def trend_sources(entry: Trend) -> tuple[Source, ...]:
    """Return where a trend was read; one that states no outside fact is our own."""
    if entry.source_url is None:
        return (Source(_(EDITORIAL)),)
    return (source_of(entry.source_url, entry.source_date or ""),)


def term_sources(entry: Term, catalogue: Catalogue) -> tuple[Source, ...]:
    """Return where a term was read, with the day; general knowledge is our own."""
    read = (catalogue.pages[own_id] for own_id in entry.pages)
    return tuple(
        Source(page.title, page.url, page.checked.isoformat() if page.checked else _(NOT_VERIFIED))
        for page in read
    ) or (Source(_(EDITORIAL)),)


def cited(read: Iterable[Source]) -> Inline:
    """Return where a fact was read, to stand right behind it; nothing for our own advice."""
    nodes: list[Node] = []
    for source in read:
        if source.url:
            dated = f", {source.date}" if source.date else ""
            nodes += ["; " if nodes else " (", Link(source.label, source.url), dated]
    return (*nodes, ")") if nodes else ()


def oldest(*dates: date) -> date:
    """Return the oldest check date of what a card states."""
    return min(dates)


def bulleted(values: Iterable[str]) -> Inline:
    """Return values one below the other."""
    return ("\n".join(f"• {value}" for value in values),)


def page_of(url: str | None, name: str) -> Link | None:
    """Return the link to who decides the facts, if we know one."""
    return Link(name, url) if url else None


def issuer(entry: Certification) -> str:
    """Return who awards a certification, by the abbreviation that their name ends with, if any."""
    short = _SHORT_NAME.search(entry.issuer.name)
    return short[1] if short else entry.issuer.name


def abbreviation(own_id: str, catalogue: Catalogue) -> str:
    """Return the short form of a certification or of its variant."""
    entry, variant = catalogue.certification(own_id)
    return (variant or entry).abbreviation
