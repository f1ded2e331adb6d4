"""What the bot tells moderators in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.cards import Card, Facts, Inline, Note
from bot.words import _


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a day; those about members are lower bounds, None where fewer than five are.

    ``sent`` and ``failed`` count posts of the last 30 days and are exact.
    """

    day: date
    keepers: int | None
    open: int | None
    achieved: int | None
    logged: int | None
    check_ins: int | None
    sent: int
    failed: int


def shown(figures: Figures) -> Card:
    """Tell how a community uses the bot, naming nobody."""
    members: tuple[tuple[str, Inline], ...] = (
        (_("Members who keep goals"), (at_least(figures.keepers),)),
        (_("Open goals"), (at_least(figures.open),)),
        (_("Achieved goals"), (at_least(figures.achieved),)),
        (_("Steps noted, last 30 days"), (at_least(figures.logged),)),
        (_("Members with weekly check-ins"), (at_least(figures.check_ins),)),
    )
    posts: tuple[tuple[str, Inline], ...] = (
        (_("Arrived"), (str(figures.sent),)),
        (_("Delivery not confirmed"), (str(figures.failed),)),
    )
    return Card(
        title=_("How this community uses the bot"),
        summary=_("Anonymous usage figures of {day}.", day=figures.day),
        subtitle=_("As of {day}; counted once a day", day=figures.day),
        blocks=(
            Facts(members, heading=_("Members")),
            Facts(posts, heading=_("Posts, last 30 days")),
            Note((hidden(),)),
        ),
    )


def at_least(figure: int | None) -> str:
    """Say a figure that is a lower bound, or that it is not told."""
    return _("fewer than 5 members") if figure is None else _("at least {n}", n=figure)


def hidden() -> str:
    """Say why figures are not exact."""
    return _(
        "Member figures are rounded down to the nearest five. Anything below five "
        "is hidden so that nobody can be identified."
    )
