"""What the bot tells moderators about how mentoring goes, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.cards import Button, Card, Facts, Inline, Note
from bot.replies.mentoring import day_count
from bot.replies.stats import at_least, hidden
from bot.words import _


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a day: lower bounds, None where fewer than five members are behind them.

    ``expired`` counts the offers of the last 30 days that nobody answered in time.
    """

    day: date
    waiting: int | None
    oldest_days: int | None
    expired: int | None
    available: int | None
    away: int | None
    resting: int | None
    pairs: int | None


def shown(figures: Figures) -> Card:
    """Tell how mentoring goes, naming nobody."""
    learners: tuple[tuple[str, Inline], ...] = (
        (_("Waiting requests"), (at_least(figures.waiting),)),
        (_("The oldest has waited"), (_waited(figures.oldest_days),)),
        (_("Unanswered, last 30 days"), (at_least(figures.expired),)),
    )
    mentors: tuple[tuple[str, Inline], ...] = (
        (_("Open to learners"), (at_least(figures.available),)),
        (_("On a break"), (at_least(figures.away),)),
        (_("Paused after three unanswered"), (at_least(figures.resting),)),
        (_("Running mentorships"), (at_least(figures.pairs),)),
    )
    return Card(
        title=_("How mentoring goes"),
        summary=_("Anonymous figures of mentoring of {day}.", day=figures.day),
        subtitle=_("As of {day}; counted once a day", day=figures.day),
        blocks=(
            Facts(learners, heading=_("Learners")),
            Facts(mentors, heading=_("Mentors")),
            Note((hidden(),)),
        ),
        actions=(Button(_("The rules"), "mentoring.rules"),),
    )


def _waited(days: int | None) -> str:
    if days is None:
        return at_least(None)
    return _("at least {days}", days=day_count(days)) if days else _("less than 5 days")
