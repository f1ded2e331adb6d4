"""Certification cards: the answer first, the rest a press away, each fact dated and sourced."""

from __future__ import annotations

from bot.cards import Alert, Block, Button, Card, Facts, Note, Role, Select, Text
from bot.catalogue import Catalogue
from bot.catalogue.schema import Certification, Variant
from bot.replies import certification_parts, essentials, facts, related
from bot.words import N_, _

_STATES = {
    "being-superseded": N_("This certification is being replaced."),
    "uncertain": N_("It is not certain that this certification can still be earned."),
}
TRADE_MARKS = N_("Not affiliated with PMI or any other issuer.")


def info(entry: Certification, variant: Variant | None, catalogue: Catalogue) -> Card:
    """Show what people ask of a certification first, or of the variant of a pair."""
    shown = variant or entry
    told = essentials.lines(entry, variant, catalogue)
    away = essentials.third_party((entry, told))
    rule = catalogue.renewal_rules.get(shown.id)
    return Card(
        title=named(shown),
        subtitle=" · ".join((*_level(entry, variant), facts.issuer(entry))),
        summary=_aim(entry, variant),
        blocks=(
            *_status(entry),
            Text((_aim(entry, variant),)),
            Facts(tuple((line.label, (line.said,)) for line in told)),
            Note((" ".join((*away, _(TRADE_MARKS))),)),
        ),
        actions=(
            Button(_("Am I eligible?"), "cert.sit", (shown.id,), style="primary"),
            related.goal("certification", shown.id),
            *certification_parts.buttons(shown.id),
        ),
        selects=_related(entry, variant, catalogue),
        sources=facts.sources(*(line.sources for line in told)),
        as_of=facts.oldest(entry.last_checked, *([rule.last_checked] if rule else [])),
        issuer=facts.page_of(entry.official_url.url, _("Issuer's page")),
        role=Role.INFO if entry.status.state == "active" else Role.WARN,
        pager=("cert.show", shown.id),
        is_brief=True,
    )


def named(shown: Certification | Variant) -> str:
    """Return a name with the abbreviation that people know it by."""
    if shown.abbreviation.casefold() in shown.name.casefold():
        return shown.name
    return f"{shown.name} ({shown.abbreviation})"


def _status(entry: Certification) -> tuple[Block, ...]:
    if entry.status.state == "active":
        return ()
    return (Alert((_(_STATES[entry.status.state]),)),)


def _level(entry: Certification, variant: Variant | None) -> tuple[str, ...]:
    """Return the level, which is on file for a pair's first certification only."""
    return (_(entry.level).capitalize(),) if variant is None else ()


def _aim(entry: Certification, variant: Variant | None) -> str:
    if variant is None:
        return entry.who_for
    return _("{name}, on file together with {pair}.", name=variant.name, pair=entry.name)


def _related(
    entry: Certification, variant: Variant | None, catalogue: Catalogue
) -> tuple[Select, ...]:
    pair = [entry.id, *(one.id for one in entry.variants)]
    others = dict.fromkeys((*pair, *entry.successors, *entry.predecessors))
    others.pop((variant or entry).id)
    return related.select(
        related.certifications(others, catalogue), related.roles(entry.relevant_roles, catalogue)
    )
