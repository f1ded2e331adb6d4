"""Job role cards: what you do, what you are judged on, what it pays and where it leads."""

from __future__ import annotations

import re

from bot.cards import Block, Button, Card, Facts, Inline, Note, Text
from bot.catalogue import Catalogue
from bot.catalogue.schema import CareerRole, Figure
from bot.replies import facts
from bot.replies.facts import listed, words

_MAX_NEXT = 4
_ACRONYMS = frozenset({"Pmp", "pmp", "it"})


def info(role: CareerRole, catalogue: Catalogue) -> Card:
    """Show one job role."""
    figures = role.labour_market or ()
    # The figures of the whole profession belong to the role that this bot is about.
    market = catalogue.market if role.kind == "core" else ()
    years = role.typical_years_experience
    certifications = [
        facts.abbreviation(own_id, catalogue) for own_id in role.useful_certifications
    ]
    return Card(
        title=role.name,
        subtitle="Also called " + ", ".join(role.aliases[:4]) if role.aliases else "",
        summary=role.summary,
        blocks=(
            Text((role.summary,)),
            Text(facts.bulleted(role.day_to_day), heading="What you do"),
            Facts(
                (
                    ("Skills", (listed(words(skill) for skill in role.key_skills),)),
                    (
                        "Experience",
                        (f"{facts.span(years.min, years.max, 'years')} ({years.basis})",),
                    ),
                    ("Useful certifications", (listed(certifications),)),
                    ("Often comes from", (_names(role.previous_roles, catalogue),)),
                    ("Often leads to", (_names(role.next_roles, catalogue),)),
                ),
                heading="What it takes",
            ),
            Text(facts.bulleted(role.judged_on), heading="What you are judged on"),
            Text(facts.bulleted(role.interview_topics), heading="Practise for the interview"),
            Facts(_figures(figures), heading="Labour market"),
            *((Note((role.labour_market_note,)),) if role.labour_market_note else ()),
            *_notes(figures),
            *_profession(market),
            Note((f"Everything but the figures is {facts.OUR_ADVICE}.",)),
        ),
        actions=tuple(
            Button(catalogue.roles[own_id].name, "role.show", (own_id,))
            for own_id in role.next_roles[:_MAX_NEXT]
        ),
        sources=_sources((*figures, *market)),
        as_of=facts.oldest(role.last_checked, *(figure.last_checked for figure in market)),
        issuer=next(
            (
                facts.page_of(figure.official_page, "Official figures")
                for figure in figures
                if figure.official_page
            ),
            None,
        ),
        pager=("role.show", role.id),
    )


def _figures(figures: tuple[Figure, ...]) -> tuple[tuple[str, Inline], ...]:
    if not figures:
        return (("Figures", (facts.NOT_VERIFIED,)),)
    return tuple((_metric(figure), (_value(figure),)) for figure in figures)


def _profession(market: tuple[Figure, ...]) -> tuple[Block, ...]:
    if not market:
        return ()
    return (Facts(_figures(market), heading="The profession"), *_notes(market))


def _notes(figures: tuple[Figure, ...]) -> tuple[Block, ...]:
    """Return each caveat once, with the figures it belongs to."""
    caveats: dict[str, list[str]] = {}
    for figure in figures:
        if figure.note:
            caveats.setdefault(figure.note, []).append(_metric(figure))
    lines = [f"{', '.join(names)}: {note}" for note, names in caveats.items()]
    return (Note(facts.bulleted(lines)),) if lines else ()


def _metric(figure: Figure) -> str:
    name = re.sub(r"(\d{4}) (\d{4})", r"\1 to \2", words(figure.metric))
    return " ".join(
        word.upper() if word in _ACRONYMS else word for word in name.capitalize().split()
    )


def _value(figure: Figure) -> str:
    value = f"{figure.value:,.10g}"
    is_unit_first = figure.unit in ("USD", "rank")
    amount = f"{figure.unit} {value}" if is_unit_first else f"{value} {figure.unit}"
    return f"{amount} ({figure.geography}, {figure.year}; {figure.occupation})"


def _sources(figures: tuple[Figure, ...]) -> tuple[facts.Source, ...]:
    read = dict.fromkeys(facts.source_of(figure.source_url) for figure in figures)
    return (*read, facts.Source(facts.EDITORIAL))


def _names(ids: tuple[str, ...], catalogue: Catalogue) -> str:
    return ", ".join(catalogue.roles[own_id].name for own_id in ids) or "no other role here"
