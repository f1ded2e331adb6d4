"""How facts are put into words: money, durations, sources, doubt and ignorance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from bot.cards import Inline, Link, Note, Source
from bot.catalogue import Catalogue
from bot.catalogue.schema import Confidence, Fee, Question, Renewal, SourceRef, Trend

NOT_VERIFIED = "not verified"
OUR_ADVICE = "our advice"
EDITORIAL = "editorial"
_MINUTES_AN_HOUR = 60
_LONGEST_HOST = 40


def known(value: object) -> str:
    """Return a value in words; what is null was not verified."""
    if value is None or value == "":
        return NOT_VERIFIED
    if value is True:
        return "yes"
    if value is False:
        return "no"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def listed(values: Iterable[str]) -> str:
    """Return values as a list in words; an empty one was not verified."""
    return ", ".join(values) or NOT_VERIFIED


def words(slug: str) -> str:
    """Return a slug or key as words."""
    return slug.replace("-", " ").replace("_", " ")


def minutes(value: int | None) -> str:
    """Return a duration such as ``240 minutes (4 h)``."""
    if value is None:
        return NOT_VERIFIED
    return (
        f"{value} minutes ({value / _MINUTES_AN_HOUR:g} h)"
        if value % 30 == 0
        else f"{value} minutes"
    )


def months(value: int) -> str:
    """Return a number of months, with years where they come out even."""
    return f"{value} months" + (f" ({value // 12} y)" if value % 12 == 0 else "")


def every(years: int) -> str:
    """Return how often something comes round."""
    return "every year" if years == 1 else f"every {years} years"


def span(low: float | None, high: float | None, unit: str) -> str:
    """Return a range such as ``60 to 80 hours``."""
    if low is None and high is None:
        return NOT_VERIFIED
    if low is None or high is None or low == high:
        return f"{known(high if low is None else low)} {unit}"
    return f"{low:g} to {high:g} {unit}"


def price(fee: Fee) -> str:
    """Return a fee in US dollars with the month it was seen."""
    if fee.usd is not None:
        amount = f"USD {fee.usd:,}"
    elif fee.usd_min is not None or fee.usd_max is not None:
        amount = f"USD {span(fee.usd_min, fee.usd_max, '').strip()}"
    else:
        amount = _by_membership(fee.member_usd, fee.nonmember_usd)
    when = "date unknown" if fee.as_of.startswith("undated") else f"as of {fee.as_of}"
    return f"{amount}, {when}"


def _by_membership(member: int | None, nonmember: int | None) -> str:
    parts = [
        f"USD {value:,} {who}"
        for value, who in ((member, "members"), (nonmember, "non-members"))
        if value is not None
    ]
    return " / ".join(parts) or NOT_VERIFIED


def renewal_fee(renewal: Renewal) -> str:
    """Return what renewing costs."""
    if renewal.fee_usd is not None:
        return f"USD {renewal.fee_usd:,}"
    return _by_membership(renewal.fee_member_usd, renewal.fee_nonmember_usd)


def doubt(what: str, confidence: Confidence | None) -> tuple[Note, ...]:
    """Return the caveat that goes with facts we are not sure of."""
    if confidence != "low":
        return ()
    return (Note((f"{what}: from a single, weak or old source. Check it with the issuer.",)),)


def weak(confidence: Confidence | None) -> str:
    """Return the same caveat for a fact in a list."""
    return " (weak or old source)" if confidence == "low" else ""


def sources(*groups: Iterable[SourceRef]) -> tuple[Source, ...]:
    """Return sources for a card's footer, each once; one without address is editorial."""
    drawn = (_source(ref) for group in groups for ref in group)
    return tuple(dict.fromkeys(drawn))


def _source(ref: SourceRef) -> Source:
    if ref.url is None:
        return Source(EDITORIAL)
    return source_of(ref.url, "" if ref.date.startswith("undated") else ref.date)


@cache
def source_of(url: str, dated: str = "") -> Source:
    """Return a source named by its host."""
    host = (urlsplit(url).hostname or url).removeprefix("www.")
    return Source(host[:_LONGEST_HOST], url, dated)


def question_sources(entry: Question) -> tuple[Source, ...]:
    """Return where an answer was read; one that states no outside fact is our advice."""
    return tuple(source_of(url) for url in entry.sources) or (Source(OUR_ADVICE),)


def trend_sources(entry: Trend) -> tuple[Source, ...]:
    """Return where a trend was read; one that states no outside fact is our advice."""
    if entry.source_url is None:
        return (Source(OUR_ADVICE),)
    return (source_of(entry.source_url, entry.source_date or ""),)


def oldest(*dates: date) -> date:
    """Return the oldest check date of what a card states."""
    return min(dates)


def bulleted(values: Iterable[str]) -> Inline:
    """Return values one below the other."""
    return ("\n".join(f"• {value}" for value in values),)


def page_of(url: str | None, name: str) -> Link | None:
    """Return the link to who decides the facts, if we know one."""
    return Link(name, url) if url else None


def abbreviation(own_id: str, catalogue: Catalogue) -> str:
    """Return the short form of a certification or of its variant."""
    entry, variant = catalogue.certification(own_id)
    return (variant or entry).abbreviation
