"""Lists of certifications, each entry one press away."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Block, Button, Card, Item, Items, Note, Source, Text
from bot.catalogue.schema import Certification
from bot.replies import facts
from bot.replies.certification_parts import BEFORE_TAX
from bot.words import _, plural


def listing(
    entries: Sequence[Certification],
    focus: str | None,
    level: str | None,
    most: int | None = None,
    unpriced: int = 0,
) -> Card:
    """List certifications; with ``most`` US dollars wanted, with their prices.

    ``unpriced`` is how many more might fit: their price is unknown.
    """
    wanted = _wanted(focus, level, most)
    pager = ("cert.list", focus or "any", level or "any", "any" if most is None else str(most))
    if not entries:
        return Card(
            title=_("No certification fits"),
            summary=_("No certification is known to fit: {wanted}.", wanted=wanted),
            blocks=(
                Text((_("No certification is known to fit: {wanted}.", wanted=wanted),)),
                Text((_("Leave out a part of it and try again."),)),
                *_unpriced(unpriced),
            ),
            pager=pager,
        )
    count = len(entries)
    return Card(
        title=_("Certifications"),
        subtitle=f"{count} · {wanted}",
        summary=plural(
            "{n} certification ({wanted}).", "{n} certifications ({wanted}).", count, wanted=wanted
        ),
        blocks=(
            Items(
                tuple(_item(entry, is_priced=most is not None) for entry in entries),
                select=_("Open one"),
            ),
            *_unpriced(unpriced),
            *((Note((_(BEFORE_TAX),)),) if most is not None else ()),
        ),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*(entry.last_checked for entry in entries)),
        pager=pager,
        is_brief=True,
    )


def _wanted(focus: str | None, level: str | None, most: int | None) -> str:
    parts = [facts.words(focus)] if focus else []
    parts += [_(level)] if level else []
    if most is not None:
        parts.append(_("at most USD {amount}", amount=f"{most:,}"))
    return " · ".join(parts) or _("all of them")


def _item(entry: Certification, *, is_priced: bool) -> Item:
    parts = [entry.abbreviation, facts.issuer(entry), _(entry.level)]
    fees = entry.fees[:1] if is_priced else ()
    parts += [f"{fee.item}: {facts.fee_line(fee)}" for fee in fees]
    cited = facts.cited(facts.sources(*(fee.sources for fee in fees)))
    opened = Button(_("Open"), "cert.show", (entry.id,))
    return Item(entry.name, (" · ".join(parts), *cited), opened)


def _unpriced(count: int) -> tuple[Block, ...]:
    if not count:
        return ()
    said = plural(
        "{n} more might fit: its price is unknown.",
        "{n} more might fit: their prices are unknown.",
        count,
    )
    return (Note((said,)),)
