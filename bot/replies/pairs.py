"""Two entries between which somebody decides: what decides, and each in a line."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import Button, Source, Text
from bot.catalogue import Catalogue
from bot.catalogue.mentions import Pair
from bot.catalogue.schema import CareerRole, Certification
from bot.catalogue.search import Hit, HitKind
from bot.catalogue.terms import Term
from bot.catalogue.wishes import price
from bot.replies import facts
from bot.replies.best import Answer
from bot.words import _

_MOST_CITED = 2
Weighed = Certification | CareerRole | Term


def weighed(pair: Pair, catalogue: Catalogue) -> tuple[str, Answer]:
    """Return the names of both, and of each what it is for and what decides between them."""
    entries = [_entry(pair.kind, own_id, catalogue) for own_id in pair.ids]
    title = _(" or ").join(map(_name, entries))
    texts = tuple(Text((_about(entry),), heading=_name(entry)) for entry in entries)
    read = dict.fromkeys(source for one in entries for source in _sources(one, catalogue))
    match entries:
        case [Certification() as one, Certification() as other]:
            decides = "; ".join(_differences(one, other))
            said = Text((_("What decides: {differences}.", differences=decides),))
            texts = (*texts, said) if decides else texts
        case _:
            pass
    return title, Answer(texts, tuple(read)[:_MOST_CITED])


def comparison(pair: Pair) -> tuple[Button, ...]:
    """Return the button that compares both aspect by aspect, if they can be."""
    if pair.kind is not HitKind.CERTIFICATION:
        return ()
    return (Button(_("Compare"), "cert.compare", (*pair.ids, ""), style="primary"),)


def name(hit: Hit, catalogue: Catalogue) -> str:
    """Return the short name of one of a pair."""
    return _name(_entry(hit.kind, hit.id, catalogue))


def _differences(one: Certification, other: Certification) -> Iterator[str]:
    """Yield what differs, as far as it is known of both."""
    both = (one, other)
    needed = [_experience(entry) for entry in both]
    if needed[0] != needed[1] and None not in needed:
        yield _(
            "experience ({first} · {second})",
            first=_of(one, str(needed[0])),
            second=_of(other, str(needed[1])),
        )
    if one.level != other.level:
        yield _(
            "level ({first} · {second})",
            first=_of(one, _(one.level)),
            second=_of(other, _(other.level)),
        )
    prices = [price(entry) for entry in both]
    if prices[0] != prices[1] and None not in prices:
        yield _(
            "price ({first} · {second})",
            first=_of(one, f"USD {prices[0]:,}"),
            second=_of(other, f"USD {prices[1]:,}"),
        )


def _of(entry: Certification, told: str) -> str:
    return f"{entry.abbreviation}: {told}"


def _experience(entry: Certification) -> str | None:
    """Return the months of experience that are asked for, or None where they are not known."""
    months = entry.prerequisites.experience_months
    if months is None:
        return None
    if not months:
        return _("none")
    return facts.span(min(months.values()), max(months.values()), _("months"))


def _entry(kind: HitKind, own_id: str, catalogue: Catalogue) -> Weighed:
    if kind is HitKind.CERTIFICATION:
        return catalogue.certifications[own_id]
    return catalogue.roles[own_id] if kind is HitKind.ROLE else catalogue.terms[own_id]


def _name(entry: Weighed) -> str:
    return entry.abbreviation if isinstance(entry, Certification) else entry.name


def _about(entry: Weighed) -> str:
    match entry:
        case Certification():
            return entry.who_for
        case CareerRole():
            return entry.summary
        case Term():
            return entry.definition


def _sources(entry: Weighed, catalogue: Catalogue) -> tuple[Source, ...]:
    match entry:
        case Certification():
            page = entry.official_url.url
            return (facts.source_of(page),) if page else ()
        case CareerRole():
            return ()
        case Term():
            return facts.term_sources(entry, catalogue)
