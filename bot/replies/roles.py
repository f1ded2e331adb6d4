"""Job role cards: what you do, what you are judged on, what it pays and where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from urllib.parse import urlsplit

from bot.cards import Block, Button, Card, Facts, Inline, Item, Items, Link, Note, Select, Text
from bot.catalogue import Catalogue
from bot.catalogue.schema import CareerRole, Checked, Figure, MarketFigure
from bot.replies import facts, ideas, related
from bot.replies.facts import listed, words
from bot.words import N_, _

_MAX_STEPS = 2
# The first ones: what a role takes is a part of its card.
_MAX_SKILLS = 4
_MAX_ALIASES = 1


class RolePart(StrEnum):
    """What a role's card leaves to a button."""

    DUTIES = "duties"
    NEEDS = "needs"
    INTERVIEW = "interview"
    FIGURES = "figures"
    NEXT = "next"


_NAMES = {
    RolePart.DUTIES: N_("What you do"),
    RolePart.NEEDS: N_("What it takes"),
    RolePart.INTERVIEW: N_("Interview"),
    RolePart.FIGURES: N_("Pay and jobs"),
    RolePart.NEXT: N_("What to do next"),
}


def info(role: CareerRole, catalogue: Catalogue) -> Card:
    """Show what people ask of a job role first; its parts are a press away."""
    return Card(
        title=role.name,
        subtitle=_also(role),
        summary=role.summary,
        blocks=(
            Text((role.summary,)),
            Facts(tuple(_essentials(role))),
            *_third_party(_pay_figures(role)),
        ),
        actions=(
            Button(_("What am I missing?"), "gap.mine", (role.id,), style="primary"),
            *_parts(role),
        ),
        selects=_related(role, catalogue),
        sources=_sources(_pay_figures(role)),
        as_of=role.last_checked,
        issuer=_official(role),
        pager=("role.show", role.id),
        is_brief=True,
    )


def part(which: RolePart, role: CareerRole, catalogue: Catalogue) -> Card:
    """Show one part of a job role, with the way back and to the other parts."""
    # The figures of the whole profession belong to the role that this bot is about.
    figures = role.labour_market or ()
    market = catalogue.market if role.kind == "core" else ()
    steps = catalogue.steps_to(role.id)[:_MAX_STEPS]
    blocks: tuple[Block, ...]
    read: tuple[Figure, ...] = ()
    checked: tuple[Checked | MarketFigure, ...] = (role,)
    match which:
        case RolePart.DUTIES:
            blocks = (
                Text(facts.bulleted(role.day_to_day)),
                Text(facts.bulleted(role.judged_on), heading=_("What you are judged on")),
            )
        case RolePart.NEEDS:
            blocks = (Facts(_needs(role, catalogue)),)
        case RolePart.INTERVIEW:
            asked = (Item(one.question, (one.shows,)) for one in role.interview_topics)
            told = _("Below each question stands what a good answer shows.")
            blocks = (Items(tuple(asked)), Note((told,)))
        case RolePart.FIGURES:
            note = role.labour_market_note
            blocks = (
                Facts(_figures(figures)),
                *((Note((note,)),) if note else ()),
                *_notes(figures),
                *_profession(market),
            )
            read, checked = (*figures, *market), (role, *market)
        case RolePart.NEXT:
            blocks, checked = (Items(_next_actions(role, catalogue)),), (role, *steps)
    name = _(_NAMES[which])
    return Card(
        title=f"{role.name}: {name}",
        summary=_("{part} of {name}.", part=name, name=role.name),
        blocks=blocks,
        actions=(
            Button(_("Back to {name}", name=role.name), "role.show", (role.id,)),
            *(one for one in _parts(role) if one.args[1] != which),
        ),
        sources=_sources(read),
        as_of=facts.oldest(*(entry.last_checked for entry in checked)),
        issuer=_official(role) if read else None,
        pager=("role.part", role.id, which),
    )


def _parts(role: CareerRole) -> tuple[Button, ...]:
    return tuple(Button(_(name), "role.part", (role.id, which)) for which, name in _NAMES.items())


def _essentials(role: CareerRole) -> Iterator[tuple[str, Inline]]:
    """Yield what is known of what people ask first."""
    for figure in _pay_figures(role):
        yield _metric(figure), (_value(figure),)
    yield _("Experience"), (_years(role),)
    first = [words(skill) for skill in role.key_skills[:_MAX_SKILLS]]
    yield _("Skills"), (listed(first),)


def _third_party(figures: tuple[Figure, ...]) -> tuple[Note, ...]:
    """Say it where figures were read elsewhere than on their official page."""
    away = dict.fromkeys(_metric(one).lower() for one in figures if not _is_official(one))
    told = _("From third-party pages: {what}.", what=", ".join(away))
    return (Note((told,)),) if away else ()


def _is_official(figure: Figure) -> bool:
    hosts = {urlsplit(page).hostname for page in (figure.source_url, figure.official_page) if page}
    return len(hosts) == 1


def _pay_figures(role: CareerRole) -> tuple[Figure, ...]:
    """Return the figure of what the role pays, if there is one."""
    paid = (one for one in role.labour_market or () if _is_pay(one))
    first = next(paid, None)
    return () if first is None else (first,)


def _is_pay(figure: Figure) -> bool:
    return "pay" in figure.metric or "salary" in figure.metric


def _pay(figure: Figure) -> str:
    return f"{_metric(figure)}: {_value(figure)}"


def _official(role: CareerRole) -> Link | None:
    pages = (figure.official_page for figure in role.labour_market or ())
    page = next((page for page in pages if page), None)
    return facts.page_of(page, _("Official figures"))


def _also(role: CareerRole) -> str:
    names = ", ".join(role.aliases[:_MAX_ALIASES])
    return _("Also called {names}", names=names) if names else ""


def _needs(role: CareerRole, catalogue: Catalogue) -> tuple[tuple[str, Inline], ...]:
    experience = f"{_years(role)} ({role.typical_years_experience.basis})"
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


def _years(role: CareerRole) -> str:
    typical = role.typical_years_experience
    return facts.span(typical.min, typical.max, _("years"))


def _next_actions(role: CareerRole, catalogue: Catalogue) -> tuple[Item, ...]:
    steps = catalogue.steps_to(role.id)[:_MAX_STEPS]
    return (
        *(Item(step.title, (step.detail,), related.goal("step", step.id)) for step in steps),
        *(_certify(own_id, catalogue) for own_id in role.useful_certifications[:1]),
        Item(
            ideas.practise(role.name),
            (_("Answer its interview questions aloud, with an example of your own."),),
            related.goal("role", role.id),
        ),
    )


def _certify(own_id: str, catalogue: Catalogue) -> Item:
    entry, variant = catalogue.certification(own_id)
    shown = variant or entry
    return Item(
        ideas.certify(shown.name),
        (_("Useful for this role; check first whether you are eligible."),),
        related.goal("certification", shown.id),
    )


def _related(role: CareerRole, catalogue: Catalogue) -> tuple[Select, ...]:
    stages = [
        stage
        for stage in catalogue.stages.values()
        if any(role.id in step.roles for step in stage.steps)
    ]
    return related.select(
        related.roles((*role.next_roles, *role.previous_roles), catalogue),
        related.certifications(role.useful_certifications, catalogue),
        related.stages(stages),
        () if stages else (Button(_("The path"), "path.show"),),
    )


def pay(role: CareerRole) -> tuple[str, tuple[facts.Source, ...]]:
    """Return what the role pays in a line, with where it was read and how to read it."""
    notes = (role.labour_market_note,) if role.labour_market_note else ()
    for figure in _pay_figures(role):
        return " · ".join((_pay(figure), *notes)), (facts.source_of(figure.source_url),)
    return " · ".join((_("Pay: unknown"), *notes)), ()


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
    return facts.title(re.sub(r"(\d{4}) (\d{4})", r"\1 to \2", words(figure.metric)))


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
