"""Job role cards: what you do, what you are judged on, what it pays and where it leads."""

from __future__ import annotations

import re

from bot.cards import Action, Block, Button, Card, Facts, Inline, Item, Items, Note, Text
from bot.catalogue import Catalogue
from bot.catalogue.schema import CareerRole, Figure
from bot.replies import facts, ideas, related
from bot.replies.facts import listed, words
from bot.words import _

_MAX_NEXT = 4
_MAX_CERTIFICATIONS = 3
_MAX_STEPS = 2
_ACRONYMS = frozenset({"Pmp", "pmp", "it"})


def info(role: CareerRole, catalogue: Catalogue) -> Card:
    """Show one job role."""
    figures = role.labour_market or ()
    # The figures of the whole profession belong to the role that this bot is about.
    market = catalogue.market if role.kind == "core" else ()
    steps = catalogue.steps_to(role.id)[:_MAX_STEPS]
    dated = (role, *market, *steps)
    return Card(
        title=role.name,
        subtitle=_also(role),
        summary=role.summary,
        blocks=(
            Text((role.summary,)),
            Text(facts.bulleted(role.day_to_day), heading=_("What you do")),
            Facts(_needs(role, catalogue), heading=_("What it takes")),
            Text(facts.bulleted(role.judged_on), heading=_("What you are judged on")),
            Text(facts.bulleted(role.interview_topics), heading=_("Practise for the interview")),
            Facts(_figures(figures), heading=_("Labour market")),
            *((Note((role.labour_market_note,)),) if role.labour_market_note else ()),
            *_notes(figures),
            *_profession(market),
            Items(_next_actions(role, catalogue), heading=_("What to do next")),
            Note((_("Everything but the figures is our advice."),)),
        ),
        actions=_related(role, catalogue),
        sources=_sources((*figures, *market)),
        as_of=facts.oldest(*(entry.last_checked for entry in dated)),
        issuer=next(
            (
                facts.page_of(figure.official_page, _("Official figures"))
                for figure in figures
                if figure.official_page
            ),
            None,
        ),
        pager=("role.show", role.id),
    )


def _also(role: CareerRole) -> str:
    names = ", ".join(role.aliases[:4])
    return _("Also called {names}", names=names) if names else ""


def _needs(role: CareerRole, catalogue: Catalogue) -> tuple[tuple[str, Inline], ...]:
    years, unit = role.typical_years_experience, _("years")
    experience = f"{facts.span(years.min, years.max, unit)} ({years.basis})"
    certifications = (
        facts.abbreviation(own_id, catalogue) for own_id in role.useful_certifications
    )
    return (
        (_("Skills"), (listed(words(skill) for skill in role.key_skills),)),
        (_("Experience"), (experience,)),
        (_("Useful certifications"), (listed(certifications),)),
        (_("Often comes from"), (_names(role.previous_roles, catalogue),)),
        (_("Often leads to"), (_names(role.next_roles, catalogue),)),
    )


def _next_actions(role: CareerRole, catalogue: Catalogue) -> tuple[Item, ...]:
    steps = catalogue.steps_to(role.id)[:_MAX_STEPS]
    return (
        *(Item(step.title, (step.detail,), related.goal("step", step.id)) for step in steps),
        *(_certify(own_id, catalogue) for own_id in role.useful_certifications[:1]),
        Item(
            ideas.practise(role.name),
            (_("Answer each topic above aloud, with an example of your own."),),
            related.goal("role", role.id),
        ),
    )


def _certify(own_id: str, catalogue: Catalogue) -> Item:
    entry, variant = catalogue.certification(own_id)
    shown = variant or entry
    return Item(
        ideas.certify(shown.name),
        (_("Useful for this role; read first whether you can sit it."),),
        related.goal("certification", shown.id),
    )


def _related(role: CareerRole, catalogue: Catalogue) -> tuple[Action, ...]:
    stages = [
        stage
        for stage in catalogue.stages.values()
        if any(role.id in step.roles for step in stage.steps)
    ]
    return (
        *related.roles(role.next_roles, catalogue, _MAX_NEXT),
        *related.certifications(role.useful_certifications, catalogue, _MAX_CERTIFICATIONS),
        *related.stages(stages),
        *(() if stages else (Button(_("The path"), "path.show"),)),
        Button(_("What am I missing?"), "gap.mine", (role.id,)),
    )


def pay(role: CareerRole) -> tuple[str, tuple[facts.Source, ...]]:
    """Return what the role pays in a line, with where it was read and how to read it."""
    notes = (role.labour_market_note,) if role.labour_market_note else ()
    for figure in role.labour_market or ():
        if "pay" in figure.metric or "salary" in figure.metric:
            told = " · ".join((f"{_metric(figure)}: {_value(figure)}", *notes))
            return told, (facts.source_of(figure.source_url),)
    return " · ".join((_("Pay: not verified"), *notes)), ()


def _figures(figures: tuple[Figure, ...]) -> tuple[tuple[str, Inline], ...]:
    if not figures:
        return ((_("Figures"), (_(facts.NOT_VERIFIED),)),)
    return tuple((_metric(figure), (_value(figure),)) for figure in figures)


def _profession(market: tuple[Figure, ...]) -> tuple[Block, ...]:
    if not market:
        return ()
    return (Facts(_figures(market), heading=_("The profession")), *_notes(market))


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
    return (*read, facts.Source(_(facts.EDITORIAL)))


def _names(ids: tuple[str, ...], catalogue: Catalogue) -> str:
    return ", ".join(catalogue.roles[own_id].name for own_id in ids) or _("no other role here")
